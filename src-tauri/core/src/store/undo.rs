//! Acts that can be taken back.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::categories::{self, Category};
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
    /// These feeds were left.
    Unfollowed { feeds: Vec<FeedId> },
    /// Feeds or categories were changed, made or added.
    Arranged {
        /// What the feeds were before.
        feeds: Vec<FeedBefore>,
        /// Every category before, where any was changed.
        categories: Vec<Category>,
        /// Categories that were made.
        made: Vec<i64>,
        /// Feeds that were added.
        added: Vec<FeedId>,
    },
}

/// Of a feed, all that an act of the reader may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FeedBefore {
    id: i64,
    category_id: i64,
    custom_title: Option<String>,
    full_text: String,
    interval_minutes: u32,
    keep_days: u32,
    notify: bool,
    paused: bool,
    next_check_at: Option<Timestamp>,
    feed_url: String,
    kind: String,
    moved_to: Option<String>,
    moved_seen: u32,
    dismissed: Option<String>,
}

/// What feeds are now, for taking back what is about to be done to them.
pub(crate) fn feeds_before(db: &Connection, ids: &[FeedId]) -> Result<Vec<FeedBefore>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT id, category_id, custom_title, full_text, interval_minutes, keep_days, notify, paused, next_check_at,
                feed_url, kind, moved_to, moved_seen, dismissed
         FROM feeds WHERE id = ?1 AND unfollowed_at IS NULL",
    )?;
    let mut before = Vec::with_capacity(ids.len());
    for id in ids {
        let row = select.query_row([id.0], |row| {
            Ok(FeedBefore {
                id: row.get(0)?,
                category_id: row.get(1)?,
                custom_title: row.get(2)?,
                full_text: row.get(3)?,
                interval_minutes: row.get(4)?,
                keep_days: row.get(5)?,
                notify: row.get(6)?,
                paused: row.get(7)?,
                next_check_at: row.get(8)?,
                feed_url: row.get(9)?,
                kind: row.get(10)?,
                moved_to: row.get(11)?,
                moved_seen: row.get(12)?,
                dismissed: row.get(13)?,
            })
        });
        before.push(row.optional()?.ok_or(StoreError::NoSuch("feed"))?);
    }
    Ok(before)
}

/// The feeds that stand in any category, for an act that may move them.
pub(crate) fn all_feeds_before(db: &Connection) -> Result<Vec<FeedBefore>, StoreError> {
    let mut select = db.prepare_cached("SELECT id FROM feeds WHERE unfollowed_at IS NULL")?;
    let ids = select.query_map([], |row| Ok(FeedId(row.get(0)?)))?.collect::<Result<Vec<_>, _>>()?;
    feeds_before(db, &ids)
}

fn restore_feed(db: &Connection, before: &FeedBefore, category: i64) -> Result<usize, StoreError> {
    // An address that the publisher moved meanwhile, or that another feed has, is left as it is.
    db.prepare_cached(
        "UPDATE feeds SET feed_url = ?2, kind = ?3 WHERE id = ?1 AND feed_url <> ?2
           AND NOT EXISTS (SELECT 1 FROM feeds WHERE feed_url = ?2)",
    )?
    .execute(params![before.id, before.feed_url, before.kind])?;
    Ok(db
        .prepare_cached(
            "UPDATE feeds SET category_id = ?2, custom_title = ?3, full_text = ?4, interval_minutes = ?5,
                    keep_days = ?6, notify = ?7, paused = ?8, next_check_at = ?9, moved_to = ?10, moved_seen = ?11,
                    dismissed = ?12
             WHERE id = ?1",
        )?
        .execute(params![
            before.id,
            category,
            before.custom_title,
            before.full_text,
            before.interval_minutes,
            before.keep_days,
            before.notify,
            before.paused,
            before.next_check_at,
            before.moved_to,
            before.moved_seen,
            before.dismissed,
        ])?)
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
pub(crate) fn take_back(db: &Connection, token: i64, now: Timestamp) -> Result<u32, StoreError> {
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
        Act::Unfollowed { feeds } => {
            for feed in &feeds {
                feeds::refollow(db, *feed)?;
            }
            feeds.len()
        }
        Act::Arranged { feeds, categories, made, added } => {
            for feed in &added {
                // One that was left meanwhile is gone already.
                match feeds::unfollow(db, *feed, now) {
                    Ok(()) | Err(StoreError::NoSuch(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            let numbers = categories::restore(db, &categories, &[])?;
            let mut count = added.len();
            for before in &feeds {
                let category = numbers.get(&before.category_id).copied().unwrap_or(before.category_id);
                count += restore_feed(db, before, category)?;
            }
            categories::restore(db, &[], &made)?;
            count.max(usize::from(!categories.is_empty() || !made.is_empty()))
        }
    };
    db.execute("DELETE FROM undo WHERE id = ?1", [token])?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
