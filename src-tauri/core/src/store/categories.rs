//! Categories: folders of feeds, in an order that the reader gives them, one inside another.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

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

fn read(row: &Row<'_>) -> rusqlite::Result<Category> {
    Ok(Category {
        id: row.get(0)?,
        title: row.get(1)?,
        folded: row.get(2)?,
        position: row.get(3)?,
        parent_id: row.get(4)?,
        outline: row.get(5)?,
    })
}

/// Every category, parents before what stands in them, each in the reader's order.
pub(crate) fn all(db: &Connection) -> Result<Vec<Category>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT id, title, folded, position, parent_id, outline FROM categories ORDER BY position, id",
    )?;
    let rows = select.query_map([], read)?;
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
    above(db, 0, parent.map(|parent| parent.0))?;
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

/// The folded path of titles, outermost first; of none, the default category's.
pub(crate) fn folded_path(titles: &[String]) -> String {
    if titles.is_empty() {
        return folded(DEFAULT_CATEGORY);
    }
    titles.iter().map(|title| folded(title)).collect::<Vec<_>>().join(&SEPARATOR.to_string())
}

fn folded(title: &str) -> String {
    text::fold(title).replace(SEPARATOR, " ")
}

/// The folded path of a title inside a category.
fn path(db: &Connection, parent: Option<CategoryId>, title: &str) -> Result<String, StoreError> {
    let own = folded(title);
    Ok(match parent {
        None => own,
        Some(parent) => format!("{}{SEPARATOR}{own}", get(db, parent)?.folded),
    })
}

fn get(db: &Connection, id: CategoryId) -> Result<Category, StoreError> {
    db.prepare_cached("SELECT id, title, folded, position, parent_id, outline FROM categories WHERE id = ?1")?
        .query_row([id.0], read)
        .optional()?
        .ok_or(StoreError::NoSuch("category"))
}

