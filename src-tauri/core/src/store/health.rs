//! How sources have fared, and what the reader decides about that.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::outbox::WITHOUT_OWN_WORDS;
use super::{NewEntry, StoreError, categories, copies, feeds, merge, rows, visits};
use crate::contract::{FeedHealth, HealthState};
use crate::model::{FeedId, SourceKind, Timestamp};

const DAY: Timestamp = 24 * 60 * 60 * 1000;

/// What the feeds table knows beyond a row.
struct Beyond {
    failing_since: Option<Timestamp>,
    fault_at: Option<Timestamp>,
    moved_to: Option<String>,
    switched: (Option<String>, Option<Timestamp>),
    pace_minutes: Option<u32>,
    newest_at: Option<Timestamp>,
}

/// Every followed source, the ailing ones first.
pub(crate) fn list(db: &Connection, now: Timestamp) -> Result<Vec<FeedHealth>, StoreError> {
    let titles: HashMap<i64, String> =
        categories::all(db)?.into_iter().map(|category| (category.id, category.title)).collect();
    let mut days = visits::all(db, now)?;
    let mut beyond = beyond(db)?;
    let mut list: Vec<FeedHealth> = Vec::new();
    for feed in rows::all(db, now)? {
        let Some(more) = beyond.remove(&feed.id.0) else { continue };
        let since = match feed.state {
            HealthState::Gone | HealthState::SignIn | HealthState::Insecure | HealthState::Failing => {
                more.failing_since.or(more.fault_at)
            }
            HealthState::Switched => more.switched.1,
            HealthState::Silent => more.newest_at,
            _ => None,
        };
        list.push(FeedHealth {
            category: titles.get(&feed.category_id.0).cloned().unwrap_or_default(),
            since,
            dismissed: feed.dismissed,
            moved_to: more.moved_to,
            switched_from: more.switched.0,
            newest_at: more.newest_at,
            pace_minutes: more.pace_minutes,
            days: days.remove(&feed.id.0).unwrap_or_else(visits::no_days),
            feed,
        });
    }
    list.sort_by_key(|health| (health.feed.state, health.since.unwrap_or(Timestamp::MAX)));
    Ok(list)
}

fn beyond(db: &Connection) -> Result<HashMap<i64, Beyond>, StoreError> {
    let mut newest = HashMap::new();
    let mut select = db.prepare_cached(rows::TOTALS)?;
    let mut found = select.query([])?;
    while let Some(row) = found.next()? {
        newest.insert(row.get::<_, i64>(0)?, row.get::<_, i64>(2)?);
    }
    let mut select = db.prepare_cached(
        "SELECT id, failing_since, fault_at, moved_to, switched_from, switched_at, pace_minutes
         FROM feeds WHERE unfollowed_at IS NULL",
    )?;
    let rows = select.query_map([], |row| {
        let id: i64 = row.get(0)?;
        Ok((
            id,
            Beyond {
                failing_since: row.get(1)?,
                fault_at: row.get(2)?,
                moved_to: row.get(3)?,
                switched: (row.get(4)?, row.get(5)?),
                pace_minutes: row.get(6)?,
                newest_at: newest.get(&id).copied(),
            },
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A state as the column `dismissed` has it.
pub(super) fn state_text(state: HealthState) -> String {
    serde_json::to_string(&state).unwrap_or_default()
}

/// Puts a source's present state aside.
pub(crate) fn dismiss(db: &Connection, id: FeedId, now: Timestamp) -> Result<(), StoreError> {
    let state = state_text(rows::one(db, id, now)?.state);
    db.execute("UPDATE feeds SET dismissed = ?2 WHERE id = ?1", params![id.0, state])?;
    Ok(())
}

/// Takes the address that a source says that it has moved to; a source that is followed there already takes it in.
pub(crate) fn accept_move(db: &Connection, id: FeedId, now: Timestamp) -> Result<(), StoreError> {
    let to: Option<String> = db
        .query_row("SELECT moved_to FROM feeds WHERE id = ?1 AND unfollowed_at IS NULL", [id.0], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::NoSuch("feed"))?;
    let to = to.ok_or(StoreError::Refused("the source did not say that it has moved"))?;
    if let Some(other) = merge::follower(db, id, &to)? {
        return merge::into(db, id, other);
    }
    feeds::free_address(db, &to)?;
    db.execute(
        "UPDATE feeds SET feed_url = ?2, moved_to = NULL, moved_seen = 0, next_check_at = ?3, older_at = NULL,
                etag = NULL, last_modified = NULL
         WHERE id = ?1",
        params![id.0, to, now],
    )?;
    Ok(())
}

/// A fallback takes over from a feed that is dead: it is fetched from `to` from now on, and the reader is told.
pub(crate) fn switch(
    db: &Connection,
    id: FeedId,
    to: &str,
    kind: SourceKind,
    now: Timestamp,
) -> Result<bool, StoreError> {
    feeds::free_address(db, to)?;
    let taken = db.prepare_cached("SELECT 1 FROM feeds WHERE feed_url = ?1")?.exists([to])?;
    if taken {
        return Ok(false);
    }
    let changed = db.execute(
        "UPDATE feeds SET switched_from = feed_url, switched_at = ?4, feed_url = ?2, kind = ?3, etag = NULL,
                last_modified = NULL, body_hash = NULL, moved_to = NULL, moved_seen = 0, next_check_at = ?4,
                failures = 0, fault_code = NULL, fault_params = NULL, fault_at = NULL, failing_since = NULL,
                dismissed = NULL, older_at = NULL, ttl_minutes = NULL
         WHERE id = ?1 AND unfollowed_at IS NULL",
        params![id.0, to, kind.as_str(), now],
    )?;
    Ok(changed > 0)
}

/// Deletes what is older than the reader keeps it for, source by source, except what was kept; an entry's age counts
/// from when it was published or first seen, whichever is later. What a feed still lists does not come back as new.
/// Answers how many entries went.
pub(crate) fn let_go_of_old(db: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    let old = format!(
        "FROM entries e JOIN feeds f ON f.id = e.feed_id
         WHERE f.keep_days > 0 AND e.kept_at IS NULL AND {WITHOUT_OWN_WORDS}
           AND max(e.published_at, e.first_seen_at) < ?1 - f.keep_days * 86400000"
    );
    db.execute(
        &format!(
            "INSERT OR IGNORE INTO let_go (feed_id, identity, url_key, title_key, at)
             SELECT e.feed_id, e.identity, e.url_key, e.title_key, ?1 {old}"
        ),
        [now],
    )?;
    let gone = db.execute(&format!("DELETE FROM entries WHERE id IN (SELECT e.id {old})"), [now])?;
    copies::settle(db)?;
    // No feed lists an entry for longer.
    db.execute("DELETE FROM let_go WHERE at < ?1", [now - 400 * DAY])?;
    Ok(gone)
}

/// Whether an entry was let go of: two of identity, address and title are the same. Publishers change each of them, give
/// all of their entries one address, and use a GUID again for another article.
pub(super) fn was_let_go(db: &Connection, feed: FeedId, entry: &NewEntry) -> Result<bool, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT 1 FROM let_go WHERE feed_id = ?1 AND title_key = ?4 AND (identity = ?2 OR url_key = ?3)
             UNION ALL SELECT 1 FROM let_go WHERE feed_id = ?1 AND identity = ?2 AND (url_key IS ?3)",
        )?
        .exists(params![feed.0, entry.identity, entry.url_key, entry.title_key])?)
}
