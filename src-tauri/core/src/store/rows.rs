//! Feeds as the window shows them: the sidebar's tree, one row, and how a source fares.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row};

use super::columns::{color, json, mode};
use super::{StoreError, categories, copies, health};
use crate::contract::{CategoryNode, ErrorCode, Fault, FeedRow, HealthState};
use crate::model::{CategoryId, Direction, FeedId, MediaHash, SourceKind, Timestamp};
use crate::text;

/// Which of a feed's columns a row needs, in the order in which [`feed_row`] takes them.
const FEED_COLUMNS: &str =
    "f.id, f.category_id, coalesce(f.custom_title, f.title), f.feed_url, f.site_url, f.full_text, f.last_success_at,
    f.next_check_at, f.failures, f.fault_code, f.fault_params, f.fault_at, f.repairs, f.kind, f.icon, f.paused,
    f.interval_minutes, f.keep_days, f.notify, f.older_at, f.moved_to, f.switched_at, f.last_attempt_at,
    f.dismissed";

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
    for feed in all(db, now)? {
        if let Some(node) = places.get(&feed.category_id).and_then(|place| nodes.get_mut(*place)) {
            node.unread += feed.unread;
            node.feeds.push(feed);
        }
    }
    // An article that several feeds of a category bring is one there.
    let homes: HashMap<FeedId, CategoryId> =
        nodes.iter().flat_map(|node| node.feeds.iter().map(|feed| (feed.id, node.id))).collect();
    let mut twice: HashMap<usize, u32> = HashMap::new();
    for group in copies::unread_groups(db)? {
        let mut members: HashMap<usize, u32> = HashMap::new();
        for home in group.iter().filter_map(|feed| homes.get(feed)) {
            let mut above = Some(*home);
            while let Some((place, node)) =
                above.and_then(|id| places.get(&id)).and_then(|place| Some((*place, nodes.get(*place)?)))
            {
                *members.entry(place).or_default() += 1;
                above = node.parent_id;
            }
        }
        for (place, members) in members.into_iter().filter(|(_, members)| *members > 1) {
            *twice.entry(place).or_default() += members - 1;
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
    for (place, count) in twice {
        if let Some(node) = nodes.get_mut(place) {
            node.unread = node.unread.saturating_sub(count);
        }
    }
    Ok(nodes)
}

/// Every followed feed, by title.
pub(crate) fn all(db: &Connection, now: Timestamp) -> Result<Vec<FeedRow>, StoreError> {
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
pub(crate) fn one(db: &Connection, id: FeedId, now: Timestamp) -> Result<FeedRow, StoreError> {
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
            let (unread, total, newest) = (row.get(24)?, row.get(25)?, row.get(26)?);
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
        dismissed: false,
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
    feed.dismissed = row.get::<_, Option<String>>(23)?.is_some_and(|state| state == health::state_text(feed.state));
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
