//! Feeds: following, scheduling, what a visit leaves.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{direction_text, mode_text};
use super::copies;
use super::outbox::WITHOUT_OWN_WORDS;
use super::{StoreError, merge, visits};
use crate::contract::{DueNext, ErrorCode, Fault};
use crate::model::{CategoryId, Direction, FeedId, FullTextMode, SourceKind, Timestamp, Validators};

/// A feed that says that it is gone (410) is believed after so many times in a row, and not visited any more.
pub(crate) const GONE: u32 = 3;

/// A feed to follow.
#[derive(Debug, Clone)]
pub(crate) struct NewFeed {
    pub(crate) feed_url: String,
    pub(crate) kind: SourceKind,
    pub(crate) typed_host: Option<String>,
    pub(crate) custom_title: Option<String>,
    pub(crate) category: CategoryId,
    /// Attributes of the OPML outline that it came from, a JSON object.
    pub(crate) outline: String,
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
    pub(crate) kind: SourceKind,
    pub(crate) typed_host: Option<String>,
    pub(crate) title: String,
    /// The reader's own interval for it in minutes; 0 as the general setting says.
    pub(crate) interval_minutes: u32,
    /// The median of minutes between two entries.
    pub(crate) pace_minutes: Option<u32>,
    pub(crate) notify: bool,
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
    /// How often it publishes; written with `meta`.
    pub(crate) pace_minutes: Option<u32>,
    /// The publisher's icon, where the document names one.
    pub(crate) icon_url: Option<String>,
    /// New entries, for the health page.
    pub(crate) added: u32,
    pub(crate) moved_to: Option<String>,
    pub(crate) moved_seen: u32,
    /// A new address, confirmed by enough refreshes.
    pub(crate) new_url: Option<String>,
}

