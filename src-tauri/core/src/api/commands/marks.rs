//! Collections, tags, notes and highlights. Each act is on disk before it is answered, keeps the article that it is
//! about, and can be taken back.

use crate::Core;
use crate::api::*;
use crate::html;
use crate::model::{CoreEvent, EntryId};
use crate::offline::{self, Patience};
use crate::store::{Act, Durability, Journal, StoreError, entries, kept, marks, undo};

/// Entries that one act takes.
const LARGEST_BATCH: usize = 500;
/// Rows of a page when the request does not say, and at the most.
const PAGE: u32 = 60;
const LARGEST_PAGE: u32 = 500;
/// Characters of a collection's title, a tag, the words of a filter, a note, a passage, its neighbours, its note.
const TITLE: usize = 300;
const TAG: usize = 100;
const FILTER: usize = 200;
const NOTE: usize = 100_000;
const PASSAGE: usize = 10_000;
const CONTEXT: usize = 200;
/// Tags that one act gives or takes.
const TAGS: usize = 50;

impl Core {
    /// A page of what was kept.
    pub async fn list_kept(&self, request: ListKept) -> Result<KeptPage, ApiError> {
        bounded(request.words.as_deref().unwrap_or_default(), FILTER)?;
        let limit = request.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
        Ok(self.inner.store.read(move |db| kept::page(db, &request, limit)).await?)
    }

    /// What kept articles are filed under.
    pub async fn list_shelves(&self, _: Nothing) -> Result<Shelves, ApiError> {
        Ok(self.inner.store.read(kept::shelves).await?)
    }

    /// Marked passages, the last one first.
    pub async fn list_highlights(&self, request: ListHighlights) -> Result<HighlightPage, ApiError> {
        let limit = request.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
        let page = self.inner.store.read(move |db| {
            let (mut items, total) =
                marks::highlights(db, request.collection, request.color, request.cursor, limit.saturating_add(1))?;
            let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
            let more = items.len() > wanted;
            items.truncate(wanted);
            let next = items.last().filter(|_| more).map(|last| last.id);
            let rows = items.into_iter().map(|highlight| {
                let article = entries::one(db, highlight.entry)?;
                Ok(HighlightRow { highlight, article })
            });
            Ok(HighlightPage { items: rows.collect::<Result<_, StoreError>>()?, next, total })
        });
        Ok(page.await?)
    }

    /// What the reader did with an article.
    pub async fn get_marks(&self, request: EntryRef) -> Result<Marks, ApiError> {
        Ok(self.inner.store.read(move |db| marks::of_entry(db, request.id)).await?)
    }

    /// Keeps articles or lets them go, many at once. Can be undone.
    pub async fn set_kept(&self, request: SetKept) -> Result<Undoable, ApiError> {
        let ids = batch(request.ids)?;
        let now = self.now();
        self.mark(ids, move |act, id| if request.kept { marks::keep(act, id, now) } else { marks::let_go(act, id) })
            .await
    }

    /// Makes a collection. Can be undone.
    pub async fn create_collection(&self, request: CreateCollection) -> Result<CollectionMade, ApiError> {
        let title = titled(&request.title, TITLE)?;
        let ((id, _), undo) = self.act(1, move |act| marks::collection(act, &title)).await?;
        Ok(CollectionMade { id, undo })
    }

    /// Renames a collection; one of that title takes its articles in. Can be undone.
    pub async fn rename_collection(&self, request: RenameCollection) -> Result<Undoable, ApiError> {
        let title = titled(&request.title, TITLE)?;
        self.shelve(move |act| marks::rename_collection(act, request.id, &title)).await
    }

    /// Gives a collection another place. Can be undone.
    pub async fn move_collection(&self, request: MoveCollection) -> Result<Undoable, ApiError> {
        self.shelve(move |act| marks::move_collection(act, request.id, request.before)).await
    }

