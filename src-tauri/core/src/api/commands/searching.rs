//! Search, its counts and suggestions, the reader's own searches.

use crate::Core;
use crate::api::*;
use crate::model::{CoreEvent, SearchId};
use crate::store::{Durability, searches};
use crate::{search, text};

/// Saved searches at the most.
const MOST_SAVED: usize = 200;
/// Characters of a saved search's name, and of a question.
const LONGEST_TITLE: usize = 120;
const LONGEST_QUERY: usize = 500;
/// Recent questions that are shown.
const RECENT: u32 = 20;

impl Core {
    /// Searches the library.
    pub async fn search(&self, request: Search) -> Result<Found, ApiError> {
        let now = self.now();
        let found = self.inner.store.read(move |db| search::find(db, &request, now)).await?;
        if found.waiting > 0 && self.inner.schedule {
            search::index_soon(self);
        }
        Ok(found)
    }

    /// Counts what a search finds, by paper, subject and month.
    pub async fn search_facets(&self, request: Search) -> Result<Facets, ApiError> {
        let now = self.now();
        Ok(self.inner.store.read(move |db| search::facets(db, &request, now)).await?)
    }

    /// Ways to go on with what was typed.
    pub async fn suggest(&self, request: Suggest) -> Result<Suggestions, ApiError> {
        let items = self.inner.store.read(move |db| search::suggest(db, &request.text)).await?;
        Ok(Suggestions { items })
    }

    /// Saved and recent searches.
    pub async fn list_searches(&self, _request: Nothing) -> Result<Searches, ApiError> {
        let now = self.now();
        let read = self.inner.store.read(move |db| {
            let saved =
                searches::saved(db)?.into_iter().map(|one| saved(db, one, now)).collect::<Result<Vec<_>, _>>()?;
            Ok(Searches { saved, recent: searches::recent(db, RECENT)? })
        });
        Ok(read.await?)
    }

    /// Saves a search as a source of its own.
    pub async fn save_search(&self, request: SaveSearch) -> Result<SavedSearch, ApiError> {
        let now = self.now();
        let query = line(&request.query, LONGEST_QUERY)?;
        let title = match request.title.as_deref().map(str::trim).filter(|title| !title.is_empty()) {
            Some(title) => line(title, LONGEST_TITLE)?,
            None => text::excerpt(&query, LONGEST_TITLE),
        };
        let made = self
            .inner
            .store
            .write(Durability::Full, move |db| {
                if searches::saved(db)?.len() >= MOST_SAVED {
                    return Ok(None);
                }
                let id = searches::add(db, &title, &query, request.notify, now)?;
                saved(db, searches::one(db, id)?, now).map(Some)
            })
            .await?;
        let made =
            made.ok_or_else(|| ApiError::new(ErrorCode::TooMany, "too many saved searches").with("limit", MOST_SAVED))?;
        self.searches_changed().await;
        Ok(made)
    }

    /// Changes a saved search.
    pub async fn update_saved_search(&self, request: UpdateSavedSearch) -> Result<SavedSearch, ApiError> {
        let now = self.now();
        let title = request.title.as_deref().map(|title| line(title, LONGEST_TITLE)).transpose()?;
        let query = request.query.as_deref().map(|query| line(query, LONGEST_QUERY)).transpose()?;
        let changed = self
            .inner
            .store
            .write(Durability::Full, move |db| {
                searches::update(db, request.id, title.as_deref(), query.as_deref(), request.notify)?;
                if let Some(place) = request.position {
                    searches::place(db, request.id, place as usize)?;
                }
                saved(db, searches::one(db, request.id)?, now)
            })
            .await?;
        self.searches_changed().await;
        Ok(changed)
    }

    /// Deletes a saved search.
    pub async fn delete_saved_search(&self, request: SearchRef) -> Result<Done, ApiError> {
        let id: SearchId = request.id;
        self.inner.store.write(Durability::Full, move |db| searches::delete(db, id)).await?;
        self.searches_changed().await;
        Ok(Done {})
    }

    /// Remembers a question that the reader asked, for suggestions.
    pub async fn save_recent_search(&self, request: RecentSearch) -> Result<Done, ApiError> {
        let now = self.now();
        let query = line(&request.query.unwrap_or_default(), LONGEST_QUERY)?;
        self.inner.store.write(Durability::Prompt, move |db| searches::remember(db, &query, now)).await?;
        Ok(Done {})
    }

    /// Forgets a recent question, or all of them.
    pub async fn forget_recent_searches(&self, request: RecentSearch) -> Result<Done, ApiError> {
        self.inner.store.write(Durability::Full, move |db| searches::forget(db, request.query.as_deref())).await?;
        Ok(Done {})
    }

    /// Indexes for search whatever waits for it, and answers when that is done: for the command line and tests, which
    /// don't wait for the background. Not in the contract.
    ///
    /// # Errors
    /// The library's own.
    pub async fn index_now(&self) -> Result<(), ApiError> {
        search::index_now(self).await
    }

    async fn searches_changed(&self) {
        let waiting = self.inner.store.read(crate::store::search::waiting).await.unwrap_or(0);
        self.emit(CoreEvent::SearchChanged { waiting });
    }
}

fn saved(
    db: &crate::store::Db,
    one: searches::Saved,
    now: crate::model::Timestamp,
) -> Result<SavedSearch, crate::store::StoreError> {
    let searches::Saved { id, title, query, notify, created_at } = one;
    let unread = search::unread(db, &query, now)?;
    Ok(SavedSearch { id, title, query, notify, unread, created_at })
}

/// What was typed as one line, neither empty nor too long.
fn line(typed: &str, longest: usize) -> Result<String, ApiError> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Err(ApiError::new(ErrorCode::InvalidRequest, "nothing was typed"));
    }
    if line.chars().count() > longest {
        return Err(ApiError::new(ErrorCode::TooMany, "too long").with("limit", longest));
    }
    Ok(line)
}
