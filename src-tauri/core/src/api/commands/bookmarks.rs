//! Keeping articles.

use super::sources::typed_address;
use crate::Core;
use crate::api::*;
use crate::model::{CoreEvent, EntryId, Timestamp};
use crate::offline::{self, Patience};
use crate::store::{Durability, entries, extras, marks, pages, pieces, sounds};
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

    /// Asks for an article's attached sound, which keeps the article, or lets the sound go. It is fetched within what
    /// sound may take in all.
    pub async fn set_sound(&self, request: SetSound) -> Result<EntryDetail, ApiError> {
        let (id, now) = (request.id, self.now());
        self.inner
            .store
            .write(Durability::Full, move |db| {
                if request.wanted {
                    entries::set_kept(db, id, Some(now))?;
                }
                sounds::want(db, id, request.wanted.then_some(now))
            })
            .await?;
        self.emit(CoreEvent::StatesChanged { entries: vec![id] });
        if request.wanted {
            offline::complete_later(self, id, Patience::None);
        }
        self.detail(id).await
    }

    /// What an article consists of, and what is known of each piece.
    pub async fn get_pieces(&self, request: EntryRef) -> Result<Pieces, ApiError> {
        let found = self.inner.store.read(move |db| pieces::of_entry(db, request.id)).await?;
        let pieces = found.pieces.into_iter().map(|piece| piece.piece).collect();
        Ok(Pieces { entry: request.id, claims: found.claims, pieces })
    }

    /// Looks whether what is said to be on the device is there, over everything that is kept. Changes nothing.
    pub async fn check_offline(&self, request: CheckOffline) -> Result<OfflineReport, ApiError> {
        offline::check(self, request.bytes).await
    }

    async fn mark_kept(&self, id: EntryId, kept_at: Option<Timestamp>) -> Result<(), ApiError> {
        let entries = self.inner.store.write(Durability::Full, move |db| entries::set_kept(db, id, kept_at)).await?;
        self.emit(CoreEvent::StatesChanged { entries });
        Ok(())
    }
}
