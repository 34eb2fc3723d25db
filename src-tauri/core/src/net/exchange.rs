//! One request from its first hop to its last: every hop is checked before it is made, and redirects are followed by
//! hand (promises N1 to N4).

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LINK, LOCATION,
};
use reqwest::{StatusCode, redirect};
use tokio::time::{Instant, timeout};
use url::Url;

use super::body;
use super::names::{LastAnswer, Resolver};
use super::slots::{Pace, Slots};
use super::{
    Distrust, FetchError, HEADER_LIMIT, Kind, NetOptions, Request, Response, TELLING, Validators, address, failure,
    freshness,
};

/// The longest URL that is asked for, in bytes.
const LONGEST_URL: usize = 16 * 1024;
/// Says what is asking and nothing about who.
const USER_AGENT: &str = concat!("Warraq/", env!("CARGO_PKG_VERSION"));

/// What a client and its clones share.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) options: NetOptions,
    pub(super) slots: Slots,
    pace: Pace,
    last_answer: LastAnswer,
    /// Two clients, each with connections of its own: what the open one holds open must not be a way around the guard.
    guarded: OnceLock<Result<reqwest::Client, String>>,
    open: OnceLock<Result<reqwest::Client, String>>,
}

/// What a hop came to.
enum Hop {
    Arrived(Box<Response>),
    Redirected { to: Url, permanent: bool },
}

impl Exchange {
    pub(super) fn new(options: NetOptions) -> Self {
        Self {
            slots: Slots::new(options.per_host),
            pace: Pace::new(options.spacing),
            options,
            last_answer: LastAnswer::default(),
            guarded: OnceLock::new(),
            open: OnceLock::new(),
        }
    }

    pub(super) async fn get(&self, request: Request) -> Result<Response, FetchError> {
        // What the reader wrote before the @ belongs to this origin and is sent nowhere else.
        let credentials = request.url.clone();
        let mut url = without_secrets(request.url.clone());
        let (mut seen, mut moved_to, mut prefix_permanent, mut downgraded) = (Vec::new(), None, true, false);
        let mut spent = Duration::ZERO;
        loop {
            check(&url)?;
            let private = address::may_be_private(&url, request.typed_host.as_deref(), &self.options.private_hosts);
            if !private {
                address::check_literal(&url).map_err(|refused| FetchError::Blocked(refused.host))?;
            }
            if matches!(request.kind, Kind::Feed | Kind::Address)
                && seen.is_empty()
                && !address::is_listed(&url, &self.options.private_hosts)
            {
                self.pace.wait(&url).await;
            }
            // Time spent in the host's queue is not the server's.
            let slot = self.slots.take(&url).await;
            let started = Instant::now();
            let total = self.options.total_timeout * if request.kind == Kind::Sound { 10 } else { 1 };
            let left = total.saturating_sub(spent);
            let asked = with_credentials(&url, &credentials);
            let hop = timeout(left, self.hop(asked, &url, private, &request))
                .await
                .map_err(|_| FetchError::Timeout("total"))??;
            spent += started.elapsed();
            drop(slot);
            match hop {
                Hop::Arrived(mut response) => {
                    response.moved_to = moved_to.map(|to| with_credentials(&to, &credentials));
                    response.downgraded = downgraded;
                    return Ok(*response);
                }
                Hop::Redirected { to, permanent } => {
                    seen.push(url.clone());
                    if seen.len() > self.options.max_redirects || seen.contains(&to) {
                        return Err(FetchError::RedirectLoop);
                    }
                    let unsafer = url.scheme() == "https" && to.scheme() == "http";
                    downgraded |= unsafer;
                    // A feed does not move for good from a trusted connection to an open one.
                    prefix_permanent &= permanent && !unsafer;
                    if prefix_permanent {
                        moved_to = Some(to.clone());
                    }
                    url = to;
                }
            }
        }
    }

