//! Acts that can be taken back.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{StoreError, feeds};
use crate::model::{EntryId, FeedId, Timestamp};

/// Acts that are remembered; older ones can't be taken back any more.
const REMEMBERED: i64 = 20;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Act {
    /// These entries were unread and are read now.
    MarkedRead { entries: Vec<EntryId> },
    /// This feed was left.
    Unfollowed { feed: FeedId },
}

/// Remembers an act and gives its token.
pub(crate) fn remember(db: &Connection, act: &Act, now: Timestamp) -> Result<i64, StoreError> {
    let data = serde_json::to_string(act).map_err(|error| StoreError::Value(error.to_string()))?;
    db.prepare_cached("INSERT INTO undo (kind, data, at) VALUES ('act', ?1, ?2)")?.execute(params![data, now])?;
    let token = db.last_insert_rowid();
    db.prepare_cached("DELETE FROM undo WHERE id <= ?1")?.execute([token - REMEMBERED])?;
    Ok(token)
}

/// Takes an act back and forgets it. Answers how many entries or feeds that changed.
pub(crate) fn take_back(db: &Connection, token: i64) -> Result<u32, StoreError> {
    let data: String = db
        .query_row("SELECT data FROM undo WHERE id = ?1", [token], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NoSuch("act"))?;
    let count = match feeds::json::<Act>(&data)? {
        Act::MarkedRead { entries } => {
            let mut update = db.prepare_cached("UPDATE entries SET read = 0 WHERE id = ?1 AND read = 1")?;
            let mut count = 0;
            for entry in entries {
                count += update.execute([entry.0])?;
            }
            count
        }
        Act::Unfollowed { feed } => {
            feeds::refollow(db, feed)?;
            1
        }
    };
    db.execute("DELETE FROM undo WHERE id = ?1", [token])?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