    /// Removes a collection; what is in it stays kept. Can be undone.
    pub async fn delete_collection(&self, request: CollectionRef) -> Result<Undoable, ApiError> {
        self.shelve(move |act| marks::delete_collection(act, request.id)).await
    }

    /// Puts articles into a collection, which keeps them, or takes them out. Can be undone.
    pub async fn set_collected(&self, request: SetCollected) -> Result<Undoable, ApiError> {
        let ids = batch(request.ids)?;
        let now = self.now();
        self.mark(ids, move |act, id| marks::set_collected(act, id, request.collection, request.member, now)).await
    }

    /// Gives articles tags, which keeps them, and takes tags away. Can be undone.
    pub async fn set_tags(&self, request: SetTags) -> Result<Undoable, ApiError> {
        let ids = batch(request.ids)?;
        if request.add.len() > TAGS || request.remove.len() > TAGS {
            return Err(ApiError::new(ErrorCode::TooMany, "too many tags").with("limit", TAGS));
        }
        let clean = |tags: Vec<String>| {
            tags.iter().map(|tag| titled(tag.trim().trim_start_matches('#'), TAG)).collect::<Result<Vec<_>, _>>()
        };
        let (add, remove) = (clean(request.add)?, clean(request.remove)?);
        let now = self.now();
        self.mark(ids, move |act, id| {
            let mut any = false;
            for tag in &remove {
                any |= marks::remove_tag(act, id, tag)?;
            }
            for tag in &add {
                any |= marks::add_tag(act, id, tag, now)?;
            }
            Ok(any)
        })
        .await
    }

    /// Renames a tag; one of that title takes its articles in. Can be undone.
    pub async fn rename_tag(&self, request: RenameTag) -> Result<Undoable, ApiError> {
        let title = titled(&request.title, TAG)?;
        self.shelve(move |act| marks::rename_tag(act, request.id, &title)).await
    }

    /// Removes a tag from everything. Can be undone.
    pub async fn delete_tag(&self, request: TagRef) -> Result<Undoable, ApiError> {
        self.shelve(move |act| marks::delete_tag(act, request.id)).await
    }

    /// Writes the note on an article, which keeps it; an empty one deletes the note. Can be undone.
    pub async fn save_note(&self, request: SaveNote) -> Result<Undoable, ApiError> {
        bounded(&request.body, NOTE)?;
        let now = self.now();
        self.mark(vec![request.id], move |act, id| marks::set_note(act, id, &request.body, now).map(|()| true)).await
    }

    /// Marks a passage of an article, which keeps it. Refused unless the passage stands in what is shown. Can be undone.
    pub async fn save_highlight(&self, request: SaveHighlight) -> Result<HighlightSaved, ApiError> {
        bounded(&request.text, PASSAGE)?;
        bounded(&request.before, CONTEXT)?;
        bounded(&request.after, CONTEXT)?;
        bounded(request.note.as_deref().unwrap_or_default(), PASSAGE)?;
        let (entry, now) = (request.entry, self.now());
        let new = marks::NewHighlight {
            color: request.color,
            exact: request.text,
            before: request.before,
            after: request.after,
            start: request.start,
            note: request.note.filter(|note| !note.trim().is_empty()),
            created_at: now,
        };
        let (highlight, undo) = self
            .act(1, move |act| {
                let id = marks::add_highlight(act, entry, &new, now)?;
                let highlight = marks::one_highlight(act.db(), id)?;
                if highlight.place.is_none() {
                    return Err(StoreError::Refused("the article has no such passage"));
                }
                Ok(highlight)
            })
            .await?;
        self.marked(&[entry]);
        Ok(HighlightSaved { highlight, undo })
    }

    /// Changes the colour of a marked passage, or the note on it. Can be undone.
    pub async fn update_highlight(&self, request: UpdateHighlight) -> Result<Undoable, ApiError> {
        bounded(request.note.as_deref().unwrap_or_default(), PASSAGE)?;
        let (now, UpdateHighlight { id, color, note }) = (self.now(), request);
        self.remark(move |act| marks::update_highlight(act, id, color, note.as_deref(), now)).await
    }

