//! Moments that are told from the moment of reading: «منذ ٣ ساعات», «أمس 14:00», `2 days ago`. What they mean is known
//! only with the time at which the document was fetched.

use super::{Clock, DAY, MINUTE, normalise};
use crate::model::Timestamp;

/// A text of more words only happens to hold «اليوم».
const MOST_WORDS: usize = 10;

/// A moment, told from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relative {
    /// So many milliseconds before.
    Ago(i64),
    /// So many days before, at a time of day in milliseconds (UTC where no zone is named; midnight without a clock).
    Day {
        /// 0 is the same day.
        back: i64,
        /// Milliseconds since midnight.
        of_day: i64,
    },
}

impl Relative {
    /// The moment, where it was told at `now`.
    pub fn at(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Ago(milliseconds) => now.saturating_sub(milliseconds),
            Self::Day { back, of_day } => now - now.rem_euclid(DAY) - back * DAY + of_day,
        }
    }
}

/// What `text` tells from the moment of reading, in Arabic or English; `None` for anything else.
pub fn relative(text: &str) -> Option<Relative> {
    let text = normalise(text)?;
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    if let Some(at) = words.iter().position(|word| matches!(*word, "منذ" | "قبل")) {
        return ago(words.get(at + 1..)?).map(Relative::Ago);
    }
    if let Some(at) = words.iter().position(|word| *word == "ago") {
        return ago(words.get(..at)?).map(Relative::Ago);
    }
    if matches!(words.as_slice(), ["الان"] | ["now"] | ["just", "now"]) {
        return Some(Relative::Ago(0));
    }
    let back = words.iter().enumerate().find_map(|(at, word)| {
        let next = words.get(at + 1).copied().unwrap_or_default();
        match *word {
            "اول" if next == "امس" => Some(2),
            "امس" | "البارحة" if next == "الاول" => Some(2),
            "امس" | "البارحة" | "yesterday" => Some(1),
            "اليوم" | "today" => Some(0),
            _ => None,
        }
    })?;
    let of_day = Clock::find(&words).unwrap_or_default().milliseconds();
    Some(Relative::Day { back, of_day })
}

/// Numbers with their units, `3 ساعات`, `ساعة و5 دقائق`, `an hour`: milliseconds. What follows them is left.
fn ago(words: &[&str]) -> Option<i64> {
    let mut sum = None;
    let mut count = None;
    for word in words {
        let bare = word.strip_prefix('و').filter(|rest| !rest.is_empty()).unwrap_or(word);
        if let Some(number) = number(bare) {
            count = Some(number);
        } else if let Some((length, of_itself)) = unit(bare).or_else(|| unit(word)) {
            let number = count.take().unwrap_or(of_itself);
            sum = Some(sum.unwrap_or(0) + length * number);
        } else if *word != "و" && (sum.is_some() || !matches!(*word, "حوالي" | "نحو" | "about" | "over" | "published"))
        {
            break;
        }
    }
    sum
}

fn number(word: &str) -> Option<i64> {
    if !word.is_empty() && word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok();
    }
    Some(match word {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "ثلاث" | "ثلاثة" => 3,
        "اربع" | "اربعة" => 4,
        "خمس" | "خمسة" => 5,
        "ست" | "ستة" => 6,
        "سبع" | "سبعة" => 7,
        "ثمان" | "ثماني" | "ثمانية" => 8,
        "تسع" | "تسعة" => 9,
        "عشر" | "عشرة" => 10,
        _ => return None,
    })
}

