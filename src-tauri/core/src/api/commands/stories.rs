//! Neighbours and stories.

use crate::Core;
use crate::api::*;
use crate::gathering;
use crate::model::{CoreEvent, EntryId, Timestamp};
use crate::related::{Rarity, SAME, Signature, cosine, new_words};
use crate::store::{Act, Db, Durability, StoreError, entries, signatures, stories, undo};

/// Rows of a page when the request does not say.
const PAGE: u32 = 30;
/// Rows of a page at the most.
const LARGEST_PAGE: u32 = 100;
/// Headlines that a row shows side by side.
const HEADLINES: usize = 12;
/// Words of what a text adds.
const ADDS: usize = 4;

impl Core {
    /// Signs what is new and gathers it into stories: what the app does in the background after each refresh. Answers
    /// how many entries it signed. Not in the contract; the command line and tests wait for it.
    ///
    /// # Errors
    /// The library's own.
    pub async fn gather_stories(&self) -> Result<u32, ApiError> {
        gathering::gather(self).await
    }

    /// The same in the background.
    pub(in crate::api) fn gather_soon(&self) {
        let core = self.clone();
        self.spawn(async move {
            if let Err(error) = gathering::gather(&core).await {
                tracing::warn!(%error, "what is new was not gathered into stories");
            }
        });
    }

    /// Neighbours of an article in the library.
    pub async fn list_related(&self, request: EntryRef) -> Result<Related, ApiError> {
        // A library that may only be read is looked at as it is.
        if let Err(error) = gathering::catch_up(self).await {
            tracing::debug!(%error, "neighbours are looked for among what was signed before");
        }
        Ok(gathering::neighbours(self, request.id).await?.answer)
    }

    /// Neighbours by number and nearness, with their reasons: first the same story, then others. For measuring what the
    /// app shows; not in the contract.
    ///
    /// # Errors
    /// `no_such_item`; else the library's own.
    #[allow(clippy::type_complexity, reason = "two lists of one kind")]
    pub async fn score_related(
        &self,
        id: EntryId,
    ) -> Result<(Vec<EntryId>, Vec<(EntryId, f32, Vec<String>)>), ApiError> {
        let found = gathering::neighbours(self, id).await?;
        let same = found.answer.same_story.iter().map(|neighbour| neighbour.entry.id).collect();
        let scores: std::collections::HashMap<EntryId, f32> = found.ranked.related.into_iter().collect();
        let related = found.answer.related.into_iter().map(|neighbour| {
            let id = neighbour.entry.id;
            (id, scores.get(&id).copied().unwrap_or(0.0), neighbour.shared)
        });
        Ok((same, related.collect()))
    }

    /// Every entry and the story that it is in, by story. Not in the contract.
    ///
    /// # Errors
    /// The library's own.
    pub async fn all_stories(&self) -> Result<Vec<(EntryId, Option<i64>)>, ApiError> {
        Ok(self.inner.store.read(stories::all).await?)
    }

    /// What loaded articles were called by whoever loaded them, as JSON. One that was loaded twice has two names.
    ///
    /// # Errors
    /// The library's own.
    pub async fn loaded_names(&self) -> Result<Vec<(EntryId, String)>, ApiError> {
        Ok(self.inner.store.read(signatures::loaded).await?)
    }

    /// Stories that several sources tell, newest first.
    pub async fn list_stories(&self, request: ListStories) -> Result<StoryPage, ApiError> {
        let limit = request.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
        let rarity = gathering::rarity(self).await?;
        let page = self.inner.store.read(move |db| {
            let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
            let mut cursor = request.cursor.map(|cursor| (cursor.id, cursor.at));
            let mut items = Vec::new();
            loop {
                let listed = stories::page(db, Timestamp::MIN, cursor, limit + 1)?;
                let more = listed.len() > wanted;
                for (id, at) in listed.into_iter().take(wanted) {
                    cursor = Some((id, at));
                    let (row, mut headlines) = read_story(db, id, &rarity)?;
                    if !request.unread_only || row.unread > 0 {
                        headlines.truncate(HEADLINES);
                        items.push(StoryRow { headlines, ..row });
                    }
                    if items.len() >= wanted {
                        break;
                    }
                }
                if !more || items.len() >= wanted {
                    let next = cursor.filter(|_| more).map(|(id, at)| StoryCursor { at, id });
                    return Ok(StoryPage { items, next });
                }
            }
        });
        Ok(page.await?)
    }

    /// One story with all that is told of it.
    pub async fn get_story(&self, request: StoryRef) -> Result<StoryDetail, ApiError> {
        let rarity = gathering::rarity(self).await?;
        let read = self.inner.store.read(move |db| {
            let (mut story, timeline) = read_story(db, request.id, &rarity)?;
            story.headlines = timeline.iter().take(HEADLINES).cloned().collect();
            Ok(StoryDetail { story, timeline })
        });
        Ok(read.await?)
    }

