//! Attached sound that the reader wants on the device.

use rusqlite::{Connection, params};

use super::{StoreError, StoredMedia, pictures, rows};
use crate::contract::{Enclosure, Fault};
use crate::model::{EntryId, Timestamp};

/// What an entry lacks while sound that was asked for is not here.
pub(super) const SOUND_AWAITED: &str =
    "EXISTS (SELECT 1 FROM enclosures s WHERE s.entry_id = e.id AND s.wanted_at IS NOT NULL AND s.hash IS NULL)";

/// A sound that is asked for and not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MissingSound {
    pub(crate) position: i64,
    pub(crate) url: String,
    pub(crate) bytes: Option<u64>,
    pub(crate) failures: u32,
}

/// Puts an entry's enclosures in the place of those that were there; what is known of an address stays with it.
pub(super) fn attach(db: &Connection, id: EntryId, enclosures: &[Enclosure]) -> Result<(), StoreError> {
    // Beyond the places of any document, so that none is in the way of another.
    db.prepare_cached("UPDATE enclosures SET position = position + 1000000 WHERE entry_id = ?1")?.execute([id.0])?;
    for (position, enclosure) in enclosures.iter().enumerate() {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        let bytes = enclosure.bytes.and_then(|bytes| i64::try_from(bytes).ok());
        let known = db
            .prepare_cached(
                "UPDATE enclosures SET position = ?2, mime = coalesce(?4, mime), bytes = coalesce(?5, bytes)
                 WHERE entry_id = ?1 AND position = (SELECT min(position) FROM enclosures
                     WHERE entry_id = ?1 AND url = ?3 AND position >= 1000000)",
            )?
            .execute(params![id.0, position, enclosure.url, enclosure.mime, bytes])?;
        if known == 0 {
            db.prepare_cached(
                "INSERT INTO enclosures (entry_id, position, url, mime, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![id.0, position, enclosure.url, enclosure.mime, bytes])?;
        }
    }
    // What the publisher took away and the reader has asked for stays.
    db.prepare_cached("DELETE FROM enclosures WHERE entry_id = ?1 AND position >= 1000000 AND wanted_at IS NULL")?
        .execute([id.0])?;
    Ok(())
}

/// Asks for an entry's sound, or lets it go. Answers how many enclosures that is about; files that nothing names any
/// more are swept with the next purge.
pub(crate) fn want(db: &Connection, id: EntryId, wanted_at: Option<Timestamp>) -> Result<usize, StoreError> {
    const SOUND: &str = "(mime IS NULL OR mime LIKE 'audio/%' OR mime = 'application/ogg')";
    let sql = match wanted_at {
        Some(_) => format!(
            "UPDATE enclosures SET wanted_at = coalesce(wanted_at, ?2), retry_at = NULL
                            WHERE entry_id = ?1 AND {SOUND}"
        ),
        None => "UPDATE enclosures SET wanted_at = ?2, hash = NULL, fault_code = NULL, failures = 0, retry_at = NULL
                 WHERE entry_id = ?1 AND wanted_at IS NOT NULL"
            .to_owned(),
    };
    Ok(db.prepare_cached(&sql)?.execute(params![id.0, wanted_at])?)
}

/// The sounds of an entry that are asked for, not here, and may be tried by `due`.
pub(crate) fn missing(db: &Connection, id: EntryId, due: Option<Timestamp>) -> Result<Vec<MissingSound>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT position, url, bytes, failures FROM enclosures
         WHERE entry_id = ?1 AND wanted_at IS NOT NULL AND hash IS NULL
           AND (?2 IS NULL OR retry_at IS NULL OR retry_at <= ?2) ORDER BY position",
    )?;
    let rows = select.query_map(params![id.0, due], |row| {
        let bytes: Option<i64> = row.get(2)?;
        Ok(MissingSound {
            position: row.get(0)?,
            url: row.get(1)?,
            bytes: bytes.and_then(|bytes| u64::try_from(bytes).ok()),
            failures: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Why the first of the sounds that are missing could not be had.
pub(crate) fn first_fault(db: &Connection, id: EntryId) -> Result<Option<Fault>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT failures, retry_at, fault_code, fault_params, fault_at FROM enclosures
         WHERE entry_id = ?1 AND wanted_at IS NOT NULL AND hash IS NULL AND fault_code IS NOT NULL ORDER BY position",
    )?;
    let mut found = select.query([id.0])?;
    match found.next()? {
        Some(row) => rows::fault(row, 2, row.get(0)?, row.get(1)?),
        None => Ok(None),
    }
}

/// What all stored sound takes, in bytes.
pub(crate) fn taken(db: &Connection) -> Result<u64, StoreError> {
    let sum: i64 = db.query_row(
        "SELECT coalesce(sum(bytes), 0) FROM media WHERE hash IN (SELECT hash FROM enclosures WHERE hash IS NOT NULL)",
        [],
        |row| row.get(0),
    )?;
    Ok(u64::try_from(sum).unwrap_or(0))
}

/// Records that a sound is here.
pub(crate) fn set_stored(
    db: &Connection,
    id: EntryId,
    position: i64,
    file: &StoredMedia,
    now: Timestamp,
) -> Result<(), StoreError> {
    pictures::add_media(db, file, now)?;
    db.prepare_cached(
        "UPDATE enclosures SET hash = ?3, fault_code = NULL, fault_params = NULL, fault_at = NULL, failures = 0,
                retry_at = NULL
         WHERE entry_id = ?1 AND position = ?2 AND wanted_at IS NOT NULL",
    )?
    .execute(params![id.0, position, file.hash.as_str()])?;
    Ok(())
}

/// Records why a sound could not be had.
pub(crate) fn set_fault(db: &Connection, id: EntryId, position: i64, fault: &Fault) -> Result<(), StoreError> {
    let parameters = serde_json::to_string(&fault.params).unwrap_or_else(|_| "{}".to_owned());
    db.prepare_cached(
        "UPDATE enclosures SET fault_code = ?3, fault_params = ?4, fault_at = ?5, failures = ?6, retry_at = ?7
         WHERE entry_id = ?1 AND position = ?2 AND hash IS NULL",
    )?
    .execute(params![
        id.0,
        position,
        fault.code.as_str(),
        parameters,
        fault.at,
        fault.failures,
        fault.retry_at
    ])?;
    Ok(())
}
