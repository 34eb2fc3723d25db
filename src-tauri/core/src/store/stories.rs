//! Stories and their members.

use rusqlite::{Connection, params};

use super::{StoreError, entries};
use crate::contract::EntrySummary;
use crate::model::{EntryId, Timestamp};

/// Makes a story that begins with an article; answers its number.
pub(crate) fn begin(db: &Connection, first: EntryId, at: Timestamp) -> Result<i64, StoreError> {
    db.prepare_cached("INSERT INTO stories (joined_at) VALUES (?1)")?.execute([at])?;
    let story = db.last_insert_rowid();
    join(db, story, first, at)?;
    Ok(story)
}

/// Puts an article into a story, out of the one that it was in.
pub(crate) fn join(db: &Connection, story: i64, entry: EntryId, at: Timestamp) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO story_members (entry_id, story_id) SELECT id, ?2 FROM entries WHERE id = ?1
         ON CONFLICT (entry_id) DO UPDATE SET story_id = ?2",
    )?
    .execute(params![entry.0, story])?;
    db.prepare_cached("UPDATE stories SET joined_at = max(joined_at, ?2) WHERE id = ?1")?
        .execute(params![story, at])?;
    Ok(())
}

/// The entries of a story that lists show, in the order of publication.
pub(crate) fn members(db: &Connection, story: i64) -> Result<Vec<EntryId>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT e.id FROM story_members m CROSS JOIN entries e ON e.id = m.entry_id
         WHERE m.story_id = ?1 AND (e.hidden = 0 OR e.kept_at IS NOT NULL) AND e.duplicate_of IS NULL
         ORDER BY e.published_at, e.id",
    )?;
    let rows = select.query_map([story], |row| row.get(0).map(EntryId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The rows of a story's entries, in the order of publication.
pub(crate) fn rows(db: &Connection, story: i64) -> Result<Vec<EntrySummary>, StoreError> {
    members(db, story)?.into_iter().map(|id| entries::one(db, id)).collect()
}

/// A story in the list: number, and when its last article was published.
pub(crate) type Listed = (i64, Timestamp);

/// Stories of several feeds that had an article since `since`, newest first, behind `cursor`.
pub(crate) fn page(
    db: &Connection,
    since: Timestamp,
    cursor: Option<Listed>,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let (id, at) = cursor.unwrap_or((i64::MAX, i64::MAX));
    let mut select = db.prepare_cached(
        "SELECT s.id, s.joined_at FROM stories s INDEXED BY stories_newest
         WHERE s.joined_at >= ?1 AND (s.joined_at, s.id) < (?2, ?3)
           AND (SELECT count(DISTINCT e.feed_id) FROM story_members m JOIN entries e ON e.id = m.entry_id
                WHERE m.story_id = s.id AND e.hidden = 0 AND e.duplicate_of IS NULL) > 1
         ORDER BY s.joined_at DESC, s.id DESC LIMIT ?4",
    )?;
    let rows = select.query_map(params![since, at, id, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every entry and its story, if it is in one, by story and then by number.
pub(crate) fn all(db: &Connection) -> Result<Vec<(EntryId, Option<i64>)>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT e.id, m.story_id FROM entries e LEFT JOIN story_members m ON m.entry_id = e.id
         WHERE e.hidden = 0 ORDER BY m.story_id, e.id",
    )?;
    let rows = select.query_map([], |row| Ok((EntryId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Articles that the reader said are of another story than `entry`.
pub(crate) fn apart(db: &Connection, entry: EntryId) -> Result<Vec<EntryId>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT other_id FROM story_apart WHERE entry_id = ?1 UNION SELECT entry_id FROM story_apart WHERE other_id = ?1",
    )?;
    let rows = select.query_map([entry.0], |row| row.get(0).map(EntryId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes some of a story's articles out into one of their own, and remembers that they do not belong with the others.
/// Both stories ask more of what comes. Answers the new story's number, if there are two articles or more in it.
pub(crate) fn split(
    db: &Connection,
    story: i64,
    out: &[(EntryId, Timestamp)],
    left: &[EntryId],
) -> Result<Option<i64>, StoreError> {
    let mut remember = db.prepare_cached("INSERT OR IGNORE INTO story_apart (entry_id, other_id) VALUES (?1, ?2)")?;
    for (one, _) in out {
        for other in left {
            remember.execute([one.0.min(other.0), one.0.max(other.0)])?;
        }
        db.prepare_cached("DELETE FROM story_members WHERE entry_id = ?1")?.execute([one.0])?;
    }
    db.prepare_cached("UPDATE stories SET split = 1 WHERE id = ?1")?.execute([story])?;
    let new = match out {
        [(first, at), others @ ..] if !others.is_empty() => {
            let new = begin(db, *first, *at)?;
            for (entry, at) in others {
                join(db, new, *entry, *at)?;
            }
            db.prepare_cached("UPDATE stories SET split = 1 WHERE id = ?1")?.execute([new])?;
            Some(new)
        }
        _ => None,
    };
    if left.len() < 2 {
        // One article is no story.
        db.prepare_cached("DELETE FROM stories WHERE id = ?1")?.execute([story])?;
    }
    Ok(new)
}

/// Puts articles that were taken out back into their story, and forgets that they do not belong there.
pub(crate) fn unsplit(
    db: &Connection,
    story: i64,
    all: &[(EntryId, Timestamp)],
    out: &[EntryId],
) -> Result<(), StoreError> {
    let last = all.iter().map(|(_, at)| *at).max().unwrap_or(0);
    db.prepare_cached("INSERT OR IGNORE INTO stories (id, joined_at) VALUES (?1, ?2)")?
        .execute(params![story, last])?;
    for (entry, at) in all {
        join(db, story, *entry, *at)?;
    }
    let mut forget = db.prepare_cached("DELETE FROM story_apart WHERE entry_id = ?1 AND other_id = ?2")?;
    for one in out {
        for (other, _) in all {
            forget.execute([one.0.min(other.0), one.0.max(other.0)])?;
        }
    }
    db.prepare_cached("UPDATE stories SET split = 0 WHERE id = ?1")?.execute([story])?;
    db.execute("DELETE FROM stories WHERE id NOT IN (SELECT story_id FROM story_members)", [])?;
    Ok(())
}