/// Follows a feed; one that the reader left earlier comes back with all that was stored of it.
pub(crate) fn add(db: &Connection, feed: &NewFeed, now: Timestamp) -> Result<FeedId, StoreError> {
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
                        last_modified = NULL, body_hash = NULL, kind = ?6, paused = 0, failures = 0, fault_code = NULL,
                        failing_since = NULL, dismissed = NULL, outline = CASE ?7 WHEN '{}' THEN outline ELSE ?7 END
                 WHERE id = ?1",
                params![
                    id,
                    feed.category.0,
                    feed.typed_host,
                    feed.custom_title,
                    now,
                    feed.kind.as_str(),
                    feed.outline
                ],
            )?;
            db.execute("UPDATE entries SET hidden = 0 WHERE feed_id = ?1", [id])?;
            copies::join(db, FeedId(id))?;
            Ok(FeedId(id))
        }
        None => {
            let meta = &feed.meta;
            db.prepare_cached(
                "INSERT INTO feeds (category_id, feed_url, typed_host, custom_title, title, site_url, description,
                                    language, direction, next_check_at, created_at, kind, outline)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12)",
            )?
            .execute(params![
                feed.category.0,
                feed.feed_url,
                feed.typed_host,
                feed.custom_title,
                meta.title,
                meta.site_url,
                meta.description,
                meta.language,
                direction_text(meta.direction),
                now,
                feed.kind.as_str(),
                feed.outline,
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

/// The addresses of the feeds that the reader has left.
pub(crate) fn left_addresses(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT feed_url FROM feeds WHERE unfollowed_at IS NOT NULL AND feed_url NOT LIKE 'left:%' ORDER BY id",
    )?;
    let rows = select.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a feed calls its site, and where the feed itself is.
pub(crate) fn addresses_of(db: &Connection, id: FeedId) -> Result<(Option<String>, String), StoreError> {
    db.prepare_cached("SELECT site_url, feed_url FROM feeds WHERE id = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
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
    copies::settle_left(db, id)
}

/// Takes back [`unfollow`].
pub(crate) fn refollow(db: &Connection, id: FeedId) -> Result<(), StoreError> {
    db.execute("UPDATE feeds SET unfollowed_at = NULL WHERE id = ?1", [id.0])?;
    db.execute("UPDATE entries SET hidden = 0 WHERE feed_id = ?1", [id.0])?;
    copies::join(db, id)
}

/// Deletes what is stored of feeds that were left before `before`, except what was kept; rows of feeds that nothing
/// kept names go as well.
pub(crate) fn purge_unfollowed(db: &Connection, before: Timestamp) -> Result<usize, StoreError> {
    let gone = db.execute(
        &format!(
            "DELETE FROM entries AS e WHERE kept_at IS NULL AND {WITHOUT_OWN_WORDS}
               AND feed_id IN (SELECT id FROM feeds WHERE unfollowed_at < ?1)"
        ),
        [before],
    )?;
    copies::settle(db)?;
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
        db.execute("UPDATE feeds SET next_check_at = NULL WHERE interval_minutes = 0", [])?;
        return Ok(());
    }
    let interval = i64::from(interval_minutes) * 60_000;
    db.execute(
        "UPDATE feeds SET next_check_at = min(
             coalesce(next_check_at, ?1 + ?2), max(?1, coalesce(last_attempt_at, 0) + ?2))
         WHERE unfollowed_at IS NULL AND failures = 0 AND interval_minutes = 0 AND feed_url NOT LIKE 'loaded:%'",
        params![now, interval],
    )?;
    // Those that failed have nothing to wait for any more; what is gone for good stays unvisited.
    db.execute(
        "UPDATE feeds SET next_check_at = ?1 WHERE next_check_at IS NULL AND unfollowed_at IS NULL AND failures > 0
           AND fault_code <> ?2 AND feed_url NOT LIKE 'loaded:%'",
        params![now, ErrorCode::FeedGone.as_str()],
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

/// Mends what a clock that was wrong has left: a feed that was visited in what is now the future is due within the hour
/// (spread by its number), and no visit stands further ahead than any interval or back-off allows.
pub(crate) fn mend_times(db: &Connection, now: Timestamp) -> Result<(), StoreError> {
    const HOUR: Timestamp = 60 * 60 * 1000;
    const FURTHEST: Timestamp = 12 * 24 * HOUR;
    db.prepare_cached(
        "UPDATE feeds SET next_check_at = ?1 + id % 60 * 60000, last_attempt_at = min(last_attempt_at, ?1)
         WHERE next_check_at IS NOT NULL AND (last_attempt_at > ?1 + ?2 OR next_check_at > ?1 + ?3)",
    )?
    .execute([now, HOUR, FURTHEST])?;
    Ok(())
}

/// Takes a feed out of the schedule.
pub(crate) fn never_visit(db: &Connection, id: FeedId) -> Result<(), StoreError> {
    db.execute("UPDATE feeds SET next_check_at = NULL WHERE id = ?1", [id.0])?;
    Ok(())
}

/// What the reader decides about a feed; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Decision {
    pub(crate) title: Option<String>,
    pub(crate) category: Option<CategoryId>,
    pub(crate) full_text: Option<FullTextMode>,
    pub(crate) interval_minutes: Option<u32>,
    pub(crate) keep_days: Option<u32>,
    pub(crate) notify: Option<bool>,
    pub(crate) paused: Option<bool>,
    /// The general interval in minutes; 0 when the schedule is off.
    pub(crate) general_minutes: u32,
}

/// Changes what the reader decides about a feed.
pub(crate) fn update(db: &Connection, id: FeedId, to: &Decision, now: Timestamp) -> Result<(), StoreError> {
    require(db, id)?;
    if let Some(title) = &to.title {
        let title = Some(title.trim()).filter(|title| !title.is_empty());
        db.prepare_cached("UPDATE feeds SET custom_title = ?2 WHERE id = ?1")?.execute(params![id.0, title])?;
    }
    db.prepare_cached(
        "UPDATE feeds SET category_id = coalesce(?2, category_id), full_text = coalesce(?3, full_text),
                interval_minutes = coalesce(?4, interval_minutes), keep_days = coalesce(?5, keep_days),
                notify = coalesce(?6, notify), paused = coalesce(?7, paused)
         WHERE id = ?1",
    )?
    .execute(params![
        id.0,
        to.category.map(|category| category.0),
        to.full_text.map(mode_text),
        to.interval_minutes,
        to.keep_days,
        to.notify,
        to.paused,
    ])?;
    // A shorter interval holds from now on; what is taken up again is due.
    if let Some(minutes) = to.interval_minutes.filter(|minutes| *minutes > 0) {
        db.prepare_cached(
            "UPDATE feeds SET next_check_at = max(?2, coalesce(last_attempt_at, 0) + ?3 * 60000)
             WHERE id = ?1 AND failures = 0",
        )?
        .execute(params![id.0, now, minutes])?;
    }
    if to.interval_minutes == Some(0) {
        db.prepare_cached(
            "UPDATE feeds SET next_check_at = CASE ?3 WHEN 0 THEN NULL ELSE min(next_check_at, ?2) END
             WHERE id = ?1 AND failures = 0",
        )?
        .execute(params![id.0, now + 60 * 60 * 1000, to.general_minutes])?;
    }
    if to.paused == Some(false) {
        // Where nothing is visited by the schedule, this one is not either.
        db.prepare_cached(
            "UPDATE feeds SET next_check_at = CASE WHEN ?3 = 0 AND interval_minutes = 0 THEN NULL ELSE ?2 END
             WHERE id = ?1",
        )?
        .execute(params![id.0, now, to.general_minutes])?;
    }
    Ok(())
}

fn require(db: &Connection, id: FeedId) -> Result<(), StoreError> {
    db.prepare_cached("SELECT 1 FROM feeds WHERE id = ?1 AND unfollowed_at IS NULL")?
        .exists([id.0])?
        .then_some(())
        .ok_or(StoreError::NoSuch("feed"))
}

/// The categories inside the one of parameter 1, itself included.
pub(super) const SUBTREE: &str = "WITH RECURSIVE inside (id) AS (
    SELECT ?1 UNION SELECT c.id FROM categories c JOIN inside ON c.parent_id = inside.id) SELECT id FROM inside";

/// Which feeds a refresh is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Selection {
    All,
    Category(CategoryId),
    One(FeedId),
    /// Those whose time has come.
    Due(Timestamp),
}

