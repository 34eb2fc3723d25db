//! Dates as feeds and pages write them: RFC 822 with its zones and its usual mistakes, RFC 3339 and W3CDTF whole and in
//! part, `ctime`, numbers, and Arabic with the month names of the Levant, the Gulf, Egypt and the Maghreb and with
//! Arabic-Indic digits; the Hijri calendar and Iran's. What can't be read is `None`, never a guess at today; nothing
//! panics. What is told from the moment of reading («منذ ساعتين») is [`Relative`].

use crate::model::Timestamp;

mod hijri;
mod jalali;
mod names;
mod relative;

use names::{half_of_day, month, zone};
pub use relative::{Relative, relative};

/// No date is written longer than this, in bytes.
const MAX_LENGTH: usize = 200;
const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// The moment that `text` names, in milliseconds since 1970 (UTC). Without a zone the date counts as UTC, without a
/// clock as midnight, without a day (`2004-07`) as the first. Years -9999 to 9999.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = normalise(text)?;
    epoch(&text)
        .or_else(|| iso(&text))
        .or_else(|| worded(&text))
        .or_else(|| numeric(&text))
        .or_else(|| worded_hijri(&text))
        .or_else(|| worded_jalali(&text))
}

/// The number of the month, from 1, that a folded word names in Arabic, English or French.
pub fn month_named(word: &str) -> Option<i64> {
    month(word)
}

