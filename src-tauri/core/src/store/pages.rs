//! Articles that no feed brought: a link of another article led there. They hang on a row of `feeds` that nobody follows,
//! one for each host, so that they stand in no list; what is kept of them stays like everything that is kept, and the rest
//! goes with what was left of feeds, a day after the last one was fetched.

use rusqlite::{Connection, params};

use super::columns::direction_text;
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

/// What an entry has for a hash of its content while it is an address and nothing more.
const ADDRESS_ALONE: &str = "address";

/// Writes an address down: an entry without text, out of every list but that of what was kept. Its page is fetched later.
pub(crate) fn plan(
    db: &Connection,
    (host, meta): (&str, FeedMeta),
    entry: &NewEntry,
    typed_host: Option<&str>,
    now: Timestamp,
) -> Result<EntryId, StoreError> {
    let feed = row(db, host, meta, now)?;
    db.prepare_cached("UPDATE feeds SET typed_host = coalesce(?2, typed_host) WHERE id = ?1")?
        .execute(params![feed.0, typed_host])?;
    let id = entries::put(db, feed, entry, now)?;
    db.prepare_cached("UPDATE entries SET hidden = 1, is_excerpt = 1, content_hash = ?2 WHERE id = ?1")?
        .execute(params![id.0, ADDRESS_ALONE])?;
    Ok(id)
}

/// Takes an article in that another program kept: with its text where that came along, else as an address.
pub(crate) fn take_in(
    db: &Connection,
    (host, meta): (&str, FeedMeta),
    entry: &NewEntry,
    read: bool,
    now: Timestamp,
) -> Result<EntryId, StoreError> {
    let feed = row(db, host, meta, now)?;
    let id = entries::put(db, feed, entry, now)?;
    let alone = entry.text.words == 0;
    db.prepare_cached(
        "UPDATE entries SET hidden = 1, read = ?2, is_excerpt = ?3,
                content_hash = CASE WHEN ?3 THEN ?4 ELSE content_hash END
         WHERE id = ?1",
    )?
    .execute(params![id.0, read, alone, ADDRESS_ALONE])?;
    Ok(id)
}

/// Whether an entry is an address and nothing more.
pub(crate) fn is_address(db: &Connection, id: EntryId) -> Result<bool, StoreError> {
    let mut select = db.prepare_cached("SELECT 1 FROM entries WHERE id = ?1 AND content_hash = ?2")?;
    Ok(select.exists(params![id.0, ADDRESS_ALONE])?)
}

/// Gives an entry that was an address and nothing more what its page says: headline, paper, date.
pub(crate) fn fill(
    db: &Connection,
    id: EntryId,
    meta: &FeedMeta,
    entry: &NewEntry,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE entries SET title = ?2, title_key = ?3, excerpt = ?4, direction = ?5, language = ?6, authors = ?7,
                categories = ?8, content_hash = ?9, text_key = ?10, published_at = coalesce(?11, published_at)
         WHERE id = ?1",
    )?
    .execute(params![
        id.0,
        entry.title,
        entry.title_key,
        entry.excerpt,
        direction_text(entry.direction),
        entry.language,
        serde_json::to_string(&entry.authors).unwrap_or_else(|_| "[]".to_owned()),
        serde_json::to_string(&entry.categories).unwrap_or_else(|_| "[]".to_owned()),
        entry.content_hash,
        entry.text_key,
        entry.published.filter(|at| *at <= now),
    ])?;
    // A paper known by its host only is called what it calls itself.
    db.prepare_cached(
        "UPDATE feeds SET title = ?2, direction = ?3 WHERE id = (SELECT feed_id FROM entries WHERE id = ?1)
           AND feed_url = 'pages:' || title",
    )?
    .execute(params![id.0, meta.title, direction_text(meta.direction)])?;
    Ok(())
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
