//! Feeds: following, scheduling, what a visit leaves.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{StoreError, categories, health};
use crate::contract::{CategoryNode, DueNext, ErrorCode, Fault, FeedRow, HealthState};
use crate::model::{CategoryId, Direction, FeedId, FullTextMode, MediaHash, SourceKind, Timestamp, Validators};
use crate::text;

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
    /// What the publisher asked for when it was last read.
    pub(crate) ttl_minutes: Option<u32>,
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
    /// What the publisher asks for, and how often it publishes; written with `meta`.
    pub(crate) ttl_minutes: Option<u32>,
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
                        failing_since = NULL, dismissed = NULL
                 WHERE id = ?1",
                params![id, feed.category.0, feed.typed_host, feed.custom_title, now, feed.kind.as_str()],
            )?;
            db.execute("UPDATE entries SET hidden = 0 WHERE feed_id = ?1", [id])?;
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
    if to.paused == Some(false) {
        db.prepare_cached("UPDATE feeds SET next_check_at = ?2 WHERE id = ?1")?.execute(params![id.0, now])?;
    }
    Ok(())
}

fn require(db: &Connection, id: FeedId) -> Result<(), StoreError> {
    db.prepare_cached("SELECT 1 FROM feeds WHERE id = ?1 AND unfollowed_at IS NULL")?
        .exists([id.0])?
        .then_some(())
        .ok_or(StoreError::NoSuch("feed"))
}

/// Which of a feed's columns a row needs, in the order in which [`feed_row`] takes them.
pub(super) const FEED_COLUMNS: &str =
    "f.id, f.category_id, coalesce(f.custom_title, f.title), f.feed_url, f.site_url, f.full_text, f.last_success_at,
    f.next_check_at, f.failures, f.fault_code, f.fault_params, f.fault_at, f.repairs, f.kind, f.icon, f.paused,
    f.interval_minutes, f.keep_days, f.notify, f.older_at, f.moved_to, f.switched_at, f.last_attempt_at";

/// Entries by feed, and each feed's newest. The indexes are named for the reason that `window` gives.
pub(super) const TOTALS: &str = "SELECT feed_id, count(*), max(published_at) FROM entries INDEXED BY entries_by_feed WHERE hidden = 0 GROUP BY feed_id";
/// Unread ones.
pub(super) const UNREAD: &str = "SELECT feed_id, count(*), 0 FROM entries INDEXED BY entries_unread_by_feed
    WHERE hidden = 0 AND read = 0 GROUP BY feed_id";

/// The sidebar's tree: categories in order, each followed by those inside it, with the followed feeds and counts.
pub(crate) fn tree(db: &Connection, now: Timestamp) -> Result<Vec<CategoryNode>, StoreError> {
    let mut nodes: Vec<CategoryNode> = Vec::new();
    let mut places: HashMap<CategoryId, usize> = HashMap::new();
    for category in categories::all(db)? {
        let id = CategoryId(category.id);
        let parent_id = category.parent_id.map(CategoryId);
        let depth = parent_id.and_then(|parent| places.get(&parent)).and_then(|place| nodes.get(*place));
        let depth = depth.map_or(0, |parent: &CategoryNode| parent.depth + 1);
        places.insert(id, nodes.len());
        nodes.push(CategoryNode {
            id,
            direction: text::direction(&category.title, Direction::Rtl),
            title: category.title,
            parent_id,
            depth,
            unread: 0,
            feeds: Vec::new(),
        });
    }
    for feed in rows(db, now)? {
        if let Some(node) = places.get(&feed.category_id).and_then(|place| nodes.get_mut(*place)) {
            node.unread += feed.unread;
            node.feeds.push(feed);
        }
    }
    // What stands inside counts for what it stands in: from the last, as parents stand before their children.
    for place in (0..nodes.len()).rev() {
        let Some((parent, unread)) = nodes.get(place).and_then(|node| Some((node.parent_id?, node.unread))) else {
            continue;
        };
        if let Some(parent) = places.get(&parent).and_then(|place| nodes.get_mut(*place)) {
            parent.unread += unread;
        }
    }
    Ok(nodes)
}

