//! What may be taken of the disk beside what the reader keeps: the budgets.

use rusqlite::Connection;

use super::{StoreError, settings};

const MEGABYTE: u64 = 1_000_000;
/// The settings that hold the budgets, in megabytes.
const SOUND: &str = "sound_megabytes";

/// What attached sound may take in all, in bytes.
pub(crate) fn sound_budget(db: &Connection) -> Result<u64, StoreError> {
    Ok(settings::get(db, SOUND)?.and_then(|value| value.as_u64()).unwrap_or(500) * MEGABYTE)
}
