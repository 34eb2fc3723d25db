//! What pages in many languages call their furniture, and the shapes of lines that are no prose: dates, credits,
//! counters. The words stand in `data/furniture`; Arabic headings are also in [`super::phrases`]. All words are folded
//! ([`super::phrases::normal`]): no accents, no case.

use std::collections::HashSet;
use std::sync::LazyLock;

static HEADINGS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words(include_str!("../../data/furniture/headings.txt")).collect());
static LINES: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::new(include_str!("../../data/furniture/lines.txt")));
static CREDITS: LazyLock<Vec<&str>> =
    LazyLock::new(|| words(include_str!("../../data/furniture/credits.txt")).collect());
static NOTICES: LazyLock<Vec<&str>> =
    LazyLock::new(|| words(include_str!("../../data/furniture/notices.txt")).collect());

/// The entries of a word list: a line each, `#` before a remark.
fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Phrases that are looked for at the beginning of a text, by their first word.
struct Beginnings {
    first: HashSet<&'static str>,
    phrases: Vec<&'static str>,
}

impl Beginnings {
    fn new(list: &'static str) -> Self {
        let phrases: Vec<_> = words(list).collect();
        Self { first: phrases.iter().filter_map(|p| p.split(' ').next()).collect(), phrases }
    }

    /// Whether one of them begins `text`, up to a word's end.
    fn begin(&self, text: &str) -> bool {
        let word = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).next().unwrap_or_default();
        self.first.contains(word)
            && self
                .phrases
                .iter()
                .any(|phrase| text.strip_prefix(phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
    }
}

/// Whether a folded block is nothing but the heading of furniture.
pub(super) fn is_heading(normal: &str) -> bool {
    HEADINGS.contains(normal)
}

/// Whether a folded block begins with words about the site.
pub(super) fn begins_line(normal: &str) -> bool {
    LINES.begin(normal)
}

/// Whether a folded paragraph at the end of an article is a notice about the site.
pub(super) fn is_notice(normal: &str) -> bool {
    NOTICES.iter().any(|words| normal.contains(words))
}

/// Whether a short text is the credit of a picture: «Photo: NAME», «© NAME / AGENCY», «(Image credit: NAME)».
/// `normal` is the same text folded.
pub(super) fn is_credit(text: &str, normal: &str) -> bool {
    let text = text.trim_start_matches(['(', '[', '|', ' ']);
    if text.starts_with(['©', '📷']) {
        return true;
    }
    CREDITS.iter().any(|word| {
        normal.strip_prefix(word).is_some_and(|rest| {
            let rest = rest.trim_start();
            let named = [" by", " von", " via", " caption", " copyright"].iter().any(|end| word.ends_with(end));
            rest.is_empty() || named || rest.starts_with([':', '：', '©', '/', '|', '-', '–'])
        })
    })
}

/// Names of months, folded, at least three letters of each, in the languages met.
const MONTHS: &[&str] = &[
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "mai",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "okt",
    "nov",
    "dec",
    "dez",
    "dic",
    "ene",
    "abr",
    "ago",
    "set",
    "out",
    "fev",
    "avr",
    "juin",
    "juil",
    "aou",
    "marz",
    "maj",
    "lip",
    "sie",
    "wrz",
    "paz",
    "lis",
    "gru",
    "sty",
    "lut",
    "kwi",
    "cze",
    "يناير",
    "فبراير",
    "مارس",
    "ابريل",
    "مايو",
    "يونيو",
    "يوليو",
    "اغسطس",
    "سبتمبر",
    "اكتوبر",
    "نوفمبر",
    "ديسمبر",
    "كانون",
    "شباط",
    "اذار",
    "نيسان",
    "ايار",
    "حزيران",
    "تموز",
    "اب",
    "ايلول",
    "تشرين",
    "جانفي",
    "فيفري",
    "افريل",
    "ماي",
    "جوان",
    "جويليه",
    "اوت",
];

/// Whether a short folded text holds a date or a time of day.
pub(super) fn has_date(normal: &str) -> bool {
    let mut year = false;
    let mut month = false;
    let mut numbers = 0;
    for word in normal.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if word.chars().all(|c| c.is_ascii_digit()) {
            numbers += 1;
            year |= word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            numbers += 1;
        } else {
            month |= MONTHS.iter().any(|m| word.starts_with(m) && word.chars().count() <= m.chars().count() + 7);
        }
    }
    let clock = normal
        .as_bytes()
        .windows(4)
        .any(|w| w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit() && w[3].is_ascii_digit());
    let numeric = numbers >= 3 && (normal.matches(['.', '/', '-']).count() >= 2);
    month && numbers >= 1 || year && numeric || clock && numbers >= 2
}

#[cfg(test)]
mod tests {
    use super::{CREDITS, HEADINGS, LINES, NOTICES, begins_line, has_date, is_credit};
    use crate::extract::phrases::normal;

    #[test]
    fn lists_are_folded() {
        for word in HEADINGS.iter().chain(&LINES.phrases).chain(CREDITS.iter()).chain(NOTICES.iter()) {
            assert_eq!(*word, normal(word));
        }
    }

    #[test]
    fn dates_are_told_from_other_numbers() {
        for line in ["Published 4:00 am CST, Wednesday, November 20, 2019", "23.10.2018", "19.10.2019, 05:00 Uhr"] {
            assert!(has_date(&normal(line)), "{line}");
        }
        for line in ["نشر في ٤ مارس ٢٠٢٦", "4 مارس، 2026 - 10:30"] {
            assert!(has_date(&normal(line)), "{line}");
        }
        for line in ["Three of 12 boxes were gone", "في مباراة انتهت 2-1", "The score was 12:4"] {
            assert!(!has_date(&normal(line)), "{line}");
        }
    }

    #[test]
    fn credits_and_lines_end_at_a_word() {
        for line in ["Photo: Hau Dinh, AP", "© Bild: Werk", "(Image credit: NASA)", "تصوير: سالم علي", "Foto von A. B."]
        {
            assert!(is_credit(line, &normal(line)), "{line}");
        }
        assert!(!is_credit("Photographers gathered at dawn", &normal("Photographers gathered at dawn")));
        assert!(!is_credit("صورة المدينة تغيرت كثيرا", &normal("صورة المدينة تغيرت كثيرا")));
        assert!(begins_line("read more about ad blocking") && !begins_line("readers wrote"));
    }
}
