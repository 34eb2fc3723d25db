//! What the words of a date mean: months, zones, halves of the day. Letters as [`super::parse`] leaves them.

use super::number;

/// True for the afternoon.
pub(super) fn half_of_day(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m" | "a.m." | "ص" | "صباحا" | "فجرا" | "ق.ظ" => Some(false),
        "pm" | "p.m" | "p.m." | "م" | "مساء" | "ظهرا" | "عصرا" | "ب.ظ" => Some(true),
        _ => None,
    }
}

/// Minutes east of Greenwich: `z`, `+0300`, `+03:00`, `-5`, `gmt+3`, names.
pub(super) fn zone(word: &str) -> Option<i64> {
    let named = |name: &str| {
        let half_hours = match name {
            "z" | "ut" | "utc" | "gmt" | "wet" | "uct" | "غرينتش" | "جرينتش" | "غرينيتش" | "جرينيتش" | "غرينتيش"
            | "ت.غ" => 0,
            "cet" | "bst" | "west" | "wat" | "met" | "mez" => 2,
            "eet" | "cest" | "sast" | "cat" | "mesz" | "القاهره" | "القاهرة" => 4,
            // In RFC 822 there is no AST; in Arabic feeds it is Arabia's, not the Atlantic's.
            "ast" | "ksa" | "eest" | "msk" | "eat" | "مكه" | "مكة" | "الرياض" | "السعوديه" | "السعودية" => {
                6
            }
            "irst" => 7,
            "gst" => 8,
            "pkt" => 10,
            "ist" => 11,
            "hkt" | "sgt" | "awst" => 16,
            "jst" | "kst" => 18,
            "aest" => 20,
            "aedt" => 22,
            "nzst" => 24,
            "edt" | "adt" => -8 + 2 * i64::from(name == "adt"),
            "est" | "cdt" => -10,
            "cst" | "mdt" => -12,
            "mst" | "pdt" => -14,
            "pst" | "akdt" => -16,
            "akst" => -18,
            "hst" => -20,
            _ => return None,
        };
        Some(half_hours * 30)
    };
    if let Some(minutes) = named(word) {
        return Some(minutes);
    }
    let at = word.find(['+', '-'])?;
    let (name, offset) = word.split_at_checked(at)?;
    if !matches!(name, "" | "gmt" | "utc" | "ut" | "z" | "غرينتش" | "جرينتش") {
        return None;
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let mut rest = offset.get(1..)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let hours = number(&mut rest, if matches!(length, 1 | 3) { 1 } else { 2 })?;
    rest = rest.strip_prefix([':', '.']).unwrap_or(rest);
    let minutes = number(&mut rest, 2).unwrap_or(0);
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// The month that a word names, in English, French and the Arabic of every region.
pub(super) fn month(word: &str) -> Option<i64> {
    let word = word.trim_matches(['.', ',', '(', ')']);
    if word.is_ascii() && word.len() >= 3 {
        const NAMES: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let found = NAMES.iter().position(|name| name.starts_with(word) || word == "sept" && *name == "september");
        if let Some(found) = found {
            return i64::try_from(found).ok().map(|at| at + 1);
        }
    }
    Some(match word {
        "janv" | "janvier" | "يناير" | "جانفي" | "كانون_ثاني" | "كانون_الثاني" | "ينابر" => {
            1
        }
        "févr" | "fevr" | "février" | "fevrier" | "فبراير" | "فيفري" | "شباط" => 2,
        "mars" | "مارس" | "اذار" => 3,
        "avr" | "avril" | "ابريل" | "افريل" | "نيسان" | "ابريـل" => 4,
        "mai" | "مايو" | "ماي" | "ايار" | "نوار" => 5,
        "juin" | "يونيو" | "يونيه" | "جوان" | "حزيران" => 6,
        "juil" | "juillet" | "يوليو" | "يوليه" | "يوليوز" | "جويليه" | "جويلية" | "تموز" => {
            7
        }
        "août" | "aout" | "اغسطس" | "غشت" | "اوت" | "اب" => 8,
        "septembre" | "سبتمبر" | "شتنبر" | "ايلول" => 9,
        "octobre" | "اكتوبر" | "تشرين_اول" | "تشرين_الاول" => 10,
        "novembre" | "نوفمبر" | "نونبر" | "تشرين_ثاني" | "تشرين_الثاني" => 11,
        "déc" | "décembre" | "decembre" | "ديسمبر" | "دجنبر" | "كانون_اول" | "كانون_الاول" => {
            12
        }
        _ => return None,
    })
}