    /// Takes the mark from a passage. Can be undone.
    pub async fn delete_highlight(&self, request: HighlightRef) -> Result<Undoable, ApiError> {
        let id = request.id;
        self.remark(move |act| marks::delete_highlight(act, id)).await
    }

    /// Does something in one durable write and remembers how to take it back.
    pub(in crate::api) async fn act<T: Send + 'static>(
        &self,
        about: usize,
        work: impl FnOnce(&mut Journal<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<(T, Option<i64>), ApiError> {
        let now = self.now();
        let write = self.inner.store.write(Durability::Full, move |db| {
            let mut act = Journal::new(db);
            let done = work(&mut act)?;
            let token = undo::remember(db, &Act::Marked { changes: act.finish(), about }, now)?;
            Ok((done, token))
        });
        Ok(write.await?)
    }

    /// The same for each of these entries; what was not kept is completed.
    async fn mark(
        &self,
        ids: Vec<EntryId>,
        work: impl Fn(&mut Journal<'_>, EntryId) -> Result<bool, StoreError> + Send + 'static,
    ) -> Result<Undoable, ApiError> {
        let entries = ids.clone();
        let (count, undo) = self
            .act(ids.len(), move |act| {
                let mut count = 0_u32;
                for id in ids {
                    count += u32::from(work(act, id)?);
                }
                Ok(count)
            })
            .await?;
        if undo.is_some() {
            self.marked(&entries);
        }
        Ok(Undoable { count: if undo.is_some() { count } else { 0 }, undo })
    }

    /// The same for collections and tags.
    async fn shelve(
        &self,
        work: impl FnOnce(&mut Journal<'_>) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<Undoable, ApiError> {
        let ((), undo) = self.act(1, work).await?;
        self.emit(CoreEvent::StatesChanged { entries: Vec::new() });
        Ok(Undoable { count: u32::from(undo.is_some()), undo })
    }

    async fn remark(
        &self,
        work: impl FnOnce(&mut Journal<'_>) -> Result<EntryId, StoreError> + Send + 'static,
    ) -> Result<Undoable, ApiError> {
        let (entry, undo) = self.act(1, work).await?;
        self.emit(CoreEvent::StatesChanged { entries: vec![entry] });
        Ok(Undoable { count: u32::from(undo.is_some()), undo })
    }

    /// Tells listeners, and completes what may be kept only now.
    fn marked(&self, entries: &[EntryId]) {
        self.emit(CoreEvent::StatesChanged { entries: entries.to_vec() });
        offline::complete_kept_later(self, entries.to_vec(), Patience::WhenDue);
    }
}

/// Each entry once; at least one, and not more than a batch.
fn batch(ids: Vec<EntryId>) -> Result<Vec<EntryId>, ApiError> {
    let mut seen = std::collections::HashSet::new();
    let ids: Vec<EntryId> = ids.into_iter().filter(|id| seen.insert(*id)).collect();
    if ids.is_empty() || ids.len() > LARGEST_BATCH {
        return Err(ApiError::new(ErrorCode::InvalidRequest, "no entry, or too many").with("limit", LARGEST_BATCH));
    }
    Ok(ids)
}

fn bounded(text: &str, most: usize) -> Result<(), ApiError> {
    if text.chars().count() > most {
        return Err(ApiError::new(ErrorCode::TooLarge, "too long").with("limit", most));
    }
    Ok(())
}

/// A title as one line, with something in it.
fn titled(title: &str, most: usize) -> Result<String, ApiError> {
    bounded(title, most)?;
    let title = html::line(title);
    if crate::text::fold(&title).trim().is_empty() {
        return Err(ApiError::new(ErrorCode::InvalidRequest, "a title needs letters"));
    }
    Ok(title)
}
