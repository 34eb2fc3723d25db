//! Where the reader stopped in articles.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use crate::contract::ReadingPlace;
use crate::model::EntryId;

/// Where the reader stopped in an entry.
pub(crate) fn get(db: &Connection, id: EntryId) -> Result<Option<ReadingPlace>, StoreError> {
    Ok(db
        .prepare_cached("SELECT block, offset FROM reading_places WHERE entry_id = ?1")?
        .query_row([id.0], |row| Ok(ReadingPlace { block: row.get(0)?, offset: row.get(1)? }))
        .optional()?)
}

/// Notes where the reader stopped; with none, that nothing is left to come back to.
pub(crate) fn set(db: &Connection, id: EntryId, place: Option<&ReadingPlace>) -> Result<(), StoreError> {
    let Some(place) = place else {
        db.prepare_cached("DELETE FROM reading_places WHERE entry_id = ?1")?.execute([id.0])?;
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO reading_places (entry_id, block, offset) VALUES (?1, ?2, ?3)
         ON CONFLICT (entry_id) DO UPDATE SET block = ?2, offset = ?3",
    )?
    .execute(params![id.0, place.block, place.offset])?;
    Ok(())
}