/// What ended with 410 is visited only when the reader asks for that very feed.
fn not_gone() -> String {
    format!(
        "NOT (f.fault_code IS '{}' AND coalesce(f.fault_params ->> '$.times', 1) + 0 >= {GONE})",
        ErrorCode::FeedGone.as_str()
    )
}

/// The feeds to refresh, the longest unvisited first, so that a run that is cut short is fair.
pub(crate) fn select(db: &Connection, selection: Selection) -> Result<Vec<DueFeed>, StoreError> {
    let (condition, value) = match selection {
        Selection::All => (format!("?1 IS NOT NULL AND f.paused = 0 AND {}", not_gone()), 0),
        Selection::Category(id) => (format!("f.paused = 0 AND {} AND f.category_id IN ({SUBTREE})", not_gone()), id.0),
        Selection::One(id) => ("f.id = ?1".to_owned(), id.0),
        Selection::Due(now) => ("f.paused = 0 AND f.next_check_at <= ?1".to_owned(), now),
    };
    let mut select = db.prepare_cached(&format!(
        "SELECT f.id, f.feed_url, f.typed_host, coalesce(f.custom_title, f.title), f.etag, f.last_modified, f.body_hash,
                f.moved_to, f.moved_seen, f.failures, f.kind, f.interval_minutes, f.pace_minutes, f.notify,
                f.validators_from
         FROM feeds f WHERE f.unfollowed_at IS NULL AND f.feed_url NOT LIKE 'loaded:%' AND {condition}
         ORDER BY f.last_attempt_at, f.id"
    ))?;
    let mut rows = select.query([value])?;
    let mut feeds = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(10)?;
        feeds.push(DueFeed {
            kind: SourceKind::parse(&kind).ok_or_else(|| StoreError::Value(format!("kind {kind:?}")))?,
            interval_minutes: row.get(11)?,
            pace_minutes: row.get(12)?,
            notify: row.get(13)?,
            id: FeedId(row.get(0)?),
            feed_url: row.get(1)?,
            typed_host: row.get(2)?,
            title: row.get(3)?,
            validators: Validators { etag: row.get(4)?, last_modified: row.get(5)?, issuer: row.get(14)? },
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
            "SELECT min(next_check_at) FROM feeds
             WHERE unfollowed_at IS NULL AND next_check_at IS NOT NULL AND paused = 0",
        )?
        .query_row([], |row| row.get(0))?)
}

/// The feeds due next, soonest first, and how many are due now.
pub(crate) fn due_next(db: &Connection, now: Timestamp, most: u32) -> Result<(Vec<DueNext>, u32), StoreError> {
    const DUE: &str = "FROM feeds WHERE unfollowed_at IS NULL AND next_check_at IS NOT NULL AND paused = 0";
    let mut select = db.prepare_cached(&format!(
        "SELECT id, coalesce(custom_title, title), next_check_at {DUE} ORDER BY next_check_at, id LIMIT ?1"
    ))?;
    let rows = select
        .query_map([most], |row| Ok(DueNext { feed: FeedId(row.get(0)?), title: row.get(1)?, at: row.get(2)? }))?;
    let next = rows.collect::<Result<_, _>>()?;
    let due = db
        .prepare_cached(&format!("SELECT count(*) {DUE} AND next_check_at <= ?1"))?
        .query_row([now], |row| row.get(0))?;
    Ok((next, due))
}

