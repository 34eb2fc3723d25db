//! Acts that can be taken back.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::categories::{self, Category};
use super::columns;
use super::copies;
use super::journal::{self, Change};
use super::stories;
use super::subjects::{self, Corrected};
use super::{StoreError, feeds};
use crate::model::{CategoryId, EntryId, FeedId, Timestamp};

/// Acts that are remembered; older ones can't be taken back any more.
const REMEMBERED: i64 = 20;

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Act {
    /// These entries were unread and are read now.
    MarkedRead { entries: Vec<EntryId> },
    /// The reader said what an entry is about.
    SubjectSet(Corrected),
    /// The reader took articles out of a story.
    StorySplit {
        /// The story.
        story: i64,
        /// Its articles, and when each was published.
        members: Vec<(EntryId, Timestamp)>,
        /// Those that were taken out.
        out: Vec<EntryId>,
    },
    /// Articles were kept, let go, filed, tagged, marked or noted.
    Marked {
        /// Every row that it changed.
        changes: Vec<Change>,
        /// How many articles, collections or tags that was about.
        about: usize,
    },
    /// These feeds were left.
    Unfollowed { feeds: Vec<FeedId> },
    /// An OPML file was read.
    Imported {
        /// Feeds that were added.
        added: Vec<FeedId>,
        /// Feeds that had been left and came back.
        returned: Vec<LeftFeed>,
        /// Categories that were made, each behind the one that it stands in.
        made: Vec<i64>,
    },
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
    older_at: Option<String>,
}

const BEFORE: &str = "SELECT id, category_id, custom_title, full_text, interval_minutes, keep_days, notify, paused,
        next_check_at, feed_url, kind, moved_to, moved_seen, dismissed, older_at FROM feeds";

fn feed_before(row: &Row<'_>) -> rusqlite::Result<FeedBefore> {
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
        older_at: row.get(14)?,
    })
}

/// What feeds are now, for taking back what is about to be done to them.
pub(crate) fn feeds_before(db: &Connection, ids: &[FeedId]) -> Result<Vec<FeedBefore>, StoreError> {
    let mut select = db.prepare_cached(&format!("{BEFORE} WHERE id = ?1 AND unfollowed_at IS NULL"))?;
    let mut before = Vec::with_capacity(ids.len());
    for id in ids {
        let row = select.query_row([id.0], feed_before);
        before.push(row.optional()?.ok_or(StoreError::NoSuch("feed"))?);
    }
    Ok(before)
}

/// Every feed, those that were left too: for an act that may move them.
pub(crate) fn all_feeds_before(db: &Connection) -> Result<Vec<FeedBefore>, StoreError> {
    let mut select = db.prepare_cached(BEFORE)?;
    let rows = select.query_map([], feed_before)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn feed_now(db: &Connection, id: i64) -> Result<Option<FeedBefore>, StoreError> {
    Ok(db.prepare_cached(&format!("{BEFORE} WHERE id = ?1"))?.query_row([id], feed_before).optional()?)
}

/// Makes of a feed again what an act changed; what was changed since is left as it is. Answers whether there is such a
/// feed still.
fn restore_feed(
    db: &Connection,
    before: &FeedBefore,
    after: &FeedBefore,
    categories: &HashMap<i64, i64>,
) -> Result<bool, StoreError> {
    let Some(now) = feed_now(db, before.id)? else { return Ok(false) };
    let before = before.clone();
    let mut back = now.clone();
    macro_rules! take_back {
        ($($field:ident),*) => { $(if now.$field == after.$field { back.$field = before.$field; })* };
    }
    take_back!(
        custom_title,
        full_text,
        interval_minutes,
        keep_days,
        notify,
        paused,
        next_check_at,
        dismissed,
        older_at
    );
    if now.category_id == after.category_id {
        let category = categories.get(&before.category_id).copied().unwrap_or(before.category_id);
        // One that somebody removed since is gone.
        if categories::require(db, CategoryId(category)).is_ok() {
            back.category_id = category;
        }
    }
    // The address and what depends on it go together; one that another feed has by now is not to be had.
    if now.feed_url == after.feed_url && now.moved_to == after.moved_to {
        let taken = db
            .prepare_cached("SELECT 1 FROM feeds WHERE feed_url = ?1 AND id <> ?2")?
            .exists(params![before.feed_url, before.id])?;
        if !taken {
            back.feed_url = before.feed_url;
            back.kind = before.kind;
            back.moved_to = before.moved_to;
            back.moved_seen = before.moved_seen;
        }
    }
    db.prepare_cached(
        "UPDATE feeds SET category_id = ?2, custom_title = ?3, full_text = ?4, interval_minutes = ?5, keep_days = ?6,
                notify = ?7, paused = ?8, next_check_at = ?9, feed_url = ?10, kind = ?11, moved_to = ?12,
                moved_seen = ?13, dismissed = ?14, older_at = ?15
         WHERE id = ?1",
    )?
    .execute(params![
        back.id,
        back.category_id,
        back.custom_title,
        back.full_text,
        back.interval_minutes,
        back.keep_days,
        back.notify,
        back.paused,
        back.next_check_at,
        back.feed_url,
        back.kind,
        back.moved_to,
        back.moved_seen,
        back.dismissed,
        back.older_at,
    ])?;
    Ok(true)
}

/// A feed that the reader had left, as it was before an import brought it back: its columns as SQLite has them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LeftFeed {
    id: i64,
    unfollowed_at: Timestamp,
    category_id: i64,
    typed_host: Option<String>,
    custom_title: Option<String>,
    next_check_at: Option<Timestamp>,
    etag: Option<String>,
    last_modified: Option<String>,
    body_hash: Option<String>,
    kind: String,
    paused: bool,
    failures: u32,
    fault_code: Option<String>,
    failing_since: Option<Timestamp>,
    dismissed: Option<String>,
    outline: String,
}

