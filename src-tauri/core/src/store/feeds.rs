//! Categories and feeds.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::StoreError;
use crate::contract::{CategoryNode, ErrorCode, Fault, FeedRow};
use crate::model::{CategoryId, Direction, FeedId, FullTextMode, Timestamp, Validators};
use crate::text;

/// A feed to follow.
#[derive(Debug, Clone)]
pub(crate) struct NewFeed {
    pub(crate) feed_url: String,
    pub(crate) typed_host: Option<String>,
    pub(crate) custom_title: Option<String>,
    pub(crate) category: String,
    pub(crate) meta: FeedMeta,
}

/// What a feed says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FeedMeta {
    pub(crate) title: String,
    pub(crate) site_url: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) direction: Direction,
}

/// What a refresh needs to know of a feed.
#[derive(Debug, Clone)]
pub(crate) struct DueFeed {
    pub(crate) id: FeedId,
    pub(crate) feed_url: String,
    pub(crate) typed_host: Option<String>,
    pub(crate) title: String,
    pub(crate) validators: Validators,
    pub(crate) body_hash: Option<String>,
    pub(crate) moved_to: Option<String>,
    pub(crate) moved_seen: u32,
    pub(crate) failures: u32,
}

/// What a refresh leaves with a feed.
#[derive(Debug, Clone, Default)]
pub(crate) struct RefreshOutcome {
    pub(crate) at: Timestamp,
    pub(crate) next_check_at: Option<Timestamp>,
    pub(crate) validators: Validators,
    pub(crate) body_hash: Option<String>,
    pub(crate) meta: Option<FeedMeta>,
    pub(crate) repairs: Vec<String>,
    pub(crate) moved_to: Option<String>,
    pub(crate) moved_seen: u32,
    /// A new address, confirmed by enough refreshes.
    pub(crate) new_url: Option<String>,
}

/// The category of that title, made when there is none. An empty title is the default category.
pub(crate) fn category(db: &Connection, title: &str) -> Result<CategoryId, StoreError> {
    let title = title.trim();
    let title = if title.is_empty() { DEFAULT_CATEGORY } else { title };
    let folded = text::fold(title);
    let known = db
        .prepare_cached("SELECT id FROM categories WHERE folded = ?1")?
        .query_row([&folded], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(CategoryId(id));
    }
    db.prepare_cached(
        "INSERT INTO categories (title, folded, position)
         VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM categories))",
    )?
    .execute(params![title, folded])?;
    Ok(CategoryId(db.last_insert_rowid()))
}

/// The title of the category for feeds without one. It is data of the library, which the reader may rename, not a text
/// of the interface.
pub(crate) const DEFAULT_CATEGORY: &str = "أخبار";

