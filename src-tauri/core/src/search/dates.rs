//! Days as they are typed into a search: «أمس», «هذا الأسبوع», "last month", 2026-11, 22/11/2026, «سبتمبر 2026».

use jiff::civil::Date;
use jiff::{ToSpan as _, tz::TimeZone};

use crate::model::Timestamp;
use crate::text;
use crate::text::date::month_named;

/// The day that a question is asked on, for a local time that is so many minutes ahead of UTC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Today {
    day: Date,
    offset_minutes: i32,
}

impl Today {
    /// The reader's day at `now`. An offset of more than a day counts as a day.
    pub(crate) fn at(now: Timestamp, offset_minutes: i32) -> Self {
        let offset_minutes = offset_minutes.clamp(-24 * 60, 24 * 60);
        let local = now.saturating_add(i64::from(offset_minutes) * 60_000);
        let day = jiff::Timestamp::from_millisecond(local)
            .map_or(Date::constant(1970, 1, 1), |at| at.to_zoned(TimeZone::UTC).date());
        Self { day, offset_minutes }
    }

    fn start_of(self, day: Date) -> Option<Timestamp> {
        let midnight = day.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond();
        Some(midnight - i64::from(self.offset_minutes) * 60_000)
    }

    /// The first moment of what `typed` names, in milliseconds UTC; none when it names no time. A week is seven days.
    pub(crate) fn start(self, typed: &str) -> Option<Timestamp> {
        self.start_of(self.day_named(typed)?)
    }

    fn day_named(self, typed: &str) -> Option<Date> {
        let folded = text::fold(typed);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let today = self.day;
        let month_start = today.first_of_month();
        let year_start = today.first_of_year();
        let found = match words.as_slice() {
            ["اليوم" | "today"] => today,
            ["امس" | "البارحه" | "yesterday"] => today.checked_sub(1.day()).ok()?,
            ["اول" | "اولي", "امس"] => today.checked_sub(2.days()).ok()?,
            ["هذا", "الاسبوع"] | ["الاسبوع" | "اسبوع" | "week" | "thisweek"] | ["this", "week"] => {
                today.checked_sub(6.days()).ok()?
            }
            ["الاسبوع", "الماضي"] | ["اسبوعين"] | ["last", "week"] => {
                today.checked_sub(13.days()).ok()?
            }
            ["هذا", "الشهر"] | ["الشهر"] | ["this", "month"] => month_start,
            ["شهر" | "month"] => today.checked_sub(1.month()).ok()?,
            ["الشهر", "الماضي"] | ["last", "month"] => month_start.checked_sub(1.month()).ok()?,
            ["هذا", "العام"] | ["هذه", "السنه"] | ["العام" | "السنه"] | ["this", "year"] => {
                year_start
            }
            ["سنه" | "عام" | "year"] => today.checked_sub(1.year()).ok()?,
            ["العام", "الماضي"] | ["السنه", "الماضيه"] | ["last", "year"] => {
                year_start.checked_sub(1.year()).ok()?
            }
            [number, unit] if unit_days(unit).is_some() => back(today, number.parse().ok()?, unit_days(unit)?)?,
            [month, year] if month_named(month).is_some() => date(number(year)?, month_named(month)?, 1)?,
            [day, month, year] if month_named(month).is_some() => {
                date(number(year)?, month_named(month)?, number(day)?)?
            }
            [month] if month_named(month).is_some() => {
                let this_year = date(i64::from(today.year()), month_named(month)?, 1)?;
                if this_year > today { this_year.checked_sub(1.year()).ok()? } else { this_year }
            }
            [one] => self.numeric(one)?,
            _ => return None,
        };
        Some(found)
    }

    fn numeric(self, typed: &str) -> Option<Date> {
        let split = typed.find(|c: char| !c.is_ascii_digit());
        if let Some(at) = split
            && let Some((count, unit)) = typed.split_at_checked(at)
            && let Some(days) = unit_days(unit)
        {
            return back(self.day, count.parse().ok()?, days);
        }
        let parts: Vec<i64> = typed.split(['-', '/', '.']).map(number).collect::<Option<_>>()?;
        match parts.as_slice() {
            [year] if *year > 1000 => date(*year, 1, 1),
            [year, month] if *year > 1000 => date(*year, *month, 1),
            [month, year] if *year > 1000 => date(*year, *month, 1),
            [year, month, day] if *year > 1000 => date(*year, *month, *day),
            [day, month, year] if *year > 1000 => date(*year, *month, *day),
            _ => None,
        }
    }
}

fn number(typed: &str) -> Option<i64> {
    (!typed.is_empty() && typed.len() <= 4 && typed.bytes().all(|b| b.is_ascii_digit())).then(|| typed.parse().ok())?
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn back(today: Date, count: i64, days: i64) -> Option<Date> {
    (0..=9_999).contains(&count).then(|| today.checked_sub((count * days).days()).ok())?
}

fn unit_days(unit: &str) -> Option<i64> {
    match unit {
        "d" | "day" | "days" | "يوم" | "يوما" | "ايام" => Some(1),
        "w" | "week" | "weeks" | "اسبوع" | "اسابيع" | "اسبوعا" => Some(7),
        "m" | "month" | "months" | "شهر" | "اشهر" | "شهور" | "شهرا" => Some(30),
        "y" | "year" | "years" | "سنه" | "سنوات" | "اعوام" => Some(365),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Today;

    #[test]
    fn days_are_read_in_the_readers_own_time() {
        let at = |text: &str| text.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_millisecond).ok();
        let today = Today::at(at("2026-11-22T22:30:00Z").unwrap_or_default(), 180);
        for (typed, start) in [
            ("اليوم", "2026-11-22T21:00:00Z"),
            ("أمس", "2026-11-21T21:00:00Z"),
            ("yesterday", "2026-11-21T21:00:00Z"),
            ("هذا الأسبوع", "2026-11-16T21:00:00Z"),
            ("هذا الشهر", "2026-10-31T21:00:00Z"),
            ("last month", "2026-09-30T21:00:00Z"),
            ("2026-09", "2026-08-31T21:00:00Z"),
            ("٢٠٢٦-٠٩-١٥", "2026-09-14T21:00:00Z"),
            ("15/9/2026", "2026-09-14T21:00:00Z"),
            ("سبتمبر 2026", "2026-08-31T21:00:00Z"),
            ("أيلول", "2026-08-31T21:00:00Z"),
            ("ديسمبر", "2025-11-30T21:00:00Z"),
            ("3 أيام", "2026-11-19T21:00:00Z"),
            ("7d", "2026-11-15T21:00:00Z"),
            ("2025", "2024-12-31T21:00:00Z"),
        ] {
            assert_eq!(today.start(typed), at(start), "{typed}");
        }
        for nothing in ["", "غدا ما", "2026-13", "31/2/2026", "99999d", "-", "1"] {
            assert_eq!(today.start(nothing), None, "{nothing}");
        }
    }
}
