//! Collections, tags, notes and highlights. What the reader files, tags, notes or marks is kept with it: nothing of the
//! reader's hangs on an article that a limit may delete.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value, json};

use super::journal::{Journal, Table};
use super::{StoreError, copies, extras, texts};
use crate::contract::{Highlight, HighlightColor, Marks, Note, TextPlace};
use crate::html;
use crate::model::{CollectionId, Direction, EntryId, HighlightId, TagId, TextOrigin, Timestamp};
use crate::text::{self, anchor};

/// Keeps an entry.
pub(crate) fn keep(act: &mut Journal<'_>, id: EntryId, now: Timestamp) -> Result<bool, StoreError> {
    let kept_at: Option<i64> = act
        .db()
        .prepare_cached("SELECT kept_at FROM entries WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NoSuch("entry"))?;
    if kept_at.is_some() { Ok(false) } else { act.put(Table::Kept, vec![json!(id.0), json!(now)]) }
}

/// Lets an entry go, together with the same article in other feeds. What was noted and marked in it stays with it.
pub(crate) fn let_go(act: &mut Journal<'_>, id: EntryId) -> Result<bool, StoreError> {
    let mut any = false;
    for id in copies::group(act.db(), id)? {
        any |= act.put(Table::Kept, vec![json!(id.0), Value::Null])?;
    }
    Ok(any)
}

// ---- collections ---------------------------------------------------------------------------------------------------

/// The collection of that title, made where there is none; and whether it was made.
pub(crate) fn collection(act: &mut Journal<'_>, title: &str) -> Result<(CollectionId, bool), StoreError> {
    let folded = text::fold(title);
    if let Some(id) = by_title(act.db(), "collections", &folded)? {
        return Ok((CollectionId(id), false));
    }
    let (id, position) = (next_id(act.db(), "collections")?, next_position(act.db())?);
    act.put(Table::Collections, vec![json!(id), json!(title), json!(folded), json!(position)])?;
    Ok((CollectionId(id), true))
}

/// Gives a collection another title; one that has it takes its articles in.
pub(crate) fn rename_collection(act: &mut Journal<'_>, id: CollectionId, title: &str) -> Result<(), StoreError> {
    let folded = text::fold(title);
    let position: i64 = act
        .db()
        .prepare_cached("SELECT position FROM collections WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NoSuch("collection"))?;
    match by_title(act.db(), "collections", &folded)? {
        Some(other) if other != id.0 => {
            for entry in members(act.db(), "collected", "collection_id", id.0)? {
                act.put(Table::Collected, vec![json!(other), json!(entry)])?;
            }
            delete_collection(act, id)
        }
        _ => act.put(Table::Collections, vec![json!(id.0), json!(title), json!(folded), json!(position)]).map(drop),
    }
}

/// Removes a collection; its articles stay kept.
pub(crate) fn delete_collection(act: &mut Journal<'_>, id: CollectionId) -> Result<(), StoreError> {
    for entry in members(act.db(), "collected", "collection_id", id.0)? {
        act.remove(Table::Collected, vec![json!(id.0), json!(entry)])?;
    }
    let gone = act.remove(Table::Collections, vec![json!(id.0)])?;
    if gone { Ok(()) } else { Err(StoreError::NoSuch("collection")) }
}

/// Gives a collection another place in the reader's order.
pub(crate) fn move_collection(
    act: &mut Journal<'_>,
    id: CollectionId,
    before: Option<CollectionId>,
) -> Result<(), StoreError> {
    let rows: Vec<(i64, String, String)> = act
        .db()
        .prepare_cached("SELECT id, title, folded FROM collections ORDER BY position, id")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let (moved, mut order): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(row, ..)| *row == id.0);
    let at = match before {
        Some(before) => order.iter().position(|(row, ..)| *row == before.0).ok_or(StoreError::NoSuch("collection"))?,
        None => order.len(),
    };
    order.splice(at..at, [moved.into_iter().next().ok_or(StoreError::NoSuch("collection"))?]);
    for (position, (row, title, folded)) in order.into_iter().enumerate() {
        act.put(Table::Collections, vec![json!(row), json!(title), json!(folded), json!(position)])?;
    }
    Ok(())
}

/// Puts an entry into a collection, which keeps it, or takes it out.
pub(crate) fn set_collected(
    act: &mut Journal<'_>,
    entry: EntryId,
    collection: CollectionId,
    member: bool,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let row = vec![json!(collection.0), json!(entry.0)];
    if !member {
        return act.remove(Table::Collected, row);
    }
    let known = act.db().prepare_cached("SELECT 1 FROM collections WHERE id = ?1")?.exists([collection.0])?;
    if !known {
        return Err(StoreError::NoSuch("collection"));
    }
    let kept = keep(act, entry, now)?;
    Ok(act.put(Table::Collected, row)? || kept)
}

// ---- tags ----------------------------------------------------------------------------------------------------------

/// The tag of that title, made where there is none.
pub(crate) fn tag(act: &mut Journal<'_>, title: &str) -> Result<TagId, StoreError> {
    let folded = text::fold(title);
    if let Some(id) = by_title(act.db(), "tags", &folded)? {
        return Ok(TagId(id));
    }
    let id = next_id(act.db(), "tags")?;
    act.put(Table::Tags, vec![json!(id), json!(title), json!(folded)])?;
    Ok(TagId(id))
}

/// Gives an entry a tag, which keeps it.
pub(crate) fn add_tag(act: &mut Journal<'_>, entry: EntryId, title: &str, now: Timestamp) -> Result<bool, StoreError> {
    let kept = keep(act, entry, now)?;
    let tag = tag(act, title)?;
    Ok(act.put(Table::Tagged, vec![json!(tag.0), json!(entry.0)])? || kept)
}

/// Takes a tag from an entry; a tag that nothing has any more goes.
pub(crate) fn remove_tag(act: &mut Journal<'_>, entry: EntryId, title: &str) -> Result<bool, StoreError> {
    let Some(id) = by_title(act.db(), "tags", &text::fold(title))? else { return Ok(false) };
    let removed = act.remove(Table::Tagged, vec![json!(id), json!(entry.0)])?;
    if removed && members(act.db(), "tagged", "tag_id", id)?.is_empty() {
        act.remove(Table::Tags, vec![json!(id)])?;
    }
    Ok(removed)
}

/// Gives a tag another title; one that has it takes its articles in.
pub(crate) fn rename_tag(act: &mut Journal<'_>, id: TagId, title: &str) -> Result<(), StoreError> {
    let folded = text::fold(title);
    match by_title(act.db(), "tags", &folded)? {
        Some(other) if other != id.0 => {
            for entry in members(act.db(), "tagged", "tag_id", id.0)? {
                act.put(Table::Tagged, vec![json!(other), json!(entry)])?;
            }
            delete_tag(act, id)
        }
        _ => {
            let known = act.db().prepare_cached("SELECT 1 FROM tags WHERE id = ?1")?.exists([id.0])?;
            if !known {
                return Err(StoreError::NoSuch("tag"));
            }
            act.put(Table::Tags, vec![json!(id.0), json!(title), json!(folded)]).map(drop)
        }
    }
}

/// Removes a tag from everything.
pub(crate) fn delete_tag(act: &mut Journal<'_>, id: TagId) -> Result<(), StoreError> {
    for entry in members(act.db(), "tagged", "tag_id", id.0)? {
        act.remove(Table::Tagged, vec![json!(id.0), json!(entry)])?;
    }
    let gone = act.remove(Table::Tags, vec![json!(id.0)])?;
    if gone { Ok(()) } else { Err(StoreError::NoSuch("tag")) }
}

// ---- notes and highlights ------------------------------------------------------------------------------------------

/// Writes the note on an entry, which keeps it; an empty one is deleted.
pub(crate) fn set_note(act: &mut Journal<'_>, entry: EntryId, body: &str, now: Timestamp) -> Result<(), StoreError> {
    if body.trim().is_empty() {
        return act.remove(Table::Notes, vec![json!(entry.0)]).map(drop);
    }
    let known: Option<(String, i64)> = act
        .db()
        .prepare_cached("SELECT body, created_at FROM notes WHERE entry_id = ?1")?
        .query_row([entry.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    keep(act, entry, now)?;
    if known.as_ref().is_some_and(|(known, _)| known == body) {
        return Ok(());
    }
    let created = known.map_or(now, |(_, at)| at);
    act.put(Table::Notes, vec![json!(entry.0), json!(body), json!(created), json!(now)]).map(drop)
}

/// Whether an entry has a note.
pub(crate) fn has_note(db: &Connection, entry: EntryId) -> Result<bool, StoreError> {
    Ok(db.prepare_cached("SELECT 1 FROM notes WHERE entry_id = ?1")?.exists([entry.0])?)
}

/// Whether these words are marked in an entry.
pub(crate) fn has_highlight(db: &Connection, entry: EntryId, exact: &str) -> Result<bool, StoreError> {
    let mut select = db.prepare_cached("SELECT 1 FROM highlights WHERE entry_id = ?1 AND exact = ?2")?;
    Ok(select.exists(params![entry.0, exact])?)
}

/// A passage to mark.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewHighlight {
    pub(crate) color: HighlightColor,
    pub(crate) exact: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) start: u32,
    pub(crate) note: Option<String>,
    pub(crate) created_at: Timestamp,
}

/// Marks a passage of an entry, which keeps it.
pub(crate) fn add_highlight(
    act: &mut Journal<'_>,
    entry: EntryId,
    new: &NewHighlight,
    now: Timestamp,
) -> Result<HighlightId, StoreError> {
    keep(act, entry, now)?;
    let id = next_id(act.db(), "highlights")?;
    act.put(
        Table::Highlights,
        vec![
            json!(id),
            json!(entry.0),
            json!(new.color.as_str()),
            json!(new.exact),
            json!(new.before),
            json!(new.after),
            json!(new.start),
            json!(new.note),
            json!(new.created_at),
            json!(now),
        ],
    )?;
    Ok(HighlightId(id))
}

/// A stored highlight.
#[derive(Debug, Clone)]
struct Stored {
    id: i64,
    entry: i64,
    new: NewHighlight,
}

const HIGHLIGHT: &str = "SELECT id, entry_id, color, exact, before, after, start, note, created_at FROM highlights";

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let color: String = row.get(2)?;
    Ok(Stored {
        id: row.get(0)?,
        entry: row.get(1)?,
        new: NewHighlight {
            color: HighlightColor::parse(&color),
            exact: row.get(3)?,
            before: row.get(4)?,
            after: row.get(5)?,
            start: row.get(6)?,
            note: row.get(7)?,
            created_at: row.get(8)?,
        },
    })
}

