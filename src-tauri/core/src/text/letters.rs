//! What is asked of every character of every text, looked up once for the characters that texts are made of.
//!
//! The tables of the Unicode crates are searched by halving: dear for a question asked of each letter of each entry.
//! Finding out the direction, the words and the folded spelling of a feed took half of its refresh that way.

use std::sync::LazyLock;

use unicode_bidi::{BidiClass, bidi_class};

use super::arabic;
use crate::model::Direction;

/// Characters below this are in the table: Latin, Greek, Cyrillic, Hebrew, Arabic, the scripts of India, punctuation.
const END: u32 = 0x2100;

const WORD: u8 = 1;
const IGNORABLE: u8 = 2;
const RTL: u8 = 4;
const LTR: u8 = 8;

/// How a character folds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Folded {
    /// To nothing.
    Nothing,
    /// To one character.
    One(char),
    /// To several, or it is not in the table.
    Other,
}

struct Table {
    facts: Vec<u8>,
    folded: Vec<Folded>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut folds = String::new();
    let (facts, folded) = (0..END)
        .map(|code| {
            let Some(c) = char::from_u32(code) else { return (0, Folded::Other) };
            folds.clear();
            arabic::fold_slowly(c, &mut folds);
            let mut chars = folds.chars();
            let folded = match (chars.next(), chars.next()) {
                (None, _) => Folded::Nothing,
                (Some(one), None) => Folded::One(one),
                (Some(_), Some(_)) => Folded::Other,
            };
            (facts_of(c), folded)
        })
        .unzip();
    Table { facts, folded }
});

fn facts_of(c: char) -> u8 {
    let mut facts = u8::from(c.is_alphanumeric()) * WORD + u8::from(arabic::is_ignorable(c)) * IGNORABLE;
    facts |= match bidi_class(c) {
        // Marks are strong by class and no letters.
        _ if matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}') => 0,
        BidiClass::R | BidiClass::AL => RTL,
        BidiClass::L if c.is_alphabetic() => LTR,
        _ => 0,
    };
    facts
}

fn facts(c: char) -> u8 {
    usize::try_from(u32::from(c)).ok().and_then(|at| TABLE.facts.get(at).copied()).unwrap_or_else(|| facts_of(c))
}

/// As [`char::is_alphanumeric`].
pub(super) fn is_alphanumeric(c: char) -> bool {
    facts(c) & WORD != 0
}

/// Whether a character may stand inside a word: a letter, a digit, or one that takes no part in a word's identity.
pub(super) fn is_inside_word(c: char) -> bool {
    facts(c) & (WORD | IGNORABLE) != 0
}

/// The direction of a letter; none of what is no letter.
pub(super) fn direction(c: char) -> Option<Direction> {
    match facts(c) & (RTL | LTR) {
        RTL => Some(Direction::Rtl),
        LTR => Some(Direction::Ltr),
        _ => None,
    }
}

/// How a character folds ([`super::fold`]).
pub(super) fn folded(c: char) -> Folded {
    usize::try_from(u32::from(c)).ok().and_then(|at| TABLE.folded.get(at).copied()).unwrap_or(Folded::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_long_way_says() {
        for c in (0..0x1_1000).filter_map(char::from_u32) {
            let mut slow = String::new();
            arabic::fold_slowly(c, &mut slow);
            match folded(c) {
                Folded::Nothing => assert_eq!(slow, "", "{c:?}"),
                Folded::One(one) => assert_eq!(slow, one.to_string(), "{c:?}"),
                Folded::Other => {}
            }
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(facts(c), facts_of(c), "{c:?}");
        }
        assert_eq!(
            (direction('ع'), direction('w'), direction('5'), direction('\u{200F}')),
            (Some(Direction::Rtl), Some(Direction::Ltr), None, None)
        );
    }
}