/// Follows a feed; one that the reader left earlier comes back with all that was stored of it.
pub(crate) fn add(db: &Connection, feed: &NewFeed, now: Timestamp) -> Result<FeedId, StoreError> {
    let category = category(db, &feed.category)?;
    let known: Option<(i64, Option<i64>)> = db
        .prepare_cached("SELECT id, unfollowed_at FROM feeds WHERE feed_url = ?1")?
        .query_row([&feed.feed_url], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match known {
        Some((_, None)) => Err(StoreError::Known),
        Some((id, Some(_))) => {
            db.execute(
                "UPDATE feeds SET category_id = ?2, typed_host = coalesce(?3, typed_host),
                        custom_title = coalesce(?4, custom_title), unfollowed_at = NULL, next_check_at = ?5, etag = NULL,
                        last_modified = NULL, body_hash = NULL
                 WHERE id = ?1",
                params![id, category.0, feed.typed_host, feed.custom_title, now],
            )?;
            db.execute("UPDATE entries SET hidden = 0 WHERE feed_id = ?1", [id])?;
            Ok(FeedId(id))
        }
        None => {
            let meta = &feed.meta;
            db.prepare_cached(
                "INSERT INTO feeds (category_id, feed_url, typed_host, custom_title, title, site_url, description,
                                    language, direction, next_check_at, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
            )?
            .execute(params![
                category.0,
                feed.feed_url,
                feed.typed_host,
                feed.custom_title,
                meta.title,
                meta.site_url,
                meta.description,
                meta.language,
                direction_text(meta.direction),
                now,
            ])?;
            Ok(FeedId(db.last_insert_rowid()))
        }
    }
}

/// The followed feed at this address.
pub(crate) fn find(db: &Connection, feed_url: &str) -> Result<Option<FeedId>, StoreError> {
    Ok(db
        .prepare_cached("SELECT id FROM feeds WHERE feed_url = ?1 AND unfollowed_at IS NULL")?
        .query_row([feed_url], |row| row.get(0))
        .optional()?
        .map(FeedId))
}

/// The addresses of all followed feeds.
pub(crate) fn addresses(db: &Connection) -> Result<HashMap<String, FeedId>, StoreError> {
    let mut select = db.prepare_cached("SELECT feed_url, id FROM feeds WHERE unfollowed_at IS NULL")?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, FeedId(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The site of a feed.
pub(crate) fn site_url(db: &Connection, id: FeedId) -> Result<Option<String>, StoreError> {
    db.prepare_cached("SELECT site_url FROM feeds WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NoSuch("feed"))
}

/// Leaves a feed: its row and what was kept from it stay, the rest goes out of the lists.
pub(crate) fn unfollow(db: &Connection, id: FeedId, now: Timestamp) -> Result<(), StoreError> {
    let changed =
        db.execute("UPDATE feeds SET unfollowed_at = ?2 WHERE id = ?1 AND unfollowed_at IS NULL", params![id.0, now])?;
    if changed == 0 {
        return Err(StoreError::NoSuch("feed"));
    }
    db.execute("UPDATE entries SET hidden = 1 WHERE feed_id = ?1", [id.0])?;
    Ok(())
}

/// Takes back [`unfollow`].
pub(crate) fn refollow(db: &Connection, id: FeedId) -> Result<(), StoreError> {
    db.execute("UPDATE feeds SET unfollowed_at = NULL WHERE id = ?1", [id.0])?;
    db.execute("UPDATE entries SET hidden = 0 WHERE feed_id = ?1", [id.0])?;
    Ok(())
}

/// Deletes what is stored of feeds that were left before `before`, except what was kept; rows of feeds that nothing
/// kept names go as well.
pub(crate) fn purge_unfollowed(db: &Connection, before: Timestamp) -> Result<usize, StoreError> {
    let gone = db.execute(
        "DELETE FROM entries WHERE kept_at IS NULL
           AND feed_id IN (SELECT id FROM feeds WHERE unfollowed_at < ?1)",
        [before],
    )?;
    db.execute(
        "DELETE FROM feeds WHERE unfollowed_at < ?1 AND NOT EXISTS (SELECT 1 FROM entries WHERE feed_id = feeds.id)",
        [before],
    )?;
    // What was deleted can't be brought back by an undo.
    db.execute("DELETE FROM undo WHERE at < ?1", [before])?;
    Ok(gone)
}

/// Fits the schedule to a new interval: none switches it off; else each feed is due no later than an interval after its
/// last visit.
pub(crate) fn reschedule(db: &Connection, interval_minutes: u32, now: Timestamp) -> Result<(), StoreError> {
    if interval_minutes == 0 {
        db.execute("UPDATE feeds SET next_check_at = NULL", [])?;
        return Ok(());
    }
    let interval = i64::from(interval_minutes) * 60_000;
    db.execute(
        "UPDATE feeds SET next_check_at = min(
             coalesce(next_check_at, ?1 + ?2), max(?1, coalesce(last_attempt_at, 0) + ?2))
         WHERE unfollowed_at IS NULL AND failures = 0 AND feed_url NOT LIKE 'loaded:%'",
        params![now, interval],
    )?;
    Ok(())
}

/// The network is back: feeds that only lacked it are due.
pub(crate) fn due_after_offline(db: &Connection, now: Timestamp) -> Result<(), StoreError> {
    db.execute(
        "UPDATE feeds SET next_check_at = ?1 WHERE fault_code = ?2 AND next_check_at > ?1 AND unfollowed_at IS NULL",
        params![now, ErrorCode::Offline.as_str()],
    )?;
    Ok(())
}

/// Takes a feed out of the schedule.
pub(crate) fn never_visit(db: &Connection, id: FeedId) -> Result<(), StoreError> {
    db.execute("UPDATE feeds SET next_check_at = NULL WHERE id = ?1", [id.0])?;
    Ok(())
}

/// Changes what the reader decides about a feed; `None` leaves it.
pub(crate) fn update(
    db: &Connection,
    id: FeedId,
    title: Option<&str>,
    category_title: Option<&str>,
    full_text: Option<FullTextMode>,
) -> Result<(), StoreError> {
    require(db, id)?;
    if let Some(title) = title {
        let title = Some(title.trim()).filter(|title| !title.is_empty());
        db.execute("UPDATE feeds SET custom_title = ?2 WHERE id = ?1", params![id.0, title])?;
    }
    if let Some(title) = category_title {
        let category = category(db, title)?;
        db.execute("UPDATE feeds SET category_id = ?2 WHERE id = ?1", params![id.0, category.0])?;
        drop_empty_categories(db)?;
    }
    if let Some(mode) = full_text {
        db.execute("UPDATE feeds SET full_text = ?2 WHERE id = ?1", params![id.0, mode_text(mode)])?;
    }
    Ok(())
}

fn require(db: &Connection, id: FeedId) -> Result<(), StoreError> {
    db.prepare_cached("SELECT 1 FROM feeds WHERE id = ?1 AND unfollowed_at IS NULL")?
        .exists([id.0])?
        .then_some(())
        .ok_or(StoreError::NoSuch("feed"))
}

/// How many categories there are.
pub(crate) fn count_categories(db: &Connection) -> Result<u32, StoreError> {
    Ok(db.query_row("SELECT count(*) FROM categories", [], |row| row.get(0))?)
}

/// Renames a category; one of that title takes its feeds in.
pub(crate) fn rename_category(db: &Connection, id: CategoryId, title: &str) -> Result<(), StoreError> {
    let title = title.trim();
    let folded = text::fold(title);
    let other: Option<i64> = db
        .query_row("SELECT id FROM categories WHERE folded = ?1 AND id <> ?2", params![folded, id.0], |row| row.get(0))
        .optional()?;
    let changed = match other {
        Some(other) => {
            db.execute("UPDATE feeds SET category_id = ?2 WHERE category_id = ?1", params![id.0, other])?;
            db.execute("DELETE FROM categories WHERE id = ?1", [id.0])?
        }
        None => {
            db.execute("UPDATE categories SET title = ?2, folded = ?3 WHERE id = ?1", params![id.0, title, folded])?
        }
    };
    if changed == 0 { Err(StoreError::NoSuch("category")) } else { Ok(()) }
}

/// Removes a category; its feeds move to the default one.
pub(crate) fn delete_category(db: &Connection, id: CategoryId) -> Result<(), StoreError> {
    let exists = db.prepare_cached("SELECT 1 FROM categories WHERE id = ?1")?.exists([id.0])?;
    if !exists {
        return Err(StoreError::NoSuch("category"));
    }
    let fallback = category(db, DEFAULT_CATEGORY)?;
    if fallback != id {
        db.execute("UPDATE feeds SET category_id = ?2 WHERE category_id = ?1", params![id.0, fallback.0])?;
        db.execute("DELETE FROM categories WHERE id = ?1", [id.0])?;
    }
    Ok(())
}

/// Categories that no followed feed stands in vanish from the sidebar; rows go when no feed at all names them.
fn drop_empty_categories(db: &Connection) -> Result<(), StoreError> {
    db.execute("DELETE FROM categories WHERE NOT EXISTS (SELECT 1 FROM feeds WHERE category_id = categories.id)", [])?;
    Ok(())
}

const FEED_COLUMNS: &str =
    "f.id, f.category_id, coalesce(f.custom_title, f.title), f.feed_url, f.site_url, f.full_text,
    f.last_success_at, f.next_check_at, f.failures, f.fault_code, f.fault_params, f.fault_at, f.repairs";

/// Entries by feed. The indexes are named for the reason that `window` gives.
pub(super) const TOTALS: &str =
    "SELECT feed_id, count(*) FROM entries INDEXED BY entries_by_feed WHERE hidden = 0 GROUP BY feed_id";
/// Unread ones.
pub(super) const UNREAD: &str = "SELECT feed_id, count(*) FROM entries INDEXED BY entries_unread_by_feed
    WHERE hidden = 0 AND read = 0 GROUP BY feed_id";

/// The sidebar's tree: categories that hold followed feeds, in order, with counts.
pub(crate) fn tree(db: &Connection) -> Result<Vec<CategoryNode>, StoreError> {
    let totals = counts(db, TOTALS)?;
    let unread = counts(db, UNREAD)?;
    let mut nodes: Vec<CategoryNode> = Vec::new();
    let mut select = db.prepare_cached("SELECT id, title FROM categories ORDER BY position, id")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let title: String = row.get(1)?;
        nodes.push(CategoryNode {
            id: CategoryId(row.get(0)?),
            direction: text::direction(&title, Direction::Rtl),
            title,
            unread: 0,
            feeds: Vec::new(),
        });
    }
    let places: HashMap<CategoryId, usize> = nodes.iter().enumerate().map(|(place, node)| (node.id, place)).collect();
    let mut select = db.prepare_cached(&format!(
        "SELECT {FEED_COLUMNS} FROM feeds f WHERE f.unfollowed_at IS NULL
         ORDER BY coalesce(f.custom_title, f.title) COLLATE NOCASE, f.id"
    ))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let mut feed = feed_row(row)?;
        feed.unread = unread.get(&feed.id.0).copied().unwrap_or(0);
        feed.total = totals.get(&feed.id.0).copied().unwrap_or(0);
        if let Some(node) = places.get(&feed.category_id).and_then(|place| nodes.get_mut(*place)) {
            node.unread += feed.unread;
            node.feeds.push(feed);
        }
    }
    nodes.retain(|node| !node.feeds.is_empty());
    Ok(nodes)
}

/// One followed feed.
pub(crate) fn row(db: &Connection, id: FeedId) -> Result<FeedRow, StoreError> {
    let sql = format!(
        "SELECT {FEED_COLUMNS},
                (SELECT count(*) FROM entries INDEXED BY entries_unread_by_feed
                 WHERE feed_id = f.id AND hidden = 0 AND read = 0),
                (SELECT count(*) FROM entries INDEXED BY entries_by_feed WHERE feed_id = f.id AND hidden = 0)
         FROM feeds f WHERE f.id = ?1"
    );
    db.prepare_cached(&sql)?
        .query_row([id.0], |row| {
            let (unread, total) = (row.get(13)?, row.get(14)?);
            Ok(feed_row(row).map(|feed| FeedRow { unread, total, ..feed }))
        })
        .optional()?
        .ok_or(StoreError::NoSuch("feed"))?
}

fn feed_row(row: &Row<'_>) -> Result<FeedRow, StoreError> {
    let id: i64 = row.get(0)?;
    let title: String = row.get(2)?;
    let failures: u32 = row.get(8)?;
    let next_check_at: Option<i64> = row.get(7)?;
    let full_text: String = row.get(5)?;
    let repairs: String = row.get(12)?;
    Ok(FeedRow {
        id: FeedId(id),
        category_id: CategoryId(row.get(1)?),
        direction: text::direction(&title, Direction::Rtl),
        monogram: text::monogram(&title),
        color: color(id),
        title,
        feed_url: row.get(3)?,
        site_url: row.get(4)?,
        unread: 0,
        total: 0,
        full_text: mode(&full_text)?,
        last_success_at: row.get(6)?,
        next_check_at,
        fault: fault(row, 9, failures, next_check_at)?,
        repairs: json(&repairs)?,
    })
}

/// The fault in three columns from `first` on: code, parameters, time.
pub(super) fn fault(
    row: &Row<'_>,
    first: usize,
    failures: u32,
    retry_at: Option<Timestamp>,
) -> Result<Option<Fault>, StoreError> {
    let Some(code) = row.get::<_, Option<String>>(first)? else { return Ok(None) };
    let params: Option<String> = row.get(first + 1)?;
    let at: Option<i64> = row.get(first + 2)?;
    Ok(Some(Fault {
        // A code that a later version wrote is still a fault here.
        code: ErrorCode::parse(&code).unwrap_or(ErrorCode::Internal),
        params: json(params.as_deref().unwrap_or("{}"))?,
        at: at.unwrap_or(0),
        failures,
        retry_at,
    }))
}

fn counts(db: &Connection, sql: &str) -> Result<HashMap<i64, u32>, StoreError> {
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Which feeds a refresh is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Selection {
    All,
    Category(CategoryId),
    One(FeedId),
    /// Those whose time has come.
    Due(Timestamp),
}

/// The feeds to refresh, the longest unvisited first, so that a run that is cut short is fair.
pub(crate) fn select(db: &Connection, selection: Selection) -> Result<Vec<DueFeed>, StoreError> {
    let (condition, value) = match selection {
        Selection::All => ("?1 IS NOT NULL AND f.feed_url NOT LIKE 'loaded:%'", 0),
        Selection::Category(id) => ("f.category_id = ?1", id.0),
        Selection::One(id) => ("f.id = ?1", id.0),
        Selection::Due(now) => ("f.next_check_at <= ?1", now),
    };
    let mut select = db.prepare_cached(&format!(
        "SELECT f.id, f.feed_url, f.typed_host, coalesce(f.custom_title, f.title), f.etag, f.last_modified, f.body_hash, f.moved_to, f.moved_seen, f.failures
         FROM feeds f WHERE f.unfollowed_at IS NULL AND {condition} ORDER BY f.last_attempt_at, f.id"
    ))?;
    let mut rows = select.query([value])?;
    let mut feeds = Vec::new();
    while let Some(row) = rows.next()? {
        feeds.push(DueFeed {
            id: FeedId(row.get(0)?),
            feed_url: row.get(1)?,
            typed_host: row.get(2)?,
            title: row.get(3)?,
            validators: Validators { etag: row.get(4)?, last_modified: row.get(5)? },
            body_hash: row.get(6)?,
            moved_to: row.get(7)?,
            moved_seen: row.get(8)?,
            failures: row.get(9)?,
        });
    }
    Ok(feeds)
}

/// When the next feed is due.
pub(crate) fn next_due(db: &Connection) -> Result<Option<Timestamp>, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT min(next_check_at) FROM feeds WHERE unfollowed_at IS NULL AND next_check_at IS NOT NULL",
        )?
        .query_row([], |row| row.get(0))?)
}

