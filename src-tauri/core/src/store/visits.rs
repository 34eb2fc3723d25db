//! What the visits of each day brought, for the page that says how a source fares.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::StoreError;
use crate::contract::DayOfVisits;
use crate::model::{FeedId, Timestamp};

const DAY: Timestamp = 24 * 60 * 60 * 1000;
/// Days that the health page shows.
const SHOWN: i64 = 14;
/// Days whose visits are remembered.
const REMEMBERED: i64 = 60;

/// Counts a visit into its day.
pub(super) fn note(
    db: &Connection,
    feed: FeedId,
    at: Timestamp,
    succeeded: bool,
    added: u32,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO visits (feed_id, day, succeeded, failed, added) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET succeeded = succeeded + ?3, failed = failed + ?4, added = added + ?5",
    )?
    .execute(params![feed.0, at.div_euclid(DAY), u32::from(succeeded), u32::from(!succeeded), added])?;
    Ok(())
}

/// Takes one failed visit of a day back.
pub(super) fn take_back_failure(db: &Connection, feed: FeedId, at: Timestamp) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE visits SET failed = max(0, failed - 1) WHERE feed_id = ?1 AND day = ?2")?
        .execute(params![feed.0, at.div_euclid(DAY)])?;
    Ok(())
}

/// Forgets visits of long ago.
pub(crate) fn forget(db: &Connection, now: Timestamp) -> Result<(), StoreError> {
    db.execute("DELETE FROM visits WHERE day < ?1", [now.div_euclid(DAY) - REMEMBERED])?;
    Ok(())
}

/// Days without a visit.
pub(super) fn no_days() -> Vec<DayOfVisits> {
    (0..SHOWN).map(|_| DayOfVisits { succeeded: 0, failed: 0, added: 0 }).collect()
}

/// The visits of the last days, by feed.
pub(super) fn all(db: &Connection, now: Timestamp) -> Result<HashMap<i64, Vec<DayOfVisits>>, StoreError> {
    let first = now.div_euclid(DAY) - SHOWN + 1;
    let mut select =
        db.prepare_cached("SELECT feed_id, day, succeeded, failed, added FROM visits WHERE day BETWEEN ?1 AND ?2")?;
    let mut rows = select.query([first, first + SHOWN - 1])?;
    let mut days: HashMap<i64, Vec<DayOfVisits>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let place = usize::try_from(row.get::<_, i64>(1)? - first).unwrap_or(0);
        if let Some(day) = days.entry(row.get(0)?).or_insert_with(no_days).get_mut(place) {
            *day = DayOfVisits { succeeded: row.get(2)?, failed: row.get(3)?, added: row.get(4)? };
        }
    }
    Ok(days)
}
