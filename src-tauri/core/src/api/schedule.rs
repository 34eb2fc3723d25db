//! The schedule: sleeps until a feed is due, visits what is due, takes up what is kept and not yet wholly here, sleeps
//! again.

use std::time::Duration;

use crate::contract::{Settings, WaitReason};
use crate::core::Core;
use crate::offline;
use crate::refresh::{is_running, run};
use crate::store::feeds::{self, Selection};

/// Nothing is fetched in the first moments: the window comes first.
const AFTER_START: Duration = Duration::from_secs(3);
/// The longest sleep. The clock may jump and the machine may sleep: looking again is cheap.
const LONGEST: Duration = Duration::from_secs(60);
/// The shortest, so that a feed that can't be put off does not spin.
const SHORTEST: Duration = Duration::from_secs(5);

impl Core {
    /// Why nothing may be fetched unasked for now. Asked of the system each time.
    pub(crate) fn must_wait(&self, settings: &Settings) -> Option<WaitReason> {
        if self.inner.network.is_available() == Some(false) {
            return Some(WaitReason::Offline);
        }
        (self.inner.network.is_metered() == Some(true) && !settings.refresh_on_metered).then_some(WaitReason::Metered)
    }
}

/// Runs until the core is closed.
pub(crate) async fn schedule(core: &Core) {
    tokio::time::sleep(AFTER_START).await;
    loop {
        offline::resume(core).await;
        let now = core.now();
        let next = core.inner.store.read(feeds::next_due).await.ok().flatten();
        match next {
            Some(at) if at <= now && !is_running(core) => {
                if let Err(error) = run(core, Selection::Due(now)).await {
                    tracing::warn!(%error, "a scheduled refresh ended early");
                }
                tokio::time::sleep(SHORTEST).await;
            }
            _ => {
                let wait = next.map_or(LONGEST, |at| {
                    Duration::from_millis(u64::try_from(at.saturating_sub(now)).unwrap_or(0)).clamp(SHORTEST, LONGEST)
                });
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = core.inner.wake.notified() => tokio::time::sleep(SHORTEST).await,
                }
            }
        }
    }
}
