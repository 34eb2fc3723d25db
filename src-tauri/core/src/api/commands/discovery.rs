//! Looking at an address: what sources it offers.

use std::collections::HashMap;
use std::sync::PoisonError;

use url::Url;

use super::sources::typed_address;
use crate::Core;
use crate::api::look::{self, Look};
use crate::api::*;
use crate::feed::{self, ParsedFeed};
use crate::model::{Direction, FeedId, SourceKind, Timestamp};
use crate::net::{FetchError, Kind, Request, Validators};
use crate::refresh::{name, read, url_key};
use crate::site::sections;
use crate::text;

/// Headlines of a preview.
const HEADLINES: usize = 5;

impl Core {
    /// Looks at an address and says which feeds it offers.
    pub async fn discover(&self, request: Discover) -> Result<Discovery, ApiError> {
        let typed = request.address.trim();
        let url = typed_address(typed)?;
        self.trust_host(&url);
        let outcome = self.look(url.clone()).await;
        // A scheme that the reader did not type is a guess: where nothing answers https, http may. A certificate that
        // can't be trusted is an answer.
        match outcome {
            Err(error)
                if is_guessed(typed) && matches!(error.code, ErrorCode::HostUnreachable | ErrorCode::Timeout) =>
            {
                let mut plain = url;
                match plain.set_scheme("http") {
                    Ok(()) => self.look(plain).await.map_err(|_| error),
                    Err(()) => Err(error),
                }
            }
            other => other,
        }
    }

    /// What an address offers; which of it is followed already.
    pub(in crate::api) async fn look(&self, url: Url) -> Result<Discovery, ApiError> {
        let looked = Look::new(self.clone()).at(url).await?;
        let known = self.followed().await?;
        let candidates = looked.found.into_iter().map(|found| {
            let mut candidate = candidate(&found.url, found.kind, found.feed, found.title, self.now());
            candidate.subscribed = known.get(&url_key(&found.url)).copied();
            candidate
        });
        Ok(Discovery {
            url: looked.url.into(),
            candidates: candidates.collect(),
            sections: looked.sections.into_iter().map(|found| section(found, &known)).collect(),
        })
    }

    /// Looks at one source that `discover` named.
    pub async fn preview(&self, request: Preview) -> Result<FeedCandidate, ApiError> {
        let url = typed_address(request.feed_url.trim())?;
        let kind = request.kind.unwrap_or_default();
        let response = self.fetch_feed(url.clone()).await?;
        let host = self.trusted_host(&url);
        let parsed = read(self, kind, host.clone(), response).await?;
        let title = name(self, kind, &url, host).await;
        let mut candidate = candidate(&url, kind, parsed, title, self.now());
        candidate.subscribed = self.followed().await?.get(&url_key(&url)).copied();
        Ok(candidate)
    }

    pub(in crate::api) async fn fetch_feed(&self, url: Url) -> Result<crate::net::Response, ApiError> {
        Ok(self.fetch_as(url, Kind::Feed).await?)
    }

    /// As [`Core::fetch_feed`], of what the reader typed: a refusal comes with the beginning of what it says.
    pub(in crate::api) async fn fetch_typed(&self, url: Url) -> Result<crate::net::Response, FetchError> {
        self.fetch_as(url, Kind::Address).await
    }

    async fn fetch_as(&self, url: Url, kind: Kind) -> Result<crate::net::Response, FetchError> {
        let (typed_host, asked) = (self.trusted_host(&url), url.clone());
        let request = Request { url, kind, validators: Validators::default(), typed_host };
        let answer = self.inner.http.get(request).await;
        self.note_outcome(&answer);
        let response = answer?;
        self.inner.recent.put(&asked, &response, self.now());
        Ok(response)
    }

    /// The reader typed this host: it may be in a private network.
    fn trust_host(&self, url: &Url) {
        if let Some(host) = url.host_str() {
            self.inner.typed_hosts.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_owned());
        }
    }

    pub(super) fn trusted_host(&self, url: &Url) -> Option<String> {
        let host = url.host_str()?;
        let hosts = self.inner.typed_hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.contains(host).then(|| host.to_owned())
    }
}

/// Whether the scheme is a guess: none was typed, or one that only says that a feed is meant.
fn is_guessed(typed: &str) -> bool {
    let typed = typed.trim_start_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    let rest = typed.strip_prefix("feed:").filter(|rest| !rest.starts_with("http"));
    rest.is_some() || !typed.contains("://")
}

fn candidate(
    url: &Url,
    kind: SourceKind,
    parsed: ParsedFeed,
    page_title: Option<String>,
    now: Timestamp,
) -> FeedCandidate {
    let dormant_since = look::dormant_since(&parsed, now);
    let title = [Some(parsed.title), page_title, url.host_str().map(str::to_owned)]
        .into_iter()
        .flatten()
        .find(|title| !title.is_empty())
        .unwrap_or_default();
    let mut latest: Vec<(Option<Timestamp>, String)> =
        parsed.entries.iter().map(|entry| (entry.published.or(entry.updated), entry.title.clone())).collect();
    // Where nothing has a date the order is the document's.
    latest.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    FeedCandidate {
        feed_url: url.to_string(),
        direction: text::direction(&title, Direction::Rtl),
        title,
        description: parsed.description,
        site_url: parsed.site_url.map(String::from),
        kind,
        format: parsed.format.map(feed::Format::name).unwrap_or_default().to_owned(),
        entries: u32::try_from(parsed.entries.len()).unwrap_or(u32::MAX),
        headlines: latest
            .into_iter()
            .filter(|(_, title)| !title.is_empty())
            .take(HEADLINES)
            .map(|(published_at, title)| Headline {
                direction: text::direction(&title, Direction::Rtl),
                title,
                published_at,
            })
            .collect(),
        dormant_since,
        subscribed: None,
    }
}

/// A section as the window takes it.
fn section(found: sections::Section, known: &HashMap<String, FeedId>) -> Section {
    Section {
        direction: text::direction(&found.title, Direction::Rtl),
        title: found.title,
        count: found.count,
        subscribed: known.get(&url_key(&found.url)).copied(),
        feed_url: found.url.into(),
        kind: found.kind,
        children: found.children.into_iter().map(|child| section(child, known)).collect(),
    }
}
