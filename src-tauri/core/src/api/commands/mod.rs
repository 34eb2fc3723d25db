//! The commands, a file a topic: unpack, call the use-case, answer.

mod arrange;
mod backups;
mod bookmarks;
mod comments;
mod directory;
mod discovery;
mod entries;
mod health;
mod history;
mod imports;
mod marks;
mod opml;
mod packs;
mod refresh;
mod searching;
mod settings;
mod sources;
mod stories;
mod system;
mod versions;

use crate::model::Timestamp;

const DAY: Timestamp = 24 * 60 * 60 * 1000;

/// Where the reader's day began, for a local time that is `offset_minutes` ahead of UTC (bounded to a day).
fn day_start(now: Timestamp, offset_minutes: i32) -> Timestamp {
    let offset = i64::from(offset_minutes.clamp(-24 * 60, 24 * 60)) * 60_000;
    (now + offset).div_euclid(DAY) * DAY - offset
}

/// Where the breaking lane begins.
fn breaking_start(now: Timestamp) -> Timestamp {
    now - DAY
}

#[cfg(test)]
mod tests {
    use super::day_start;

    #[test]
    fn the_day_begins_at_local_midnight() {
        let at = |text: &str| text.parse::<jiff::Timestamp>().map(|t| t.as_millisecond()).unwrap_or_default();
        let now = at("2026-11-22T01:30:00Z");
        assert_eq!(day_start(now, 0), at("2026-11-22T00:00:00Z"));
        assert_eq!(day_start(now, 180), at("2026-11-21T21:00:00Z"), "Baghdad");
        assert_eq!(day_start(now, -300), at("2026-11-21T05:00:00Z"), "west of UTC it is still yesterday");
    }
}