/// A moment as RFC 3339 in UTC, to the second; none beyond the years that it can write.
pub fn rfc3339(at: Timestamp) -> Option<String> {
    jiff::Timestamp::from_millisecond(at).ok().map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// Digits to ASCII, vowel marks, tatweel and direction marks away, white space folded, lower case.
fn normalise(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_LENGTH {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => {
                let zero = if character < '\u{6f0}' { 0x660 } else { 0x6f0 };
                out.extend(char::from_digit(u32::from(character) - zero, 10));
            }
            '\u{64b}'..='\u{652}'
            | '\u{640}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{61c}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => {}
            '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2014}' => out.push('-'),
            'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
            'ى' => out.push('ي'),
            '،' | '؛' | '|' | '·' | '•' => out.push(' '),
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            c => out.extend(c.to_lowercase()),
        }
    }
    Some(out.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Days from 1970-01-01 to a day of the proleptic Gregorian calendar (Howard Hinnant's `days_from_civil`).
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A day. The 31st of a shorter month is its last: whoever writes «31 نوفمبر» means the month's end.
fn date(year: i64, month: i64, day: i64) -> Option<i64> {
    let valid = (-9_999..=9_999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then(|| days(year, month, day.min(days_in(year, month))) * DAY)
}

fn day_of_year(year: i64, of_year: i64) -> Option<i64> {
    let last = if days_in(year, 2) == 29 { 366 } else { 365 };
    Some(date(year, 1, 1).filter(|_| (1..=last).contains(&of_year))? + (of_year - 1) * DAY)
}

/// A day of an ISO 8601 week: week 1 holds 4 January, day 1 is Monday.
fn day_of_week(year: i64, week: i64, weekday: i64) -> Option<i64> {
    let monday = |year| {
        let fourth = days(year, 1, 4);
        // 1 January 1970 was a Thursday.
        fourth - (fourth + 3).rem_euclid(7)
    };
    let weeks = (monday(year + 1) - monday(year)) / 7;
    let valid = (-9_999..=9_999).contains(&year) && (1..=weeks).contains(&week) && (1..=7).contains(&weekday);
    valid.then(|| (monday(year) + (week - 1) * 7 + weekday - 1) * DAY)
}

/// Two digits: 50 to 99 are the last century; three are since 1900 (RFC 2822, 4.3).
fn full_year(digits: &str) -> Option<i64> {
    let year: i64 = digits.parse().ok()?;
    Some(match digits.len() {
        1 | 2 if year < 50 => year + 2_000,
        1..=3 => year + 1_900,
        _ => year,
    })
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Timestamp> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (digits, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !fraction.bytes().chain(digits.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    match digits.len() {
        9..=11 => Some(sign * number * 1_000),
        12..=13 => Some(sign * number),
        15..=16 => Some(sign * number / 1_000),
        _ => None,
    }
}

/// Takes up to `most` digits, at least one.
fn digits<'a>(text: &mut &'a str, most: usize) -> Option<&'a str> {
    let end = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (taken, rest) = text.split_at_checked(end)?;
    *text = rest;
    (!taken.is_empty()).then_some(taken)
}

fn number(text: &mut &str, most: usize) -> Option<i64> {
    digits(text, most)?.parse().ok()
}

/// RFC 3339, W3CDTF (`2004`, `2004-07`), ISO 8601's basic form and days of the year; the clock may be left out.
fn iso(text: &str) -> Option<Timestamp> {
    let (sign, mut rest) = match text.as_bytes().first()? {
        b'-' => (-1, text.get(1..)?),
        b'+' => (1, text.get(1..)?),
        _ => (1, text),
    };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let day = match length {
        // `20220710083000`
        14 if rest.len() == 14 => {
            let (day, clock) = rest.split_at_checked(8)?;
            return iso(&format!("{day}t{clock}"));
        }
        7 => {
            let year = sign * number(&mut rest, 4)?;
            day_of_year(year, number(&mut rest, 3)?)?
        }
        4 if rest.get(4..).is_some_and(|tail| tail.starts_with('w') || tail.starts_with("-w")) => {
            let year = number(&mut rest, 4)?;
            rest = rest.trim_start_matches('-').get(1..)?;
            let week = number(&mut rest, 2)?;
            let weekday = match rest.strip_prefix('-').unwrap_or(rest) {
                after if after.starts_with(|c: char| c.is_ascii_digit()) => {
                    rest = after;
                    number(&mut rest, 1)?
                }
                _ => 1,
            };
            day_of_week(year, week, weekday)?
        }
        8 => {
            let (year, month, day) = (number(&mut rest, 4)?, number(&mut rest, 2)?, number(&mut rest, 2)?);
            date(sign * year, month, day)?
        }
        4..=6 => {
            let year = sign * number(&mut rest, if length == 6 && sign > 0 && text.len() == 6 { 4 } else { 6 })?;
            if length == 6 && text.len() == 6 && sign > 0 {
                return date(year, number(&mut rest, 2)?, 1);
            }
            let Some(separator) = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.')) else {
                return rest.is_empty().then(|| date(year, 1, 1)).flatten().filter(|_| !HIJRI_YEARS.contains(&year));
            };
            rest = rest.get(1..)?;
            let width = rest.bytes().take_while(u8::is_ascii_digit).count();
            if width == 3 && separator == '-' {
                day_of_year(year, number(&mut rest, 3)?)?
            } else {
                let month = number(&mut rest, 2)?;
                let day = match rest.strip_prefix(separator) {
                    Some(after) => {
                        rest = after;
                        number(&mut rest, 2)?
                    }
                    None => 1,
                };
                date(year, month, day)?
            }
        }
        _ => return None,
    };
    // `1445/9/1` and `1445-09-01` are Hijri, `1445-09-01T…` is what a machine wrote.
    let hijri = day >= MIDDLE_AGES.0 && day < MIDDLE_AGES.1;
    if hijri && !rest.starts_with('t') && text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = rest.trim_start_matches([' ', 't', 'م']).trim_start_matches([' ', '-', ',']);
    if rest.is_empty() {
        return Some(day);
    }
    // The basic form has no colons: `20040710T083000Z`.
    let compact = rest.bytes().take_while(u8::is_ascii_digit).count();
    let spelt = match (compact, rest.get(..2), rest.get(2..4), rest.get(4..)) {
        (4 | 6, Some(hour), Some(minute), Some(tail)) => {
            let colon = if compact == 6 { ":" } else { "" };
            format!("{hour}:{minute}{colon}{tail}")
        }
        _ => rest.to_owned(),
    };
    let words: Vec<&str> = spelt.split(' ').collect();
    let clock = Clock::find(&words).unwrap_or_default();
    Some(day + clock.milliseconds())
}

/// The time of day and its zone.
#[derive(Debug, Default, Clone, Copy)]
struct Clock {
    of_day: i64,
    offset_minutes: i64,
}

impl Clock {
    fn milliseconds(self) -> i64 {
        self.of_day - self.offset_minutes * MINUTE
    }

    /// The first word that is a time of day, with the words about it that tell its half of the day and its zone.
    fn find(words: &[&str]) -> Option<Self> {
        let (at, (mut of_day, tail)) =
            words
                .iter()
                .enumerate()
                .find_map(|(at, word)| Some((at, time_of_day(word)?)))
                .or_else(|| words.iter().enumerate().find_map(|(at, _)| Some((at, (bare_hour(words, at)?, "")))))?;
        let mut offset = 0;
        let mut zone_seen = false;
        let mut half_seen = false;
        let near = words.get(at.saturating_sub(1)..at).unwrap_or_default();
        let after = words.get(at + 1..).unwrap_or_default();
        // `م` alone is "p.m." only behind the clock: elsewhere it is the year's «ميلادية».
        let before = near.iter().copied().filter(|word| word.len() > 2);
        let mut previous = "";
        for word in std::iter::once(tail).chain(after.iter().copied()).chain(before) {
            let word = word.trim_matches(['(', ')', ',', '.']);
            if let Some(afternoon) = half_of_day(word).filter(|_| !half_seen) {
                let hour = of_day / (60 * MINUTE);
                if afternoon && hour < 12 {
                    of_day += 12 * 60 * MINUTE;
                } else if !afternoon && hour == 12 {
                    of_day -= 12 * 60 * MINUTE;
                }
                half_seen = true;
            } else if let Some(minutes) =
                zone(word).filter(|_| !zone_seen || matches!(previous, "gmt" | "utc" | "ut" | "غرينتش" | "جرينتش"))
            {
                offset = minutes;
                zone_seen = true;
            }
            previous = word;
        }
        Some(Self { of_day, offset_minutes: offset })
    }
}

/// «الساعة 9», «9 صباحا»: a number is an hour where a word beside it says so.
fn bare_hour(words: &[&str], at: usize) -> Option<i64> {
    let word = words.get(at)?;
    let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
    let after = words.get(at + 1).copied().unwrap_or_default();
    // A letter by itself may be a year's «م».
    let told = matches!(before, "الساعة" | "الساعه" | "ساعت") || after.len() > 2 && half_of_day(after).is_some();
    let hour: i64 = word.parse().ok().filter(|_| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()))?;
    (told && hour < 24).then_some(hour * 60 * MINUTE)
}

/// `9:05`, `09:05:07.25`, `9pm`; gives what follows (`z`, `+0300`, `pm`).
fn time_of_day(word: &str) -> Option<(i64, &str)> {
    let mut rest = word.trim_start_matches(['(', 't', ',']);
    let hour = number(&mut rest, 2)?;
    let separator = rest.chars().next().filter(|c| matches!(c, ':' | '.'));
    let (mut minute, mut second, mut milliseconds) = (0, 0, 0);
    if let Some(separator) = separator.filter(|c| *c == ':' || rest.len() == 3) {
        rest = rest.get(1..)?;
        minute = number(&mut rest, 2)?;
        if let Some(after) = rest.strip_prefix(separator) {
            rest = after;
            second = number(&mut rest, 2)?;
            if let Some(mut fraction) = rest.strip_prefix(['.', ',', ':']) {
                let taken = digits(&mut fraction, 20).unwrap_or_default();
                milliseconds = format!("{taken:0<3}").get(..3)?.parse().ok()?;
                rest = fraction;
            }
        }
    } else if half_of_day(rest.trim_matches('.')).is_none() {
        // `12pm` is a time; a plain number is not.
        return None;
    }
    // 24:00 is the next midnight, and a leap second the last moment of its minute.
    let valid = minute < 60 && second <= 60 && (hour < 24 || hour == 24 && minute == 0 && second == 0);
    let of_day = (hour * 60 + minute) * MINUTE + second.min(59) * 1_000 + milliseconds;
    valid.then_some((of_day, rest))
}

/// Dates with a month's name: RFC 822, `ctime`, Arabic. The weekday is ignored, so that a wrong one does no harm.
fn worded(text: &str) -> Option<Timestamp> {
    let mut joined = text.to_owned();
    for (first, second) in [
        ("كانون", "اول"),
        ("كانون", "الاول"),
        ("كانون", "ثاني"),
        ("كانون", "الثاني"),
        ("تشرين", "اول"),
        ("تشرين", "الاول"),
        ("تشرين", "ثاني"),
        ("تشرين", "الثاني"),
    ] {
        joined = joined.replace(&format!("{first} {second}"), &format!("{first}_{second}"));
    }
    // `12-jan-2004`, `10/jul/2022`, `مايو/ايار`, `2022م`: separators between letters and digits part words, the sign of
    // a zone does not.
    let mut parted = String::with_capacity(joined.len() + 8);
    let characters: Vec<char> = joined.chars().collect();
    for (at, &character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at)).copied().unwrap_or(' ');
        let after = characters.get(at + 1).copied().unwrap_or(' ');
        let letters = (before.is_alphabetic() || after.is_alphabetic())
            && !(before.is_ascii_alphabetic()
                && after.is_ascii_digit()
                && joined.contains(':')
                && is_zone_sign(&characters, at));
        match character {
            ',' | '/' => parted.push(' '),
            '-' if letters => parted.push(' '),
            _ => parted.push(character),
        }
    }
    let words: Vec<&str> = parted.split_whitespace().collect();
    let (at, month) = words.iter().enumerate().find_map(|(at, word)| Some((at, month(word)?)))?;
    let plain = |word: &str| -> Option<String> {
        let word = word.trim_matches(['.', ',', '(', ')', '\'', '-']);
        let word = word
            .strip_suffix("م")
            .or_else(|| word.strip_suffix("st"))
            .or_else(|| word.strip_suffix("nd"))
            .or_else(|| word.strip_suffix("rd"))
            .or_else(|| word.strip_suffix("th"))
            .unwrap_or(word);
        (!word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.to_owned())
    };
    let before = at.checked_sub(1).and_then(|at| words.get(at)).and_then(|word| plain(word));
    let after: Vec<String> = words.get(at + 1..)?.iter().filter_map(|word| plain(word)).collect();
    let day_of = |text: &String| text.parse::<i64>().ok().filter(|day| (1..=31).contains(day) && text.len() <= 2);
    let (day, year) = match before.as_ref().and_then(day_of) {
        Some(day) => {
            let later = after.iter().find(|text| text.len() == 4).or_else(|| after.iter().find(|text| text.len() <= 3));
            // `2004, 5 jan`
            let earlier = || words.get(..at)?.iter().filter_map(|word| plain(word)).find(|text| text.len() == 4);
            (day, full_year(&later.cloned().or_else(earlier)?)?)
        }
        // The 32nd of July is no day of July.
        None if before.as_ref().is_some_and(|text| text.len() <= 2) => return None,
        None => {
            // `jan 5, 2004`, `jan 5 10:00:00 2004`, `2004 jan 5`, `jul 2022`.
            let day = after.iter().find_map(day_of);
            let year = after.iter().find(|text| text.len() == 4).cloned().or(before.filter(|text| text.len() == 4));
            let year = match year {
                Some(year) => year,
                None => after.iter().filter(|text| day_of(text).is_some() || text.len() <= 3).nth(1)?.clone(),
            };
            (day.unwrap_or(1), full_year(&year)?)
        }
    };
    Some(date(year, month, day)? + Clock::find(&words).unwrap_or_default().milliseconds())
}

