//! Looking at an address: what sources it offers.

use std::sync::PoisonError;

use url::Url;

use super::sources::typed_address;
use crate::Core;
use crate::api::*;
use crate::feed::{self, ParsedFeed};
use crate::model::{Direction, SourceKind, Timestamp};
use crate::net::{Kind, Request, Validators};
use crate::refresh::read;
use crate::store::feeds;
use crate::text;

/// Feeds of a page that are looked into for the preview.
const PREVIEWED: usize = 6;
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
        let outcome = match outcome {
            Err(error)
                if !typed.contains("://") && matches!(error.code, ErrorCode::HostUnreachable | ErrorCode::Timeout) =>
            {
                let mut plain = url;
                match plain.set_scheme("http") {
                    Ok(()) => self.look(plain).await.map_err(|_| error),
                    Err(()) => Err(error),
                }
            }
            other => other,
        };
        let mut discovery = outcome?;
        let known = self.inner.store.read(feeds::addresses).await?;
        for candidate in &mut discovery.candidates {
            candidate.subscribed = known.get(&candidate.feed_url).copied();
        }
        Ok(discovery)
    }

    pub(in crate::api) async fn look(&self, url: Url) -> Result<Discovery, ApiError> {
        let response = self.fetch_feed(url.clone()).await?;
        let final_url = response.final_url.clone();
        // What is followed is the address that was typed; only a permanent redirect replaces it.
        let feed_url = response.moved_to.clone().unwrap_or(url);
        let page_url = final_url.clone();
        let read = self
            .offload(move || {
                let content_type = response.content_type.as_deref();
                match feed::parse(&response.body, content_type, Some(&page_url)) {
                    Ok(parsed) => Ok(Ok(parsed)),
                    Err(feed::ParseError::Empty) => Err(ApiError::from(feed::ParseError::Empty)),
                    Err(_) => Ok(Err(feed::discover(&feed::decode(&response.body, content_type), &page_url))),
                }
            })
            .await??;
        let candidates = match read {
            Ok(parsed) => vec![candidate(&feed_url, SourceKind::Feed, parsed, None)],
            Err(page) => self.preview_all(page).await?,
        };
        if candidates.is_empty() {
            return Err(ApiError::new(ErrorCode::NotAFeed, "the page names no feed and none was found beside it")
                .with("host", final_url.host_str().unwrap_or_default()));
        }
        Ok(Discovery { url: final_url.into(), candidates, sections: Vec::new() })
    }

    /// Looks at one source that `discover` named.
    pub async fn preview(&self, request: Preview) -> Result<FeedCandidate, ApiError> {
        let url = typed_address(request.feed_url.trim())?;
        let kind = request.kind.unwrap_or_default();
        let response = self.fetch_feed(url.clone()).await?;
        let parsed = read(self, kind, response).await?;
        let mut candidate = candidate(&url, kind, parsed, None);
        let address = candidate.feed_url.clone();
        candidate.subscribed = self.inner.store.read(move |db| feeds::find(db, &address)).await?;
        Ok(candidate)
    }

    /// Looks into the feeds that a page names; where it names none that works, into the places where they usually are.
    async fn preview_all(&self, page: feed::PageFeeds) -> Result<Vec<FeedCandidate>, ApiError> {
        let mut visits = tokio::task::JoinSet::new();
        for (place, link) in page.declared.into_iter().take(PREVIEWED).enumerate() {
            let core = self.clone();
            visits.spawn(async move { (place, core.try_feed(link.url, link.title).await) });
        }
        let mut found: Vec<(usize, FeedCandidate)> = Vec::new();
        while let Some(visit) = visits.join_next().await {
            if let Ok((place, Some(candidate))) = visit {
                found.push((place, candidate));
            }
        }
        found.sort_by_key(|(place, _)| *place);
        if !found.is_empty() {
            return Ok(found.into_iter().map(|(_, candidate)| candidate).collect());
        }
        for guess in page.guesses {
            if let Some(candidate) = self.try_feed(guess, None).await {
                return Ok(vec![candidate]);
            }
        }
        Ok(Vec::new())
    }

    async fn try_feed(&self, url: Url, title: Option<String>) -> Option<FeedCandidate> {
        let response = self.fetch_feed(url.clone()).await.ok()?;
        let parsed = self
            .offload(move || {
                feed::parse(&response.body, response.content_type.as_deref(), Some(&response.final_url)).ok()
            })
            .await
            .ok()??;
        Some(candidate(&url, SourceKind::Feed, parsed, title))
    }

    pub(in crate::api) async fn fetch_feed(&self, url: Url) -> Result<crate::net::Response, ApiError> {
        let typed_host = self.trusted_host(&url);
        let request = Request { url, kind: Kind::Feed, validators: Validators::default(), typed_host };
        let answer = self.inner.http.get(request).await;
        self.note_outcome(&answer);
        Ok(answer?)
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

fn candidate(url: &Url, kind: SourceKind, parsed: ParsedFeed, page_title: Option<String>) -> FeedCandidate {
    let title = [Some(parsed.title), page_title, url.host_str().map(str::to_owned)]
        .into_iter()
        .flatten()
        .find(|title| !title.is_empty())
        .unwrap_or_default();
    let mut latest: Vec<(Option<Timestamp>, String)> =
        parsed.entries.iter().map(|entry| (entry.published.or(entry.updated), entry.title.clone())).collect();
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
        subscribed: None,
    }
}