    async fn hop(&self, asked: Url, url: &Url, private: bool, request: &Request) -> Result<Hop, FetchError> {
        let mut building = self.client(private, url)?.get(asked).headers(accepted(request.kind));
        let conditional = [
            (IF_NONE_MATCH, request.validators.etag.as_deref()),
            (IF_MODIFIED_SINCE, request.validators.last_modified.as_deref()),
        ];
        let mut asked_conditionally = false;
        let is_issuer = match &request.validators.issuer {
            Some(issuer) => issuer == url.as_str(),
            None => *url == without_secrets(request.url.clone()),
        };
        for (name, value) in conditional {
            if let Some(value) = value.filter(|_| is_issuer).and_then(to_header) {
                building = building.header(name, value);
                asked_conditionally = true;
            }
        }
        let response = timeout(self.options.first_byte_timeout, building.send())
            .await
            .map_err(|_| FetchError::Timeout("first byte"))?
            .map_err(|error| failure::sort(error, url))?;
        let headers = response.headers();
        let size: u64 = headers.iter().map(|(name, value)| (name.as_str().len() + value.len() + 4) as u64).sum();
        if size > HEADER_LIMIT {
            return Err(FetchError::TooLarge { limit: HEADER_LIMIT });
        }
        let status = response.status();
        // A server that names a time means it, whatever the status: RFC 9110 has it with 503, RFC 6585 with 429, and
        // publishers send it with 403 and 500 too.
        let retry_after = freshness::retry_after(headers);
        let telling = telling(headers);
        let refused =
            || FetchError::Status { status: status.as_u16(), retry_after, body: Vec::new(), telling: telling.clone() };
        match status {
            StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT => {
                let to = headers.get(LOCATION).ok_or_else(refused)?;
                let permanent = matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
                Ok(Hop::Redirected { to: resolve(url, to)?, permanent })
            }
            StatusCode::NOT_MODIFIED if asked_conditionally => {
                let mut response = answer(&response, url);
                response.not_modified = true;
                // A 304 need not repeat what it confirms.
                let old = &request.validators;
                response.validators.etag = response.validators.etag.or_else(|| old.etag.clone());
                response.validators.last_modified =
                    response.validators.last_modified.or_else(|| old.last_modified.clone());
                Ok(Hop::Arrived(Box::new(response)))
            }
            // Nobody asked for a part; a part must not pass for the whole (promise N9).
            StatusCode::PARTIAL_CONTENT => Err(refused()),
            status if status.is_success() => {
                let mut arrived = answer(&response, url);
                arrived.body = body::read(response, request.kind, &self.options).await?;
                Ok(Hop::Arrived(Box::new(arrived)))
            }
            // What refuses a typed address may be a page for its reader: a check, a sign-in.
            _ if matches!(request.kind, Kind::Address | Kind::Page) => {
                let waiting = timeout(self.options.first_byte_timeout, body::beginning(response, request.kind));
                let body = waiting.await.unwrap_or_default();
                Err(FetchError::Status { status: status.as_u16(), retry_after, body, telling })
            }
            _ => Err(refused()),
        }
    }

    pub(super) fn client(&self, private: bool, url: &Url) -> Result<&reqwest::Client, FetchError> {
        let cell = if private { &self.open } else { &self.guarded };
        cell.get_or_init(|| self.build(!private)).as_ref().map_err(|reason| FetchError::Tls {
            host: url.host_str().unwrap_or_default().to_owned(),
            why: Distrust::Other,
            source: reason.as_str().into(),
        })
    }

    fn build(&self, guarded: bool) -> Result<reqwest::Client, String> {
        // Fails only when a provider is installed already, which then is used.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut roots = Vec::new();
        for der in &self.options.extra_roots {
            roots.push(reqwest::Certificate::from_der(der).map_err(|error| error.to_string())?);
        }
        let building = self.common(guarded);
        let building = if roots.is_empty() { building } else { building.tls_certs_merge(roots.clone()) };
        building.build().or_else(|error| {
            // A system without certificate authorities: http works all the same, and https fails where it is tried.
            tracing::warn!(?error, "the system's certificate authorities can't be used");
            self.common(guarded).tls_certs_only(roots).build().map_err(|error| format!("{error:?}"))
        })
    }

    fn common(&self, guarded: bool) -> reqwest::ClientBuilder {
        let options = &self.options;
        let resolver =
            Resolver { names: Arc::clone(&options.names), guarded, last_answer: Arc::clone(&self.last_answer) };
        reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .redirect(redirect::Policy::none())
            .referer(false)
            // Behind a proxy the address connected to would be the proxy's and the guard would see nothing.
            .no_proxy()
            .connect_timeout(options.connect_timeout)
            .pool_max_idle_per_host(options.per_host)
            .pool_idle_timeout(Duration::from_secs(30))
            .http2_max_header_list_size(HEADER_LIMIT as u32)
            .dns_resolver(resolver)
    }
}

pub(super) fn check(url: &Url) -> Result<(), FetchError> {
    let usable = matches!(url.scheme(), "http" | "https") && url.has_host() && url.as_str().len() <= LONGEST_URL;
    if usable { Ok(()) } else { Err(FetchError::InvalidUrl(url.as_str().chars().take(200).collect())) }
}

/// `Location` against the hop's URL, without fragment and credentials.
fn resolve(base: &Url, location: &HeaderValue) -> Result<Url, FetchError> {
    Ok(without_secrets(resolve_whole(base, location)?))
}

