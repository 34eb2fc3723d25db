//! Where asking a source for older articles stands, and what it brought.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::entries::{self, NewEntry};
use crate::model::{FeedId, SourceKind, Timestamp};

/// A source, as asking for older articles needs it.
#[derive(Debug, Clone)]
pub(crate) struct Back {
    pub(crate) feed_url: String,
    pub(crate) kind: SourceKind,
    pub(crate) typed_host: Option<String>,
    /// Entries of it that are here.
    pub(crate) stored: u32,
    /// None before it was tried, empty when there are none, else the next page's address.
    pub(crate) next: Option<String>,
}

/// See [`Back`].
pub(crate) fn back(db: &Connection, id: FeedId) -> Result<Back, StoreError> {
    db.prepare_cached(
        "SELECT feed_url, kind, typed_host, older_at,
                (SELECT count(*) FROM entries INDEXED BY entries_by_feed WHERE feed_id = feeds.id AND hidden = 0)
         FROM feeds
         WHERE id = ?1 AND unfollowed_at IS NULL AND feed_url NOT LIKE 'loaded:%'",
    )?
    .query_row([id.0], |row| {
        let kind: String = row.get(1)?;
        Ok(Back {
            feed_url: row.get(0)?,
            kind: SourceKind::parse(&kind).unwrap_or_default(),
            typed_host: row.get(2)?,
            next: row.get(3)?,
            stored: row.get(4)?,
        })
    })
    .optional()?
    .ok_or(StoreError::NoSuch("feed"))
}

/// Remembers the next page's address; an empty one is the end.
pub(crate) fn set_next(db: &Connection, id: FeedId, next: &str) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE feeds SET older_at = ?2 WHERE id = ?1")?.execute(params![id.0, next])?;
    Ok(())
}

/// Stores a page of older articles: the new ones as read, in their place by date. Answers how many were new.
pub(crate) fn add(db: &Connection, id: FeedId, mut page: Vec<NewEntry>, now: Timestamp) -> Result<u32, StoreError> {
    let last: i64 = db.query_row("SELECT coalesce(max(id), 0) FROM entries", [], |row| row.get(0))?;
    // Without a date of its own an entry would take its place by when it was first seen, which is now.
    let dated = page.iter().filter_map(|entry| entry.published).min();
    let floor = match dated {
        Some(at) => Some(at),
        None => db
            .query_row("SELECT min(published_at) FROM entries WHERE feed_id = ?1", [id.0], |row| {
                row.get::<_, Option<Timestamp>>(0)
            })?
            .map(|at| at.saturating_sub(60_000)),
    };
    for entry in &mut page {
        entry.published = entry.published.or(floor);
    }
    // What is newer than all that is here was published since the last visit: that is news, whichever page it stands on.
    let newest: Timestamp = db
        .query_row("SELECT max(published_at) FROM entries WHERE feed_id = ?1", [id.0], |row| {
            row.get::<_, Option<Timestamp>>(0)
        })?
        .unwrap_or(Timestamp::MAX);
    let edited = entries::upsert(db, id, &page, now)?;
    db.prepare_cached(
        "UPDATE entries SET read = 1 WHERE feed_id = ?1 AND id > ?2 AND read = 0 AND published_at <= ?3 AND duplicate_of IS NULL",
    )?
    .execute(params![id.0, last, newest])?;
    Ok(edited.added)
}
