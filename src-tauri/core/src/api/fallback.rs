//! Papers of the bundled directory whose feed is dead: other ways to their news, tried in order and quietly.

use std::sync::Arc;

use url::Url;

use crate::Core;
use crate::contract::{ApiError, ErrorCode};
use crate::directory::{Paper, Source};
use crate::model::{CoreEvent, SourceKind};
use crate::refresh::read;
use crate::store::{Durability, checks, health};

/// Failures in a row after which a feed counts as dead, where the fault is one that does not pass by itself.
const DEAD: u32 = 3;
/// Dead feeds looked after in one round.
const AT_ONCE: usize = 5;

/// Whether a fault means that there is no feed at the address any more.
pub(super) fn is_dead(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::FeedGone
            | ErrorCode::NotFound
            | ErrorCode::NotAFeed
            | ErrorCode::HtmlInsteadOfFeed
            | ErrorCode::EmptyBody
            | ErrorCode::Forbidden
    )
}

/// Looks for other ways to the followed papers of the directory whose feed is dead, each at most once a day; what is
/// found takes over, and the health page says so.
pub(crate) async fn replace_dead(core: &Core) -> Result<(), ApiError> {
    let now = core.now();
    let papers = Arc::clone(&core.inner.papers);
    let dead = core.inner.store.read(move |db| checks::dead(db, DEAD, now)).await?;
    let dead = dead.into_iter().filter(|dead| is_dead(dead.code)).filter_map(|dead| {
        let paper = papers.iter().find(|paper| paper.source.url == dead.feed_url)?;
        Some((dead, paper))
    });
    for (feed, paper) in dead.take(AT_ONCE) {
        let instead = look(core, paper).await;
        let (address, code, found) = (paper.source.url.clone(), feed.code, instead.clone());
        let switched = core
            .inner
            .store
            .write(Durability::Full, move |db| {
                checks::note(db, &address, now, Err(code), found.as_ref().map(|found| (&*found.url, found.kind)))?;
                match &found {
                    Some(found) => health::switch(db, feed.id, &found.url, found.kind, now),
                    None => Ok(false),
                }
            })
            .await?;
        if switched {
            tracing::info!(feed = %feed.id, from = %feed.feed_url, to = ?instead, "a fallback takes over from a dead feed");
            core.emit(CoreEvent::SourcesChanged);
            core.inner.wake.notify_one();
        }
    }
    Ok(())
}

/// A source that brings the paper's news where its feed does not: what the directory names, then what its site offers.
pub(super) async fn look(core: &Core, paper: &Paper) -> Option<Source> {
    for source in &paper.fallbacks {
        if brings_news(core, source).await.is_ok() {
            return Some(source.clone());
        }
    }
    let site = Url::parse(&paper.source.url).ok()?.join("/").ok()?;
    let found = core.look(site).await.ok()?.candidates;
    found
        .into_iter()
        .find(|candidate| candidate.feed_url != paper.source.url && candidate.headlines.len() >= 3)
        .map(|candidate| Source { url: candidate.feed_url, kind: candidate.kind })
}

/// Fetches a source once and says whether it brings articles.
pub(super) async fn brings_news(core: &Core, source: &Source) -> Result<(), ApiError> {
    let url = Url::parse(&source.url).map_err(|error| ApiError::from_chain(ErrorCode::InvalidUrl, &error))?;
    let response = core.fetch_feed(url).await?;
    let parsed = read(core, source.kind, None, response).await?;
    if parsed.entries.is_empty() && source.kind != SourceKind::Feed {
        return Err(ApiError::new(ErrorCode::NotAFeed, "no articles"));
    }
    Ok(())
}
