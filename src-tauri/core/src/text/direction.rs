//! Which way a text runs.

use unicode_bidi::{BidiClass, bidi_class};

use crate::model::Direction;

/// No more letters than this are counted: the answer is settled long before.
const ENOUGH: usize = 20_000;

/// The direction of `text` by the majority of its strong letters; `fallback` when it has none.
///
/// First-strong, as `dir=auto` has it, is wrong for «iPhone 17 يصل إلى الأسواق»; it only breaks a tie here. A Latin word
/// in an Arabic headline is longer than its weight in the sentence («OpenAI تطلق نموذجا»), so words count beside letters:
/// a text whose Arabic words are at least half of all words runs right to left.
pub fn direction(text: &str, fallback: Direction) -> Direction {
    let (mut rtl, mut ltr) = (Count::default(), Count::default());
    let mut first = None;
    let mut last_word = None;
    for c in text.chars().take(ENOUGH) {
        let found = match bidi_class(c) {
            // Marks (LRM, RLM, ALM) are strong by class and no letters.
            _ if matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}') => None,
            BidiClass::R | BidiClass::AL => Some(Direction::Rtl),
            BidiClass::L if c.is_alphabetic() => Some(Direction::Ltr),
            _ => None,
        };
        match found {
            Some(direction) => {
                first.get_or_insert(direction);
                let count = if direction == Direction::Rtl { &mut rtl } else { &mut ltr };
                count.letters += 1;
                if last_word != Some(direction) {
                    count.words += 1;
                }
                last_word = Some(direction);
            }
            None if c.is_whitespace() => last_word = None,
            None => {}
        }
    }
    let Some(first) = first else { return fallback };
    let by_letters = rtl.letters.cmp(&ltr.letters);
    let by_words = rtl.words.cmp(&ltr.words);
    // More of both, or more of one and no less of the other, settles it; else what the letters say.
    match by_letters.then(by_words) {
        _ if by_words.is_gt() && rtl.letters * 2 >= ltr.letters => Direction::Rtl,
        std::cmp::Ordering::Greater => Direction::Rtl,
        std::cmp::Ordering::Less => Direction::Ltr,
        std::cmp::Ordering::Equal => first,
    }
}

#[derive(Default)]
struct Count {
    letters: usize,
    words: usize,
}

#[cfg(test)]
mod tests {
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
}