    /// Marks all articles of a story read. Can be undone.
    pub async fn mark_story_read(&self, request: StoryRef) -> Result<Undoable, ApiError> {
        let now = self.now();
        let (done, changed) = self
            .inner
            .store
            .write(Durability::Full, move |db| {
                let members = stories::members(db, request.id)?;
                if members.is_empty() {
                    return Err(StoreError::NoSuch("story"));
                }
                let entries = entries::set_read(db, &members, true)?;
                let count = u32::try_from(members.iter().filter(|id| entries.contains(id)).count()).unwrap_or(u32::MAX);
                let token = undo::remember(db, &Act::MarkedRead { entries: entries.clone() }, now)?;
                Ok((Undoable { count, undo: token }, entries))
            })
            .await?;
        if !changed.is_empty() {
            self.emit(CoreEvent::StatesChanged { entries: changed });
        }
        Ok(done)
    }

    /// Takes articles out of a story that do not belong to it, and remembers it. Can be undone.
    pub async fn split_story(&self, request: SplitStory) -> Result<Undoable, ApiError> {
        let now = self.now();
        let _turn = self.inner.gathering.lock().await;
        let done = self
            .inner
            .store
            .write(Durability::Full, move |db| {
                let rows = stories::rows(db, request.id)?;
                let members: Vec<(EntryId, Timestamp)> = rows.iter().map(|row| (row.id, row.published_at)).collect();
                let (out, left): (Vec<_>, Vec<_>) =
                    members.iter().copied().partition(|(id, _)| request.entries.contains(id));
                if members.is_empty() {
                    return Err(StoreError::NoSuch("story"));
                }
                if out.is_empty() || left.is_empty() {
                    return Ok(Undoable { count: 0, undo: None });
                }
                let left: Vec<EntryId> = left.into_iter().map(|(id, _)| id).collect();
                stories::split(db, request.id, &out, &left)?;
                let out: Vec<EntryId> = out.into_iter().map(|(id, _)| id).collect();
                let count = u32::try_from(out.len()).unwrap_or(u32::MAX);
                let act = Act::StorySplit { story: request.id, members, out };
                Ok(Undoable { count, undo: undo::remember(db, &act, now)? })
            })
            .await?;
        self.everything_changed();
        Ok(done)
    }
}

/// A story's row without its headlines, and all that is told of it.
fn read_story(db: &Db, id: i64, rarity: &Rarity) -> Result<(StoryRow, Vec<StoryTelling>), StoreError> {
    let rows = stories::rows(db, id)?;
    let mut signed = Vec::with_capacity(rows.len());
    for row in rows {
        let signature = signatures::one(db, row.id)?.and_then(|signed| Signature::read(&signed.terms));
        signed.push((row, signature.unwrap_or_default()));
    }
    // Nearest to the others; the first of equals.
    let near = |place: usize| -> f32 {
        let Some((_, own)) = signed.get(place) else { return 0.0 };
        signed.iter().map(|(_, other)| cosine(own, other)).sum()
    };
    let mut lead = 0;
    for place in 1..signed.len() {
        if near(place) > near(lead) + f32::EPSILON {
            lead = place;
        }
    }
    let (Some((lead, _)), Some((first, _))) = (signed.get(lead), signed.first()) else {
        return Err(StoreError::NoSuch("story"));
    };
    let mut sources: Vec<_> = signed.iter().map(|(row, _)| row.feed_id).collect();
    sources.sort_unstable();
    sources.dedup();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let row = StoryRow {
        id,
        lead: lead.clone(),
        sources: count(sources.len()),
        total: count(signed.len()),
        unread: count(signed.iter().filter(|(row, _)| row.unread).count()),
        first: first.id,
        first_source: first.source.clone(),
        latest_at: signed.iter().map(|(row, _)| row.published_at).max().unwrap_or(0),
        breaking: signed.iter().any(|(row, _)| row.breaking),
        headlines: Vec::new(),
    };
    Ok((row, tellings(&signed, rarity)))
}

/// The texts of a story in the order of publication, copies under the one that was first.
fn tellings(signed: &[(EntrySummary, Signature)], rarity: &Rarity) -> Vec<StoryTelling> {
    let mut told: Vec<(StoryTelling, &Signature)> = Vec::new();
    for (row, signature) in signed {
        let same = told
            .iter_mut()
            .find(|(telling, other)| telling.entry.feed_id != row.feed_id && cosine(signature, other) >= SAME);
        if let Some((telling, _)) = same {
            telling.copies.push(StoryCopy {
                id: row.id,
                source: row.source.clone(),
                published_at: row.published_at,
                unread: row.unread,
            });
            continue;
        }
        let before: Vec<&Signature> = told.iter().map(|(_, signature)| *signature).collect();
        let adds = if before.is_empty() {
            Vec::new()
        } else {
            new_words(signature, &before, rarity, &format!("{}\n\n{}", row.title, row.excerpt), ADDS)
        };
        told.push((StoryTelling { entry: row.clone(), copies: Vec::new(), adds }, signature));
    }
    told.into_iter().map(|(telling, _)| telling).collect()
}
