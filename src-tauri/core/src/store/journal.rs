//! Changes to the reader's own rows, written down as they are made, so that an act can be taken back: what was there
//! before, and what the act made of it. Taking back spares what was changed since.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::StoreError;

/// The tables that the reader's acts write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Table {
    Collections,
    Collected,
    Tags,
    Tagged,
    Notes,
    Highlights,
    /// The kept mark of an entry: a column, never a row of its own.
    Kept,
}

impl Table {
    /// Name, columns (those of the key first), and how many the key has.
    fn shape(self) -> (&'static str, &'static [&'static str], usize) {
        match self {
            Self::Collections => ("collections", &["id", "title", "folded", "position"], 1),
            Self::Collected => ("collected", &["collection_id", "entry_id"], 2),
            Self::Tags => ("tags", &["id", "title", "folded"], 1),
            Self::Tagged => ("tagged", &["tag_id", "entry_id"], 2),
            Self::Notes => ("notes", &["entry_id", "body", "created_at", "changed_at"], 1),
            Self::Highlights => (
                "highlights",
                &["id", "entry_id", "color", "exact", "before", "after", "start", "note", "created_at", "changed_at"],
                1,
            ),
            Self::Kept => ("entries", &["id", "kept_at"], 1),
        }
    }
}

/// A row, column by column: numbers, texts and nulls.
pub(crate) type Cells = Vec<Value>;

/// What happened to one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Change {
    table: Table,
    key: Cells,
    before: Option<Cells>,
    after: Option<Cells>,
}

/// Writes rows and remembers how.
pub(crate) struct Journal<'a> {
    db: &'a Connection,
    changes: Vec<Change>,
}

impl<'a> Journal<'a> {
    /// An act begins.
    pub(crate) fn new(db: &'a Connection) -> Self {
        Self { db, changes: Vec::new() }
    }

    /// The library that it writes.
    pub(crate) fn db(&self) -> &'a Connection {
        self.db
    }

    /// Writes a row, whether or not it is there. True when that changed something.
    pub(crate) fn put(&mut self, table: Table, row: Cells) -> Result<bool, StoreError> {
        let (_, _, keys) = table.shape();
        let key: Cells = row.iter().take(keys).cloned().collect();
        let before = read(self.db, table, &key)?;
        if before.as_ref() == Some(&row) {
            return Ok(false);
        }
        if !write(self.db, table, &row, before.is_some())? {
            return Ok(false);
        }
        self.changes.push(Change { table, key, before, after: Some(row) });
        Ok(true)
    }

    /// Deletes a row. True when it was there.
    pub(crate) fn remove(&mut self, table: Table, key: Cells) -> Result<bool, StoreError> {
        let Some(before) = read(self.db, table, &key)? else { return Ok(false) };
        delete(self.db, table, &key)?;
        self.changes.push(Change { table, key, before: Some(before), after: None });
        Ok(true)
    }

    /// What was done, in order.
    pub(crate) fn finish(self) -> Vec<Change> {
        self.changes
    }
}

/// Takes changes back, the last first; a row that is no longer what the act made of it stays as it is. Answers how many
/// rows that changed.
pub(super) fn take_back(db: &Connection, changes: &[Change]) -> Result<usize, StoreError> {
    let mut count = 0;
    for change in changes.iter().rev() {
        let now = read(db, change.table, &change.key)?;
        if now != change.after {
            continue;
        }
        match &change.before {
            Some(row) => {
                // What it belongs to may be gone by now; then it stays away.
                match write(db, change.table, row, now.is_some()) {
                    Ok(written) => count += usize::from(written),
                    Err(StoreError::Sqlite(error)) if is_constraint(&error) => {}
                    Err(error) => return Err(error),
                }
            }
            None => {
                delete(db, change.table, &change.key)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

fn is_constraint(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ffi::ErrorCode::ConstraintViolation)
}

fn read(db: &Connection, table: Table, key: &Cells) -> Result<Option<Cells>, StoreError> {
    let (name, columns, keys) = table.shape();
    let sql = format!("SELECT {} FROM {name} WHERE {}", columns.join(", "), condition(columns, keys, 1));
    let mut select = db.prepare_cached(&sql)?;
    let row = select.query_row(params_from_iter(key.iter().map(sql_value)), |row| {
        (0..columns.len())
            .map(|column| {
                Ok(match row.get::<_, Sql>(column)? {
                    Sql::Integer(number) => Value::from(number),
                    Sql::Text(text) => Value::from(text),
                    Sql::Null | Sql::Real(_) | Sql::Blob(_) => Value::Null,
                })
            })
            .collect::<rusqlite::Result<Cells>>()
    });
    Ok(row.optional()?)
}

fn write(db: &Connection, table: Table, row: &Cells, there: bool) -> Result<bool, StoreError> {
    let (name, columns, keys) = table.shape();
    let sql = if there || table == Table::Kept {
        let set: Vec<String> =
            columns.iter().enumerate().skip(keys).map(|(place, column)| format!("{column} = ?{}", place + 1)).collect();
        if set.is_empty() {
            return Ok(false);
        }
        format!("UPDATE {name} SET {} WHERE {}", set.join(", "), condition(columns, keys, 1))
    } else {
        let marks: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        format!("INSERT INTO {name} ({}) VALUES ({})", columns.join(", "), marks.join(", "))
    };
    Ok(db.prepare_cached(&sql)?.execute(params_from_iter(row.iter().map(sql_value)))? > 0)
}

fn delete(db: &Connection, table: Table, key: &Cells) -> Result<(), StoreError> {
    let (name, columns, keys) = table.shape();
    let sql = format!("DELETE FROM {name} WHERE {}", condition(columns, keys, 1));
    if table != Table::Kept {
        db.prepare_cached(&sql)?.execute(params_from_iter(key.iter().map(sql_value)))?;
    }
    Ok(())
}

fn condition(columns: &[&str], keys: usize, first: usize) -> String {
    let parts: Vec<String> =
        columns.iter().take(keys).enumerate().map(|(place, column)| format!("{column} = ?{}", place + first)).collect();
    parts.join(" AND ")
}

fn sql_value(value: &Value) -> Sql {
    match value {
        Value::Number(number) => Sql::Integer(number.as_i64().unwrap_or_default()),
        Value::String(text) => Sql::Text(text.clone()),
        _ => Sql::Null,
    }
}