fn highlight(db: &Connection, id: HighlightId) -> Result<Stored, StoreError> {
    let mut select = db.prepare_cached(&format!("{HIGHLIGHT} WHERE id = ?1"))?;
    select.query_row([id.0], stored).optional()?.ok_or(StoreError::NoSuch("highlight"))
}

/// Changes colour or note of a marked passage; answers its entry.
pub(crate) fn update_highlight(
    act: &mut Journal<'_>,
    id: HighlightId,
    color: Option<HighlightColor>,
    note: Option<&str>,
    now: Timestamp,
) -> Result<EntryId, StoreError> {
    let Stored { entry, new, .. } = highlight(act.db(), id)?;
    let note = note.map_or(new.note, |note| Some(note.to_owned()).filter(|note| !note.trim().is_empty()));
    act.put(
        Table::Highlights,
        vec![
            json!(id.0),
            json!(entry),
            json!(color.unwrap_or(new.color).as_str()),
            json!(new.exact),
            json!(new.before),
            json!(new.after),
            json!(new.start),
            json!(note),
            json!(new.created_at),
            json!(now),
        ],
    )?;
    Ok(EntryId(entry))
}

/// Takes the mark from a passage; answers its entry.
pub(crate) fn delete_highlight(act: &mut Journal<'_>, id: HighlightId) -> Result<EntryId, StoreError> {
    let entry = highlight(act.db(), id)?.entry;
    act.remove(Table::Highlights, vec![json!(id.0)])?;
    Ok(EntryId(entry))
}

