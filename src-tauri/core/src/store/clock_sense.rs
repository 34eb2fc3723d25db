//! Whether the clock can be trusted with deleting. A clock that is wrong comes right again; what was deleted by it does
//! not.

use rusqlite::Connection;

use super::{StoreError, settings};
use crate::model::Timestamp;

const DAY: Timestamp = 24 * 60 * 60 * 1000;
/// A step forward that is longer may be a wrong clock, or a holiday.
const JUMP: Timestamp = 7 * DAY;
const LAST: &str = "clock.last";
const SINCE: &str = "clock.since";

/// Whether what is old may be deleted: the clock has made no jump for a day. Remembers the time.
pub(crate) fn may_delete(db: &Connection, now: Timestamp) -> Result<bool, StoreError> {
    let read = |key| Ok::<_, StoreError>(settings::get(db, key)?.and_then(|value| value.as_i64()));
    let jumped = read(LAST)?.is_some_and(|last| now - last > JUMP || last - now > DAY);
    let since = if jumped { now } else { read(SINCE)?.unwrap_or(now - DAY) };
    for (key, at) in [(LAST, now), (SINCE, since)] {
        settings::set(db, key, &serde_json::Value::from(at))?;
    }
    Ok(now - since >= DAY)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::{DAY, may_delete};

    #[test]
    fn a_clock_that_jumps_deletes_nothing_for_a_day() {
        let db = crate::store::in_memory();
        let may = |day: i64| may_delete(&db, 1_000 * DAY + day * DAY / 4).unwrap();
        assert!(may(0) && may(1) && may(24), "six days are no jump");
        assert!(!may(4_000), "years ahead");
        assert!(!may(4_001) && !may(4_003));
        assert!(!may(26), "back again is a jump too");
        assert!(!may(27));
        assert!(may(30), "a day later all is well");
    }
}
