//! Categories: folders of feeds, in an order that the reader gives them, one inside another.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, settings};
use crate::model::CategoryId;
use crate::text;

/// The title of the category for feeds without one. It is data of the library, which the reader may rename, not a text
/// of the interface.
pub(crate) const DEFAULT_CATEGORY: &str = "أخبار";
/// Categories stand at most so deep in one another.
pub(crate) const MAX_DEPTH: usize = 32;
/// Between the folded titles of a path. No folded title holds it.
const SEPARATOR: char = '\u{1f}';
const LAST_GONE: &str = "categories.last_gone";

/// A category as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Category {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) folded: String,
    pub(crate) position: i64,
    pub(crate) parent_id: Option<i64>,
    pub(crate) outline: String,
}

/// Every category, parents before what stands in them, each in the reader's order.
pub(crate) fn all(db: &Connection) -> Result<Vec<Category>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT id, title, folded, position, parent_id, outline FROM categories ORDER BY position, id",
    )?;
    let rows = select.query_map([], |row| {
        Ok(Category {
            id: row.get(0)?,
            title: row.get(1)?,
            folded: row.get(2)?,
            position: row.get(3)?,
            parent_id: row.get(4)?,
            outline: row.get(5)?,
        })
    })?;
    let mut inside: HashMap<Option<i64>, Vec<Category>> = HashMap::new();
    for category in rows {
        let category = category?;
        inside.entry(category.parent_id).or_default().push(category);
    }
    let mut ordered = Vec::new();
    let mut open = vec![None];
    // Depth first, by hand: the depth comes from outside (OPML).
    let mut waiting: Vec<Category> = Vec::new();
    while let Some(parent) = open.pop() {
        let mut children = inside.remove(&parent).unwrap_or_default();
        children.reverse();
        waiting.extend(children);
        if let Some(next) = waiting.pop() {
            open.push(Some(next.id));
            ordered.push(next);
        }
    }
    Ok(ordered)
}

/// The category of that title at the top, made when there is none. An empty title is the default category.
pub(crate) fn category(db: &Connection, title: &str) -> Result<CategoryId, StoreError> {
    let title = title.trim();
    Ok(child(db, None, if title.is_empty() { DEFAULT_CATEGORY } else { title })?.0)
}

/// The category of that title inside `parent`, and whether it was made.
pub(crate) fn child(
    db: &Connection,
    parent: Option<CategoryId>,
    title: &str,
) -> Result<(CategoryId, bool), StoreError> {
    let folded = path(db, parent, title)?;
    if let Some(id) = find(db, &folded)? {
        return Ok((id, false));
    }
    db.prepare_cached(
        "INSERT INTO categories (id, title, folded, position, parent_id)
         VALUES ((SELECT max(coalesce(max(id), 0), ?4) + 1 FROM categories), ?1, ?2,
                 (SELECT coalesce(max(position), 0) + 1 FROM categories), ?3)",
    )?
    .execute(params![title, folded, parent.map(|id| id.0), last_gone(db)?])?;
    Ok((CategoryId(db.last_insert_rowid()), true))
}

/// The highest number of a category that went: no other is given it, as an undo may bring that one back.
fn last_gone(db: &Connection) -> Result<i64, StoreError> {
    Ok(settings::get(db, LAST_GONE)?.and_then(|value| value.as_i64()).unwrap_or(0))
}

fn remove(db: &Connection, id: CategoryId) -> Result<(), StoreError> {
    if id.0 > last_gone(db)? {
        settings::set(db, LAST_GONE, &serde_json::Value::from(id.0))?;
    }
    db.execute("DELETE FROM categories WHERE id = ?1", [id.0])?;
    Ok(())
}

fn find(db: &Connection, folded: &str) -> Result<Option<CategoryId>, StoreError> {
    Ok(db
        .prepare_cached("SELECT id FROM categories WHERE folded = ?1")?
        .query_row([folded], |row| row.get(0))
        .optional()?
        .map(CategoryId))
}

/// The folded path of a title inside a category.
fn path(db: &Connection, parent: Option<CategoryId>, title: &str) -> Result<String, StoreError> {
    let own: String = text::fold(title).replace(SEPARATOR, " ");
    Ok(match parent {
        None => own,
        Some(parent) => format!("{}{SEPARATOR}{own}", get(db, parent)?.folded),
    })
}

fn get(db: &Connection, id: CategoryId) -> Result<Category, StoreError> {
    db.prepare_cached("SELECT id, title, folded, position, parent_id, outline FROM categories WHERE id = ?1")?
        .query_row([id.0], |row| {
            Ok(Category {
                id: row.get(0)?,
                title: row.get(1)?,
                folded: row.get(2)?,
                position: row.get(3)?,
                parent_id: row.get(4)?,
                outline: row.get(5)?,
            })
        })
        .optional()?
        .ok_or(StoreError::NoSuch("category"))
}

/// That there is such a category.
pub(crate) fn require(db: &Connection, id: CategoryId) -> Result<(), StoreError> {
    get(db, id).map(|_| ())
}

/// How many categories there are.
pub(crate) fn count(db: &Connection) -> Result<u32, StoreError> {
    Ok(db.query_row("SELECT count(*) FROM categories", [], |row| row.get(0))?)
}

/// Keeps the attributes of the OPML outline that a category came from, a JSON object.
pub(crate) fn set_outline(db: &Connection, id: CategoryId, outline: &str) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE categories SET outline = ?2 WHERE id = ?1")?.execute(params![id.0, outline])?;
    Ok(())
}

