//! A run over many feeds: bounded, watched, cancelled as a whole.

use std::sync::{MutexGuard, PoisonError};

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::pipeline::{AFTER_OFFLINE, Visit, refresh_one};
use crate::Core;
use crate::contract::{ApiError, ErrorCode, Fault, FeedFault, RefreshSummary, RunProgress};
use crate::core::Run;
use crate::model::{CoreEvent, FeedId, Timestamp};
use crate::store::feeds::{self, Selection};
use crate::store::{DueFeed, Durability, entries};

/// Feeds in flight at a time, over all hosts; `net` allows two a host.
const IN_FLIGHT: usize = 12;
/// Faults that a summary carries; the rest is on the feeds' rows.
const FAULTS_TOLD: usize = 100;
/// Headlines that a notification names.
const HEADLINES: u32 = 3;

/// Ends the running refresh. Feeds that are being stored are stored.
pub(crate) fn cancel(core: &Core) {
    if let Some(run) = running(core).as_ref() {
        run.token.cancel();
    }
}

/// Whether a run is going on.
pub(crate) fn is_running(core: &Core) -> bool {
    running(core).is_some()
}

/// How far the run that is going on has come.
pub(crate) fn progress(core: &Core) -> Option<RunProgress> {
    running(core).as_ref().map(|run| run.progress.clone())
}

fn running(core: &Core) -> MutexGuard<'_, Option<Run>> {
    core.inner.run.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Marks the run as going on; another one waits its turn by being refused.
struct Running<'a>(&'a Core);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *running(self.0) = None;
    }
}

/// Visits the selected feeds. A second run while one is going on is refused as `invalid_request` (`running`).
pub(crate) async fn run(core: &Core, selection: Selection) -> Result<RefreshSummary, ApiError> {
    let token = core.inner.stop.child_token();
    {
        let mut running = running(core);
        if running.is_some() {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "a refresh is running").with("running", true));
        }
        *running = Some(Run { token: token.clone(), progress: begun(core.now()) });
    }
    let _running = Running(core);
    let interval = crate::settings::read(core).await?.refresh_minutes;
    let by_hand = !matches!(selection, Selection::Due(_));
    let feeds = core.inner.store.read(move |db| feeds::select(db, selection)).await?;
    let summary = visit_all(core, feeds, (interval, by_hand), &token).await;
    let (total, failed, added, cancelled) = match &summary {
        Ok(summary) => (summary.total, summary.failed, summary.added, summary.cancelled),
        Err(_) => (0, 0, 0, true),
    };
    core.emit(CoreEvent::RefreshFinished { total, failed, added, cancelled });
    summary
}

fn begun(at: Timestamp) -> RunProgress {
    RunProgress { done: 0, total: 0, failed: 0, unchanged: 0, added: 0, running: Vec::new(), began_at: at }
}

/// Tells how far the run has come.
fn tell(core: &Core, done: u32, summary: &RefreshSummary, in_flight: &[FeedId]) {
    let (total, failed, unchanged, added) = (summary.total, summary.failed, summary.unchanged, summary.added);
    if let Some(run) = running(core).as_mut() {
        let began_at = run.progress.began_at;
        run.progress = RunProgress { done, total, failed, unchanged, added, running: in_flight.to_vec(), began_at };
    }
    core.emit(CoreEvent::RefreshProgress { done, total, failed, unchanged, added, running: in_flight.to_vec() });
}

async fn visit_all(
    core: &Core,
    feeds: Vec<DueFeed>,
    (interval, by_hand): (u32, bool),
    token: &CancellationToken,
) -> Result<RefreshSummary, ApiError> {
    let total = u32::try_from(feeds.len()).unwrap_or(u32::MAX);
    let mut summary =
        RefreshSummary { total, unchanged: 0, failed: 0, added: 0, updated: 0, cancelled: false, faults: Vec::new() };
    let mut waiting = interleaved(feeds).into_iter();
    let mut in_flight: JoinSet<(DueFeed, Result<Visit, ApiError>)> = JoinSet::new();
    let mut running: Vec<FeedId> = Vec::new();
    let mut done = 0;
    let mut reach = Reach::default();
    let began_at = core.now();
    loop {
        while in_flight.len() < IN_FLIGHT && !token.is_cancelled() {
            let Some(feed) = waiting.next() else { break };
            running.push(feed.id);
            let (core, stop) = (core.clone(), token.clone());
            in_flight.spawn(async move {
                let visit = tokio::select! {
                    () = stop.cancelled() => Err(ApiError::new(ErrorCode::Cancelled, "the reader cancelled it")),
                    visit = refresh_one(&core, &feed, interval, by_hand) => visit,
                };
                (feed, visit)
            });
        }
        tell(core, done, &summary, &running);
        let Some(finished) = in_flight.join_next().await else { break };
        // A visit that panicked counts as failed; the run goes on.
        let Ok((feed, visit)) = finished else {
            done += 1;
            summary.failed += 1;
            continue;
        };
        running.retain(|id| *id != feed.id);
        done += 1;
        reach.note(&feed, &visit);
        match visit {
            Ok(Visit::Unchanged) => summary.unchanged += 1,
            Ok(Visit::Stored(edited)) => {
                summary.added += edited.added;
                summary.updated += edited.updated;
                if edited.added + edited.updated > 0 {
                    core.emit(CoreEvent::EntriesChanged {
                        feeds: vec![feed.id],
                        added: edited.added,
                        updated: edited.updated,
                    });
                }
                // Not of a source's first visit: all of it is new then.
                if feed.notify && edited.added > 0 && feed.body_hash.is_some() {
                    announce(core, &feed, began_at).await?;
                }
            }
            Ok(Visit::Failed(fault)) => {
                summary.failed += 1;
                if summary.faults.len() < FAULTS_TOLD {
                    summary.faults.push(FeedFault { feed: feed.id, title: feed.title, fault });
                }
            }
            Err(error) if error.code == ErrorCode::Cancelled => summary.cancelled = true,
            Err(error) => {
                // The library can't be written: the other feeds would only meet the same.
                token.cancel();
                in_flight.shutdown().await;
                return Err(error);
            }
        }
    }
    summary.cancelled |= token.is_cancelled() && waiting.next().is_some();
    if reach.is_nowhere() && !summary.cancelled {
        forgive(core, &reach.failed, &mut summary).await?;
    }
    core.emit(CoreEvent::SourcesChanged);
    Ok(summary)
}

