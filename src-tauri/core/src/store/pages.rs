//! Articles that no feed brought: a link of another article led there. They hang on a row of `feeds` that nobody follows,
//! one for each host, so that they stand in no list; what is kept of them stays like everything that is kept, and the rest
//! goes with what was left of feeds, a day after the last one was fetched.

use rusqlite::{Connection, params};

use super::{
    EntryPictures, FeedMeta, NewEntry, NewFeed, NewText, StoreError, categories, entries, feeds, pictures, texts,
};
use crate::model::{EntryId, FeedId, SourceKind, TextOrigin, Timestamp};

/// Stores a page's article.
pub(crate) fn put(
    db: &Connection,
    (host, meta): (&str, FeedMeta),
    entry: &NewEntry,
    (text, shown): (&NewText, &EntryPictures),
    now: Timestamp,
) -> Result<EntryId, StoreError> {
    let feed = row(db, host, meta, now)?;
    let id = entries::put(db, feed, entry, now)?;
    db.prepare_cached("UPDATE entries SET hidden = 1, read = 1 WHERE id = ?1")?.execute([id.0])?;
    texts::set(db, id, TextOrigin::Page, text, now)?;
    pictures::attach(db, id, TextOrigin::Page, shown)?;
    Ok(id)
}

/// The row that a host's pages hang on.
fn row(db: &Connection, host: &str, meta: FeedMeta, now: Timestamp) -> Result<FeedId, StoreError> {
    // Not an http address: the scheduler never visits it.
    let feed_url = format!("pages:{host}");
    let mut select = db.prepare_cached("SELECT id FROM feeds WHERE feed_url = ?1")?;
    let known: Option<i64> = select.query_map([&feed_url], |row| row.get(0))?.next().transpose()?;
    let id = match known {
        Some(id) => FeedId(id),
        None => {
            let category = categories::category(db, "")?;
            let new = NewFeed {
                feed_url,
                kind: SourceKind::Page,
                typed_host: None,
                custom_title: None,
                category,
                outline: "{}".to_owned(),
                meta,
            };
            let id = feeds::add(db, &new, now)?;
            feeds::never_visit(db, id)?;
            id
        }
    };
    db.prepare_cached("UPDATE feeds SET unfollowed_at = ?2 WHERE id = ?1")?.execute(params![id.0, now])?;
    Ok(id)
}