/// What an entry shows now, as places count in it.
pub(crate) fn shown_text(db: &Connection, id: EntryId) -> Result<String, StoreError> {
    let shows_page = extras::extras(db, id)?.shows_page;
    let origin = if shows_page { TextOrigin::Page } else { TextOrigin::Feed };
    Ok(texts::get(db, id, origin)?.map(|text| html::text_content(&text.html)).unwrap_or_default())
}

fn answer(stored: Stored, text: Option<&str>) -> Highlight {
    let Stored { id, entry, new } = stored;
    let asked = anchor::Anchor { exact: &new.exact, before: &new.before, after: &new.after, start: new.start };
    let place = text.and_then(|text| anchor::find(text, &asked));
    Highlight {
        id: HighlightId(id),
        entry: EntryId(entry),
        color: new.color,
        place: place.map(|found| TextPlace { start: found.start, end: found.end, changed: !found.same }),
        text: new.exact,
        note: new.note,
        created_at: new.created_at,
    }
}

/// One marked passage, found in what its article shows now.
pub(crate) fn one_highlight(db: &Connection, id: HighlightId) -> Result<Highlight, StoreError> {
    let stored = highlight(db, id)?;
    let text = shown_text(db, EntryId(stored.entry))?;
    Ok(answer(stored, Some(&text)))
}