/// The feed at this address, when the reader has left it.
pub(crate) fn left_feed(db: &Connection, feed_url: &str) -> Result<Option<LeftFeed>, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT id, unfollowed_at, category_id, typed_host, custom_title, next_check_at, etag, last_modified,
                    body_hash, kind, paused, failures, fault_code, failing_since, dismissed, outline
             FROM feeds WHERE feed_url = ?1 AND unfollowed_at IS NOT NULL",
        )?
        .query_row([feed_url], |row| {
            Ok(LeftFeed {
                id: row.get(0)?,
                unfollowed_at: row.get(1)?,
                category_id: row.get(2)?,
                typed_host: row.get(3)?,
                custom_title: row.get(4)?,
                next_check_at: row.get(5)?,
                etag: row.get(6)?,
                last_modified: row.get(7)?,
                body_hash: row.get(8)?,
                kind: row.get(9)?,
                paused: row.get(10)?,
                failures: row.get(11)?,
                fault_code: row.get(12)?,
                failing_since: row.get(13)?,
                dismissed: row.get(14)?,
                outline: row.get(15)?,
            })
        })
        .optional()?)
}

fn leave_again(db: &Connection, feed: &LeftFeed) -> Result<(), StoreError> {
    // Its category may be gone by now; then it stays where it is.
    let category = categories::require(db, CategoryId(feed.category_id)).ok().map(|()| feed.category_id);
    db.prepare_cached(
        "UPDATE feeds SET unfollowed_at = ?2, category_id = coalesce(?3, category_id), typed_host = ?4,
                custom_title = ?5, next_check_at = ?6, etag = ?7, last_modified = ?8, body_hash = ?9, kind = ?10,
                paused = ?11, failures = ?12, fault_code = ?13, failing_since = ?14, dismissed = ?15, outline = ?16
         WHERE id = ?1 AND unfollowed_at IS NULL",
    )?
    .execute(params![
        feed.id,
        feed.unfollowed_at,
        category,
        feed.typed_host,
        feed.custom_title,
        feed.next_check_at,
        feed.etag,
        feed.last_modified,
        feed.body_hash,
        feed.kind,
        feed.paused,
        feed.failures,
        feed.fault_code,
        feed.failing_since,
        feed.dismissed,
        feed.outline,
    ])?;
    db.prepare_cached("UPDATE entries SET hidden = 1 WHERE feed_id = ?1 AND hidden = 0")?.execute([feed.id])?;
    copies::settle_left(db, FeedId(feed.id))
}

/// Leaves a feed that an import added; when nothing came from it yet, it is as if it had never been.
fn leave_added(db: &Connection, feed: FeedId, now: Timestamp) -> Result<(), StoreError> {
    match feeds::unfollow(db, feed, now) {
        Ok(()) => {}
        // One that was left meanwhile is gone already.
        Err(StoreError::NoSuch(_)) => return Ok(()),
        Err(error) => return Err(error),
    }
    db.prepare_cached("DELETE FROM feeds WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM entries WHERE feed_id = ?1)")?
        .execute([feed.0])?;
    Ok(())
}

/// An act as it is stored: with what it made of the things that it changed, so that taking it back undoes this act and
/// not what was done since.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    act: Act,
    feeds_after: Vec<FeedBefore>,
    categories_after: Vec<Category>,
}

