//! Keeping articles.

use crate::Core;
use crate::api::*;
use crate::model::{CoreEvent, EntryId, Timestamp};
use crate::offline::{self, Patience};
use crate::store::{Durability, entries};

impl Core {
    /// Keeps an article: on disk before it is answered; its page and pictures follow.
    pub async fn keep(&self, request: EntryRef) -> Result<EntryDetail, ApiError> {
        self.set_kept(request.id, Some(self.now())).await?;
        offline::complete_later(self, request.id, Patience::None);
        self.detail(request.id).await
    }

    /// Lets a kept article go.
    pub async fn unkeep(&self, request: EntryRef) -> Result<EntryDetail, ApiError> {
        self.set_kept(request.id, None).await?;
        self.detail(request.id).await
    }

    async fn set_kept(&self, id: EntryId, kept_at: Option<Timestamp>) -> Result<(), ApiError> {
        let entries = self.inner.store.write(Durability::Full, move |db| entries::set_kept(db, id, kept_at)).await?;
        self.emit(CoreEvent::StatesChanged { entries });
        Ok(())
    }
}