/// Hosts that must all have failed before it is the network's fault rather than theirs.
const HOSTS_TO_BLAME_NETWORK: usize = 3;

/// Whom a run reached, to tell a network that is not there (a cable pulled, a hotel's sign-in page) from papers that
/// fail.
#[derive(Debug, Default)]
struct Reach {
    somebody: bool,
    hosts: std::collections::HashSet<String>,
    failed: Vec<DueFeed>,
}

impl Reach {
    fn note(&mut self, feed: &DueFeed, visit: &Result<Visit, ApiError>) {
        match visit {
            Ok(Visit::Failed(fault)) if blames_network(fault.code) => {
                self.hosts.insert(host(feed));
                self.failed.push(feed.clone());
            }
            Err(_) => {}
            Ok(_) => self.somebody = true,
        }
    }

    fn is_nowhere(&self) -> bool {
        !self.somebody && self.hosts.len() >= HOSTS_TO_BLAME_NETWORK
    }
}

/// Faults that every paper would show if the network were not there, or only its sign-in page.
fn blames_network(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::Offline
            | ErrorCode::HostUnreachable
            | ErrorCode::Timeout
            | ErrorCode::TlsFailed
            | ErrorCode::HtmlInsteadOfFeed
            | ErrorCode::BrokenTransfer
    )
}

/// Nobody was reached, on several hosts: the network is not there, and no paper is to blame. Their faults become
/// `offline`, and they are as many failures from a success as before.
async fn forgive(core: &Core, failed: &[DueFeed], summary: &mut RefreshSummary) -> Result<(), ApiError> {
    core.set_online(false);
    let now = core.now();
    let faults: Vec<(FeedId, Fault)> = failed
        .iter()
        .map(|feed| {
            let error = ApiError::new(ErrorCode::Offline, "nobody was reached");
            (feed.id, Fault::from_error(&error, now, feed.failures, Some(now + AFTER_OFFLINE)))
        })
        .collect();
    for told in &mut summary.faults {
        if let Some((_, fault)) = faults.iter().find(|(id, _)| *id == told.feed) {
            told.fault = fault.clone();
        }
    }
    let write = core
        .inner
        .store
        .write(Durability::Normal, move |db| faults.iter().try_for_each(|(id, fault)| feeds::forgive(db, *id, fault)));
    Ok(write.await?)
}

/// Tells of a source's new entries, as the reader asked.
async fn announce(core: &Core, feed: &DueFeed, since: Timestamp) -> Result<(), ApiError> {
    let id = feed.id;
    let newest = core.inner.store.read(move |db| entries::arrived(db, id, since, HEADLINES)).await?;
    if let Some((entry, _)) = newest.first() {
        let (entry, headlines) = (*entry, newest.into_iter().map(|(_, title)| title).collect());
        core.emit(CoreEvent::Announced { source: feed.title.clone(), headlines, entry });
    }
    Ok(())
}

fn host(feed: &DueFeed) -> String {
    url::Url::parse(&feed.feed_url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// The feeds in an order in which those of one host stand far apart, so that one slow host does not fill all places.
fn interleaved(feeds: Vec<DueFeed>) -> Vec<DueFeed> {
    let mut by_host: Vec<(String, std::collections::VecDeque<DueFeed>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for feed in feeds {
        let host = host(&feed);
        let place = *places.entry(host.clone()).or_insert_with(|| {
            by_host.push((host, std::collections::VecDeque::new()));
            by_host.len() - 1
        });
        if let Some((_, queue)) = by_host.get_mut(place) {
            queue.push_back(feed);
        }
    }
    let mut order = Vec::new();
    while by_host.iter().any(|(_, queue)| !queue.is_empty()) {
        order.extend(by_host.iter_mut().filter_map(|(_, queue)| queue.pop_front()));
    }
    order
}