/// Whether the hyphen at `at` is the sign in `gmt-5` or `est-0500` and not a separator as in `jan-04`.
fn is_zone_sign(characters: &[char], at: usize) -> bool {
    let name: String =
        characters.get(..at).unwrap_or_default().iter().rev().take_while(|c| c.is_alphabetic()).collect();
    matches!(name.as_str(), "tmg" | "ctu" | "tu" | "z")
}

/// `10/7/2022`, `10.07.2022 08:30`, `7/25/22`. Of two numbers before the year the first is the day, as all of the Arab
/// world and Europe write it, unless it can't be: `7/25/2022` has no 25th month. A year from 1350 to 1500 is a Hijri one,
/// and a Gregorian date beside it comes first.
fn numeric(text: &str) -> Option<Timestamp> {
    let words: Vec<&str> = text.split(' ').collect();
    let mut islamic = None;
    let day = words.iter().find_map(|word| {
        let word = word.trim_matches(['(', ')', ',', '.', 'م', 'ه', ':']);
        let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
        let [first, second, third] = parts.as_slice() else { return None };
        if !parts.iter().all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let (one, two): (i64, i64) = (first.parse().ok()?, second.parse().ok()?);
        let (year, month, day) = match (first.len(), third.len()) {
            (4, _) => (one, two, third.parse().ok()?),
            (1 | 2, _) if two > 12 => (full_year(third)?, one, two),
            (1 | 2, _) => (full_year(third)?, two, one),
            _ => return None,
        };
        if HIJRI_YEARS.contains(&year) {
            islamic = islamic.or_else(|| hijri::days(year, month, day)).filter(|_| second.len() <= 2);
            return None;
        }
        date(year, month, day)
    });
    let day = day.or(islamic.map(|day| day * DAY))?;
    Some(day + Clock::find(&words).unwrap_or_default().milliseconds())
}

