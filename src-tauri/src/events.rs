//! What the core tells, brought to the window: one event named `core` whose payload is a list, at most one in
//! [`INTERVAL`]. A refresh of a hundred feeds tells hundreds of things; the window redraws a few times.

use std::time::Duration;

use tauri::{AppHandle, Emitter as _};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use warraq_core::model::CoreEvent;

/// The event's name in the window.
const NAME: &str = "core";

/// The shortest time between two batches.
const INTERVAL: Duration = Duration::from_millis(150);

/// Forwards events to the window until the core is closed.
pub(crate) fn forward(app: AppHandle, mut events: Receiver<CoreEvent>) {
    tauri::async_runtime::spawn(async move {
        while let Some(batch) = next_batch(&mut events).await {
            if let Err(error) = app.emit(NAME, &batch) {
                tracing::warn!(%error, "events did not reach the window");
            }
            tokio::time::sleep(INTERVAL).await;
        }
    });
}

/// Waits for something to happen and takes all that has happened by then. The first of a quiet time goes out at once;
/// what follows it gathers while [`forward`] pauses. None when the core is closed.
async fn next_batch(events: &mut Receiver<CoreEvent>) -> Option<Vec<CoreEvent>> {
    let mut batch = Vec::new();
    take(&mut batch, events.recv().await)?;
    // What belongs together is told together, microseconds apart: a moment's patience makes it one batch.
    let patience = Instant::now() + Duration::from_millis(5);
    while let Ok(received) = tokio::time::timeout_at(patience, events.recv()).await {
        if take(&mut batch, received).is_none() {
            break;
        }
    }
    Some(batch)
}

fn take(batch: &mut Vec<CoreEvent>, received: Result<CoreEvent, RecvError>) -> Option<()> {
    match received {
        Ok(event) => merge(batch, event),
        // Too much happened at once to keep: tell the window to ask again for everything.
        Err(RecvError::Lagged(_)) => {
            for event in [
                CoreEvent::SourcesChanged,
                CoreEvent::EntriesChanged { feeds: Vec::new(), added: 0, updated: 0 },
                CoreEvent::StatesChanged { entries: Vec::new() },
                CoreEvent::SettingsChanged,
            ] {
                merge(batch, event);
            }
        }
        Err(RecvError::Closed) => return None,
    }
    Some(())
}

/// Adds `event` to `batch`; what it repeats or outdates is dropped. Only the newest progress counts, a change without
/// identifiers is told once, and changed entries of many feeds become one event. Order is kept for the rest.
fn merge(batch: &mut Vec<CoreEvent>, event: CoreEvent) {
    use CoreEvent::{EntriesChanged, EntryReady, RefreshProgress, SettingsChanged, SourcesChanged, StatesChanged};
    match event {
        RefreshProgress { .. } => {
            batch.retain(|known| !matches!(known, RefreshProgress { .. }));
            batch.push(event);
        }
        SourcesChanged | SettingsChanged | EntryReady { .. } if batch.contains(&event) => {}
        EntriesChanged { feeds, added, updated } => {
            let known = batch.iter_mut().find_map(|known| match known {
                EntriesChanged { feeds, added, updated } => Some((feeds, added, updated)),
                _ => None,
            });
            match known {
                Some((known_feeds, known_added, known_updated)) => {
                    join(known_feeds, feeds);
                    *known_added = known_added.saturating_add(added);
                    *known_updated = known_updated.saturating_add(updated);
                }
                None => batch.push(EntriesChanged { feeds, added, updated }),
            }
        }
        StatesChanged { entries } => {
            let known = batch.iter_mut().find_map(|known| match known {
                StatesChanged { entries } => Some(entries),
                _ => None,
            });
            match known {
                Some(known) => join(known, entries),
                None => batch.push(StatesChanged { entries }),
            }
        }
        other => batch.push(other),
    }
}

/// Joins two lists of identifiers, of which an empty one means "all".
fn join<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    if known.is_empty() || more.is_empty() {
        known.clear();
        return;
    }
    for id in more {
        if !known.contains(&id) {
            known.push(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CoreEvent, merge, next_batch};
    use tokio::sync::broadcast;
    use warraq_core::model::{EntryId, FeedId};

    fn merged(events: impl IntoIterator<Item = CoreEvent>) -> Vec<CoreEvent> {
        let mut batch = Vec::new();
        events.into_iter().for_each(|event| merge(&mut batch, event));
        batch
    }

    fn progress(done: u32) -> CoreEvent {
        CoreEvent::RefreshProgress { done, total: 9, failed: 0, unchanged: 0, added: 0, running: Vec::new() }
    }

    #[test]
    fn only_the_newest_progress_is_told() {
        assert_eq!(
            merged([progress(1), CoreEvent::SourcesChanged, progress(2), CoreEvent::SourcesChanged]),
            [CoreEvent::SourcesChanged, progress(2)]
        );
    }

    #[test]
    fn changed_entries_of_many_feeds_are_one_event() {
        let changed = |feed, added| CoreEvent::EntriesChanged { feeds: vec![FeedId(feed)], added, updated: 1 };
        assert_eq!(
            merged([changed(1, 3), changed(2, 4), changed(1, 1)]),
            [CoreEvent::EntriesChanged { feeds: vec![FeedId(1), FeedId(2)], added: 8, updated: 3 }]
        );
    }

    #[test]
    fn many_states_at_once_stay_many() {
        let some = CoreEvent::StatesChanged { entries: vec![EntryId(1)] };
        let all = CoreEvent::StatesChanged { entries: Vec::new() };
        assert_eq!(merged([some.clone(), all.clone(), some.clone()]), [all]);
        assert_eq!(merged([some.clone(), some.clone()]), [some]);
    }

    #[tokio::test]
    async fn what_happens_at_once_is_one_batch_and_a_flood_says_ask_again() {
        let (sender, mut receiver) = broadcast::channel(4);
        for done in 0..3 {
            let _ = sender.send(progress(done));
        }
        assert_eq!(next_batch(&mut receiver).await, Some(vec![progress(2)]));
        for done in 0..50 {
            let _ = sender.send(progress(done));
        }
        let batch = next_batch(&mut receiver).await.unwrap_or_default();
        assert!(batch.contains(&CoreEvent::SourcesChanged) && batch.contains(&progress(49)), "{batch:?}");
        drop(sender);
        assert_eq!(next_batch(&mut receiver).await, None);
    }
}
