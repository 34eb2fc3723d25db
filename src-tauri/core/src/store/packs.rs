//! What is kept ready of papers without being kept: so many of their newest articles, within a budget. What the reader
//! kept is outside of it and never goes.

use rusqlite::{Connection, OptionalExtension, params};

use super::entries::{COMMENTS_AWAITED, SHOWN_ORIGIN, TEXT_HERE};
use super::outbox::WITHOUT_OWN_WORDS;
use super::{StoreError, settings};
use crate::contract::{Pack, RetentionPreview};
use crate::model::{EntryId, FeedId, Timestamp};

const MEGABYTE: u64 = 1_000_000;
/// The settings that hold the budgets, in megabytes.
pub(crate) const PICTURES: &str = "picture_megabytes";
pub(crate) const SOUND: &str = "sound_megabytes";
/// What they are until the reader says otherwise.
const PICTURES_DEFAULT: u64 = 500;
const SOUND_DEFAULT: u64 = 500;

fn megabytes(db: &Connection, key: &str, default: u64) -> Result<u64, StoreError> {
    Ok(settings::get(db, key)?.and_then(|value| value.as_u64()).unwrap_or(default))
}

/// What attached sound may take in all, in bytes.
pub(crate) fn sound_budget(db: &Connection) -> Result<u64, StoreError> {
    Ok(megabytes(db, SOUND, SOUND_DEFAULT)? * MEGABYTE)
}

/// What pictures of articles that are not kept may take in all, in bytes.
pub(crate) fn picture_budget(db: &Connection) -> Result<u64, StoreError> {
    Ok(megabytes(db, PICTURES, PICTURES_DEFAULT)? * MEGABYTE)
}

/// Stored pictures that no kept article shows: key, file, small file, and how old the newest article is that shows it.
const UNKEPT: &str = "SELECT p.key, p.hash, p.thumb, max(e.published_at) AS newest
    FROM pictures p JOIN entry_pictures ep ON ep.key = p.key JOIN entries e ON e.id = ep.entry_id
    WHERE p.hash IS NOT NULL OR p.thumb IS NOT NULL
    GROUP BY p.key HAVING max(e.kept_at IS NOT NULL) = 0";

/// What they take, in bytes: each file once, without those that something kept, an icon or a sound needs, too.
pub(crate) fn unkept_bytes(db: &Connection) -> Result<u64, StoreError> {
    let sql = format!(
        "WITH unkept AS ({UNKEPT}), files AS (SELECT hash FROM unkept UNION SELECT thumb FROM unkept)
         SELECT coalesce(sum(m.bytes), 0) FROM media m WHERE m.hash IN (SELECT hash FROM files)
           AND NOT EXISTS (SELECT 1 FROM feeds f WHERE f.icon = m.hash)
           AND NOT EXISTS (SELECT 1 FROM pictures p JOIN entry_pictures ep ON ep.key = p.key
                           JOIN entries e ON e.id = ep.entry_id
                           WHERE (p.hash = m.hash OR p.thumb = m.hash) AND e.kept_at IS NOT NULL)"
    );
    let bytes: i64 = db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
    Ok(u64::try_from(bytes).unwrap_or(0))
}

/// Makes room for `bytes` of a picture, within the budget: pictures of older articles that are not kept go, the oldest
/// first. None when there is no room even then. Answers the files to delete once this is committed.
pub(crate) fn make_room(db: &Connection, key: &str, bytes: u64) -> Result<Option<Vec<String>>, StoreError> {
    let budget = picture_budget(db)?;
    // All that is stored is more than what is not kept: mostly this is the end of it.
    let all: i64 = db.prepare_cached("SELECT coalesce(sum(bytes), 0) FROM media")?.query_row([], |row| row.get(0))?;
    if u64::try_from(all).unwrap_or(0) + bytes <= budget {
        return Ok(Some(Vec::new()));
    }
    let shown: Option<(bool, Option<Timestamp>)> = db
        .prepare_cached(
            "SELECT coalesce(max(e.kept_at IS NOT NULL), 0), max(e.published_at) FROM entry_pictures ep
             JOIN entries e ON e.id = ep.entry_id WHERE ep.key = ?1",
        )?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (kept, newest) = shown.unwrap_or((false, None));
    if kept {
        return Ok(Some(Vec::new()));
    }
    trim(db, budget.saturating_sub(bytes), newest).map(|(files, left)| (left + bytes <= budget).then_some(files))
}

