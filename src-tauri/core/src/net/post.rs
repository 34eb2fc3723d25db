//! Posting a form. The guards of a GET hold for it, and one more: whatever goes wrong, it is known whether the form may
//! have arrived, because nothing is ever posted twice unasked.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue, LOCATION, ORIGIN, REFERER};
use tokio::time::{Instant, timeout};
use url::Url;

use super::exchange::{Exchange, accepted, check, from_header, resolve_whole};
use super::{FetchError, HEADER_LIMIT, Kind, PostError, Posted, Submission, address, body, failure, freshness};

/// Times that a form is sent on within its host (http to https, one name to another spelling of the path).
const MOST_SENT_ON: usize = 3;

impl Exchange {
    pub(super) async fn post(&self, submission: Submission) -> Result<Posted, PostError> {
        let sure = |source| PostError { may_have_arrived: false, source };
        let mut url = submission.url.clone();
        url.set_fragment(None);
        let mut spent = Duration::ZERO;
        for _ in 0..=MOST_SENT_ON {
            check(&url).map_err(sure)?;
            let private = address::may_be_private(&url, submission.typed_host.as_deref(), &self.options.private_hosts);
            if !private {
                address::check_literal(&url).map_err(|refused| sure(FetchError::Blocked(refused.host)))?;
            }
            let _slot = self.slots.take(&url).await;
            let started = Instant::now();
            let left = self.options.total_timeout.saturating_sub(spent);
            let posted = timeout(left, self.post_once(&url, private, &submission))
                .await
                .unwrap_or_else(|_| Err(PostError { may_have_arrived: true, source: FetchError::Timeout("total") }))?;
            spent += started.elapsed();
            match posted.location.as_ref().filter(|_| matches!(posted.status, 307 | 308)) {
                Some(to) if is_own(&url, to) => {
                    url = to.clone();
                    url.set_fragment(None);
                }
                Some(to) => {
                    // Another host was not what the reader wrote to.
                    return Err(sure(FetchError::Blocked(to.host_str().unwrap_or_default().to_owned())));
                }
                None => return Ok(posted),
            }
        }
        Err(sure(FetchError::RedirectLoop))
    }

    async fn post_once(&self, url: &Url, private: bool, submission: &Submission) -> Result<Posted, PostError> {
        let client = self.client(private, url).map_err(|source| PostError { may_have_arrived: false, source })?;
        let mut building = client
            .post(url.clone())
            .headers(accepted(Kind::Page))
            .header(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"))
            .body(submission.body.clone());
        for (name, value) in
            [(REFERER, referrer(&submission.page)), (ORIGIN, submission.page.origin().ascii_serialization())]
        {
            if let Ok(value) = HeaderValue::from_str(&value) {
                building = building.header(name, value);
            }
        }
        let sent = timeout(self.options.first_byte_timeout, building.send()).await;
        let response = match sent {
            Err(_) => return Err(PostError { may_have_arrived: true, source: FetchError::Timeout("first byte") }),
            Ok(Err(error)) => {
                // Without a connection nothing was sent; after one, nobody knows.
                let may_have_arrived = !(error.is_connect() || error.is_builder());
                return Err(PostError { may_have_arrived, source: failure::sort(error, url) });
            }
            Ok(Ok(response)) => response,
        };
        let unsure = |source| PostError { may_have_arrived: true, source };
        let headers = response.headers();
        let size: u64 = headers.iter().map(|(name, value)| (name.as_str().len() + value.len() + 4) as u64).sum();
        if size > HEADER_LIMIT {
            return Err(unsure(FetchError::TooLarge { limit: HEADER_LIMIT }));
        }
        let status = response.status().as_u16();
        let location = headers.get(LOCATION).map(|to| resolve_whole(url, to)).transpose().map_err(unsure)?;
        let content_type = headers.get(CONTENT_TYPE).map(from_header);
        let retry_after = freshness::retry_after(headers);
        // A redirect's own page says nothing; status and address have told already.
        let body = match (300..400).contains(&status) {
            true => Vec::new(),
            false => body::read(response, Kind::Page, &self.options).await.map_err(unsure)?,
        };
        Ok(Posted { status, location, content_type, retry_after, body })
    }
}

/// The same host, not less safe than before.
fn is_own(url: &Url, to: &Url) -> bool {
    let same_place = url.host_str() == to.host_str();
    let same_port = url.port_or_known_default() == to.port_or_known_default();
    let safer = url.scheme() == "http" && to.scheme() == "https" && url.port().is_none() && to.port().is_none();
    same_place && (safer || (url.scheme() == to.scheme() && same_port))
}

/// As `Referer` has it: without fragment and credentials.
fn referrer(page: &Url) -> String {
    let mut page = page.clone();
    let _ = page.set_username("");
    let _ = page.set_password(None);
    page.set_fragment(None);
    page.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_form_is_sent_on_within_its_host_only() {
        let own = |from: &str, to: &str| is_own(&Url::parse(from).unwrap(), &Url::parse(to).unwrap());
        assert!(own("http://a.example/c", "https://a.example/c"));
        assert!(own("https://a.example/c", "https://a.example/d"));
        assert!(own("http://127.0.0.1:8080/c", "http://127.0.0.1:8080/d"));
        for (from, to) in [
            ("https://a.example/c", "http://a.example/c"),
            ("https://a.example/c", "https://www.a.example/c"),
            ("https://a.example/c", "https://a.example:444/c"),
            ("http://127.0.0.1:8080/c", "http://127.0.0.1:8081/c"),
        ] {
            assert!(!own(from, to), "{from} {to}");
        }
    }

    #[test]
    fn a_referrer_tells_the_page_and_no_more() {
        let page = Url::parse("https://u:p@a.example/x?y#z").unwrap();
        assert_eq!(referrer(&page), "https://a.example/x?y");
    }
}
