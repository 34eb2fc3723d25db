//! Older articles than a source shows now.

use crate::Core;
use crate::api::*;

impl Core {
    /// Asks a source for articles older than those it shows now: one page further back.
    pub async fn load_older(&self, request: FeedRef) -> Result<OlderLoaded, ApiError> {
        crate::refresh::load_older(self, request.id).await
    }
}