/// Writes what a successful refresh found about the feed itself; runs in the transaction that stores its entries.
pub(crate) fn record_success(db: &Connection, id: FeedId, outcome: &RefreshOutcome) -> Result<(), StoreError> {
    // A name that came with an import and is the publisher's own is no name of the reader's.
    let first: bool = db
        .prepare_cached("SELECT last_success_at IS NULL FROM feeds WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?
        .unwrap_or(true);
    db.prepare_cached(
        "UPDATE feeds SET last_attempt_at = ?2, last_success_at = ?2, next_check_at = ?3, etag = ?4, last_modified = ?5,
                body_hash = coalesce(?6, body_hash), moved_to = ?7, moved_seen = ?8, failures = 0, fault_code = NULL,
                fault_params = NULL, fault_at = NULL, failing_since = NULL, validators_from = ?9
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
        outcome.validators.issuer,
    ])?;
    if let Some(meta) = &outcome.meta {
        let mut repairs = outcome.repairs.clone();
        if is_merged(db, id)? {
            repairs.push(merge::MERGED.to_owned());
        }
        let repairs = serde_json::to_string(&repairs).unwrap_or_else(|_| "[]".to_owned());
        db.prepare_cached(
            "UPDATE feeds SET title = CASE WHEN ?2 = '' THEN title ELSE ?2 END,
                    custom_title = CASE WHEN ?10 THEN nullif(custom_title, ?2) ELSE custom_title END, site_url = coalesce(?3, site_url),
                    description = ?4, language = ?5, direction = ?6, repairs = ?7,
                    pace_minutes = coalesce(?8, pace_minutes), icon_url = coalesce(?9, icon_url)
             WHERE id = ?1",
        )?
        .execute(params![
            id.0,
            meta.title,
            meta.site_url,
            meta.description,
            meta.language,
            direction_text(meta.direction),
            repairs,
            outcome.pace_minutes,
            outcome.icon_url,
            first,
        ])?;
    }
    visits::note(db, id, outcome.at, true, outcome.added)?;
    if let Some(url) = &outcome.new_url {
        if let Some(other) = merge::follower(db, id, url)? {
            return merge::into(db, id, other);
        }
        free_address(db, url)?;
        db.execute(
            "UPDATE feeds SET former_url = feed_url, feed_url = ?2, moved_to = NULL, moved_seen = 0, older_at = NULL
             WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM feeds WHERE feed_url = ?2)",
            params![id.0, url],
        )?;
    }
    Ok(())
}

/// Whether another feed was taken into this one, and the reader has not put that aside.
fn is_merged(db: &Connection, id: FeedId) -> Result<bool, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT 1 FROM feeds, json_each(feeds.repairs) AS repair
             WHERE feeds.id = ?1 AND repair.value = ?2 AND dismissed IS NOT '\"repaired\"'",
        )?
        .exists(params![id.0, merge::MERGED])?)
}

/// Makes an address free that only a feed has which the reader left: its row and what was kept from it stay.
pub(super) fn free_address(db: &Connection, url: &str) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE feeds SET feed_url = 'left:' || id || ':' || feed_url WHERE feed_url = ?1 AND unfollowed_at IS NOT NULL",
    )?
    .execute([url])?;
    Ok(())
}

/// Writes why a refresh failed. What is stored of the feed stays.
pub(crate) fn record_fault(db: &Connection, id: FeedId, fault: &Fault) -> Result<(), StoreError> {
    let params = serde_json::to_string(&fault.params).unwrap_or_else(|_| "{}".to_owned());
    db.prepare_cached(
        "UPDATE feeds SET last_attempt_at = ?2, next_check_at = ?3, failures = ?4, fault_code = ?5, fault_params = ?6,
                fault_at = ?2, failing_since = CASE WHEN ?4 = 0 THEN failing_since ELSE coalesce(failing_since, ?2) END
         WHERE id = ?1",
    )?
    .execute(params![id.0, fault.at, fault.retry_at, fault.failures, fault.code.as_str(), params])?;
    // No network is nobody's fault: it leaves no mark.
    if fault.code == ErrorCode::Offline { Ok(()) } else { visits::note(db, id, fault.at, false, 0) }
}

/// Takes a fault back that was the network's: the feed is as it was before, and tried again soon.
pub(crate) fn forgive(db: &Connection, id: FeedId, fault: &Fault) -> Result<(), StoreError> {
    record_fault(db, id, fault)?;
    db.prepare_cached(
        "UPDATE feeds SET failing_since = CASE WHEN failures = 0 THEN NULL ELSE failing_since END WHERE id = ?1",
    )?
    .execute([id.0])?;
    visits::take_back_failure(db, id, fault.at)
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
