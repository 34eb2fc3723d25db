//! Refreshing.

use crate::Core;
use crate::api::*;
use crate::model::Scope;
use crate::store::feeds::{self, Selection};
use crate::{refresh, search, settings};

/// Sources that the schedule names as next.
const DUE_SHOWN: u32 = 20;

impl Core {
    /// Fetches feeds now; answers when the run is over.
    pub async fn refresh(&self, request: Refresh) -> Result<RefreshSummary, ApiError> {
        let selection = match request.scope {
            Scope::Category { id } => Selection::Category(id),
            Scope::Feed { id } => Selection::One(id),
            Scope::All | Scope::Today | Scope::Breaking | Scope::Kept | Scope::Subject { .. } => Selection::All,
        };
        let done = refresh::run(self, selection).await;
        if self.inner.schedule {
            search::index_soon(self);
            self.gather_soon();
        }
        done
    }

    /// Ends the running refresh; what was stored stays.
    pub async fn cancel_refresh(&self, _: Nothing) -> Result<Done, ApiError> {
        refresh::cancel(self);
        Ok(Done {})
    }

    /// What runs, what is due next, and why nothing is fetched if nothing is.
    pub async fn schedule_status(&self, _: Nothing) -> Result<Schedule, ApiError> {
        let settings = settings::read(self).await?;
        let now = self.now();
        let (next, due) = self.inner.store.read(move |db| feeds::due_next(db, now, DUE_SHOWN)).await?;
        // A source with an interval of its own is visited all the same.
        let waiting = if settings.refresh_minutes == 0 && next.is_empty() {
            Some(WaitReason::Off)
        } else {
            self.must_wait(&settings)
        };
        Ok(Schedule { waiting, next, due, running: refresh::progress(self) })
    }
}
