//! The list of what was kept, and what it is filed under.

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::{StoreError, copies, entries, marks, pictures};
use crate::contract::{
    Collection, Cursor, HighlightColor, KeptOrder, KeptPage, KeptPaper, KeptRow, ListKept, Shelves, TagRow,
};
use crate::model::{CollectionId, Direction, EntryId, FeedId, MediaHash, TagId, Timestamp};
use crate::text;

/// Small pictures that stand for a collection.
const THUMBS: u32 = 3;

/// The condition that a list asks for, and its values.
fn condition(db: &Connection, asked: &ListKept) -> Result<(String, Vec<Value>), StoreError> {
    let mut sql = copies::KEPT_ONCE.to_owned();
    let mut values: Vec<Value> = Vec::new();
    let mut also = |part: &str, value: Option<i64>| {
        sql.push_str(" AND ");
        sql.push_str(part);
        values.extend(value.map(Value::from));
    };
    if let Some(id) = asked.collection {
        also("e.id IN (SELECT m.entry_id FROM collected m WHERE m.collection_id = ?)", Some(id.0));
    }
    if let Some(id) = asked.tag {
        also("e.id IN (SELECT g.entry_id FROM tagged g WHERE g.tag_id = ?)", Some(id.0));
    }
    if let Some(id) = asked.feed {
        also("e.feed_id = ?", Some(id.0));
    }
    for (wanted, part) in [
        (asked.noted, "EXISTS (SELECT 1 FROM notes n WHERE n.entry_id = e.id)"),
        (asked.highlighted, "EXISTS (SELECT 1 FROM highlights h WHERE h.entry_id = e.id)"),
        (asked.unread, "e.read = 0"),
        (asked.unfiled, "NOT EXISTS (SELECT 1 FROM collected m WHERE m.entry_id = e.id)"),
    ] {
        if wanted {
            also(part, None);
        }
    }
    let words = text::fold(asked.words.as_deref().unwrap_or_default());
    let words: Vec<&str> = words.split_whitespace().collect();
    if !words.is_empty() {
        let ids = serde_json::to_string(&with_words(db, &words)?).unwrap_or_else(|_| "[]".to_owned());
        sql.push_str(" AND e.id IN (SELECT value FROM json_each(?))");
        values.push(Value::from(ids));
    }
    Ok((sql, values))
}

/// The kept entries that have all of these folded words somewhere in what the list shows of them.
fn with_words(db: &Connection, words: &[&str]) -> Result<Vec<i64>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT e.id, e.title || char(10) || e.excerpt || char(10) || e.authors || char(10)
                || coalesce(f.custom_title, f.title),
                (SELECT n.body FROM notes n WHERE n.entry_id = e.id),
                (SELECT group_concat(h.exact || char(10) || coalesce(h.note, ''), char(10)) FROM highlights h
                 WHERE h.entry_id = e.id),
                (SELECT group_concat(t.title, char(10)) FROM tagged g JOIN tags t ON t.id = g.tag_id
                 WHERE g.entry_id = e.id)
         FROM entries e INDEXED BY entries_kept_at CROSS JOIN feeds f ON f.id = e.feed_id WHERE e.kept_at IS NOT NULL",
    )?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut shown: String = row.get(1)?;
        for column in 2..5 {
            if let Some(more) = row.get::<_, Option<String>>(column)? {
                shown.push('\n');
                shown.push_str(&more);
            }
        }
        let shown = text::fold(&shown);
        if words.iter().all(|word| shown.contains(word)) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

/// A page of the list.
pub(crate) fn page(db: &Connection, asked: &ListKept, limit: u32) -> Result<KeptPage, StoreError> {
    let (condition, values) = condition(db, asked)?;
    let total = db
        .prepare_cached(&format!("SELECT count(*) FROM entries e INDEXED BY entries_kept_at WHERE {condition}"))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let (index, column, sign, way) = match asked.order {
        KeptOrder::Newest => ("entries_kept_at", "e.kept_at", "<", "DESC"),
        KeptOrder::Oldest => ("entries_kept_at", "e.kept_at", ">", "ASC"),
        KeptOrder::Published => ("entries_kept", "e.published_at", "<", "DESC"),
    };
    let (mut more, mut values) = (String::new(), values);
    if let Some(cursor) = asked.cursor {
        more = format!(" AND ({column}, e.id) {sign} (?, ?)");
        values.extend([Value::from(cursor.at), Value::from(cursor.id.0)]);
    }
    values.push(Value::from(i64::from(limit) + 1));
    let mut select = db.prepare_cached(&format!(
        "SELECT e.id, {column}, e.kept_at FROM entries e INDEXED BY {index} WHERE {condition}{more}
         ORDER BY {column} {way}, e.id {way} LIMIT ?"
    ))?;
    let rows = select.query_map(params_from_iter(values), |row| {
        Ok((EntryId(row.get(0)?), row.get::<_, Timestamp>(1)?, row.get::<_, Timestamp>(2)?))
    })?;
    let mut ids: Vec<(EntryId, Timestamp, Timestamp)> = rows.collect::<Result<_, _>>()?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let is_more = ids.len() > wanted;
    ids.truncate(wanted);
    let next = ids.last().filter(|_| is_more).map(|(id, at, _)| Cursor { at: *at, id: *id });
    let items = ids.into_iter().map(|(id, _, kept_at)| row(db, id, kept_at)).collect::<Result<_, _>>()?;
    Ok(KeptPage { items, next, total })
}