/// The act without what it left as it was.
fn remembered(db: &Connection, act: &Act) -> Result<Remembered, StoreError> {
    let mut remembered = Remembered { act: act.clone(), feeds_after: Vec::new(), categories_after: Vec::new() };
    if let Act::Arranged { feeds, categories, .. } = &mut remembered.act {
        let mut changed = Vec::new();
        for before in feeds.drain(..) {
            if let Some(after) = feed_now(db, before.id)?
                && after != before
            {
                changed.push(before);
                remembered.feeds_after.push(after);
            }
        }
        *feeds = changed;
        if !categories.is_empty() {
            let mut after: HashMap<i64, Category> =
                categories::all(db)?.into_iter().map(|category| (category.id, category)).collect();
            categories.retain(|before| after.get(&before.id) != Some(before));
            remembered.categories_after = categories.iter().filter_map(|before| after.remove(&before.id)).collect();
        }
    }
    Ok(remembered)
}

/// Remembers an act and gives its token; none for an act that has changed nothing.
pub(crate) fn remember(db: &Connection, act: &Act, now: Timestamp) -> Result<Option<i64>, StoreError> {
    let remembered = remembered(db, act)?;
    if is_nothing(&remembered.act) {
        return Ok(None);
    }
    let data = serde_json::to_string(&remembered).map_err(|error| StoreError::Value(error.to_string()))?;
    db.prepare_cached("INSERT INTO undo (kind, data, at) VALUES ('act', ?1, ?2)")?.execute(params![data, now])?;
    let token = db.last_insert_rowid();
    db.prepare_cached("DELETE FROM undo WHERE id <= ?1")?.execute([token - REMEMBERED])?;
    Ok(Some(token))
}

fn is_nothing(act: &Act) -> bool {
    match act {
        Act::MarkedRead { entries } => entries.is_empty(),
        Act::SubjectSet(_) | Act::StorySplit { .. } => false,
        Act::Marked { changes, .. } => changes.is_empty(),
        Act::Unfollowed { feeds } => feeds.is_empty(),
        Act::Imported { added, returned, made } => added.is_empty() && returned.is_empty() && made.is_empty(),
        Act::Arranged { feeds, categories, made, added } => {
            feeds.is_empty() && categories.is_empty() && made.is_empty() && added.is_empty()
        }
    }
}

/// Takes an act back and forgets it. Answers how many entries or feeds that changed.
pub(crate) fn take_back(db: &Connection, token: i64, now: Timestamp) -> Result<u32, StoreError> {
    let data: String = db
        .query_row("SELECT data FROM undo WHERE id = ?1", [token], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NoSuch("act"))?;
    let Remembered { act, feeds_after, categories_after } = columns::json(&data)?;
    let count = match act {
        Act::MarkedRead { entries } => {
            let mut update = db.prepare_cached("UPDATE entries SET read = 0 WHERE id = ?1 AND read = 1")?;
            let mut count = 0;
            for entry in entries {
                count += update.execute([entry.0])?;
            }
            count
        }
        Act::SubjectSet(corrected) => subjects::take_back(db, &corrected)?,
        Act::StorySplit { story, members, out } => {
            stories::unsplit(db, story, &members, &out)?;
            out.len()
        }
        Act::Marked { changes, about } => journal::take_back(db, &changes)?.min(about),
        Act::Unfollowed { feeds } => {
            for feed in &feeds {
                feeds::refollow(db, *feed)?;
            }
            feeds.len()
        }
        Act::Imported { added, returned, made } => {
            for feed in &added {
                leave_added(db, *feed, now)?;
            }
            for feed in &returned {
                leave_again(db, feed)?;
            }
            categories::remove_empty(db, &made)?;
            added.len() + returned.len()
        }
        Act::Arranged { feeds, categories, made, added } => {
            for feed in &added {
                leave_added(db, *feed, now)?;
            }
            let numbers = categories::restore(db, &categories, &categories_after)?;
            let after: HashMap<i64, &FeedBefore> = feeds_after.iter().map(|after| (after.id, after)).collect();
            let mut count = added.len();
            for before in &feeds {
                if let Some(after) = after.get(&before.id) {
                    count += usize::from(restore_feed(db, before, after, &numbers)?);
                }
            }
            categories::remove_empty(db, &made)?;
            count.max(usize::from(!categories.is_empty() || !made.is_empty()))
        }
    };
    db.execute("DELETE FROM undo WHERE id = ?1", [token])?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
