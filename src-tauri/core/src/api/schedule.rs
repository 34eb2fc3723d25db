//! The schedule: sleeps until a source is due, visits what is due, takes up what is kept and not yet wholly here, sleeps
//! again. Each step is a function of the clock and the library, so that tests take steps and wait for nothing.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::fallback;
use crate::commenting;
use crate::contract::{ApiError, RefreshSummary, Settings, WaitReason};
use crate::core::Core;
use crate::model::Timestamp;
use crate::refresh::{is_running, run};
use crate::store::feeds::{self, Selection};
use crate::store::{Durability, clock_sense, health, packs, pictures, visits};
use crate::{offline, search, settings};

/// Nothing is fetched in the first moments: the window comes first.
const AFTER_START: Duration = Duration::from_secs(3);
/// After the machine slept its network takes a moment to come back.
const AFTER_SLEEP: Duration = Duration::from_secs(8);
/// The longest sleep. The clock may jump and the machine may sleep: looking again is cheap.
const LONGEST: Duration = Duration::from_secs(60);
/// The shortest, so that a feed that can't be put off does not spin.
const SHORTEST: Duration = Duration::from_secs(5);
/// The clock running ahead of the timer by so many milliseconds means that the machine slept, or that its clock was set.
const SLEPT: Timestamp = 2 * 60 * 1000;
/// Milliseconds between two rounds of housekeeping.
const HOUSEKEEPING: Timestamp = 6 * 60 * 60 * 1000;

/// What a step of the schedule did.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The run that it made, if any source was due.
    pub refreshed: Option<RefreshSummary>,
    /// Why it fetched nothing although something may have been due.
    pub waiting: Option<WaitReason>,
    /// How long to sleep before the next step.
    pub sleep: Duration,
}

impl Core {
    /// Why nothing may be fetched unasked for now. Asked of the system each time.
    pub(crate) fn must_wait(&self, settings: &Settings) -> Option<WaitReason> {
        if self.inner.network.is_available() == Some(false) {
            return Some(WaitReason::Offline);
        }
        (self.inner.network.is_metered() == Some(true) && !settings.refresh_on_metered).then_some(WaitReason::Metered)
    }

    /// One step of the schedule: what the running app does whenever it wakes. Not in the contract; tests take steps.
    ///
    /// # Errors
    /// The library's own.
    pub async fn step(&self) -> Result<Step, ApiError> {
        let now = self.now();
        let settings = settings::read(self).await?;
        self.inner.store.write(Durability::Normal, move |db| feeds::mend_times(db, now)).await?;
        // What the reader has sent goes as soon as it can, by the volume or not.
        if self.inner.network.is_available() != Some(false) {
            commenting::send_waiting(self);
        }
        if let Some(waiting) = self.must_wait(&settings) {
            return Ok(Step { refreshed: None, waiting: Some(waiting), sleep: LONGEST });
        }
        offline::resume(self).await;
        if (now - self.inner.housekept_at.load(Ordering::Relaxed)).abs() >= HOUSEKEEPING {
            self.inner.housekept_at.store(now, Ordering::Relaxed);
            self.keep_house().await?;
        }
        let next = self.inner.store.read(feeds::next_due).await?;
        let due = next.is_some_and(|at| at <= now) && !is_running(self);
        let refreshed = if due { Some(run(self, Selection::Due(now)).await?) } else { None };
        if refreshed.as_ref().is_some_and(|summary| summary.added + summary.updated > 0) {
            self.gather_soon();
        }
        if refreshed.is_some() {
            fallback::replace_dead(self).await?;
            offline::fetch_icons(self).await?;
            offline::prepare_later(self);
        }
        if self.inner.schedule {
            search::index_soon(self);
        }
        let next = self.inner.store.read(feeds::next_due).await?;
        let sleep = next.map_or(LONGEST, |at| {
            Duration::from_millis(u64::try_from(at.saturating_sub(self.now())).unwrap_or(0)).clamp(SHORTEST, LONGEST)
        });
        Ok(Step { refreshed, waiting: None, sleep })
    }

    /// Deletes what the reader's limits let go, and forgets what is too old to matter.
    async fn keep_house(&self) -> Result<(), ApiError> {
        let now = self.now();
        let files = self
            .inner
            .store
            .write(Durability::Normal, move |db| {
                visits::forget(db, now)?;
                let mut files = if clock_sense::may_delete(db, now)? && health::let_go_of_old(db, now)? > 0 {
                    pictures::sweep(db)?
                } else {
                    Vec::new()
                };
                // An article that was let go of counts against the budget from then on.
                files.extend(packs::trim(db, packs::picture_budget(db)?, None)?.0);
                Ok(files)
            })
            .await?;
        self.delete_files(files).await;
        self.back_up_daily().await;
        Ok(())
    }
}

/// Runs until the core is closed.
pub(crate) async fn schedule(core: &Core) {
    let mut wait = AFTER_START;
    loop {
        let expected = core.now() + Timestamp::try_from(wait.as_millis()).unwrap_or(0);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            // What woke it may come in bursts: one step for all of them.
            () = core.inner.wake.notified() => tokio::time::sleep(SHORTEST.min(wait)).await,
        }
        if core.now() - expected > SLEPT {
            tokio::time::sleep(AFTER_SLEEP).await;
        }
        wait = match core.step().await {
            Ok(step) => step.sleep,
            Err(error) => {
                tracing::warn!(%error, "a step of the schedule ended early");
                LONGEST
            }
        };
    }
}
