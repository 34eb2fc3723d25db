//! Signatures of entries: what is still to be signed, and what was.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::entries::SHOWN_ORIGIN;
use crate::html::SafeHtml;
use crate::model::{EntryId, FeedId, Timestamp};

/// An entry that has no signature yet, or an outdated one.
#[derive(Debug, Clone)]
pub(crate) struct Unsigned {
    pub(crate) id: EntryId,
    pub(crate) feed: FeedId,
    pub(crate) at: Timestamp,
    pub(crate) title: String,
    pub(crate) text: SafeHtml,
}

/// A signature to store.
#[derive(Debug, Clone)]
pub(crate) struct NewSignature {
    pub(crate) id: EntryId,
    pub(crate) bits: [u64; 8],
    pub(crate) terms: Vec<u8>,
    pub(crate) repeated: bool,
}

/// A stored signature with what else is asked of its entry.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub(crate) id: EntryId,
    pub(crate) feed: FeedId,
    pub(crate) at: Timestamp,
    pub(crate) kept: bool,
    pub(crate) repeated: bool,
    pub(crate) terms: Vec<u8>,
    pub(crate) story: Option<(i64, bool)>,
}

/// How many entries were counted, and the number up to which all are signed.
pub(crate) fn state(db: &Connection) -> Result<(u32, i64), StoreError> {
    Ok(db
        .prepare_cached("SELECT documents, signed_to FROM signing WHERE id = 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Numbers and times of the entries that have no signature yet, in the order of publication: at most `limit` of the
/// lowest numbers. Pages of no feed and copies of another feed's entry are signed as all others.
pub(crate) fn pending(db: &Connection, limit: u32) -> Result<Vec<(EntryId, Timestamp)>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT id, published_at FROM (
             SELECT e.id, e.published_at FROM entries e
             WHERE e.id > (SELECT signed_to FROM signing WHERE id = 1)
               AND NOT EXISTS (SELECT 1 FROM signatures s WHERE s.entry_id = e.id)
             ORDER BY e.id LIMIT ?1)
         ORDER BY published_at, id",
    )?;
    let rows = select.query_map([limit], |row| Ok((EntryId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Entries whose text changed since they were signed.
pub(crate) fn stale(db: &Connection, limit: u32) -> Result<Vec<EntryId>, StoreError> {
    let mut select = db.prepare_cached("SELECT entry_id FROM signature_terms WHERE stale = 1 LIMIT ?1")?;
    let rows = select.query_map([limit], |row| row.get(0).map(EntryId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What these entries say, in the order asked for; those that are gone are left out.
pub(crate) fn texts(db: &Connection, ids: &[EntryId]) -> Result<Vec<Unsigned>, StoreError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT e.feed_id, e.published_at, e.title,
                (SELECT t.html FROM texts t WHERE t.entry_id = e.id AND t.origin = {SHOWN_ORIGIN})
         FROM entries e JOIN feeds f ON f.id = e.feed_id WHERE e.id = ?1"
    ))?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let row = select.query_row([id.0], |row| {
            Ok(Unsigned {
                id: *id,
                feed: FeedId(row.get(0)?),
                at: row.get(1)?,
                title: row.get(2)?,
                text: SafeHtml::from_store(row.get::<_, Option<String>>(3)?.unwrap_or_default()),
            })
        });
        found.extend(row.optional()?);
    }
    Ok(found)
}

/// Counts a headline's shape for its feed.
pub(crate) fn count_shape(db: &Connection, feed: FeedId, shape: i64) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO title_shapes (feed_id, shape, times) VALUES (?1, ?2, 1)
         ON CONFLICT (feed_id, shape) DO UPDATE SET times = times + 1",
    )?
    .execute(params![feed.0, shape])?;
    Ok(())
}

/// Whether a feed used a headline of this shape before.
pub(crate) fn has_shape(db: &Connection, feed: FeedId, shape: i64) -> Result<bool, StoreError> {
    Ok(db
        .prepare_cached("SELECT 1 FROM title_shapes WHERE feed_id = ?1 AND shape = ?2")?
        .exists(params![feed.0, shape])?)
}

/// Stores signatures, of entries that are still there.
pub(crate) fn put(db: &Connection, signatures: &[NewSignature]) -> Result<(), StoreError> {
    let mut bits = db.prepare_cached(
        "INSERT INTO signatures (entry_id, bits) SELECT id, ?2 FROM entries WHERE id = ?1
         ON CONFLICT (entry_id) DO UPDATE SET bits = ?2",
    )?;
    let mut terms = db.prepare_cached(
        "INSERT INTO signature_terms (entry_id, terms, repeated) SELECT id, ?2, ?3 FROM entries WHERE id = ?1
         ON CONFLICT (entry_id) DO UPDATE SET terms = ?2, stale = 0",
    )?;
    for signature in signatures {
        let bytes: Vec<u8> = signature.bits.iter().flat_map(|word| word.to_le_bytes()).collect();
        bits.execute(params![signature.id.0, bytes])?;
        terms.execute(params![signature.id.0, signature.terms, signature.repeated])?;
    }
    Ok(())
}

/// Stores the counters that changed and how many entries they count.
pub(crate) fn put_counts(db: &Connection, documents: u32, shards: &[(usize, Vec<u8>)]) -> Result<(), StoreError> {
    let mut put = db.prepare_cached(
        "INSERT INTO term_counts (shard, counts) VALUES (?1, ?2) ON CONFLICT (shard) DO UPDATE SET counts = ?2",
    )?;
    for (shard, counts) in shards {
        put.execute(params![i64::try_from(*shard).unwrap_or(i64::MAX), counts])?;
    }
    db.prepare_cached("UPDATE signing SET documents = ?1 WHERE id = 1")?.execute([documents])?;
    Ok(())
}

/// All up to this number are signed.
pub(crate) fn signed_to(db: &Connection, id: EntryId) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE signing SET signed_to = max(signed_to, ?1) WHERE id = 1")?.execute([id.0])?;
    Ok(())
}

/// The counters as they are stored.
pub(crate) fn counts(db: &Connection) -> Result<Vec<(usize, Vec<u8>)>, StoreError> {
    let mut select = db.prepare_cached("SELECT shard, counts FROM term_counts")?;
    let rows = select.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
    let rows: Vec<(i64, Vec<u8>)> = rows.collect::<Result<_, _>>()?;
    Ok(rows.into_iter().filter_map(|(shard, counts)| Some((usize::try_from(shard).ok()?, counts))).collect())
}

/// Hands the bits of every entry behind `after` to `take`, in the order of their numbers.
pub(crate) fn each_bits(
    db: &Connection,
    after: EntryId,
    mut take: impl FnMut(EntryId, [u64; 8]),
) -> Result<(), StoreError> {
    let mut select =
        db.prepare_cached("SELECT entry_id, bits FROM signatures WHERE entry_id > ?1 ORDER BY entry_id")?;
    let mut rows = select.query([after.0])?;
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(1)?;
        let mut bits = [0_u64; 8];
        if bytes.len() == 64 {
            for (word, eight) in bits.iter_mut().zip(bytes.as_chunks::<8>().0) {
                *word = u64::from_le_bytes(*eight);
            }
            take(EntryId(row.get(0)?), bits);
        }
    }
    Ok(())
}

