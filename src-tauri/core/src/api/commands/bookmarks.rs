//! Keeping articles.

use super::sources::typed_address;
use crate::Core;
use crate::api::*;
use crate::model::{CoreEvent, EntryId, Timestamp};
use crate::offline::{self, Patience};
use crate::store::{Durability, entries, extras, marks, pages};
use crate::{html, refresh};

impl Core {
    /// Keeps an article: on disk before it is answered; its page and pictures follow.
    pub async fn keep(&self, request: EntryRef) -> Result<EntryDetail, ApiError> {
        self.mark_kept(request.id, Some(self.now())).await?;
        offline::complete_later(self, request.id, Patience::None);
        self.detail(request.id).await
    }

    /// Lets a kept article go.
    pub async fn unkeep(&self, request: EntryRef) -> Result<EntryDetail, ApiError> {
        self.mark_kept(request.id, None).await?;
        self.detail(request.id).await
    }

    /// Keeps the page at an address that came from no feed: the address is on disk before it is answered, whether or not
    /// there is a network; the page follows.
    pub async fn keep_page(&self, request: KeepPage) -> Result<PageKept, ApiError> {
        let url = typed_address(&request.address)?;
        let typed_host = url.host_str().filter(|_| !request.from_link).map(str::to_owned);
        let key = refresh::url_key(&url);
        let title = request.title.map(|title| html::line(&title));
        let (meta, entry) = offline::planned(&url, title)
            .ok_or_else(|| ApiError::new(ErrorCode::InvalidUrl, "the address can't be stored"))?;
        let now = self.now();
        let (id, undo) = self
            .act(1, move |act| {
                let id = match extras::at_address(act.db(), &key, None)? {
                    Some(id) => id,
                    None => pages::plan(act.db(), (offline::host(&url), meta), &entry, typed_host.as_deref(), now)?,
                };
                marks::keep(act, id, now)?;
                Ok(id)
            })
            .await?;
        self.emit(CoreEvent::StatesChanged { entries: vec![id] });
        offline::complete_later(self, id, Patience::None);
        Ok(PageKept { article: self.detail(id).await?, undo })
    }

    async fn mark_kept(&self, id: EntryId, kept_at: Option<Timestamp>) -> Result<(), ApiError> {
        let entries = self.inner.store.write(Durability::Full, move |db| entries::set_kept(db, id, kept_at)).await?;
        self.emit(CoreEvent::StatesChanged { entries });
        Ok(())
    }
}