/// [`resolve`] with the fragment left on.
pub(super) fn resolve_whole(base: &Url, location: &HeaderValue) -> Result<Url, FetchError> {
    let text = match std::str::from_utf8(location.as_bytes()) {
        Ok(text) => text.to_owned(),
        Err(_) => from_header(location),
    };
    base.join(text.trim()).map_err(|_| FetchError::InvalidUrl(text.chars().take(200).collect()))
}

/// Drops the credentials and the fragment, neither of which is the server's to see. On a URL that can have none,
/// nothing happens.
fn without_secrets(mut url: Url) -> Url {
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url
}

/// Puts the credentials of `from` on `url` when both are of one origin.
fn with_credentials(url: &Url, from: &Url) -> Url {
    let mut url = url.clone();
    if url.origin() == from.origin() {
        let _ = url.set_username(from.username());
        let _ = url.set_password(from.password());
    }
    url
}

pub(super) fn accepted(kind: Kind) -> HeaderMap {
    let (accept, encoding) = match kind {
        Kind::Feed | Kind::Address => (
            "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
             text/xml;q=0.9, text/x-opml;q=0.9, text/html;q=0.7, */*;q=0.5",
            "gzip, deflate, br",
        ),
        Kind::Page => ("text/html, application/xhtml+xml;q=0.9, */*;q=0.5", "gzip, deflate, br"),
        Kind::Picture => ("image/webp, image/png, image/jpeg, image/gif, image/*;q=0.5", "identity"),
        Kind::Sound => ("audio/*, application/ogg, */*;q=0.1", "identity"),
    };
    let pairs = [(ACCEPT, HeaderValue::from_static(accept)), (ACCEPT_ENCODING, HeaderValue::from_static(encoding))];
    HeaderMap::from_iter(pairs)
}

/// Everything of an answer but its body.
fn answer(response: &reqwest::Response, url: &Url) -> Response {
    let headers = response.headers();
    let text = |name: HeaderName| headers.get(name).map(from_header);
    let links: Vec<String> = headers.get_all(LINK).iter().take(20).map(from_header).collect();
    Response {
        status: response.status().as_u16(),
        not_modified: false,
        final_url: url.clone(),
        moved_to: None,
        downgraded: false,
        links: Some(links.join(", ")).filter(|links| !links.is_empty()),
        content_type: text(CONTENT_TYPE),
        validators: Validators {
            etag: text(ETAG),
            last_modified: text(LAST_MODIFIED),
            issuer: Some(url.as_str().to_owned()),
        },
        fresh_for: freshness::fresh_for(headers),
        telling: telling(headers),
        body: Vec::new(),
    }
}

/// The longest value of a header of [`TELLING`] that is kept, in bytes.
const LONGEST_TELLING: usize = 200;

fn telling(headers: &HeaderMap) -> Vec<(String, String)> {
    let of = |name: &&str| {
        let value = headers.get(*name).filter(|value| value.len() <= LONGEST_TELLING)?;
        Some(((*name).to_owned(), from_header(value)))
    };
    TELLING.iter().filter_map(of).collect()
}

/// A header's bytes as text, a character for each, so that any value can be kept and sent back as it was.
pub(super) fn from_header(value: &HeaderValue) -> String {
    value.as_bytes().iter().map(|byte| char::from(*byte)).collect()
}

/// The inverse of [`from_header`]; none for what never was a header.
fn to_header(text: &str) -> Option<HeaderValue> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    HeaderValue::from_bytes(&bytes?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn validators_survive_byte_for_byte() {
        for bytes in [&b"\"abc\""[..], b"W/\"x\"", b"unquoted", b"\"\xe9\xff\x80\"", b"", b"\"a\tb\""] {
            let value = HeaderValue::from_bytes(bytes).unwrap();
            assert_eq!(to_header(&from_header(&value)).unwrap().as_bytes(), bytes);
        }
        assert!(to_header("a\r\nEvil: 1").is_none());
        assert!(to_header("ورّاق").is_none());
    }

    #[test]
    fn credentials_stay_with_their_origin() {
        let from = Url::parse("https://u:p@a.example/x#f").unwrap();
        let on = |text: &str| with_credentials(&Url::parse(text).unwrap(), &from).to_string();
        assert_eq!(on("https://a.example/y"), "https://u:p@a.example/y");
        for other in ["http://a.example/y", "https://a.example:444/y", "https://b.a.example/y"] {
            assert_eq!(on(other), other);
        }
        assert_eq!(without_secrets(from).as_str(), "https://a.example/x");
    }
}