/// Marked passages, the last one first: one more than `limit` where there are more.
pub(crate) fn highlights(
    db: &Connection,
    collection: Option<CollectionId>,
    color: Option<HighlightColor>,
    cursor: Option<HighlightId>,
    limit: u32,
) -> Result<(Vec<Highlight>, u32), StoreError> {
    const CONDITION: &str = "(?1 IS NULL OR entry_id IN (SELECT entry_id FROM collected WHERE collection_id = ?1))
        AND (?2 IS NULL OR color = ?2)";
    let (collection, color) = (collection.map(|id| id.0), color.map(HighlightColor::as_str));
    let mut select = db.prepare_cached(&format!(
        "{HIGHLIGHT} WHERE {CONDITION} AND (?3 IS NULL OR id < ?3) ORDER BY id DESC LIMIT ?4"
    ))?;
    let rows = select.query_map(params![collection, color, cursor.map(|id| id.0), limit], stored)?;
    let items = rows.map(|row| row.map(|row| answer(row, None))).collect::<Result<_, _>>()?;
    let total = db
        .prepare_cached(&format!("SELECT count(*) FROM highlights WHERE {CONDITION}"))?
        .query_row(params![collection, color], |row| row.get(0))?;
    Ok((items, total))
}

/// What the reader did with an entry.
pub(crate) fn of_entry(db: &Connection, id: EntryId) -> Result<Marks, StoreError> {
    let kept_at: Option<i64> = db
        .prepare_cached("SELECT kept_at FROM entries WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NoSuch("entry"))?;
    let note = db
        .prepare_cached("SELECT body, created_at, changed_at FROM notes WHERE entry_id = ?1")?
        .query_row([id.0], |row| {
            let body: String = row.get(0)?;
            let direction = text::direction(&body, Direction::Rtl);
            Ok(Note { direction, body, created_at: row.get(1)?, changed_at: row.get(2)? })
        })
        .optional()?;
    let mut select = db.prepare_cached(&format!("{HIGHLIGHT} WHERE entry_id = ?1 ORDER BY id"))?;
    let rows: Vec<Stored> = select.query_map([id.0], stored)?.collect::<Result<_, _>>()?;
    let text = if rows.is_empty() { String::new() } else { shown_text(db, id)? };
    let mut highlights: Vec<Highlight> = rows.into_iter().map(|row| answer(row, Some(&text))).collect();
    highlights.sort_by_key(|highlight| highlight.place.map_or((u32::MAX, u32::MAX), |place| (place.start, place.end)));
    Ok(Marks { entry: id, kept_at, collections: collections_of(db, id)?, tags: tags_of(db, id)?, note, highlights })
}

/// The collections that an entry is in, in the reader's order.
pub(super) fn collections_of(db: &Connection, id: EntryId) -> Result<Vec<CollectionId>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT c.id FROM collected m JOIN collections c ON c.id = m.collection_id WHERE m.entry_id = ?1
         ORDER BY c.position, c.id",
    )?;
    let rows = select.query_map([id.0], |row| row.get(0).map(CollectionId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The titles of an entry's tags.
pub(super) fn tags_of(db: &Connection, id: EntryId) -> Result<Vec<String>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT t.title FROM tagged g JOIN tags t ON t.id = g.tag_id WHERE g.entry_id = ?1 ORDER BY t.folded",
    )?;
    let rows = select.query_map([id.0], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What hangs on an entry that goes hangs on the one that stands in its place.
pub(super) fn hand_over(db: &Connection, from: EntryId, to: EntryId) -> Result<(), StoreError> {
    // Two notes become one: neither is lost.
    db.execute(
        "UPDATE notes SET body = body || char(10, 10) || (SELECT n.body FROM notes n WHERE n.entry_id = ?1)
         WHERE entry_id = ?2 AND EXISTS (SELECT 1 FROM notes n WHERE n.entry_id = ?1)",
        params![from.0, to.0],
    )?;
    for table in ["notes", "highlights", "collected", "tagged"] {
        db.execute(&format!("UPDATE OR IGNORE {table} SET entry_id = ?2 WHERE entry_id = ?1"), params![from.0, to.0])?;
    }
    Ok(())
}

fn by_title(db: &Connection, table: &str, folded: &str) -> Result<Option<i64>, StoreError> {
    let sql = format!("SELECT id FROM {table} WHERE folded = ?1");
    Ok(db.prepare_cached(&sql)?.query_row([folded], |row| row.get(0)).optional()?)
}

/// A number that no row of the table ever had.
fn next_id(db: &Connection, table: &str) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0),
                    coalesce((SELECT max(id) FROM {table}), 0)) + 1"
    );
    Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

fn next_position(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.query_row("SELECT coalesce(max(position), -1) + 1 FROM collections", [], |row| row.get(0))?)
}

fn members(db: &Connection, table: &str, column: &str, id: i64) -> Result<Vec<i64>, StoreError> {
    let sql = format!("SELECT entry_id FROM {table} WHERE {column} = ?1");
    let mut select = db.prepare_cached(&sql)?;
    let rows = select.query_map([id], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
