//! One article in several feeds of its paper: the main one and a section's. Each feed has its entry, so that leaving a
//! feed takes nothing from another; lists that span feeds show the one that came first, and the others name it
//! (`duplicate_of`). Whether they were read is one state of all of them. Every entry of such a group that is not hidden
//! names the same one, which is not hidden either and names none; [`settle`] and [`settle_left`] keep that so.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::{NewEntry, StoreError};
use crate::model::{EntryId, FeedId};

/// Entries of one address that are looked at.
const LOOKED_AT: u32 = 12;

/// Keeps a copy out of the list of what was kept where another one stands there for it.
pub(super) const KEPT_ONCE: &str = "e.kept_at IS NOT NULL AND (e.duplicate_of IS NULL OR NOT EXISTS (
    SELECT 1 FROM entries o WHERE o.kept_at IS NOT NULL
        AND (o.id = e.duplicate_of OR (o.duplicate_of = e.duplicate_of AND o.id < e.id))))";

/// Keeps a copy out of a list of several feeds, which `feeds` selects, where another one stands there for it.
pub(super) fn once_among(feeds: &str) -> String {
    format!(
        "(e.duplicate_of IS NULL OR NOT EXISTS (
            SELECT 1 FROM entries o WHERE (o.id = e.duplicate_of OR (o.duplicate_of = e.duplicate_of AND o.id < e.id))
                AND o.hidden = 0 AND o.feed_id IN ({feeds})))"
    )
}

/// What stands for a new entry, and whether it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Original {
    pub(super) id: EntryId,
    pub(super) read: bool,
}

/// The entry of another feed of the same paper that is the same article: one address, and the same title, text or time.
pub(super) fn original(db: &Connection, feed: FeedId, entry: &NewEntry) -> Result<Option<Original>, StoreError> {
    let key = Key {
        url: entry.url_key.as_deref(),
        title: &entry.title_key,
        text: entry.text_key.as_deref(),
        published: entry.published,
    };
    find(db, feed, &key)
}

struct Key<'a> {
    url: Option<&'a str>,
    title: &'a str,
    text: Option<&'a str>,
    published: Option<i64>,
}

fn find(db: &Connection, feed: FeedId, key: &Key<'_>) -> Result<Option<Original>, StoreError> {
    // An address without a path is the site's, not an article's.
    let Some(url) = key.url.filter(|key| key.contains(['/', '?'])) else { return Ok(None) };
    let mut select = db.prepare_cached(&format!(
        "SELECT coalesce(duplicate_of, id), read, feed_id FROM entries
         WHERE url_key = ?1 AND feed_id <> ?2 AND hidden = 0
           AND ((title_key = ?3 AND title_key <> '') OR text_key = ?4 OR published_at = ?5)
         ORDER BY duplicate_of IS NOT NULL, id LIMIT {LOOKED_AT}"
    ))?;
    let rows = select.query_map(params![url, feed.0, key.title, key.text, key.published], |row| {
        Ok((Original { id: EntryId(row.get(0)?), read: row.get(1)? }, FeedId(row.get(2)?)))
    })?;
    let rows: Vec<(Original, FeedId)> = rows.collect::<Result<_, _>>()?;
    if rows.is_empty() || !is_of_paper(db, feed, url)? {
        return Ok(None);
    }
    for (original, other) in rows {
        if is_of_paper(db, other, url)? {
            return Ok(Some(original));
        }
    }
    Ok(None)
}

/// Whether a feed is that of the paper which an article's address belongs to, by its own address or its site's. What a
/// collector of many papers brings is its own choice, and never stands for the paper's.
fn is_of_paper(db: &Connection, feed: FeedId, article: &str) -> Result<bool, StoreError> {
    let found: Option<(String, Option<String>)> = db
        .prepare_cached("SELECT feed_url, site_url FROM feeds WHERE id = ?1")?
        .query_row([feed.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((feed_url, site_url)) = found else { return Ok(false) };
    let article = host(article);
    let is_same = |address: &str| {
        let host = host(address);
        let under = |one: &str, other: &str| one.strip_suffix(other).is_some_and(|rest| rest.ends_with('.'));
        !host.is_empty() && (host == article || under(host, article) || under(article, host))
    };
    Ok(is_same(&feed_url) || site_url.is_some_and(|site| is_same(&site)))
}

/// The host of an address or of an address's key, without `www.` and port.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or(host) };
    host.strip_prefix("www.").unwrap_or(host)
}

/// The entries that are the same article, `id` among them.
pub(super) fn group(db: &Connection, id: EntryId) -> Result<Vec<EntryId>, StoreError> {
    let mut select = db.prepare_cached(
        "WITH shown (id) AS (SELECT coalesce(duplicate_of, id) FROM entries WHERE id = ?1)
         SELECT id FROM shown UNION SELECT ?1 UNION
         SELECT e.id FROM entries e WHERE e.duplicate_of = (SELECT id FROM shown)",
    )?;
    let rows = select.query_map([id.0], |row| row.get::<_, Option<i64>>(0))?;
    Ok(rows.filter_map(Result::transpose).map(|id| id.map(EntryId)).collect::<Result<_, _>>()?)
}

/// After some entries were marked read: their copies are as well. Answers those that changed.
pub(super) fn read_too(db: &Connection) -> Result<Vec<EntryId>, StoreError> {
    const SHOWN: &str = "UPDATE entries SET read = 1 WHERE read = 0 AND id IN (
        SELECT duplicate_of FROM entries INDEXED BY entries_copies WHERE duplicate_of IS NOT NULL AND read = 1)
        RETURNING id";
    const COPIES: &str = "UPDATE entries SET read = 1 WHERE id IN (
        SELECT c.id FROM entries c INDEXED BY entries_copies JOIN entries o ON o.id = c.duplicate_of
        WHERE c.duplicate_of IS NOT NULL AND c.read = 0 AND o.read = 1) RETURNING id";
    let mut changed = Vec::new();
    for sql in [SHOWN, COPIES] {
        let mut update = db.prepare_cached(sql)?;
        let rows = update.query_map([], |row| row.get(0).map(EntryId))?;
        for id in rows {
            changed.push(id?);
        }
    }
    Ok(changed)
}