fn row(db: &Connection, id: EntryId, kept_at: Timestamp) -> Result<KeptRow, StoreError> {
    let entry = entries::one(db, id)?;
    let (done, total) = pictures::pieces(db, id)?;
    let (note, highlight, color, highlights, bytes): (Option<String>, Option<String>, Option<String>, u32, i64) = db
        .prepare_cached(
            "SELECT (SELECT substr(n.body, 1, 500) FROM notes n WHERE n.entry_id = ?1),
                    (SELECT substr(h.exact, 1, 300) FROM highlights h WHERE h.entry_id = ?1 ORDER BY h.start, h.id LIMIT 1),
                    (SELECT h.color FROM highlights h WHERE h.entry_id = ?1 ORDER BY h.start, h.id LIMIT 1),
                    (SELECT count(*) FROM highlights h WHERE h.entry_id = ?1),
                    coalesce((SELECT sum(octet_length(t.html)) FROM texts t WHERE t.entry_id = ?1), 0)
                    + coalesce((SELECT sum(m.bytes) FROM media m WHERE m.hash IN (
                        SELECT p.hash FROM entry_pictures ep JOIN pictures p ON p.key = ep.key WHERE ep.entry_id = ?1
                        UNION SELECT p.thumb FROM entry_pictures ep JOIN pictures p ON p.key = ep.key
                              WHERE ep.entry_id = ?1
                        UNION SELECT n.hash FROM enclosures n WHERE n.entry_id = ?1)), 0)",
        )?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
    Ok(KeptRow {
        entry,
        kept_at,
        collections: marks::collections_of(db, id)?,
        tags: marks::tags_of(db, id)?,
        note,
        highlight,
        highlight_color: color.as_deref().map(HighlightColor::parse),
        highlights,
        bytes: u64::try_from(bytes).unwrap_or(0),
        done,
        total,
    })
}

/// Collections, tags and papers with their counts.
pub(crate) fn shelves(db: &Connection) -> Result<Shelves, StoreError> {
    let kept = copies::KEPT_ONCE;
    let mut thumbs = db.prepare_cached(&format!(
        "SELECT p.thumb FROM entries e INDEXED BY entries_kept_at JOIN pictures p ON p.key = e.lead_key
         WHERE {kept} AND p.thumb IS NOT NULL
           AND e.id IN (SELECT m.entry_id FROM collected m WHERE m.collection_id = ?1)
         ORDER BY e.kept_at DESC, e.id DESC LIMIT ?2"
    ))?;
    let mut select = db.prepare_cached(&format!(
        "SELECT c.id, c.title,
                (SELECT count(*) FROM collected m JOIN entries e ON e.id = m.entry_id WHERE m.collection_id = c.id AND {kept})
         FROM collections c ORDER BY c.position, c.id"
    ))?;
    let rows = select.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get(2)?)))?;
    let mut collections = Vec::new();
    for row in rows {
        let (id, title, count) = row?;
        let pictures = thumbs.query_map(params![id, THUMBS], |row| row.get::<_, String>(0))?;
        let pictures: Vec<String> = pictures.collect::<Result<_, _>>()?;
        collections.push(Collection {
            id: CollectionId(id),
            direction: text::direction(&title, Direction::Rtl),
            title,
            count,
            thumbs: pictures.iter().filter_map(|hash| MediaHash::parse(hash)).collect(),
        });
    }
    let mut select = db.prepare_cached(&format!(
        "SELECT t.id, t.title, (SELECT count(*) FROM tagged g JOIN entries e ON e.id = g.entry_id
                                WHERE g.tag_id = t.id AND {kept}) AS uses
         FROM tags t ORDER BY uses DESC, t.folded"
    ))?;
    let rows = select.query_map([], |row| {
        let title: String = row.get(1)?;
        let direction = text::direction(&title, Direction::Rtl);
        Ok(TagRow { id: TagId(row.get(0)?), direction, title, count: row.get(2)? })
    })?;
    let tags = rows.collect::<Result<_, _>>()?;
    let mut select = db.prepare_cached(&format!(
        "SELECT f.id, coalesce(f.custom_title, f.title), count(*) AS uses
         FROM entries e INDEXED BY entries_kept_at JOIN feeds f ON f.id = e.feed_id WHERE {kept}
         GROUP BY f.id ORDER BY uses DESC, f.id"
    ))?;
    let rows = select
        .query_map([], |row| Ok(KeptPaper { feed: FeedId(row.get(0)?), title: row.get(1)?, count: row.get(2)? }))?;
    let papers = rows.collect::<Result<_, _>>()?;
    let count = |more: &str| -> Result<u32, StoreError> {
        let sql = format!("SELECT count(*) FROM entries e INDEXED BY entries_kept_at WHERE {kept}{more}");
        Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
    };
    Ok(Shelves {
        collections,
        tags,
        papers,
        kept: count("")?,
        unfiled: count(" AND NOT EXISTS (SELECT 1 FROM collected m WHERE m.entry_id = e.id)")?,
        noted: count(" AND EXISTS (SELECT 1 FROM notes n WHERE n.entry_id = e.id)")?,
        highlights: db.query_row("SELECT count(*) FROM highlights", [], |row| row.get(0))?,
    })
}
