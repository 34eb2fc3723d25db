//! Settings as JSON values by key. What a key means and which values it takes is the business of `api`.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;

/// The value of a key.
pub(crate) fn get(db: &Connection, key: &str) -> Result<Option<serde_json::Value>, StoreError> {
    let text: Option<String> = db
        .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    // A value that can't be read is as good as none: the default takes its place.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Sets a key.
pub(crate) fn set(db: &Connection, key: &str, value: &serde_json::Value) -> Result<(), StoreError> {
    db.prepare_cached("INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2")?
        .execute(params![key, value.to_string()])?;
    Ok(())
}