/// Years that, in digits alone, are the Hijri calendar's: no feed is from the Middle Ages.
const HIJRI_YEARS: std::ops::RangeInclusive<i64> = 1_350..=1_500;
/// The same as Gregorian years, in milliseconds since 1970: from, to.
const MIDDLE_AGES: (i64, i64) = (days(1_350, 1, 1) * DAY, days(1_501, 1, 1) * DAY);

/// `12 جمادي الاخرة 1448 ه`: the day before the month's name, the year behind it.
fn worded_hijri(text: &str) -> Option<Timestamp> {
    let words: Vec<&str> = text.split([' ', '/', ',']).filter(|word| !word.is_empty()).collect();
    let (at, (month, used)) =
        words.iter().enumerate().find_map(|(at, word)| Some((at, hijri::month(word, words.get(at + 1).copied())?)))?;
    let number = |word: &&str| {
        let digits = word.trim_matches(['(', ')', '.', '-', 'ه']);
        (digits.len() <= 4).then(|| digits.parse::<i64>().ok()).flatten()
    };
    let day = at.checked_sub(1).and_then(|at| words.get(at)).and_then(number)?;
    let year = words.get(at + used).and_then(number)?;
    // Where the moon was seen late, the month had a day more than is computed.
    let late = || hijri::days(year, month, 29).filter(|_| day == 30).map(|day| day + 1);
    let day = hijri::days(year, month, day).or_else(late)?;
    Some(day * DAY + Clock::find(&words).unwrap_or_default().milliseconds())
}

/// `۱ آذر ۱۴۰۵`: Iran's calendar, the day before the month's name, the year behind it.
fn worded_jalali(text: &str) -> Option<Timestamp> {
    let words: Vec<&str> = text.split([' ', '/', ',']).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let month = jalali::month(word)?;
        let day = words.get(at.checked_sub(1)?)?.parse().ok()?;
        let year = words.get(at + 1)?.trim_matches(['(', ')', '.', '-']).parse().ok()?;
        let day = jalali::days(year, month, day)?;
        Some(day * DAY + Clock::find(&words).unwrap_or_default().milliseconds())
    })
}

#[cfg(test)]
mod tests;