/// Writes what a successful refresh found about the feed itself; runs in the transaction that stores its entries.
pub(crate) fn record_success(db: &Connection, id: FeedId, outcome: &RefreshOutcome) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE feeds SET last_attempt_at = ?2, last_success_at = ?2, next_check_at = ?3, etag = ?4, last_modified = ?5,
                body_hash = coalesce(?6, body_hash), moved_to = ?7, moved_seen = ?8, failures = 0, fault_code = NULL,
                fault_params = NULL, fault_at = NULL
         WHERE id = ?1",
    )?
    .execute(params![
        id.0,
        outcome.at,
        outcome.next_check_at,
        outcome.validators.etag,
        outcome.validators.last_modified,
        outcome.body_hash,
        outcome.moved_to,
        outcome.moved_seen,
    ])?;
    if let Some(meta) = &outcome.meta {
        let repairs = serde_json::to_string(&outcome.repairs).unwrap_or_else(|_| "[]".to_owned());
        db.prepare_cached(
            "UPDATE feeds SET title = CASE WHEN ?2 = '' THEN title ELSE ?2 END, site_url = coalesce(?3, site_url),
                    description = ?4, language = ?5, direction = ?6, repairs = ?7
             WHERE id = ?1",
        )?
        .execute(params![
            id.0,
            meta.title,
            meta.site_url,
            meta.description,
            meta.language,
            direction_text(meta.direction),
            repairs
        ])?;
    }
    if let Some(url) = &outcome.new_url {
        // Another feed may stand at the new address already: then the old one keeps its address.
        db.execute(
            "UPDATE feeds SET former_url = feed_url, feed_url = ?2, moved_to = NULL, moved_seen = 0
             WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM feeds WHERE feed_url = ?2)",
            params![id.0, url],
        )?;
    }
    Ok(())
}

