//! When a source is visited next (docs/decisions/0014-schedule.md). Pure: the clock is a number that is passed in.

use jiff::tz::TimeZone;

use crate::feed::ParsedEntry;
use crate::model::Timestamp;
use crate::store::rhythm::Rhythm;

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The shortest time between two scheduled visits to a feed.
const SHORTEST: i64 = 15 * MINUTE;
/// A first failure is tried again after this long, doubling with each further one up to a day.
const FIRST_RETRY: i64 = 10 * MINUTE;

/// How often a source publishes: the median of minutes between its newest entries, of which at least four must have a
/// date.
pub(super) fn pace(entries: &[ParsedEntry]) -> Option<u32> {
    let mut dates: Vec<Timestamp> = entries.iter().filter_map(|entry| entry.published.or(entry.updated)).collect();
    dates.sort_unstable_by(|a, b| b.cmp(a));
    dates.truncate(40);
    let mut gaps: Vec<i64> = dates.windows(2).map(|pair| (pair[0] - pair[1]) / MINUTE).collect();
    if gaps.len() < 3 {
        return None;
    }
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).and_then(|gap| u32::try_from(*gap).ok())
}

/// Minutes between two visits to a source: what the reader set for it; else the general interval, or a quarter of the
/// source's own pace where it publishes rarely, up to six hours. 0 when the schedule is off.
pub(crate) fn interval(general: u32, own: u32, pace_minutes: Option<u32>) -> u32 {
    const SLOWEST: u32 = 6 * 60;
    match (own, general) {
        (0, 0) => 0,
        (0, general) => pace_minutes.map_or(0, |pace| (pace / 4).min(SLOWEST)).max(general),
        (own, _) => own,
    }
}

/// When a feed is visited next after a success: the reader's interval, or later when the publisher asks for it (`ttl`,
/// `sy:updatePeriod`, `Cache-Control`, `Expires`, and `skipHours` and `skipDays` on top), never later than a day; spread
/// by up to a tenth, so that a thousand feeds do not wake at once. None when the reader has switched the schedule off.
pub(crate) fn next_visit(
    now: Timestamp,
    interval_minutes: u32,
    rhythm: Rhythm,
    fresh_seconds: Option<u64>,
    feed: i64,
) -> Option<Timestamp> {
    if interval_minutes == 0 {
        return None;
    }
    let asked = [
        i64::from(interval_minutes) * MINUTE,
        rhythm.ttl_minutes.map_or(0, |ttl| i64::from(ttl) * MINUTE),
        fresh_seconds.map_or(0, |fresh| i64::try_from(fresh).unwrap_or(DAY).saturating_mul(1000)),
    ];
    // The reader may want a source less often than daily; a publisher may not.
    let longest = DAY.max(i64::from(interval_minutes) * MINUTE);
    let wait = asked.into_iter().max().unwrap_or(SHORTEST).clamp(SHORTEST, longest);
    let at = out_of_silence(now + wait + spread(wait, feed), rhythm).min(now + longest);
    Some(at.max(now + wait))
}

/// The first moment from `at` on that `skipHours` and `skipDays` leave free (RSS 2.0; GMT); `at` where they leave none. At
/// the beginning of a free hour everybody comes back: the minutes past the hour stay, which spreads the visits.
fn out_of_silence(at: Timestamp, rhythm: Rhythm) -> Timestamp {
    let is_silent = |at: Timestamp| {
        let Ok(moment) = jiff::Timestamp::from_millisecond(at) else { return false };
        let civil = moment.to_zoned(TimeZone::UTC);
        let (hour, day) = (civil.hour(), civil.weekday().to_monday_zero_offset());
        rhythm.skip_hours >> hour & 1 == 1 || rhythm.skip_days >> day & 1 == 1
    };
    (0..=7 * 24).map(|hours| at + hours * HOUR).find(|at| !is_silent(*at)).unwrap_or(at)
}

/// When a piece (a page, a picture) is tried again after `failures` failures in a row: doubling from ten minutes to a
/// day, never before the server's `Retry-After` (seconds).
pub(crate) fn backoff(now: Timestamp, failures: u32, retry_after: Option<u64>, seed: i64) -> Timestamp {
    back_off_from(FIRST_RETRY, now, failures, retry_after, seed)
}

/// When a feed is tried again. What may have passed in a moment (no answer, a server's error) is tried again after ten
/// minutes; a refusal, or an answer that is no feed, not sooner than a healthy feed is visited, and not within the hour.
/// Both double to a day. None when the reader has switched the schedule off.
pub(super) fn feed_backoff(
    now: Timestamp,
    failures: u32,
    is_passing: bool,
    retry_after: Option<u64>,
    interval_minutes: u32,
    feed: i64,
) -> Option<Timestamp> {
    if interval_minutes == 0 {
        return None;
    }
    let first = if is_passing { FIRST_RETRY } else { HOUR.max(i64::from(interval_minutes) * MINUTE) };
    Some(back_off_from(first, now, failures, retry_after, feed))
}

/// How long a server that names a time (seconds) is left alone: a day at the most.
pub(super) fn patience(retry_after: u64) -> i64 {
    i64::try_from(retry_after).unwrap_or(DAY).saturating_mul(1000).min(DAY)
}

