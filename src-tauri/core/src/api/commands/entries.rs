//! Lists, articles, read states, neighbours.

use url::Url;

use super::{breaking_start, day_start};
use crate::Core;
use crate::api::*;
use crate::model::{CoreEvent, EntryId, TextOrigin};
use crate::offline::Patience;
use crate::store::{Act, Durability, Window, detail, entries, extras, pictures, places, subjects, texts, undo};
use crate::{html, offline, refresh, settings};

/// Rows of a page when the request does not say.
const PAGE: u32 = 60;
/// Rows of a page at the most.
const LARGEST_PAGE: u32 = 500;
/// Entries that one `set_read` takes.
const LARGEST_BATCH: usize = 500;
/// The last block of a text that a place may name.
const MOST_BLOCKS: u32 = 100_000;

impl Core {
    /// Puts an article together. Before an article is called ready offline its files are looked at: one that is gone is
    /// forgotten, and the badge with it.
    pub(super) async fn detail(&self, id: EntryId) -> Result<EntryDetail, ApiError> {
        let found = self.inner.store.read(move |db| detail::read(db, id)).await?;
        if found.offline != OfflineState::Ready {
            return Ok(found);
        }
        let store = self.inner.store.clone();
        let gone = self.inner.store.read(move |db| {
            let stored = pictures::stored(db, id)?.into_values();
            Ok(stored.filter(|hash| !store.media_path(hash).exists()).collect::<Vec<_>>())
        });
        let gone = gone.await?;
        if gone.is_empty() {
            return Ok(found);
        }
        tracing::warn!(entry = %id, files = gone.len(), "pictures of a kept article are gone from the disk");
        let forget = self
            .inner
            .store
            .write(Durability::Normal, move |db| gone.iter().try_for_each(|hash| pictures::forget(db, hash)));
        // Where the library may only be read, the answer is still the true one.
        if forget.await.is_err() {
            let offline = OfflineState::Pending { done: 0, total: 1 };
            return Ok(EntryDetail { offline, ..found });
        }
        Ok(self.inner.store.read(move |db| detail::read(db, id)).await?)
    }

    /// A page of entries, newest first. Lead pictures that the rows lack are fetched in the background.
    pub async fn list_entries(&self, request: ListEntries) -> Result<EntryPage, ApiError> {
        let page = self.peek_entries(request).await?;
        if settings::read(self).await?.load_pictures {
            let bare = page.items.iter().filter(|row| row.pictured && row.thumb.is_none()).map(|row| row.id);
            offline::fetch_leads(self, bare.collect());
        }
        Ok(page)
    }

    /// A page of entries, from the store alone: never the network.
    pub async fn peek_entries(&self, request: ListEntries) -> Result<EntryPage, ApiError> {
        let now = self.now();
        let window = Window {
            scope: request.scope,
            unread_only: request.unread_only,
            today: day_start(now, request.utc_offset_minutes),
            breaking: breaking_start(now),
        };
        let limit = request.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
        Ok(self.inner.store.read(move |db| entries::page(db, &window, request.cursor, limit)).await?)
    }

    /// One article with its text, from the store alone: never the network.
    pub async fn get_entry(&self, request: EntryRef) -> Result<EntryDetail, ApiError> {
        self.detail(request.id).await
    }

    /// Fetches what an opened article still lacks (page text, pictures), then gives it.
    pub async fn complete_entry(&self, request: EntryRef) -> Result<EntryDetail, ApiError> {
        let kept = self.detail(request.id).await?.summary.kept;
        let pictures = kept || settings::read(self).await?.load_pictures;
        offline::complete(self, request.id, pictures, Patience::None).await?;
        self.detail(request.id).await
    }