/// Every followed feed, by title.
pub(crate) fn rows(db: &Connection, now: Timestamp) -> Result<Vec<FeedRow>, StoreError> {
    let totals = counts(db, TOTALS)?;
    let unread = counts(db, UNREAD)?;
    let mut select = db.prepare_cached(&format!(
        "SELECT {FEED_COLUMNS} FROM feeds f WHERE f.unfollowed_at IS NULL
         ORDER BY coalesce(f.custom_title, f.title) COLLATE NOCASE, f.id"
    ))?;
    let mut rows = select.query([])?;
    let mut feeds = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let (total, newest) = totals.get(&id).copied().unwrap_or_default();
        let unread = unread.get(&id).map_or(0, |(unread, _)| *unread);
        feeds.push(FeedRow { unread, total, ..feed_row(row, (total > 0).then_some(newest), now)? });
    }
    Ok(feeds)
}

/// One followed feed.
pub(crate) fn row(db: &Connection, id: FeedId, now: Timestamp) -> Result<FeedRow, StoreError> {
    let sql = format!(
        "SELECT {FEED_COLUMNS},
                (SELECT count(*) FROM entries INDEXED BY entries_unread_by_feed
                 WHERE feed_id = f.id AND hidden = 0 AND read = 0),
                (SELECT count(*) FROM entries INDEXED BY entries_by_feed WHERE feed_id = f.id AND hidden = 0),
                (SELECT max(published_at) FROM entries INDEXED BY entries_by_feed
                 WHERE feed_id = f.id AND hidden = 0)
         FROM feeds f WHERE f.id = ?1"
    );
    db.prepare_cached(&sql)?
        .query_row([id.0], |row| {
            let (unread, total, newest) = (row.get(23)?, row.get(24)?, row.get(25)?);
            Ok(feed_row(row, newest, now).map(|feed| FeedRow { unread, total, ..feed }))
        })
        .optional()?
        .ok_or(StoreError::NoSuch("feed"))?
}

/// A source that answers and has published nothing for so long is called silent.
const SILENT: Timestamp = 42 * 24 * 60 * 60 * 1000;

