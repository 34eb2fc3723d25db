//! Which way a text runs.

use super::letters;
use crate::model::Direction;

/// No more letters than this are counted: the answer is settled long before.
const ENOUGH: usize = 20_000;

/// The direction of `text` by the majority of its strong letters; `fallback` when it has none.
///
/// First-strong, as `dir=auto` has it, is wrong for «iPhone 17 يصل إلى الأسواق»; it only breaks a tie here. A Latin word
/// in an Arabic headline is longer than its weight in the sentence («OpenAI تطلق نموذجا»), so words count beside letters:
/// a text whose Arabic words are at least half of all words runs right to left. Web and mail addresses and handles are
/// Latin in every language: they count only where nothing else does.
pub fn direction(text: &str, fallback: Direction) -> Direction {
    let mut strong = Strong::default();
    strong.push(text);
    // As many words of each: among right-to-left texts a longer Latin name decides nothing («COVID-19 يعود»).
    let undecided = strong.rtl.words == strong.ltr.words && strong.rtl.letters * 2 >= strong.ltr.letters;
    match strong.direction() {
        Some(Direction::Ltr) if undecided && strong.first.is_some() => fallback,
        found => found.unwrap_or(fallback),
    }
}

/// The strong letters of a text, counted piece by piece.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Strong {
    rtl: Count,
    ltr: Count,
    first: Option<Direction>,
    /// The direction of the first address.
    address: Option<Direction>,
    /// Characters seen.
    seen: usize,
}

#[derive(Debug, Default, Clone, Copy)]
struct Count {
    letters: usize,
    words: usize,
}

impl Strong {
    /// Counts a piece of text. A word that is cut in two counts as two.
    pub(crate) fn push(&mut self, text: &str) {
        if self.seen >= ENOUGH {
            return;
        }
        for word in text.split_whitespace() {
            self.seen += word.len();
            if self.seen > ENOUGH {
                return;
            }
            if is_address(word) {
                self.address = self.address.or_else(|| word.chars().find_map(letters::direction));
            } else {
                self.word(word);
            }
        }
    }

    /// Takes the letters of another count in, as of a text that follows.
    pub(crate) fn add(&mut self, other: Self) {
        for (own, others) in [(&mut self.rtl, other.rtl), (&mut self.ltr, other.ltr)] {
            own.letters += others.letters;
            own.words += others.words;
        }
        self.first = self.first.or(other.first);
        self.address = self.address.or(other.address);
        self.seen = self.seen.saturating_add(other.seen);
    }

    /// The direction, where there is any strong letter.
    pub(crate) fn direction(&self) -> Option<Direction> {
        let Some(first) = self.first else { return self.address };
        let by_letters = self.rtl.letters.cmp(&self.ltr.letters);
        let by_words = self.rtl.words.cmp(&self.ltr.words);
        // More of both, or more of one and no less of the other, settles it; else what the letters say.
        Some(match by_letters.then(by_words) {
            _ if by_words.is_gt() && self.rtl.letters * 2 >= self.ltr.letters => Direction::Rtl,
            std::cmp::Ordering::Greater => Direction::Rtl,
            std::cmp::Ordering::Less => Direction::Ltr,
            std::cmp::Ordering::Equal => first,
        })
    }

    fn word(&mut self, word: &str) {
        let mut last = None;
        for found in word.chars().filter_map(letters::direction) {
            self.first.get_or_insert(found);
            let count = if found == Direction::Rtl { &mut self.rtl } else { &mut self.ltr };
            count.letters += 1;
            if last != Some(found) {
                count.words += 1;
            }
            last = Some(found);
        }
    }
}

/// Whether a word is an address or a handle rather than a word.
fn is_address(word: &str) -> bool {
    // Most words end here.
    if !word.bytes().any(|b| matches!(b, b':' | b'@' | b'.')) {
        return false;
    }
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@');
    word.contains("://") || word.starts_with("www.") || word.contains('@') && word.is_ascii()
}

/// `text` for a place that knows only plain text and finds its direction by the first strong letter (a window's title, a
/// notification): behind a mark that makes it run as [`direction`] says.
pub fn directed(text: &str, fallback: Direction) -> String {
    let mark = if direction(text, fallback) == Direction::Rtl { '\u{200F}' } else { '\u{200E}' };
    format!("{mark}{text}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::direction;
    use crate::model::Direction::{Ltr, Rtl};

    #[test]
    fn the_majority_tells() {
        let cases = [
            ("iPhone 17 يصل إلى الأسواق", Rtl),
            ("OpenAI تطلق نموذجا جديدا", Rtl),
            ("BBC عربي", Rtl),
            ("Bloomberg Technology: عودة قوية للأسهم", Rtl),
            ("Breaking news from Cairo", Ltr),
            ("The word سلام means peace", Ltr),
            ("خبر", Rtl),
            ("«خبر» 2026", Rtl),
            ("עברית today", Rtl),
            ("2026: 15%", Ltr),
            ("\u{200F}Apple Inc", Ltr),
            ("C++ في ثلاثة أيام", Rtl),
            ("Новости дня", Ltr),
        ];
        for (text, want) in cases {
            assert_eq!(direction(text, Ltr), want, "{text}");
        }
        assert_eq!(direction("… 123", Rtl), Rtl);
        assert_eq!(direction("", Rtl), Rtl);
    }

    /// The same table is drawn and measured in a browser by tests/ui/suites/direction.test.mjs.
    #[test]
    fn mixed_headlines_run_as_their_readers_would_have_them() {
        let table = include_str!("../../../../tests/fixtures/direction/mixed.tsv");
        let mut rows = 0;
        for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let mut fields = line.split('\t');
            let (want, text) = (fields.next().unwrap(), fields.next().unwrap());
            let found = direction(text, Rtl);
            assert_eq!(if found == Rtl { "rtl" } else { "ltr" }, want, "{text}");
            rows += 1;
        }
        assert!(rows >= 60, "{rows} rows");
    }

    #[test]
    fn plain_places_are_told_the_direction() {
        assert_eq!(super::directed("BBC عربي", Ltr), "\u{200F}BBC عربي");
        assert_eq!(super::directed("Reuters", Rtl), "\u{200E}Reuters");
    }
}
