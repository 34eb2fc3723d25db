//! Calendar dates from milliseconds, in the few forms that feeds and pages want. Always UTC, so that a fixed base time
//! gives the same bytes on every machine.

const MONTHS_EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MONTHS_EN_LONG: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_AR: [&str; 12] =
    ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
/// Day 0 of the Unix era was a Thursday.
const DAYS_EN: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

struct Civil {
    year: i64,
    month: usize,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    weekday: usize,
}

/// Howard Hinnant's `civil_from_days`: days since 1970 to year, month and day of the Gregorian calendar.
fn civil(ms: i64) -> Civil {
    let seconds = ms.div_euclid(1000);
    let days = seconds.div_euclid(86_400);
    let rest = seconds.rem_euclid(86_400);
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    Civil {
        year: yoe + era * 400 + i64::from(month <= 2),
        month: usize::try_from(month - 1).unwrap_or(0),
        day: doy - (153 * mp + 2) / 5 + 1,
        hour: rest / 3600,
        minute: rest / 60 % 60,
        second: rest % 60,
        weekday: usize::try_from(days.rem_euclid(7)).unwrap_or(0),
    }
}

/// `Sun, 22 Nov 2026 09:48:00 +0000`, the form of RSS 2.0.
pub(crate) fn rfc822(ms: i64) -> String {
    let c = civil(ms);
    format!(
        "{}, {:02} {} {} {:02}:{:02}:{:02} +0000",
        DAYS_EN[c.weekday], c.day, MONTHS_EN[c.month], c.year, c.hour, c.minute, c.second
    )
}

/// `Sun, 22 Nov 2026 09:48:00 GMT`, the form of HTTP (RFC 9110, 5.6.7).
pub(crate) fn http(ms: i64) -> String {
    rfc822(ms).replace("+0000", "GMT")
}

/// `2026-11-22T09:48:00+00:00`, the form of Atom, JSON Feed and `datetime=`.
pub(crate) fn rfc3339(ms: i64) -> String {
    let c = civil(ms);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00", c.year, c.month + 1, c.day, c.hour, c.minute, c.second)
}

/// `22 نوفمبر، 2026` or `22 November 2026`, as a theme prints it.
pub(crate) fn spoken(ms: i64, language: &str) -> String {
    let c = civil(ms);
    if language.starts_with("ar") {
        format!("{} {}، {}", c.day, MONTHS_AR[c.month], c.year)
    } else {
        format!("{} {} {}", c.day, MONTHS_EN_LONG[c.month], c.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_come_out_right() {
        let ms = 1_795_340_880_000;
        assert_eq!(rfc3339(ms), "2026-11-22T09:48:00+00:00");
        assert_eq!(rfc822(ms), "Sun, 22 Nov 2026 09:48:00 +0000");
        assert_eq!(http(ms), "Sun, 22 Nov 2026 09:48:00 GMT");
        assert_eq!(spoken(ms, "ar"), "22 نوفمبر، 2026");
        assert_eq!(rfc3339(951_782_400_000), "2000-02-29T00:00:00+00:00");
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00+00:00");
    }
}
