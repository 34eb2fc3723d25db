//! Refreshing.

use crate::Core;
use crate::api::*;
use crate::model::Scope;
use crate::refresh;
use crate::store::feeds::Selection;

impl Core {
    /// Fetches feeds now; answers when the run is over.
    pub async fn refresh(&self, request: Refresh) -> Result<RefreshSummary, ApiError> {
        let selection = match request.scope {
            Scope::Category { id } => Selection::Category(id),
            Scope::Feed { id } => Selection::One(id),
            Scope::All | Scope::Today | Scope::Breaking | Scope::Kept => Selection::All,
        };
        refresh::run(self, selection).await
    }

    /// Ends the running refresh; what was stored stays.
    pub async fn cancel_refresh(&self, _: Nothing) -> Result<Done, ApiError> {
        refresh::cancel(self);
        Ok(Done {})
    }
}