/// A unit in milliseconds, and how many of it the word means by itself: «ساعتين» are two.
fn unit(word: &str) -> Option<(i64, i64)> {
    const HOUR: i64 = 60 * MINUTE;
    Some(match word {
        "لحظات" | "قليل" | "moments" => (0, 1),
        "ثانية" | "ثانيه" | "ثوان" | "ثواني" | "second" | "seconds" | "sec" | "secs" => (1_000, 1),
        "ثانيتين" | "ثانيتان" => (1_000, 2),
        "دقيقة" | "دقيقه" | "دقائق" | "دقايق" | "minute" | "minutes" | "min" | "mins" => {
            (MINUTE, 1)
        }
        "دقيقتين" | "دقيقتان" => (MINUTE, 2),
        "ساعة" | "ساعه" | "ساعات" | "hour" | "hours" | "hr" | "hrs" => (HOUR, 1),
        "ساعتين" | "ساعتان" => (HOUR, 2),
        "يوم" | "يوما" | "ايام" | "day" | "days" => (DAY, 1),
        "يومين" | "يومان" => (DAY, 2),
        "اسبوع" | "اسابيع" | "اسبوعا" | "week" | "weeks" => (7 * DAY, 1),
        "اسبوعين" | "اسبوعان" => (7 * DAY, 2),
        "شهر" | "شهرا" | "اشهر" | "شهور" | "month" | "months" => (30 * DAY, 1),
        "شهرين" | "شهران" => (30 * DAY, 2),
        "سنة" | "سنه" | "عام" | "سنوات" | "اعوام" | "year" | "years" => (365 * DAY, 1),
        "سنتين" | "عامين" => (365 * DAY, 2),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::*;

    use super::super::parse;
    use super::relative;

    /// 22 November 2026, noon.
    const NOW: &str = "2026-11-22T12:00:00Z";

    #[test]
    fn what_is_told_from_now_is_a_moment() {
        let now = parse(NOW).unwrap();
        for (text, expected) in [
            ("منذ ٣ ساعات", "2026-11-22T09:00:00Z"),
            ("قبل 3 ساعات", "2026-11-22T09:00:00Z"),
            ("منذ ساعتين", "2026-11-22T10:00:00Z"),
            ("نُشر منذ ساعة و 5 دقائق", "2026-11-22T10:55:00Z"),
            ("قبل خمس دقائق", "2026-11-22T11:55:00Z"),
            ("منذ يومين", "2026-11-20T12:00:00Z"),
            ("قبل 15 يومًا", "2026-11-07T12:00:00Z"),
            ("منذ لحظات", "2026-11-22T12:00:00Z"),
            ("الآن", "2026-11-22T12:00:00Z"),
            ("2 hours ago", "2026-11-22T10:00:00Z"),
            ("about an hour ago", "2026-11-22T11:00:00Z"),
            ("أمس 14:00", "2026-11-21T14:00:00Z"),
            ("أمس، الساعة 9 مساءً", "2026-11-21T21:00:00Z"),
            ("أمس", "2026-11-21T00:00:00Z"),
            ("أول أمس 08:15 ص", "2026-11-20T08:15:00Z"),
            ("اليوم 09:30", "2026-11-22T09:30:00Z"),
            ("اليوم ٩:٣٠ ص بتوقيت مكة", "2026-11-22T06:30:00Z"),
            ("Yesterday at 2:00 PM", "2026-11-21T14:00:00Z"),
        ] {
            assert_eq!(relative(text).map(|told| told.at(now)), parse(expected), "{text}");
        }
    }

    #[test]
    fn what_tells_nothing_is_none() {
        for text in ["", "منذ", "قبل الفجر", "ago", "long ago", "خبر", "2026-11-22", "منذ الثورة"]
        {
            assert_eq!(relative(text), None, "{text}");
        }
        assert_eq!(relative("أعلن الوزير اليوم أن الحكومة سوف تبدأ العمل بخطة جديدة لدعم المزارعين"), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(منذ|قبل|أمس|اليوم)? ?[0-9٠-٩]{0,6} ?(ساعات|يوم|سنة)? ?\\PC{0,20}", now in any::<i32>()) {
            let _ = relative(&text).map(|told| told.at(i64::from(now) * 1_000));
        }
    }
}
