//! The solar Hijri calendar of Iran and Afghanistan: a year begins at the spring equinox, six months have 31 days, five
//! 30, and the last 29 or 30. Leap years follow the cycle of 33 years, which is the official calendar's for the years
//! that are taken here.

use super::days as gregorian;

/// Years that a feed may mean.
const YEARS: std::ops::RangeInclusive<i64> = 1_300..=1_500;

/// Days since 1970 of a day; `None` where there is no such day. The 30th of a short Esfand is its 29th.
pub(super) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let length = match month {
        1..=6 => 31,
        7..=12 => 30,
        _ => return None,
    };
    if !YEARS.contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    let day = if month == 12 && !is_leap(year) { day.min(29) } else { day };
    let before = if month <= 7 { (month - 1) * 31 } else { 186 + (month - 7) * 30 };
    // 1 Farvardin 1300 was 21 March 1921.
    let years: i64 = (*YEARS.start()..year).map(|year| 365 + i64::from(is_leap(year))).sum();
    Some(gregorian(1921, 3, 21) + years + before + day - 1)
}

fn is_leap(year: i64) -> bool {
    matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

/// The month that a word names. Letters as [`super::parse`] leaves them; the Persian `ی` and `ک` are the Arabic ones here.
pub(super) fn month(word: &str) -> Option<i64> {
    let word: String = word
        .chars()
        .map(|letter| match letter {
            'ی' => 'ي',
            'ک' => 'ك',
            other => other,
        })
        .collect();
    const NAMES: [&str; 12] =
        ["فروردين", "ارديبهشت", "خرداد", "تير", "مرداد", "شهريور", "مهر", "ابان", "اذر", "دي", "بهمن", "اسفند"];
    let found = NAMES.iter().position(|name| *name == word).or((word == "امرداد").then_some(4))?;
    i64::try_from(found).ok().map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::{days, gregorian};

    #[test]
    fn known_days() {
        for (jalali, (year, month, day)) in [
            ((1300, 1, 1), (1921, 3, 21)),
            ((1357, 11, 22), (1979, 2, 11)),
            ((1399, 12, 30), (2021, 3, 20)),
            ((1400, 1, 1), (2021, 3, 21)),
            ((1403, 1, 1), (2024, 3, 20)),
            ((1403, 12, 30), (2025, 3, 20)),
            ((1404, 1, 1), (2025, 3, 21)),
            ((1405, 9, 1), (2026, 11, 22)),
        ] {
            assert_eq!(days(jalali.0, jalali.1, jalali.2), Some(gregorian(year, month, day)), "{jalali:?}");
        }
        assert_eq!(days(1404, 12, 30), days(1404, 12, 29), "no leap year");
        assert_eq!(days(1404, 7, 31), None);
        assert_eq!(days(2024, 1, 1), None);
    }
}
