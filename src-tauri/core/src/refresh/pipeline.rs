//! One feed, from its address to the store: named steps, each of which can fail without harm to what is stored.

use super::plan::{self, MOVES_TO_BELIEVE, PreparedFeed};
use super::{source, timing};
use crate::Core;
use crate::contract::{ApiError, ErrorCode, Fault};
use crate::model::{SourceKind, Timestamp, Validators};
use crate::net::{FetchError, Kind, Request, Response};
use crate::store::rhythm::{self, Before};
use crate::store::{DueFeed, Durability, Edited, RefreshOutcome, entries, feeds};

/// Without a schedule, a visit by hand so soon after a failure counts as one with it.
const SOON: Timestamp = 10 * 60 * 1000;
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

/// Visits one feed; `by_hand` when the reader asked for it, rather than the schedule.
pub(crate) async fn refresh_one(
    core: &Core,
    feed: &DueFeed,
    general_minutes: u32,
    by_hand: bool,
) -> Result<Visit, ApiError> {
    let now = core.now();
    let interval = timing::interval(general_minutes, feed.interval_minutes, feed.pace_minutes);
    let id = feed.id;
    let before = core.inner.store.read(move |db| rhythm::before(db, id)).await?;
    if let Some(fault) = before.fault.as_ref().filter(|fault| is_held(fault, now)) {
        return Ok(Visit::Failed(fault.clone()));
    }
    let mut outcome = attempt(core, feed, &before, now, general_minutes).await;
    if let (Err(failure), Some(former)) = (&outcome, &before.former_url)
        && may_have_moved_back(failure.error.code)
    {
        let there = DueFeed {
            feed_url: former.clone(),
            validators: Validators::default(),
            moved_to: None,
            moved_seen: 0,
            ..feed.clone()
        };
        if let Ok(visit) = attempt(core, &there, &before, now, general_minutes).await {
            core.inner.store.write(Durability::Normal, move |db| rhythm::go_back(db, id)).await?;
            outcome = Ok(visit);
        }
    }
    match outcome {
        Ok(visit) => Ok(visit),
        // The library itself failing is not the feed's fault: the run ends with it.
        Err(Failure { error, .. }) if is_ours(error.code) => Err(error),
        Err(Failure { mut error, retry_after }) => {
            // No network is nobody's fault: it does not count against the feed.
            let offline = error.code == ErrorCode::Offline;
            // A reader who tries before the schedule would must not make it wait longer for it.
            let early = before.fault.as_ref().filter(|fault| by_hand && is_early(fault, now, interval));
            let counts = !offline && early.is_none();
            let failures = feed.failures.saturating_add(u32::from(counts));
            if let Some(seconds) = retry_after {
                error = error.with(RETRY_AFTER, seconds);
            }
            if error.code == ErrorCode::FeedGone {
                let times = times_gone(before.fault.as_ref()) + u32::from(counts);
                error = error.with(TIMES, times.max(1));
            }
            let retry_at = if offline {
                (interval > 0).then_some(now + AFTER_OFFLINE)
            } else if error.code == ErrorCode::FeedGone && times_gone(Some(&fault_of(&error))) >= feeds::GONE {
                None
            } else if let Some(early) = early {
                let asked = retry_after.map(|seconds| now + timing::patience(seconds));
                early.retry_at.map(|at| at.max(asked.unwrap_or(at)))
            } else {
                timing::feed_backoff(now, failures, is_passing(&error), retry_after, interval, feed.id.0)
            };
            let fault = Fault::from_error(&error, now, failures, retry_at);
            tracing::info!(feed = %feed.id, url = %feed.feed_url, %error, "refresh failed");
            let stored = fault.clone();
            core.inner.store.write(Durability::Normal, move |db| feeds::record_fault(db, id, &stored)).await?;
            Ok(Visit::Failed(fault))
        }
    }
}

/// The fault's parameter that says for how many seconds the server wants to be left alone.
const RETRY_AFTER: &str = "retry_after";
/// The fault's parameter that counts how often in a row a feed said that it is gone.
const TIMES: &str = "times";

/// Whether the server asked to be left alone until later. That holds for a run that the reader started as well. Where
/// the clock was put back, the fault lies in the future and holds nothing.
fn is_held(fault: &Fault, now: Timestamp) -> bool {
    let seconds: Option<i64> = fault.params.get(RETRY_AFTER).and_then(|seconds| seconds.parse().ok());
    seconds.is_some_and(|seconds| fault.at <= now && now < fault.at.saturating_add(seconds.saturating_mul(1000)))
}

/// Whether a visit comes before the one that the last failure has put off.
fn is_early(fault: &Fault, now: Timestamp, interval: u32) -> bool {
    let until = match fault.retry_at {
        Some(at) => at,
        None if interval == 0 => fault.at + SOON,
        // What is gone waits for nothing.
        None => return false,
    };
    fault.code != ErrorCode::Offline && fault.at <= now && now < until
}

fn times_gone(fault: Option<&Fault>) -> u32 {
    let gone = fault.filter(|fault| fault.code == ErrorCode::FeedGone);
    gone.map_or(0, |fault| fault.params.get(TIMES).and_then(|times| times.parse().ok()).unwrap_or(1))
}

