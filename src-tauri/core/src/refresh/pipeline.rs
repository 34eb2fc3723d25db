//! One feed, from its address to the store: named steps, each of which can fail without harm to what is stored.

use super::plan::{self, MOVES_TO_BELIEVE, PreparedFeed, backoff};
use super::source;
use crate::Core;
use crate::contract::{ApiError, ErrorCode, Fault};
use crate::model::{SourceKind, Timestamp};
use crate::net::{FetchError, Kind, Request, Response};
use crate::store::{DueFeed, Durability, Edited, RefreshOutcome, entries, feeds};

/// A feed that says that it is gone (410) is believed after so many times, and not visited any more.
const GONE: u32 = 3;
/// Without a network a feed is tried again after so many milliseconds; all others are due once one of them succeeds.
pub(super) const AFTER_OFFLINE: Timestamp = 2 * 60 * 1000;

/// What a visit brought.
#[derive(Debug, Clone)]
pub(crate) enum Visit {
    /// Nothing new.
    Unchanged,
    /// Entries were stored.
    Stored(Edited),
    /// It failed; what is stored stays.
    Failed(Fault),
}

/// Visits one feed.
pub(crate) async fn refresh_one(core: &Core, feed: &DueFeed, interval_minutes: u32) -> Result<Visit, ApiError> {
    let now = core.now();
    let outcome = attempt(core, feed, now, interval_minutes).await;
    match outcome {
        Ok(visit) => Ok(visit),
        // The library itself failing is not the feed's fault: the run ends with it.
        Err(Failure { error, .. }) if is_ours(error.code) => Err(error),
        Err(Failure { error, retry_after }) => {
            // No network is nobody's fault: it does not count against the feed.
            let offline = error.code == ErrorCode::Offline;
            let failures = feed.failures.saturating_add(u32::from(!offline));
            let retry_at = if offline {
                Some(now + AFTER_OFFLINE)
            } else if error.code == ErrorCode::FeedGone && failures >= GONE {
                None
            } else {
                Some(backoff(now, failures, retry_after, feed.id.0))
            };
            let fault = Fault::from_error(&error, now, failures, retry_at);
            tracing::info!(feed = %feed.id, url = %feed.feed_url, %error, "refresh failed");
            let (id, stored) = (feed.id, fault.clone());
            core.inner.store.write(Durability::Normal, move |db| feeds::record_fault(db, id, &stored)).await?;
            Ok(Visit::Failed(fault))
        }
    }
}

/// Faults of the library or of the program rather than of the feed.
fn is_ours(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::StorageFull
            | ErrorCode::LibraryUnreadable
            | ErrorCode::LibraryDamaged
            | ErrorCode::LibraryInUse
            | ErrorCode::Cancelled
    )
}

struct Failure {
    error: ApiError,
    retry_after: Option<u64>,
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self { error, retry_after: None }
    }
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        let retry_after = match &error {
            FetchError::Status { retry_after, .. } => *retry_after,
            _ => None,
        };
        Self { error: error.into(), retry_after }
    }
}

async fn attempt(core: &Core, feed: &DueFeed, now: Timestamp, interval_minutes: u32) -> Result<Visit, Failure> {
    let url = url::Url::parse(&feed.feed_url)
        .map_err(|error| Failure::from(ApiError::from_chain(ErrorCode::InvalidUrl, &error)))?;
    let request =
        Request { url, kind: Kind::Feed, validators: feed.validators.clone(), typed_host: feed.typed_host.clone() };
    let answer = core.inner.http.get(request).await;
    core.note_outcome(&answer);
    let response = answer?;
    let mut outcome = following(feed, &response, now);
    if response.not_modified {
        // A 304 may leave the validators out: the ones that were sent hold on.
        let sent = &feed.validators;
        outcome.validators.etag = outcome.validators.etag.or_else(|| sent.etag.clone());
        outcome.validators.last_modified = outcome.validators.last_modified.or_else(|| sent.last_modified.clone());
        return unchanged(core, feed, outcome, &response, interval_minutes).await;
    }
    let hash = plan::body_hash(&response.body);
    if feed.body_hash.as_deref() == Some(hash.as_str()) {
        return unchanged(core, feed, outcome, &response, interval_minutes).await;
    }
    let fresh_for = response.fresh_for;
    let prepared = prepare_feed(core, feed.kind, feed.typed_host.clone(), response).await?;
    let interval = plan::interval(interval_minutes, feed.interval_minutes, prepared.pace_minutes);
    outcome.next_check_at = plan::next_visit(now, interval, prepared.ttl_minutes, fresh_for, feed.id.0);
    outcome.body_hash = Some(hash);
    outcome.repairs = prepared.repairs;
    outcome.ttl_minutes = prepared.ttl_minutes;
    outcome.pace_minutes = prepared.pace_minutes;
    outcome.icon_url = prepared.icon_url;
    // WordPress's posts and some site maps do not say whose they are: the name that the source was followed under stays.
    outcome.meta = (feed.kind == SourceKind::Feed || prepared.named).then_some(prepared.meta);
    let id = feed.id;
    // Validators and entries in one transaction: were the entries rolled back alone, the next visit would answer 304
    // for ever.
    let edited = core
        .inner
        .store
        .write(Durability::Normal, move |db| {
            let edited = entries::upsert(db, id, &prepared.entries, now)?;
            outcome.added = edited.added;
            feeds::record_success(db, id, &outcome)?;
            Ok(edited)
        })
        .await
        .map_err(ApiError::from)?;
    Ok(Visit::Stored(edited))
}

/// Reads and prepares a source's body, off the async threads.
pub(crate) async fn prepare_feed(
    core: &Core,
    kind: SourceKind,
    typed_host: Option<String>,
    response: Response,
) -> Result<PreparedFeed, ApiError> {
    let url = response.final_url.clone();
    let parsed = source::read(core, kind, typed_host, response).await?;
    core.offload(move || plan::prepare(parsed, &url)).await
}

/// What any success leaves: times, validators, and the count of agreeing permanent redirects.
fn following(feed: &DueFeed, response: &Response, now: Timestamp) -> RefreshOutcome {
    let moved_to = response.moved_to.as_ref().map(|url| url.to_string());
    let moved_seen = match &moved_to {
        Some(url) if feed.moved_to.as_ref() == Some(url) => feed.moved_seen + 1,
        Some(_) => 1,
        None => 0,
    };
    RefreshOutcome {
        at: now,
        validators: response.validators.clone(),
        new_url: moved_to.clone().filter(|_| moved_seen >= MOVES_TO_BELIEVE),
        moved_to,
        moved_seen,
        ..RefreshOutcome::default()
    }
}

async fn unchanged(
    core: &Core,
    feed: &DueFeed,
    mut outcome: RefreshOutcome,
    response: &Response,
    interval_minutes: u32,
) -> Result<Visit, Failure> {
    let interval = plan::interval(interval_minutes, feed.interval_minutes, feed.pace_minutes);
    outcome.next_check_at = plan::next_visit(outcome.at, interval, feed.ttl_minutes, response.fresh_for, feed.id.0);
    let id = feed.id;
    core.inner
        .store
        .write(Durability::Normal, move |db| feeds::record_success(db, id, &outcome))
        .await
        .map_err(ApiError::from)?;
    Ok(Visit::Unchanged)
}
