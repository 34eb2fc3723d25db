//! The reader's searches: saved and recent ones.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use crate::model::{SearchId, Timestamp};
use crate::text;

/// Recent searches that are remembered.
const REMEMBERED: u32 = 50;

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Saved {
    pub(crate) id: SearchId,
    pub(crate) title: String,
    pub(crate) query: String,
    pub(crate) notify: bool,
    pub(crate) created_at: Timestamp,
}

/// Saved searches in their order.
pub(crate) fn saved(db: &Connection) -> Result<Vec<Saved>, StoreError> {
    let mut select =
        db.prepare_cached("SELECT id, title, query, notify, created_at FROM saved_searches ORDER BY position, id")?;
    let rows = select.query_map([], |row| {
        Ok(Saved {
            id: SearchId(row.get(0)?),
            title: row.get(1)?,
            query: row.get(2)?,
            notify: row.get(3)?,
            created_at: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Saves one behind the others.
pub(crate) fn add(
    db: &Connection,
    title: &str,
    query: &str,
    notify: bool,
    now: Timestamp,
) -> Result<SearchId, StoreError> {
    db.prepare_cached(
        "INSERT INTO saved_searches (title, query, position, notify, created_at)
         VALUES (?1, ?2, (SELECT coalesce(max(position), -1) + 1 FROM saved_searches), ?3, ?4)",
    )?
    .execute(params![title, query, notify, now])?;
    Ok(SearchId(db.last_insert_rowid()))
}

/// Changes what is given of one.
pub(crate) fn update(
    db: &Connection,
    id: SearchId,
    title: Option<&str>,
    query: Option<&str>,
    notify: Option<bool>,
) -> Result<(), StoreError> {
    let changed = db
        .prepare_cached(
            "UPDATE saved_searches SET title = coalesce(?2, title), query = coalesce(?3, query), notify = coalesce(?4, notify)
             WHERE id = ?1",
        )?
        .execute(params![id.0, title, query, notify])?;
    if changed == 0 { Err(StoreError::NoSuch("search")) } else { Ok(()) }
}

/// Gives one its place, from 0.
pub(crate) fn place(db: &Connection, id: SearchId, place: usize) -> Result<(), StoreError> {
    let mut order: Vec<SearchId> = saved(db)?.into_iter().map(|one| one.id).filter(|one| *one != id).collect();
    order.insert(place.min(order.len()), id);
    let mut update = db.prepare_cached("UPDATE saved_searches SET position = ?2 WHERE id = ?1")?;
    for (position, id) in order.into_iter().enumerate() {
        update.execute(params![id.0, i64::try_from(position).unwrap_or(i64::MAX)])?;
    }
    Ok(())
}

/// Deletes one.
pub(crate) fn delete(db: &Connection, id: SearchId) -> Result<(), StoreError> {
    let gone = db.prepare_cached("DELETE FROM saved_searches WHERE id = ?1")?.execute([id.0])?;
    if gone == 0 { Err(StoreError::NoSuch("search")) } else { Ok(()) }
}

/// One of them.
pub(crate) fn one(db: &Connection, id: SearchId) -> Result<Saved, StoreError> {
    saved(db)?.into_iter().find(|saved| saved.id == id).ok_or(StoreError::NoSuch("search"))
}

/// The latest questions, newest first.
pub(crate) fn recent(db: &Connection, limit: u32) -> Result<Vec<String>, StoreError> {
    let mut select = db.prepare_cached("SELECT query FROM recent_searches ORDER BY at DESC, folded LIMIT ?1")?;
    let rows = select.query_map([limit], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Remembers a question.
pub(crate) fn remember(db: &Connection, query: &str, now: Timestamp) -> Result<(), StoreError> {
    // A second one of the same millisecond is newer all the same.
    let last: Option<i64> =
        db.prepare_cached("SELECT max(at) FROM recent_searches")?.query_row([], |row| row.get(0)).optional()?.flatten();
    let at = last.map_or(now, |last| now.max(last + 1));
    db.prepare_cached(
        "INSERT INTO recent_searches (folded, query, at) VALUES (?1, ?2, ?3)
         ON CONFLICT (folded) DO UPDATE SET query = ?2, at = ?3",
    )?
    .execute(params![text::fold(query), query, at])?;
    db.prepare_cached(
        "DELETE FROM recent_searches WHERE folded NOT IN (SELECT folded FROM recent_searches ORDER BY at DESC LIMIT ?1)",
    )?
    .execute([REMEMBERED])?;
    Ok(())
}

/// Forgets a question, or all of them.
pub(crate) fn forget(db: &Connection, query: Option<&str>) -> Result<(), StoreError> {
    match query {
        Some(query) => {
            db.prepare_cached("DELETE FROM recent_searches WHERE folded = ?1")?.execute([text::fold(query)])?
        }
        None => db.prepare_cached("DELETE FROM recent_searches")?.execute([])?,
    };
    Ok(())
}
