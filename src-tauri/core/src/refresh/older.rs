//! Older articles than a source shows now: one page further back at a time.

use std::collections::HashSet;

use url::Url;

use super::{plan, source};
use crate::Core;
use crate::contract::{ApiError, ErrorCode, OlderLoaded};
use crate::feed::ParsedFeed;
use crate::model::{CoreEvent, FeedId};
use crate::net::FetchError;
use crate::site::history;
use crate::store::Durability;
use crate::store::older::{self, Back};

/// Pages that hold nothing new are passed over, up to so many in one go: who has followed a source for a year has what
/// stands on its first pages.
const MOST_PAGES: usize = 4;

/// Fetches the next page of older articles and stores what is new of it as read: what the reader asked to look back at
/// is not news.
///
/// Where the source pages back is found out at the first call, from its own document. The end is remembered: a page that
/// is not there (404 or, from WordPress's interface, 400), one without entries, or one that repeats the page before it.
pub(crate) async fn load(core: &Core, id: FeedId) -> Result<OlderLoaded, ApiError> {
    let at = core.inner.store.read(move |db| older::back(db, id)).await?;
    if at.next.as_deref() == Some("") {
        return Ok(OlderLoaded { added: 0, more: false });
    }
    let address = |text: &str| Url::parse(text).map_err(|error| ApiError::from_chain(ErrorCode::InvalidUrl, &error));
    let mut before = HashSet::new();
    let mut next = match &at.next {
        Some(next) => Some(address(next)?),
        None => {
            let response = source::get(core, address(&at.feed_url)?, at.typed_host.clone()).await?;
            let url = response.final_url.clone();
            let feed = source::read(core, at.kind, at.typed_host.clone(), response).await?;
            before = identities(&feed);
            history::older(&feed, &url)
        }
    };
    let mut added = 0;
    // What was collected over months is not asked for again, unless the source has no such page.
    let stored = usize::try_from(at.stored).unwrap_or(usize::MAX);
    let mut nearer = None;
    if let Some(far) =
        next.as_ref().filter(|_| at.next.is_none()).and_then(|next| history::skip(next, before.len(), stored))
    {
        nearer = next.replace(far);
    }
    // Links that lead round in a circle end where it closes.
    let mut seen = HashSet::from([at.feed_url.clone()]);
    for _ in 0..MOST_PAGES {
        let Some(url) = next.take() else { break };
        let Some((feed, final_url)) = page(core, &at, url.clone()).await?.filter(|(feed, _)| {
            let here = identities(feed);
            !here.is_empty() && here != before
        }) else {
            next = nearer.take();
            continue;
        };
        nearer = None;
        seen.insert(url.into());
        next = history::older(&feed, &final_url).filter(|next| !seen.contains(next.as_str()));
        before = identities(&feed);
        let prepared = core.offload(move || plan::prepare(feed, &final_url)).await?;
        let now = core.now();
        let write = core.inner.store.write(Durability::Normal, move |db| older::add(db, id, prepared.entries, now));
        added = write.await?;
        if added > 0 {
            break;
        }
    }
    let (more, state) = (next.is_some(), next.map(String::from).unwrap_or_default());
    core.inner.store.write(Durability::Normal, move |db| older::set_next(db, id, &state)).await?;
    if added > 0 {
        core.emit(CoreEvent::EntriesChanged { feeds: vec![id], added, updated: 0 });
    }
    core.emit(CoreEvent::SourcesChanged);
    Ok(OlderLoaded { added, more })
}

/// A page of older articles and where it came from; none when there is no such page.
async fn page(core: &Core, at: &Back, url: Url) -> Result<Option<(ParsedFeed, Url)>, ApiError> {
    let response = match source::get(core, url, at.typed_host.clone()).await {
        Ok(response) => response,
        Err(FetchError::Status { status: 400 | 404 | 410, .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let final_url = response.final_url.clone();
    match source::read(core, at.kind, at.typed_host.clone(), response).await {
        Ok(feed) => Ok(Some((feed, final_url))),
        // A web page instead may be a captive portal's: it is a fault, and no end that is remembered.
        Err(error) if matches!(error.code, ErrorCode::NotAFeed | ErrorCode::EmptyBody) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What tells a page's entries from another page's.
fn identities(feed: &ParsedFeed) -> HashSet<String> {
    let of = |entry: &crate::feed::ParsedEntry| {
        entry.guid.clone().or_else(|| entry.url.clone().map(String::from)).unwrap_or_else(|| entry.title.clone())
    };
    feed.entries.iter().map(of).collect()
}