fn fault_of(error: &ApiError) -> Fault {
    Fault::from_error(error, 0, 0, None)
}

/// What a new address may answer once the feed stands at its old one again.
fn may_have_moved_back(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::NotFound
            | ErrorCode::FeedGone
            | ErrorCode::Forbidden
            | ErrorCode::HtmlInsteadOfFeed
            | ErrorCode::NotAFeed
            | ErrorCode::HostUnreachable
            | ErrorCode::TlsFailed
            | ErrorCode::RedirectLoop
    )
}

/// Whether a failure may have passed in a moment. A page in the feed's place may be a network's that wants a sign-in.
fn is_passing(error: &ApiError) -> bool {
    match error.code {
        ErrorCode::HostUnreachable
        | ErrorCode::Timeout
        | ErrorCode::BrokenTransfer
        | ErrorCode::EmptyBody
        | ErrorCode::HtmlInsteadOfFeed
        | ErrorCode::RateLimited
        | ErrorCode::Internal => true,
        ErrorCode::HttpStatus => {
            let status: u16 = error.params.get("status").and_then(|status| status.parse().ok()).unwrap_or(0);
            status >= 500 || matches!(status, 408 | 425)
        }
        _ => false,
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

async fn attempt(
    core: &Core,
    feed: &DueFeed,
    before: &Before,
    now: Timestamp,
    general_minutes: u32,
) -> Result<Visit, Failure> {
    let url = url::Url::parse(&feed.feed_url)
        .map_err(|error| Failure::from(ApiError::from_chain(ErrorCode::InvalidUrl, &error)))?;
    let request =
        Request { url, kind: Kind::Feed, validators: feed.validators.clone(), typed_host: feed.typed_host.clone() };
    let answer = core.inner.http.get(request).await;
    core.note_outcome(&answer);
    let response = answer?;
    let mut outcome = following(feed, &response, now);
    // Kept from the last reading for an answer that has nothing new.
    let interval = timing::interval(general_minutes, feed.interval_minutes, feed.pace_minutes);
    outcome.next_check_at = timing::next_visit(now, interval, before.rhythm, response.fresh_for, feed.id.0);
    if response.not_modified {
        // A 304 may leave the validators out: the ones that were sent hold on.
        let sent = &feed.validators;
        outcome.validators.etag = outcome.validators.etag.or_else(|| sent.etag.clone());
        outcome.validators.last_modified = outcome.validators.last_modified.or_else(|| sent.last_modified.clone());
        return unchanged(core, feed, outcome).await;
    }
    let hash = plan::body_hash(&response.body);
    if feed.body_hash.as_deref() == Some(hash.as_str()) {
        return unchanged(core, feed, outcome).await;
    }
    let (fresh_for, downgraded) = (response.fresh_for, response.downgraded);
    let mut prepared = prepare_feed(core, feed.kind, feed.typed_host.clone(), response).await?;
    let rhythm = prepared.rhythm;
    let interval = timing::interval(general_minutes, feed.interval_minutes, prepared.pace_minutes);
    outcome.next_check_at = timing::next_visit(now, interval, rhythm, fresh_for, feed.id.0);
    outcome.body_hash = Some(hash);
    if prepared.repairs.iter().any(|repair| repair == "truncated") {
        // A document that was cut short must not be the last word: without validators the whole one comes next time.
        outcome.validators = Validators::default();
    }
    outcome.repairs = prepared.repairs;
    outcome.pace_minutes = prepared.pace_minutes;
    outcome.icon_url = prepared.icon_url;
    if downgraded {
        outcome.repairs.push("insecure_redirect".to_owned());
    }
    if feed.kind != SourceKind::Feed && !prepared.named {
        // WordPress's posts and some site maps do not say whose they are: the name that the source was followed under
        // stays.
        prepared.meta.title.clear();
    }
    outcome.meta = Some(prepared.meta);
    let id = feed.id;
    let first = feed.body_hash.is_none();
    // Validators and entries in one transaction: were the entries rolled back alone, the next visit would answer 304
    // for ever.
    let edited = core
        .inner
        .store
        .write(Durability::Normal, move |db| {
            let edited = entries::upsert(db, id, &prepared.entries, now)?;
            outcome.added = edited.added;
            if !first && edited.known == 0 {
                // A feed, but not this one: a domain that was sold. Such a redirect is no move, however often it
                // comes: it is remembered as one that was never seen.
                (outcome.moved_seen, outcome.new_url) = (0, None);
            }
            feeds::record_success(db, id, &outcome)?;
            rhythm::set(db, id, rhythm)?;
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
        Some(url) if feed.moved_to.as_ref() == Some(url) && feed.moved_seen == 0 => 0,
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

async fn unchanged(core: &Core, feed: &DueFeed, outcome: RefreshOutcome) -> Result<Visit, Failure> {
    let id = feed.id;
    core.inner
        .store
        .write(Durability::Normal, move |db| feeds::record_success(db, id, &outcome))
        .await
        .map_err(ApiError::from)?;
    Ok(Visit::Unchanged)
}
