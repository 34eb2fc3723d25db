//! What fetching remembers of a feed between two visits, beside its validators.

use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, rows};
use crate::contract::Fault;
use crate::model::FeedId;

/// How often a publisher wants to be asked, as its document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rhythm {
    /// `ttl` or `sy:updatePeriod` by `sy:updateFrequency`, in minutes.
    pub(crate) ttl_minutes: Option<u32>,
    /// `skipHours`: bit 0 is the hour after midnight, GMT.
    pub(crate) skip_hours: u32,
    /// `skipDays`: bit 0 is Monday.
    pub(crate) skip_days: u8,
}

/// What the last visits left.
#[derive(Debug, Clone, Default)]
pub(crate) struct Before {
    pub(crate) rhythm: Rhythm,
    /// The address before a believed move.
    pub(crate) former_url: Option<String>,
    /// Why the last visit failed.
    pub(crate) fault: Option<Fault>,
}

/// See [`Before`].
pub(crate) fn before(db: &Connection, id: FeedId) -> Result<Before, StoreError> {
    let found = db
        .prepare_cached(
            "SELECT fault_code, fault_params, fault_at, failures, next_check_at, ttl_minutes, skip_hours, skip_days,
                    former_url
             FROM feeds WHERE id = ?1",
        )?
        .query_row([id.0], |row| {
            let rhythm = Rhythm { ttl_minutes: row.get(5)?, skip_hours: row.get(6)?, skip_days: row.get(7)? };
            let (failures, retry_at, former_url) = (row.get(3)?, row.get(4)?, row.get(8)?);
            Ok(rows::fault(row, 0, failures, retry_at).map(|fault| Before { rhythm, former_url, fault }))
        })
        .optional()?;
    found.unwrap_or_else(|| Ok(Before::default()))
}

/// Remembers how often the publisher wants to be asked.
pub(crate) fn set(db: &Connection, id: FeedId, rhythm: Rhythm) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE feeds SET ttl_minutes = ?2, skip_hours = ?3, skip_days = ?4 WHERE id = ?1")?
        .execute(params![id.0, rhythm.ttl_minutes, rhythm.skip_hours, rhythm.skip_days])?;
    Ok(())
}

/// Goes back to the address before a believed move, unless another feed stands there by now.
pub(crate) fn go_back(db: &Connection, id: FeedId) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE feeds SET feed_url = former_url, former_url = NULL, moved_to = NULL, moved_seen = 0
         WHERE id = ?1 AND former_url IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM feeds other WHERE other.feed_url = feeds.former_url)",
    )?
    .execute([id.0])?;
    Ok(())
}
