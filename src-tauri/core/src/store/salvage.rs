//! Getting out of a damaged database what can still be read, row by row, into a sound one. Both are of one library:
//! numbers are never given twice, so a row of the same number is the same thing.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::{StoreError, pictures};
use crate::contract::Salvaged;

/// A table that is read, those that others name first.
struct Table {
    name: &'static str,
    /// A number to go by, step by step; none: the whole table is read from both of its ends.
    by: Option<&'static str>,
    /// Rows that are there in both are taken from the damaged one where this holds (`new` and `old`).
    wins: Option<&'static str>,
}

const fn by(name: &'static str, by: &'static str) -> Table {
    Table { name, by: Some(by), wins: None }
}

const TABLES: &[Table] = &[
    Table { name: "media", by: None, wins: None },
    by("categories", "id"),
    by("feeds", "id"),
    Table {
        name: "entries",
        by: Some("id"),
        wins: Some("new.kept_at IS NOT old.kept_at OR new.read <> old.read OR new.content_hash <> old.content_hash"),
    },
    Table { name: "texts", by: Some("entry_id"), wins: Some("new.fetched_at > old.fetched_at") },
    Table { name: "pictures", by: None, wins: None },
    by("entry_pictures", "entry_id"),
    by("enclosures", "entry_id"),
    Table { name: "settings", by: None, wins: Some("1") },
    by("comment_threads", "entry_id"),
    by("comments", "entry_id"),
    Table { name: "comment_drafts", by: Some("entry_id"), wins: Some("new.at > old.at") },
    Table { name: "comment_outbox", by: Some("id"), wins: Some("new.changed_at > old.changed_at") },
    by("reading_places", "entry_id"),
    by("subject_rules", "feed_id"),
    by("let_go", "feed_id"),
    Table { name: "collections", by: Some("id"), wins: Some("1") },
    by("collected", "collection_id"),
    by("tags", "id"),
    by("tagged", "tag_id"),
    Table { name: "notes", by: Some("entry_id"), wins: Some("new.changed_at > old.changed_at") },
    Table { name: "highlights", by: Some("id"), wins: Some("new.changed_at > old.changed_at") },
    by("versions", "id"),
    by("saved_searches", "id"),
    // Stories are told anew from what is here; what the reader took apart stays apart.
    by("story_apart", "entry_id"),
];

/// Opens a copy of a damaged database for reading; none where not even that can be done.
pub(crate) fn open(path: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let damaged = Connection::open_with_flags(path, flags).ok()?;
    damaged.pragma_update(None, "cell_size_check", true).ok()?;
    damaged.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).ok()?;
    Some(damaged)
}

/// Merges what can be read of `damaged` into `into`, in one transaction.
pub(crate) fn merge(damaged: &Connection, into: &mut Connection) -> Result<Salvaged, StoreError> {
    into.pragma_update(None, "foreign_keys", false)?;
    let step = into.transaction()?;
    let mut salvaged = Salvaged { rows: 0, unreadable: 0, kept: 0 };
    let kept = |db: &Connection| -> Result<i64, StoreError> {
        Ok(db.query_row("SELECT count(*) FROM entries WHERE kept_at IS NOT NULL", [], |row| row.get(0))?)
    };
    let before = kept(&step)?;
    for table in TABLES {
        salvage(damaged, &step, table, &mut salvaged)?;
    }
    // What names a row that could not be read can't stay.
    for _ in 0..8 {
        let loose: Vec<(String, Option<i64>)> = step
            .prepare("PRAGMA foreign_key_check")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        if loose.is_empty() {
            break;
        }
        for (table, row) in loose {
            match row {
                Some(row) => step.execute(&format!("DELETE FROM {table} WHERE rowid = ?1"), [row])?,
                None => step.execute(&without_parent(&table), [])?,
            };
        }
    }
    super::copies::settle(&step)?;
    pictures::sweep(&step)?;
    salvaged.kept = u32::try_from(kept(&step)? - before).unwrap_or(0);
    step.commit()?;
    into.pragma_update(None, "foreign_keys", true)?;
    Ok(salvaged)
}

/// Tables without row numbers: what hangs on an entry, a picture, a collection that is not there.
fn without_parent(table: &str) -> String {
    match table {
        "entry_pictures" => "DELETE FROM entry_pictures WHERE entry_id NOT IN (SELECT id FROM entries)
            OR key NOT IN (SELECT key FROM pictures)"
            .to_owned(),
        "pictures" => "UPDATE pictures SET hash = NULL, thumb = NULL WHERE hash NOT IN (SELECT hash FROM media)
            OR thumb NOT IN (SELECT hash FROM media)"
            .to_owned(),
        "enclosures" => "DELETE FROM enclosures WHERE entry_id NOT IN (SELECT id FROM entries)
            OR hash NOT IN (SELECT hash FROM media)"
            .to_owned(),
        "collected" => "DELETE FROM collected WHERE entry_id NOT IN (SELECT id FROM entries)
            OR collection_id NOT IN (SELECT id FROM collections)"
            .to_owned(),
        "tagged" => "DELETE FROM tagged WHERE entry_id NOT IN (SELECT id FROM entries)
            OR tag_id NOT IN (SELECT id FROM tags)"
            .to_owned(),
        "visits" | "let_go" | "subject_rules" => {
            format!("DELETE FROM {table} WHERE feed_id NOT IN (SELECT id FROM feeds)")
        }
        _ => format!("DELETE FROM {table} WHERE entry_id NOT IN (SELECT id FROM entries)"),
    }
}