/// Writes why a refresh failed. What is stored of the feed stays.
pub(crate) fn record_fault(db: &Connection, id: FeedId, fault: &Fault) -> Result<(), StoreError> {
    let params = serde_json::to_string(&fault.params).unwrap_or_else(|_| "{}".to_owned());
    db.prepare_cached(
        "UPDATE feeds SET last_attempt_at = ?2, next_check_at = ?3, failures = ?4, fault_code = ?5, fault_params = ?6,
                fault_at = ?2
         WHERE id = ?1",
    )?
    .execute(params![id.0, fault.at, fault.retry_at, fault.failures, fault.code.as_str(), params])?;
    Ok(())
}

/// A followed feed as an OPML file names it.
#[derive(Debug, Clone)]
pub(crate) struct Outline {
    pub(crate) title: String,
    pub(crate) feed_url: String,
    pub(crate) site_url: Option<String>,
    pub(crate) category: String,
}

/// Every followed feed for an OPML file: title, address, site, category.
pub(crate) fn outlines(db: &Connection) -> Result<Vec<Outline>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT coalesce(f.custom_title, f.title), f.feed_url, f.site_url, c.title
         FROM feeds f JOIN categories c ON c.id = f.category_id WHERE f.unfollowed_at IS NULL
         ORDER BY c.position, c.id, coalesce(f.custom_title, f.title), f.id",
    )?;
    let rows = select.query_map([], |row| {
        Ok(Outline { title: row.get(0)?, feed_url: row.get(1)?, site_url: row.get(2)?, category: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether the library holds nothing that a reader put there.
pub(crate) fn is_empty(db: &Connection) -> Result<bool, StoreError> {
    Ok(db.query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM feeds WHERE unfollowed_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM entries WHERE kept_at IS NOT NULL)",
        [],
        |row| row.get(0),
    )?)
}

/// The monogram's colour, 0 to 9.
pub(super) fn color(feed: i64) -> u8 {
    u8::try_from(feed.rem_euclid(10)).unwrap_or(0)
}

pub(super) fn direction_text(direction: Direction) -> &'static str {
    match direction {
        Direction::Rtl => "rtl",
        Direction::Ltr => "ltr",
    }
}

pub(super) fn direction(text: &str) -> Direction {
    if text == "ltr" { Direction::Ltr } else { Direction::Rtl }
}

fn mode_text(mode: FullTextMode) -> &'static str {
    match mode {
        FullTextMode::Auto => "auto",
        FullTextMode::Page => "page",
        FullTextMode::Feed => "feed",
    }
}

pub(super) fn mode(text: &str) -> Result<FullTextMode, StoreError> {
    match text {
        "auto" => Ok(FullTextMode::Auto),
        "page" => Ok(FullTextMode::Page),
        "feed" => Ok(FullTextMode::Feed),
        other => Err(StoreError::Value(format!("full_text {other:?}"))),
    }
}

/// A JSON column.
pub(super) fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Value(error.to_string()))
}