/// Lets pictures of articles that are not kept go until those that stay take no more than `most` bytes: the oldest
/// articles' first, only those of articles older than `before`. Answers the files to delete and what stays.
pub(crate) fn trim(db: &Connection, most: u64, before: Option<Timestamp>) -> Result<(Vec<String>, u64), StoreError> {
    let mut used = unkept_bytes(db)?;
    let mut files = Vec::new();
    if used <= most {
        return Ok((files, used));
    }
    let sql = format!("SELECT key, hash, thumb FROM ({UNKEPT}) WHERE ?1 IS NULL OR newest < ?1 ORDER BY newest, key");
    type Stored = (String, Option<String>, Option<String>);
    let oldest: Vec<Stored> = db
        .prepare_cached(&sql)?
        .query_map([before], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (key, hash, thumb) in oldest {
        if used <= most {
            break;
        }
        db.prepare_cached("UPDATE pictures SET hash = NULL, thumb = NULL WHERE key = ?1")?.execute([&key])?;
        for file in hash.into_iter().chain(thumb) {
            let freed: Option<i64> = db
                .prepare_cached(
                    "DELETE FROM media WHERE hash = ?1
                       AND NOT EXISTS (SELECT 1 FROM pictures p WHERE p.hash = ?1 OR p.thumb = ?1)
                       AND NOT EXISTS (SELECT 1 FROM feeds f WHERE f.icon = ?1)
                       AND NOT EXISTS (SELECT 1 FROM enclosures n WHERE n.hash = ?1) RETURNING bytes",
                )?
                .query_row([&file], |row| row.get(0))
                .optional()?;
            if let Some(bytes) = freed {
                used = used.saturating_sub(u64::try_from(bytes).unwrap_or(0));
                files.push(file);
            }
        }
    }
    Ok((files, used))
}

/// How many of a paper's newest articles are kept ready.
pub(crate) fn set(db: &Connection, feed: FeedId, newest: u32) -> Result<(), StoreError> {
    let changed = db
        .prepare_cached("UPDATE feeds SET pack_newest = ?2 WHERE id = ?1 AND unfollowed_at IS NULL")?
        .execute(params![feed.0, newest])?;
    if changed == 0 { Err(StoreError::NoSuch("feed")) } else { Ok(()) }
}

/// The entries of all packs, the newest first.
const WANTED: &str = "SELECT id FROM (
        SELECT e.id, e.published_at, f.pack_newest,
               row_number() OVER (PARTITION BY e.feed_id ORDER BY e.published_at DESC, e.id DESC) AS place
        FROM feeds f JOIN entries e INDEXED BY entries_by_feed ON e.feed_id = f.id
        WHERE f.pack_newest > 0 AND f.unfollowed_at IS NULL AND e.hidden = 0
    ) WHERE place <= pack_newest ORDER BY published_at DESC, id DESC";

/// Whether every piece of an entry `e` of feed `f` is here.
fn complete() -> String {
    format!(
        "({TEXT_HERE} AND NOT {COMMENTS_AWAITED} AND NOT EXISTS (
            SELECT 1 FROM entry_pictures ep JOIN pictures ip ON ip.key = ep.key
            WHERE ep.entry_id = e.id AND ip.hash IS NULL AND ep.origin IN ('lead', {SHOWN_ORIGIN})))"
    )
}

/// Entries of the packs that are not wholly here, the newest first.
pub(crate) fn missing(db: &Connection) -> Result<Vec<EntryId>, StoreError> {
    let sql = format!(
        "SELECT e.id FROM ({WANTED}) w JOIN entries e ON e.id = w.id JOIN feeds f ON f.id = e.feed_id
         WHERE NOT {} ORDER BY e.published_at DESC, e.id DESC",
        complete()
    );
    let mut select = db.prepare_cached(&sql)?;
    let rows = select.query_map([], |row| row.get(0).map(EntryId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Each paper's pack and how far it is here.
pub(crate) fn list(db: &Connection) -> Result<Vec<Pack>, StoreError> {
    let sql = format!(
        "SELECT f.id, coalesce(f.custom_title, f.title), f.pack_newest, count(e.id), coalesce(sum({}), 0)
         FROM feeds f LEFT JOIN entries e ON e.feed_id = f.id AND e.id IN ({WANTED})
         WHERE f.pack_newest > 0 AND f.unfollowed_at IS NULL GROUP BY f.id ORDER BY 2, 1",
        complete()
    );
    let mut select = db.prepare_cached(&sql)?;
    let rows = select.query_map([], |row| {
        Ok(Pack {
            feed: FeedId(row.get(0)?),
            title: row.get(1)?,
            newest: row.get(2)?,
            total: row.get(3)?,
            ready: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a limit of so many days would take from these feeds, and what it would spare.
pub(crate) fn retention(
    db: &Connection,
    feeds: &[FeedId],
    keep_days: u32,
    now: Timestamp,
) -> Result<RetentionPreview, StoreError> {
    let before = now - i64::from(keep_days) * 86_400_000;
    let mut answer = RetentionPreview { would_go: 0, kept: 0, marked: 0, stay: 0, oldest: None, newest: None };
    let sql = format!(
        "SELECT coalesce(sum(old AND NOT kept AND loose), 0), coalesce(sum(old AND kept), 0),
                coalesce(sum(old AND NOT kept AND NOT loose), 0), coalesce(sum(NOT old), 0),
                min(CASE WHEN old AND NOT kept AND loose THEN published_at END),
                max(CASE WHEN old AND NOT kept AND loose THEN published_at END)
         FROM (SELECT ?2 > 0 AND max(e.published_at, e.first_seen_at) < ?3 AS old, e.kept_at IS NOT NULL AS kept,
                      {WITHOUT_OWN_WORDS} AS loose, e.published_at
               FROM entries e WHERE e.feed_id = ?1 AND e.hidden = 0)"
    );
    for feed in feeds {
        let known =
            db.prepare_cached("SELECT 1 FROM feeds WHERE id = ?1 AND unfollowed_at IS NULL")?.exists([feed.0])?;
        if !known {
            return Err(StoreError::NoSuch("feed"));
        }
        db.prepare_cached(&sql)?.query_row(params![feed.0, keep_days, before], |row| {
            answer.would_go += row.get::<_, u32>(0)?;
            answer.kept += row.get::<_, u32>(1)?;
            answer.marked += row.get::<_, u32>(2)?;
            answer.stay += row.get::<_, u32>(3)?;
            let (oldest, newest): (Option<i64>, Option<i64>) = (row.get(4)?, row.get(5)?);
            answer.oldest = answer.oldest.into_iter().chain(oldest).min();
            answer.newest = answer.newest.into_iter().chain(newest).max();
            Ok(())
        })?;
    }
    Ok(answer)
}