    /// Opens an article that another one points to: the stored one, else its page is fetched and stored out of every
    /// list. Only a link that stands in the article, as with [`Core::open_link`].
    pub async fn open_page(&self, request: OpenPage) -> Result<EntryDetail, ApiError> {
        let from = request.entry;
        let url = Url::parse(&request.href).map_err(|error| ApiError::from_chain(ErrorCode::InvalidUrl, &error))?;
        let key = refresh::url_key(&url);
        let (stands_there, title, stored, typed_host) = self
            .inner
            .store
            .read(move |db| {
                let texts = [texts::get(db, from, TextOrigin::Page)?, texts::get(db, from, TextOrigin::Feed)?];
                let points = texts.iter().flatten().flat_map(|text| &text.parts.read_also);
                let title = points.clone().find(|link| link.url == request.href).map(|link| link.title.clone());
                let linked = || texts.iter().flatten().any(|text| html::links(&text.html).contains(&request.href));
                let extras = extras::extras(db, from)?;
                Ok((
                    title.is_some() || linked(),
                    title.unwrap_or_default(),
                    extras::at_address(db, &key, Some(from))?,
                    extras.typed_host,
                ))
            })
            .await?;
        if !stands_there {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "the article has no such link"));
        }
        let id = match stored {
            Some(id) => id,
            None => {
                let id = offline::fetch_stray(self, url, title, typed_host).await?;
                offline::complete_later(self, id, Patience::WhenDue);
                id
            }
        };
        self.detail(id).await
    }

    /// How the text of one article is obtained; on disk before it is answered. What it needs is not fetched here.
    pub async fn set_text_choice(&self, request: SetTextChoice) -> Result<EntryDetail, ApiError> {
        self.inner.store.write(Durability::Full, move |db| extras::choose_text(db, request.id, request.choice)).await?;
        self.detail(request.id).await
    }

    /// Marks entries read or unread.
    pub async fn set_read(&self, request: SetRead) -> Result<Done, ApiError> {
        if request.ids.len() > LARGEST_BATCH {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "too many entries").with("limit", LARGEST_BATCH));
        }
        // The last seconds of read marks may be lost to a power cut, and reading stays quick.
        let changed = self
            .inner
            .store
            .write(Durability::Prompt, move |db| entries::set_read(db, &request.ids, request.read))
            .await?;
        if !changed.is_empty() {
            self.emit(CoreEvent::StatesChanged { entries: changed });
        }
        Ok(Done {})
    }

    /// Notes where the reader stopped in an article.
    pub async fn save_place(&self, request: SavePlace) -> Result<Done, ApiError> {
        let SavePlace { id, place } = request;
        if place.as_ref().is_some_and(|place| place.block > MOST_BLOCKS || place.offset > 1_000) {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "no such place in a text"));
        }
        // Losing the last place in a crash costs a scroll: not worth waiting for the disk.
        self.inner
            .store
            .write(Durability::Normal, move |db| {
                entries::one(db, id)?;
                places::set(db, id, place.as_ref())
            })
            .await?;
        Ok(Done {})
    }

    /// Says what an article is about. The source's later ones of the same section follow; where the publisher names no
    /// section, those that are guessed alike, once two corrections agree. Can be undone.
    pub async fn set_subject(&self, request: SetSubject) -> Result<Undoable, ApiError> {
        let now = self.now();
        let done = self
            .inner
            .store
            .write(Durability::Full, move |db| match subjects::correct(db, request.id, request.subject)? {
                Some(corrected) => {
                    let token = undo::remember(db, &Act::SubjectSet(corrected), now)?;
                    Ok(Undoable { count: 1, undo: token })
                }
                None => Ok(Undoable { count: 0, undo: None }),
            })
            .await?;
        self.emit(CoreEvent::StatesChanged { entries: vec![request.id] });
        Ok(done)
    }

    /// Marks a whole list read. Can be undone.
    pub async fn mark_all_read(&self, request: MarkAllRead) -> Result<Undoable, ApiError> {
        let now = self.now();
        let window = Window {
            scope: request.scope,
            unread_only: true,
            today: day_start(now, request.utc_offset_minutes),
            breaking: breaking_start(now),
        };
        let done = self
            .inner
            .store
            .write(Durability::Full, move |db| {
                let (entries, own) = entries::mark_all_read(db, &window, request.seen_before.unwrap_or(now))?;
                let count = u32::try_from(own).unwrap_or(u32::MAX);
                let token = undo::remember(db, &Act::MarkedRead { entries }, now)?;
                Ok(Undoable { count, undo: token })
            })
            .await?;
        self.everything_changed();
        Ok(done)
    }

    /// Takes back what an act answered with an undo token.
    pub async fn undo(&self, request: Undo) -> Result<Undoable, ApiError> {
        let now = self.now();
        let count = self.inner.store.write(Durability::Full, move |db| undo::take_back(db, request.token, now)).await?;
        self.emit(CoreEvent::SourcesChanged);
        self.everything_changed();
        Ok(Undoable { count, undo: None })
    }

    pub(super) fn everything_changed(&self) {
        self.emit(CoreEvent::StatesChanged { entries: Vec::new() });
    }
}