fn feed_row(row: &Row<'_>, newest: Option<Timestamp>, now: Timestamp) -> Result<FeedRow, StoreError> {
    let id: i64 = row.get(0)?;
    let title: String = row.get(2)?;
    let failures: u32 = row.get(8)?;
    let next_check_at: Option<i64> = row.get(7)?;
    let full_text: String = row.get(5)?;
    let repairs: String = row.get(12)?;
    let kind: String = row.get(13)?;
    let icon: Option<String> = row.get(14)?;
    let older_at: Option<String> = row.get(19)?;
    let (moved_to, switched_at): (Option<String>, Option<i64>) = (row.get(20)?, row.get(21)?);
    let last_attempt_at: Option<i64> = row.get(22)?;
    let mut feed = FeedRow {
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
        kind: SourceKind::parse(&kind).ok_or_else(|| StoreError::Value(format!("kind {kind:?}")))?,
        icon: icon.as_deref().and_then(MediaHash::parse),
        paused: row.get(15)?,
        interval_minutes: row.get(16)?,
        keep_days: row.get(17)?,
        notify: row.get(18)?,
        can_load_older: older_at.as_deref() != Some(""),
        state: HealthState::Fine,
    };
    feed.state = match feed.fault.as_ref().map(|fault| fault.code) {
        _ if feed.paused => HealthState::Paused,
        // No network is nobody's fault.
        Some(ErrorCode::Offline) | None if feed.last_success_at.is_none() => {
            if last_attempt_at.is_none() || feed.fault.is_some() { HealthState::Waiting } else { HealthState::Fine }
        }
        Some(ErrorCode::FeedGone) => HealthState::Gone,
        Some(ErrorCode::Forbidden) => HealthState::SignIn,
        Some(ErrorCode::TlsFailed) => HealthState::Insecure,
        Some(code) if code != ErrorCode::Offline => HealthState::Failing,
        _ if moved_to.is_some() => HealthState::Moved,
        _ if switched_at.is_some() => HealthState::Switched,
        _ if !feed.repairs.is_empty() => HealthState::Repaired,
        _ if newest.is_some_and(|newest| newest < now - SILENT) => HealthState::Silent,
        _ => HealthState::Fine,
    };
    Ok(feed)
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

fn counts(db: &Connection, sql: &str) -> Result<HashMap<i64, (u32, Timestamp)>, StoreError> {
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
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

/// The feeds to refresh, the longest unvisited first, so that a run that is cut short is fair.
pub(crate) fn select(db: &Connection, selection: Selection) -> Result<Vec<DueFeed>, StoreError> {
    let (condition, value) = match selection {
        Selection::All => ("?1 IS NOT NULL AND f.paused = 0".to_owned(), 0),
        Selection::Category(id) => (format!("f.paused = 0 AND f.category_id IN ({SUBTREE})"), id.0),
        Selection::One(id) => ("f.id = ?1".to_owned(), id.0),
        Selection::Due(now) => ("f.paused = 0 AND f.next_check_at <= ?1".to_owned(), now),
    };
    let mut select = db.prepare_cached(&format!(
        "SELECT f.id, f.feed_url, f.typed_host, coalesce(f.custom_title, f.title), f.etag, f.last_modified, f.body_hash,
                f.moved_to, f.moved_seen, f.failures, f.kind, f.interval_minutes, f.ttl_minutes, f.pace_minutes, f.notify
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
            ttl_minutes: row.get(12)?,
            pace_minutes: row.get(13)?,
            notify: row.get(14)?,
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
    db.prepare_cached(
        "UPDATE feeds SET last_attempt_at = ?2, last_success_at = ?2, next_check_at = ?3, etag = ?4, last_modified = ?5,
                body_hash = coalesce(?6, body_hash), moved_to = ?7, moved_seen = ?8, failures = 0, fault_code = NULL,
                fault_params = NULL, fault_at = NULL, failing_since = NULL
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
                    description = ?4, language = ?5, direction = ?6, repairs = ?7, ttl_minutes = ?8,
                    pace_minutes = coalesce(?9, pace_minutes), icon_url = coalesce(?10, icon_url)
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
            outcome.ttl_minutes,
            outcome.pace_minutes,
            outcome.icon_url,
        ])?;
    }
    health::note_visit(db, id, outcome.at, true, outcome.added)?;
    if let Some(url) = &outcome.new_url {
        // Another feed may stand at the new address already: then the old one keeps its address.
        db.execute(
            "UPDATE feeds SET feed_url = ?2, moved_to = NULL, moved_seen = 0, older_at = NULL
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
                fault_at = ?2, failing_since = CASE WHEN ?4 = 0 THEN failing_since ELSE coalesce(failing_since, ?2) END
         WHERE id = ?1",
    )?
    .execute(params![id.0, fault.at, fault.retry_at, fault.failures, fault.code.as_str(), params])?;
    // No network is nobody's fault: it leaves no mark.
    if fault.code == ErrorCode::Offline { Ok(()) } else { health::note_visit(db, id, fault.at, false, 0) }
}

/// A followed feed as an OPML file names it.
#[derive(Debug, Clone)]
pub(crate) struct Outline {
    pub(crate) category: CategoryId,
    /// The reader's title for it.
    pub(crate) custom_title: Option<String>,
    /// The publisher's.
    pub(crate) title: String,
    pub(crate) feed_url: String,
    pub(crate) site_url: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) kind: SourceKind,
    /// Attributes that came with an import, a JSON object.
    pub(crate) outline: String,
}

/// Every followed feed for an OPML file, by category and title.
pub(crate) fn outlines(db: &Connection) -> Result<Vec<Outline>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT f.category_id, f.custom_title, f.title, f.feed_url, f.site_url, f.description, f.language, f.kind,
                f.outline
         FROM feeds f WHERE f.unfollowed_at IS NULL AND f.feed_url NOT LIKE 'loaded:%'
         ORDER BY f.category_id, coalesce(f.custom_title, f.title), f.id",
    )?;
    let rows = select.query_map([], |row| {
        let kind: String = row.get(7)?;
        Ok(Outline {
            category: CategoryId(row.get(0)?),
            custom_title: row.get(1)?,
            title: row.get(2)?,
            feed_url: row.get(3)?,
            site_url: row.get(4)?,
            description: row.get(5)?,
            language: row.get(6)?,
            kind: SourceKind::parse(&kind).unwrap_or_default(),
            outline: row.get(8)?,
        })
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