/// That there is such a category.
pub(crate) fn require(db: &Connection, id: CategoryId) -> Result<(), StoreError> {
    get(db, id).map(|_| ())
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
    place(db, id, known.parent_id.map(CategoryId)).map(drop)
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
    let depth = above(db, id.0, parent.map(|parent| parent.0))?;
    if depth + height(db, id)? > MAX_DEPTH {
        return Err(StoreError::Refused("too deep"));
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
    place(db, id, parent).map(drop)
}

/// How many categories stand above one that stands in `parent`.
///
/// # Errors
/// `NoSuch` when one is missing; `Refused` when `id` is among them, or when they are too many.
fn above(db: &Connection, id: i64, parent: Option<i64>) -> Result<usize, StoreError> {
    let mut above = parent;
    let mut depth = 0;
    while let Some(place) = above {
        depth += 1;
        if place == id {
            return Err(StoreError::Refused("a category can't stand inside itself"));
        }
        if depth >= MAX_DEPTH {
            return Err(StoreError::Refused("too deep"));
        }
        above = get(db, CategoryId(place))?.parent_id;
    }
    Ok(depth)
}

/// How many levels a category is high, itself included.
fn height(db: &Connection, id: CategoryId) -> Result<usize, StoreError> {
    let (mut level, mut height) = (vec![id], 0);
    while !level.is_empty() {
        height += 1;
        let mut next = Vec::new();
        for id in level {
            next.extend(children(db, id)?);
        }
        level = next;
    }
    Ok(height)
}

/// Removes a category; its feeds move to the one that it stands in, or to the default one, and the categories in it
/// move up to where it stood.
///
/// # Errors
/// `DefaultCategory` for that one while it holds feeds.
pub(crate) fn delete(db: &Connection, id: CategoryId) -> Result<(), StoreError> {
    let gone = get(db, id)?;
    let holds = db.prepare_cached("SELECT 1 FROM feeds WHERE category_id = ?1")?.exists([id.0])?;
    if holds {
        let to = match gone.parent_id {
            Some(parent) => CategoryId(parent),
            None => category(db, DEFAULT_CATEGORY)?,
        };
        if to == id {
            return Err(StoreError::DefaultCategory);
        }
        db.execute("UPDATE feeds SET category_id = ?2 WHERE category_id = ?1", params![id.0, to.0])?;
    }
    // It steps aside: one in it may have its title.
    db.execute("UPDATE categories SET folded = ?2 WHERE id = ?1", params![id.0, format!("{SEPARATOR}{}", id.0)])?;
    for inside in children(db, id)? {
        place(db, inside, gone.parent_id.map(CategoryId))?;
    }
    remove(db, id)
}

fn children(db: &Connection, id: CategoryId) -> Result<Vec<CategoryId>, StoreError> {
    let mut select = db.prepare_cached("SELECT id FROM categories WHERE parent_id = ?1 ORDER BY position, id")?;
    let rows = select.query_map([id.0], |row| Ok(CategoryId(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives a category its parent and its path, and all inside it theirs. One of the same path that is there already takes
/// in what it holds; the answer says which was taken in by which.
fn place(db: &Connection, id: CategoryId, parent: Option<CategoryId>) -> Result<HashMap<i64, i64>, StoreError> {
    let mut taken_in = HashMap::new();
    let mut waiting = vec![(id, parent)];
    while let Some((id, parent)) = waiting.pop() {
        let folded = path(db, parent, &get(db, id)?.title)?;
        match find(db, &folded)? {
            Some(other) if other != id => {
                waiting.extend(children(db, id)?.into_iter().map(|inside| (inside, Some(other))));
                db.prepare_cached("UPDATE feeds SET category_id = ?2 WHERE category_id = ?1")?
                    .execute(params![id.0, other.0])?;
                // They hang on nothing until their turn comes.
                db.prepare_cached("UPDATE categories SET parent_id = NULL WHERE parent_id = ?1")?.execute([id.0])?;
                remove(db, id)?;
                taken_in.insert(id.0, other.0);
            }
            _ => {
                db.prepare_cached("UPDATE categories SET parent_id = ?2, folded = ?3 WHERE id = ?1")?
                    .execute(params![id.0, parent.map(|parent| parent.0), folded])?;
                waiting.extend(children(db, id)?.into_iter().map(|inside| (inside, Some(id))));
            }
        }
    }
    Ok(taken_in)
}

/// Makes of categories again what an act changed: brings back those that it took away, and gives the others the title,
/// place and parent that they had, unless those were changed since. Where one was made since at the path of one that
/// comes back, it takes that one in; the answer says which number stands for which.
pub(crate) fn restore(
    db: &Connection,
    before: &[Category],
    after: &[Category],
) -> Result<HashMap<i64, i64>, StoreError> {
    let after: HashMap<i64, &Category> = after.iter().map(|category| (category.id, category)).collect();
    let mut parents = Vec::new();
    for known in before {
        let now = get(db, CategoryId(known.id));
        let (mut back, made) = match (now, after.get(&known.id)) {
            (Ok(mut now), Some(after)) => {
                if now.title == after.title {
                    now.title.clone_from(&known.title);
                }
                if now.position == after.position {
                    now.position = known.position;
                }
                if now.outline == after.outline {
                    now.outline.clone_from(&known.outline);
                }
                if now.parent_id == after.parent_id {
                    parents.push((known.id, known.parent_id));
                }
                (now, false)
            }
            (Err(StoreError::NoSuch(_)), None) => {
                parents.push((known.id, known.parent_id));
                (Category { parent_id: None, ..known.clone() }, true)
            }
            // Somebody else removed it since, or brought it back already.
            (Err(StoreError::NoSuch(_)), Some(_)) | (Ok(_), None) => continue,
            (Err(error), _) => return Err(error),
        };
        // Paths are unique: all step aside before any takes its place.
        back.folded = format!("{SEPARATOR}{}", back.id);
        let sql = if made {
            "INSERT INTO categories (id, title, folded, position, parent_id, outline) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        } else {
            "UPDATE categories SET title = ?2, folded = ?3, position = ?4, parent_id = ?5, outline = ?6 WHERE id = ?1"
        };
        db.prepare_cached(sql)?.execute(params![
            back.id,
            back.title,
            back.folded,
            back.position,
            back.parent_id,
            back.outline
        ])?;
    }
    // Parents stand before what is in them, but one may be gone, or stand inside by now.
    for (id, parent) in parents {
        // Where the one that it stood in was removed since, it stands at the top.
        let parent = match parent {
            Some(gone) if matches!(get(db, CategoryId(gone)), Err(StoreError::NoSuch(_))) => None,
            parent => parent,
        };
        if may_stand_in(db, id, parent)? {
            db.prepare_cached("UPDATE categories SET parent_id = ?2 WHERE id = ?1")?.execute(params![id, parent])?;
        }
    }
    let mut numbers = HashMap::new();
    for known in before {
        let id = CategoryId(known.id);
        match get(db, id) {
            Ok(now) => numbers.extend(place(db, id, now.parent_id.map(CategoryId))?),
            Err(StoreError::NoSuch(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(numbers)
}

fn may_stand_in(db: &Connection, id: i64, parent: Option<i64>) -> Result<bool, StoreError> {
    match above(db, id, parent) {
        Ok(_) => Ok(true),
        Err(StoreError::NoSuch(_) | StoreError::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Takes those of `made` away that hold nothing.
pub(crate) fn remove_empty(db: &Connection, made: &[i64]) -> Result<(), StoreError> {
    let mut holds = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM feeds WHERE category_id = ?1)
             OR EXISTS (SELECT 1 FROM categories WHERE parent_id = ?1)
             OR NOT EXISTS (SELECT 1 FROM categories WHERE id = ?1)",
    )?;
    // Innermost first, as they were made outermost first.
    for id in made.iter().rev() {
        if !holds.query_row([id], |row| row.get::<_, bool>(0))? {
            remove(db, CategoryId(*id))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