const SIGNED: &str = "SELECT e.id, e.feed_id, e.published_at, e.kept_at IS NOT NULL, s.repeated, s.terms, m.story_id,
        coalesce(y.split, 0)
    FROM entries e CROSS JOIN signature_terms s ON s.entry_id = e.id
    LEFT JOIN story_members m ON m.entry_id = e.id LEFT JOIN stories y ON y.id = m.story_id";

fn signed(row: &rusqlite::Row<'_>) -> rusqlite::Result<Signed> {
    let (story, split): (Option<i64>, bool) = (row.get(6)?, row.get(7)?);
    Ok(Signed {
        id: EntryId(row.get(0)?),
        feed: FeedId(row.get(1)?),
        at: row.get(2)?,
        kept: row.get(3)?,
        repeated: row.get(4)?,
        terms: row.get(5)?,
        story: story.map(|story| (story, split)),
    })
}

/// The signatures of these entries, as far as lists show them. One that another feed's entry stands for is left out, and
/// so is the one that stands for `beside`.
pub(crate) fn shown(db: &Connection, beside: EntryId, ids: &[EntryId]) -> Result<Vec<Signed>, StoreError> {
    let mut select = db.prepare_cached(&format!(
        "{SIGNED} WHERE e.id = ?1 AND (e.hidden = 0 OR e.kept_at IS NOT NULL) AND e.duplicate_of IS NULL
           AND e.id IS NOT (SELECT own.duplicate_of FROM entries own WHERE own.id = ?2)"
    ))?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(select.query_row([id.0, beside.0], signed).optional()?);
    }
    Ok(found)
}

/// An entry's signature.
pub(crate) fn one(db: &Connection, id: EntryId) -> Result<Option<Signed>, StoreError> {
    Ok(db.prepare_cached(&format!("{SIGNED} WHERE e.id = ?1"))?.query_row([id.0], signed).optional()?)
}

/// The signed entries published from `from` to `to`, the newest `limit` of them, newest first; copies are left out.
pub(crate) fn between(
    db: &Connection,
    (from, to): (Timestamp, Timestamp),
    limit: u32,
) -> Result<Vec<Signed>, StoreError> {
    let select = SIGNED.replacen("entries e", "entries e INDEXED BY entries_newest", 1);
    let mut select = db.prepare_cached(&format!(
        "{select} WHERE e.hidden = 0 AND e.published_at BETWEEN ?1 AND ?2 AND e.duplicate_of IS NULL
         ORDER BY e.published_at DESC, e.id DESC LIMIT ?3"
    ))?;
    let rows = select.query_map(params![from, to, limit], signed)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What articles were called by whoever loaded them, in the order of their numbers.
pub(crate) fn loaded(db: &Connection) -> Result<Vec<(EntryId, String)>, StoreError> {
    let mut select = db.prepare_cached("SELECT entry_id, name FROM loaded ORDER BY entry_id, name")?;
    let rows = select.query_map([], |row| Ok((EntryId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes what an article was called by whoever loaded it.
pub(crate) fn set_loaded(db: &Connection, id: EntryId, name: &str) -> Result<(), StoreError> {
    db.prepare_cached("INSERT OR REPLACE INTO loaded (entry_id, name) VALUES (?1, ?2)")?
        .execute(params![id.0, name])?;
    Ok(())
}
