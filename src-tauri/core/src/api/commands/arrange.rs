//! Arranging sources: categories, titles, settings of a source; many at once, each act with a way back.

use super::sources::line;
use crate::Core;
use crate::api::*;
use crate::model::{CoreEvent, FeedId};
use crate::settings;
use crate::store::{Act, Db, Decision, Durability, StoreError, categories, feeds, undo};

/// Feeds that one act may be about.
const MOST: usize = 20_000;

impl Core {
    /// Stops following feeds. What was kept from them stays. Can be undone.
    pub async fn unsubscribe(&self, request: FeedRefs) -> Result<Undoable, ApiError> {
        let ids = distinct(request.ids)?;
        let now = self.now();
        let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        self.arrange(count, move |db| {
            for id in &ids {
                feeds::unfollow(db, *id, now)?;
            }
            Ok(Act::Unfollowed { feeds: ids })
        })
        .await
    }

    /// Changes what the reader decides about feeds, many at once. Can be undone.
    pub async fn update_feeds(&self, request: UpdateFeeds) -> Result<Undoable, ApiError> {
        let refuse = |what: &str| Err(ApiError::new(ErrorCode::InvalidRequest, format!("out of bounds: {what}")));
        if request.interval_minutes.is_some_and(|minutes| minutes != 0 && !(15..=10_080).contains(&minutes)) {
            return refuse("interval_minutes");
        }
        if request.keep_days.is_some_and(|days| days > 3_650) {
            return refuse("keep_days");
        }
        let ids = distinct(request.ids)?;
        if request.title.is_some() && ids.len() != 1 {
            return refuse("a title is for one feed");
        }
        let mut to = Decision {
            title: request.title.as_deref().map(line),
            category: request.category,
            full_text: request.full_text,
            interval_minutes: request.interval_minutes,
            keep_days: request.keep_days,
            notify: request.notify,
            paused: request.paused,
            general_minutes: settings::read(self).await?.refresh_minutes,
        };
        let category_title = request.category_title.as_deref().map(line);
        let now = self.now();
        let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let done = self
            .arrange(count, move |db| {
                let before = undo::feeds_before(db, &ids)?;
                let mut made = Vec::new();
                if let Some(category) = to.category {
                    categories::require(db, category)?;
                }
                if let Some(title) = category_title {
                    let title = if title.is_empty() { categories::DEFAULT_CATEGORY } else { &title };
                    let (category, new) = categories::child(db, None, title)?;
                    made.extend(new.then_some(category.0));
                    to.category = Some(category);
                }
                for id in &ids {
                    feeds::update(db, *id, &to, now)?;
                }
                Ok(Act::Arranged { feeds: before, categories: Vec::new(), made, added: Vec::new() })
            })
            .await?;
        self.inner.wake.notify_one();
        Ok(done)
    }

    /// Makes a category. Can be undone.
    pub async fn create_category(&self, request: CreateCategory) -> Result<CategoryMade, ApiError> {
        let title = category_title(&request.title)?;
        let now = self.now();
        let write = self.inner.store.write(Durability::Full, move |db| {
            if let Some(parent) = request.parent {
                categories::require(db, parent)?;
            }
            let (id, new) = categories::child(db, request.parent, &title)?;
            let act = Act::Arranged { feeds: Vec::new(), categories: Vec::new(), made: vec![id.0], added: Vec::new() };
            let undo = if new { undo::remember(db, &act, now)? } else { None };
            Ok(CategoryMade { id, undo })
        });
        let made = write.await?;
        self.emit(CoreEvent::SourcesChanged);
        Ok(made)
    }

    /// Renames a category; one of that title that stands beside it takes its feeds in. Can be undone.
    pub async fn rename_category(&self, request: RenameCategory) -> Result<Undoable, ApiError> {
        let title = category_title(&request.title)?;
        self.arrange_categories(move |db| categories::rename(db, request.id, &title)).await
    }

    /// Gives a category another place. Can be undone.
    pub async fn move_category(&self, request: MoveCategory) -> Result<Undoable, ApiError> {
        self.arrange_categories(move |db| categories::move_to(db, request.id, request.parent, request.before)).await
    }

    /// Removes a category; its feeds move to the one that it stands in, or to the default one. Can be undone.
    pub async fn delete_category(&self, request: CategoryRef) -> Result<Undoable, ApiError> {
        self.arrange_categories(move |db| categories::delete(db, request.id)).await
    }

    async fn arrange_categories(
        &self,
        work: impl FnOnce(&Db) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<Undoable, ApiError> {
        self.arrange(1, move |db| {
            let before = categories::all(db)?;
            let feeds = undo::all_feeds_before(db)?;
            work(db)?;
            let known: std::collections::HashSet<i64> = before.iter().map(|category| category.id).collect();
            let made = categories::all(db)?.into_iter().map(|c| c.id).filter(|id| !known.contains(id)).collect();
            Ok(Act::Arranged { feeds, categories: before, made, added: Vec::new() })
        })
        .await
    }

    /// Does something to the sources and remembers how to take it back.
    pub(super) async fn arrange(
        &self,
        count: u32,
        work: impl FnOnce(&Db) -> Result<Act, StoreError> + Send + 'static,
    ) -> Result<Undoable, ApiError> {
        let now = self.now();
        let token = self
            .inner
            .store
            .write(Durability::Full, move |db| {
                let act = work(db)?;
                undo::remember(db, &act, now)
            })
            .await?;
        self.emit(CoreEvent::SourcesChanged);
        Ok(Undoable { count: if token.is_some() { count } else { 0 }, undo: token })
    }
}

/// Each feed once; at least one, and not more than anybody follows.
fn distinct(ids: Vec<FeedId>) -> Result<Vec<FeedId>, ApiError> {
    let mut seen = std::collections::HashSet::new();
    let ids: Vec<FeedId> = ids.into_iter().filter(|id| seen.insert(*id)).collect();
    if ids.is_empty() || ids.len() > MOST {
        return Err(ApiError::new(ErrorCode::InvalidRequest, "no feed, or too many"));
    }
    Ok(ids)
}

fn category_title(title: &str) -> Result<String, ApiError> {
    let title = line(title);
    if title.is_empty() {
        return Err(ApiError::new(ErrorCode::InvalidRequest, "a category needs a title"));
    }
    Ok(title)
}