/// Renames a category; one of that title beside it takes its feeds in.
pub(crate) fn rename(db: &Connection, id: CategoryId, title: &str) -> Result<(), StoreError> {
    let known = get(db, id)?;
    db.execute("UPDATE categories SET title = ?2 WHERE id = ?1", params![id.0, title.trim()])?;
    place(db, id, known.parent_id.map(CategoryId))
}

/// Puts a category into another (or to the top), before the one named (or at the end).
///
/// # Errors
/// `NoSuch` when one of them is missing; `Value` when it would stand in itself, or deeper than 32 others.
pub(crate) fn move_to(
    db: &Connection,
    id: CategoryId,
    parent: Option<CategoryId>,
    before: Option<CategoryId>,
) -> Result<(), StoreError> {
    get(db, id)?;
    let mut above = parent;
    let mut depth = 0;
    while let Some(place) = above {
        depth += 1;
        if place == id || depth > MAX_DEPTH {
            return Err(StoreError::Refused("a category can't stand inside itself"));
        }
        above = get(db, place)?.parent_id.map(CategoryId);
    }
    let mut order: Vec<i64> = all(db)?.into_iter().map(|category| category.id).filter(|known| *known != id.0).collect();
    let at = match before {
        None => order.len(),
        Some(before) => order.iter().position(|known| *known == before.0).ok_or(StoreError::NoSuch("category"))?,
    };
    order.insert(at, id.0);
    let mut update = db.prepare_cached("UPDATE categories SET position = ?2 WHERE id = ?1 AND position <> ?2")?;
    for (position, id) in (1_i64..).zip(order) {
        update.execute([id, position])?;
    }
    place(db, id, parent)
}

/// Removes a category; its feeds and the categories in it move to the one that it stands in, or to the default one.
pub(crate) fn delete(db: &Connection, id: CategoryId) -> Result<(), StoreError> {
    let gone = get(db, id)?;
    let to = match gone.parent_id {
        Some(parent) => CategoryId(parent),
        None => category(db, DEFAULT_CATEGORY)?,
    };
    if to == id {
        return Ok(());
    }
    // Categories inside move up beside it; feeds into what takes them.
    for inside in children(db, id)? {
        place(db, inside, gone.parent_id.map(CategoryId))?;
    }
    db.execute("UPDATE feeds SET category_id = ?2 WHERE category_id = ?1", params![id.0, to.0])?;
    remove(db, id)
}

fn children(db: &Connection, id: CategoryId) -> Result<Vec<CategoryId>, StoreError> {
    let mut select = db.prepare_cached("SELECT id FROM categories WHERE parent_id = ?1 ORDER BY position, id")?;
    let rows = select.query_map([id.0], |row| Ok(CategoryId(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives a category its parent and its path, and all inside it theirs. One of the same path that is there already takes
/// in what it holds.
fn place(db: &Connection, id: CategoryId, parent: Option<CategoryId>) -> Result<(), StoreError> {
    let mut waiting = vec![(id, parent)];
    while let Some((id, parent)) = waiting.pop() {
        let folded = path(db, parent, &get(db, id)?.title)?;
        match find(db, &folded)? {
            Some(other) if other != id => {
                waiting.extend(children(db, id)?.into_iter().map(|inside| (inside, Some(other))));
                db.execute("UPDATE feeds SET category_id = ?2 WHERE category_id = ?1", params![id.0, other.0])?;
                db.execute("UPDATE categories SET parent_id = NULL WHERE parent_id = ?1", [id.0])?;
                remove(db, id)?;
            }
            _ => {
                db.execute(
                    "UPDATE categories SET parent_id = ?2, folded = ?3 WHERE id = ?1",
                    params![id.0, parent.map(|parent| parent.0), folded],
                )?;
                waiting.extend(children(db, id)?.into_iter().map(|inside| (inside, Some(id))));
            }
        }
    }
    Ok(())
}

/// Makes the categories again what they were: brings back those that went, and takes those away that were made since
/// and hold nothing. Where one was made since at the path of one that went, it takes its place; the answer says which
/// number stands for which.
pub(crate) fn restore(db: &Connection, before: &[Category], made: &[i64]) -> Result<HashMap<i64, i64>, StoreError> {
    let mut numbers = HashMap::new();
    // Paths are unique: all step aside before any takes its place.
    for known in before {
        db.prepare_cached("UPDATE categories SET folded = ?2 WHERE id = ?1")?
            .execute(params![known.id, format!("{SEPARATOR}{}", known.id)])?;
    }
    for known in before {
        let parent = known.parent_id.map(|parent| numbers.get(&parent).copied().unwrap_or(parent));
        let id = find(db, &known.folded)?.map_or(known.id, |usurper| usurper.0);
        if id != known.id {
            numbers.insert(known.id, id);
            db.execute("UPDATE categories SET parent_id = ?2 WHERE parent_id = ?1", params![known.id, id])?;
            db.execute("UPDATE feeds SET category_id = ?2 WHERE category_id = ?1", params![known.id, id])?;
            db.execute("DELETE FROM categories WHERE id = ?1", [known.id])?;
        }
        db.prepare_cached(
            "INSERT INTO categories (id, title, folded, position, parent_id, outline) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET title = ?2, folded = ?3, position = ?4, parent_id = ?5, outline = ?6",
        )?
        .execute(params![id, known.title, known.folded, known.position, parent, known.outline])?;
    }
    // Innermost first, as they were made outermost first.
    for id in made.iter().rev() {
        db.execute(
            "DELETE FROM categories WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM feeds WHERE category_id = ?1)
               AND NOT EXISTS (SELECT 1 FROM categories WHERE parent_id = ?1)",
            [id],
        )?;
    }
    Ok(numbers)
}