/// The columns that both databases have, and which of them are the key.
fn columns(damaged: &Connection, into: &Connection, table: &str) -> Option<(Vec<String>, Vec<String>)> {
    let of = |db: &Connection| -> rusqlite::Result<Vec<(String, i64)>> {
        db.prepare(&format!("SELECT name, pk FROM pragma_table_info('{table}')"))?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    };
    let (theirs, ours) = (of(damaged).ok()?, of(into).ok()?);
    let both: Vec<String> = ours
        .iter()
        .map(|(name, _)| name.clone())
        .filter(|name| theirs.iter().any(|(other, _)| other == name))
        .collect();
    let mut key: Vec<(i64, String)> = ours.into_iter().filter(|(_, pk)| *pk > 0).map(|(name, pk)| (pk, name)).collect();
    key.sort();
    let key: Vec<String> = key.into_iter().map(|(_, name)| name).collect();
    (!key.is_empty() && key.iter().all(|name| both.contains(name))).then_some((both, key))
}

fn salvage(damaged: &Connection, into: &Connection, table: &Table, salvaged: &mut Salvaged) -> Result<(), StoreError> {
    let Some((columns, key)) = columns(damaged, into, table.name) else { return Ok(()) };
    let names = columns.join(", ");
    let marks: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
    let others: Vec<&String> = columns.iter().filter(|name| !key.contains(name)).collect();
    let insert = format!("INSERT OR IGNORE INTO {} ({names}) VALUES ({})", table.name, marks.join(", "));
    // Through a row of values, so that the condition can name both.
    let update = table.wins.filter(|_| !others.is_empty()).map(|wins| {
        let set: Vec<String> = others.iter().map(|name| format!("{name} = new.{name}")).collect();
        let same: Vec<String> = key.iter().map(|name| format!("old.{name} = new.{name}")).collect();
        let values: Vec<String> = columns.iter().zip(&marks).map(|(name, mark)| format!("{mark} AS {name}")).collect();
        format!(
            "UPDATE OR IGNORE {} AS old SET {} FROM (SELECT {}) AS new WHERE {} AND ({wins})",
            table.name,
            set.join(", "),
            values.join(", "),
            same.join(" AND ")
        )
    });
    let mut store = |row: Vec<Value>| -> Result<(), StoreError> {
        let mut changed = into.prepare_cached(&insert)?.execute(params_from_iter(&row)).unwrap_or(0);
        if changed == 0
            && let Some(update) = &update
        {
            changed = into.prepare_cached(update)?.execute(params_from_iter(&row)).unwrap_or(0);
        }
        salvaged.rows += u32::try_from(changed).unwrap_or(0);
        Ok(())
    };
    let Some(by) = table.by else {
        // From the front until it breaks, then from the back.
        for way in ["ASC", "DESC"] {
            let sql = format!("SELECT {names} FROM {} ORDER BY {} {way}", table.name, key.join(", "));
            if read(damaged, &sql, columns.len(), &mut store)? {
                return Ok(());
            }
            salvaged.unreadable += 1;
        }
        return Ok(());
    };
    let end = |which: &str| -> Option<i64> {
        damaged.query_row(&format!("SELECT {which}({by}) FROM {}", table.name), [], |row| row.get(0)).ok().flatten()
    };
    // Where the ends can't be read, what the sound one knows and a good way beyond is tried.
    let known: i64 =
        into.query_row(&format!("SELECT coalesce(max({by}), 0) FROM {}", table.name), [], |row| row.get(0))?;
    let (first, last) = (end("min").unwrap_or(1), end("max").unwrap_or(known + 100_000));
    let mut spans = vec![(first, last)];
    let mut tries = 0;
    while let Some((from, to)) = spans.pop() {
        if from > to || tries > 20_000 {
            continue;
        }
        tries += 1;
        let sql = format!("SELECT {names} FROM {} WHERE {by} BETWEEN {from} AND {to}", table.name);
        if to - from < 512 && read(damaged, &sql, columns.len(), &mut store)? {
            continue;
        }
        if from == to {
            salvaged.unreadable += 1;
            continue;
        }
        if to - from >= 512 && read(damaged, &sql, columns.len(), &mut store)? {
            continue;
        }
        let middle = from + (to - from) / 2;
        spans.push((middle + 1, to));
        spans.push((from, middle));
    }
    Ok(())
}

/// Reads rows until they end (true) or can't be read (false).
fn read(
    damaged: &Connection,
    sql: &str,
    columns: usize,
    store: &mut impl FnMut(Vec<Value>) -> Result<(), StoreError>,
) -> Result<bool, StoreError> {
    let Ok(mut select) = damaged.prepare_cached(sql) else { return Ok(false) };
    let Ok(mut rows) = select.query([]) else { return Ok(false) };
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                let values = (0..columns).map(|column| row.get(column)).collect::<rusqlite::Result<Vec<Value>>>();
                match values {
                    Ok(values) => store(values)?,
                    Err(_) => return Ok(false),
                }
            }
            Ok(None) => return Ok(true),
            Err(_) => return Ok(false),
        }
    }
}

/// How much of what the reader did is in a database, as far as it can be read: kept articles, notes, highlights, sources.
pub(crate) fn counts(db: &Connection) -> [Option<u32>; 4] {
    [
        "SELECT count(*) FROM entries WHERE kept_at IS NOT NULL",
        "SELECT count(*) FROM notes",
        "SELECT count(*) FROM highlights",
        "SELECT count(*) FROM feeds WHERE unfollowed_at IS NULL",
    ]
    .map(|sql| db.query_row(sql, [], |row| row.get(0)).ok())
}