fn back_off_from(first: i64, now: Timestamp, failures: u32, retry_after: Option<u64>, seed: i64) -> Timestamp {
    let doubled = first.saturating_mul(1_i64 << failures.saturating_sub(1).min(10)).min(DAY);
    let wait = doubled.max(retry_after.map_or(0, patience));
    // With the count in the seed, two feeds that met once do not keep step for ever.
    now + wait + spread(wait, seed.wrapping_mul(31).wrapping_add(i64::from(failures)))
}

/// Up to a tenth of `wait`, always the same for the same seed: jitter that a test can foresee.
fn spread(wait: i64, seed: i64) -> i64 {
    let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed()).rotate_left(17).rem_euclid(1000);
    wait / 10 * mixed / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_follows_the_reader_and_the_publisher_within_bounds() {
        let wait = |interval, ttl_minutes, fresh| {
            next_visit(0, interval, Rhythm { ttl_minutes, ..Rhythm::default() }, fresh, 7).map(|at| at / MINUTE)
        };
        assert_eq!(wait(0, None, None), None);
        let near =
            |minutes: Option<i64>, wanted: i64| minutes.is_some_and(|m| (wanted..=wanted + wanted / 10).contains(&m));
        assert!(near(wait(60, None, None), 60));
        assert!(near(wait(60, Some(180), None), 180), "the publisher asks for less");
        assert!(near(wait(60, Some(5), None), 60), "more often than the reader wants is not asked for");
        assert!(near(wait(1, None, None), 15), "never more often than every quarter of an hour");
        assert!(near(wait(60, Some(100_000), Some(10_000_000)), 24 * 60), "never later than a day");
    }

    #[test]
    fn a_source_is_visited_as_the_reader_set_it_or_as_it_publishes() {
        assert_eq!(interval(0, 0, Some(10)), 0, "switched off");
        assert_eq!(interval(0, 30, None), 30, "its own interval holds all the same");
        assert_eq!(interval(60, 0, None), 60);
        assert_eq!(interval(60, 0, Some(5)), 60, "no more often than the reader wants");
        assert_eq!(interval(60, 0, Some(24 * 60)), 360, "a daily is looked at four times a day");
        assert_eq!(interval(60, 0, Some(12 * 60)), 180);
        assert_eq!(interval(720, 0, Some(24 * 60)), 720);
        assert_eq!(interval(60, 10_080, Some(1)), 10_080);
        let at = |minutes: i64| ParsedEntry { published: Some(minutes * MINUTE), ..ParsedEntry::default() };
        assert_eq!(pace(&[at(0), at(10), at(30), at(90)]), Some(20));
        assert_eq!(pace(&[at(0), at(10), at(30)]), None, "too few to tell");
    }

    #[test]
    fn hours_and_days_of_silence_are_kept_within_a_day() {
        // Thursday 1 January 1970, midnight; the visit would be at one o'clock.
        let at = |skip_hours, skip_days| {
            let rhythm = Rhythm { skip_hours, skip_days, ..Rhythm::default() };
            next_visit(0, 60, rhythm, None, 0).map(|at| at / HOUR)
        };
        assert_eq!(at(0, 0), Some(1));
        assert_eq!(at(0b0000_0010, 0), Some(2), "one o'clock is left out");
        assert_eq!(at(0b1111_1110, 0), Some(8));
        assert_eq!(at(0xff_ffff, 0), Some(1), "silence at every hour is none");
        assert_eq!(at(0, 0b000_1000), Some(24), "not on Thursdays: on Friday, a day later at the most");
        assert_eq!(at(0, 0b111_1111), Some(1));
    }

    #[test]
    fn a_refusal_is_not_met_with_more_visits_than_a_welcome() {
        let minutes =
            |failures, passing, interval| feed_backoff(0, failures, passing, None, interval, 5).map(|at| at / MINUTE);
        assert!(matches!(minutes(1, true, 60), Some(10..=11)));
        assert!(matches!(minutes(1, false, 60), Some(60..=66)));
        assert!(matches!(minutes(1, false, 240), Some(240..=264)));
        assert!(matches!(minutes(3, false, 60), Some(240..=264)));
        assert!(matches!(minutes(30, false, 60), Some(1_440..=1_584)));
        assert_eq!(minutes(1, true, 0), None, "switched off is switched off");
    }

    #[test]
    fn feeds_that_failed_together_do_not_come_back_together() {
        let mut times: Vec<_> = (1..=50).filter_map(|feed| feed_backoff(0, 3, true, None, 60, feed)).collect();
        times.sort_unstable();
        times.dedup();
        assert!(times.len() > 40, "{} moments for 50 feeds", times.len());
    }

    #[test]
    fn failures_back_off_to_a_day_and_heed_retry_after() {
        let minutes = |failures, after| backoff(0, failures, after, 3) / MINUTE;
        assert!((10..=11).contains(&minutes(1, None)));
        assert!((20..=22).contains(&minutes(2, None)));
        assert!((1440..=1584).contains(&minutes(40, None)));
        assert!((60..=66).contains(&minutes(1, Some(3600))));
        assert!((1440..=1584).contains(&minutes(1, Some(u64::MAX))));
    }
}