/// After entries were deleted: of copies whose shown entry went, the first is shown from now on.
pub(super) fn settle(db: &Connection) -> Result<(), StoreError> {
    const GONE: &str = "SELECT DISTINCT c.duplicate_of FROM entries c INDEXED BY entries_copies
        WHERE c.duplicate_of IS NOT NULL AND c.hidden = 0
          AND NOT EXISTS (SELECT 1 FROM entries o WHERE o.id = c.duplicate_of AND o.hidden = 0)";
    let mut select = db.prepare_cached(GONE)?;
    let gone: Vec<i64> = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    gone.into_iter().try_for_each(|gone| replace(db, gone))
}

/// After a feed was left: the same for those of which its entries were shown.
pub(super) fn settle_left(db: &Connection, feed: FeedId) -> Result<(), StoreError> {
    let mut select = db.prepare_cached(
        "SELECT e.id FROM entries e WHERE e.feed_id = ?1
           AND EXISTS (SELECT 1 FROM entries c WHERE c.duplicate_of = e.id AND c.hidden = 0)",
    )?;
    let gone: Vec<i64> = select.query_map([feed.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    gone.into_iter().try_for_each(|gone| replace(db, gone))
}

/// Shows the first copy of an entry that went in its place.
fn replace(db: &Connection, gone: i64) -> Result<(), StoreError> {
    let next: Option<i64> = db
        .prepare_cached("SELECT min(id) FROM entries WHERE duplicate_of = ?1 AND hidden = 0")?
        .query_row([gone], |row| row.get(0))?;
    if let Some(next) = next {
        db.prepare_cached("UPDATE entries SET duplicate_of = NULL WHERE id = ?1")?.execute([next])?;
        db.prepare_cached("UPDATE entries SET duplicate_of = ?2 WHERE (duplicate_of = ?1 OR id = ?1) AND id <> ?2")?
            .execute([gone, next])?;
    }
    Ok(())
}

/// A feed came back: what other feeds have brought meanwhile stands for its entries. What was read by one is read.
pub(super) fn join(db: &Connection, feed: FeedId) -> Result<(), StoreError> {
    let mut select = db.prepare_cached(
        "SELECT DISTINCT c.duplicate_of FROM entries c INDEXED BY entries_by_feed
         WHERE c.feed_id = ?1 AND c.hidden = 0 AND c.duplicate_of IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM entries o WHERE o.id = c.duplicate_of AND o.hidden = 0)",
    )?;
    let gone: Vec<i64> = select.query_map([feed.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    gone.into_iter().try_for_each(|gone| replace(db, gone))?;
    let mut select = db.prepare_cached(
        "SELECT e.id, e.url_key, e.title_key, e.text_key, e.published_at FROM entries e INDEXED BY entries_by_feed
         WHERE e.feed_id = ?1 AND e.hidden = 0 AND e.duplicate_of IS NULL AND e.url_key IS NOT NULL
           AND EXISTS (SELECT 1 FROM entries o WHERE o.url_key = e.url_key AND o.feed_id <> ?1 AND o.hidden = 0
                       AND o.duplicate_of IS NOT e.id)",
    )?;
    type Found = (i64, String, String, Option<String>, i64);
    let found: Vec<Found> = select
        .query_map([feed.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?
        .collect::<Result<_, _>>()?;
    let mut joined = false;
    for (id, url, title, text, published) in found {
        let key = Key { url: Some(&url), title: &title, text: text.as_deref(), published: Some(published) };
        if let Some(original) = find(db, feed, &key)?.filter(|original| original.id.0 != id) {
            db.prepare_cached("UPDATE entries SET duplicate_of = ?2 WHERE id = ?1 OR duplicate_of = ?1")?
                .execute([id, original.id.0])?;
            joined = true;
        }
    }
    if joined { read_too(db).map(drop) } else { Ok(()) }
}

/// The feeds of each unread article that several feeds bring.
pub(super) fn unread_groups(db: &Connection) -> Result<Vec<Vec<FeedId>>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT c.duplicate_of, c.feed_id, o.feed_id FROM entries c INDEXED BY entries_copies
         JOIN entries o ON o.id = c.duplicate_of
         WHERE c.duplicate_of IS NOT NULL AND c.hidden = 0 AND c.read = 0",
    )?;
    let mut rows = select.query([])?;
    let mut groups: HashMap<i64, Vec<FeedId>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let shown = FeedId(row.get(2)?);
        groups.entry(row.get(0)?).or_insert_with(|| vec![shown]).push(FeedId(row.get(1)?));
    }
    Ok(groups.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_paper_is_known_by_its_host() {
        for (address, expected) in [
            ("https://www.jisr.example/feed", "jisr.example"),
            ("http://user:word@jisr.example:8080/?feed=rss", "jisr.example"),
            ("jisr.example/2026/11/22/1", "jisr.example"),
            ("http://[::1]:80/feed", "[::1]:80"),
            ("left:7:", "left"),
            ("", ""),
        ] {
            assert_eq!(host(address), expected, "{address}");
        }
    }
}
