//! Finding a marked passage again in a text that has changed around it, or a little in itself.
//!
//! What is compared has no white space, no vowel marks and one spelling of quotation marks: a page that is cleaned anew
//! breaks its lines elsewhere, and none of this is what the reader marked.

use super::arabic::fold_char;

/// Occurrences of a passage that are weighed.
const LOOKED_AT: usize = 4_096;
/// Letters of context that are compared on each side.
const CONTEXT: usize = 64;
/// A passage of so many letters is told by its own words; a shorter one needs its neighbours.
const LONG: usize = 24;

/// A passage as it was when it was marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor<'a> {
    /// Its words.
    pub exact: &'a str,
    /// The words before it.
    pub before: &'a str,
    /// The words after it.
    pub after: &'a str,
    /// Where it began, in UTF-16 units of the text.
    pub start: u32,
}

/// Where a passage is now, in UTF-16 units of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its first unit.
    pub start: u32,
    /// The unit behind its last one.
    pub end: u32,
    /// Its words are what they were.
    pub same: bool,
}

/// A text in the form that is compared, and where its letters stand in the text.
struct Folded {
    text: String,
    /// For each letter of the text that says something: where its folded form begins, and its UTF-16 units.
    letters: Vec<(usize, u32, u32)>,
}

fn folded(text: &str) -> Folded {
    let mut out = Folded { text: String::with_capacity(text.len()), letters: Vec::new() };
    let mut at = 0;
    for c in text.chars() {
        let units = u32::try_from(c.len_utf16()).unwrap_or(1);
        let begins = out.text.len();
        match c {
            _ if c.is_whitespace() => {}
            '«' | '»' | '“' | '”' | '„' | '‟' => out.text.push('"'),
            '‘' | '’' | '‚' => out.text.push('\''),
            '–' | '—' | '‒' | '−' => out.text.push('-'),
            _ => fold_char(c, &mut out.text),
        }
        if out.text.len() > begins {
            out.letters.push((begins, at, at + units));
        }
        at += units;
    }
    out
}

impl Folded {
    /// The UTF-16 units of what stands between two bytes of the folded text.
    fn units(&self, begin: usize, end: usize) -> Option<(u32, u32)> {
        let first = self.letters.partition_point(|(at, ..)| *at < begin);
        let last = self.letters.partition_point(|(at, ..)| *at < end).checked_sub(1)?;
        Some((self.letters.get(first)?.1, self.letters.get(last)?.2)).filter(|(start, end)| start < end)
    }
}

/// Finds a passage in `text`; none when it is not there any more.
pub fn find(text: &str, anchor: &Anchor<'_>) -> Option<Found> {
    let hay = folded(text);
    let exact = folded(anchor.exact).text;
    if exact.is_empty() {
        return None;
    }
    let (before, after) = (folded(anchor.before).text, folded(anchor.after).text);
    let places: Vec<usize> = hay.text.match_indices(&exact).map(|(at, _)| at).take(LOOKED_AT).collect();
    let weighed = places.iter().filter_map(|at| {
        let (start, end) = hay.units(*at, at + exact.len())?;
        let context =
            shared_end(hay.text.get(..*at)?, &before) + shared_start(hay.text.get(at + exact.len()..)?, &after);
        Some((context, start.abs_diff(anchor.start), start, end))
    });
    let best = weighed.max_by_key(|(context, distance, ..)| (*context, std::cmp::Reverse(*distance)));
    if let Some((context, distance, start, end)) = best {
        let wanted = before.chars().count().min(CONTEXT) + after.chars().count().min(CONTEXT);
        let long = exact.chars().count() >= LONG;
        // A word that also stands elsewhere is not the one that was marked there.
        if long || distance == 0 || context >= 8.min(wanted) {
            return Some(Found { start, end, same: true });
        }
    }
    between(&hay, &exact, &before, &after)
}

/// The passage between its old neighbours, where enough of its words are still the same.
fn between(hay: &Folded, exact: &str, before: &str, after: &str) -> Option<Found> {
    const HOLD: usize = 12;
    let tail: String = last(before, 24);
    let head: String = after.chars().take(24).collect();
    if tail.chars().count() < HOLD || head.chars().count() < HOLD {
        return None;
    }
    let longest = exact.len().saturating_mul(2) + 64;
    for (at, found) in hay.text.match_indices(&tail).take(64) {
        let begin = at + found.len();
        let mut reach = (begin + longest + head.len()).min(hay.text.len());
        while !hay.text.is_char_boundary(reach) {
            reach -= 1;
        }
        let Some(length) = hay.text.get(begin..reach).and_then(|rest| rest.find(&head)) else { continue };
        let inner = hay.text.get(begin..begin + length)?;
        if alike(exact, inner)
            && let Some((start, end)) = hay.units(begin, begin + length)
        {
            return Some(Found { start, end, same: false });
        }
    }
    None
}

/// Whether two passages share at least half of their groups of three letters.
fn alike(one: &str, other: &str) -> bool {
    let groups = |text: &str| {
        let letters: Vec<char> = text.chars().take(4_000).collect();
        letters.windows(3).map(<[char]>::to_vec).collect::<std::collections::HashSet<_>>()
    };
    let (one, other) = (groups(one), groups(other));
    let shared = one.intersection(&other).count();
    shared * 2 >= one.len().max(other.len()).max(1)
}

fn last(text: &str, letters: usize) -> String {
    let skip = text.chars().count().saturating_sub(letters);
    text.chars().skip(skip).collect()
}

fn shared_end(text: &str, wanted: &str) -> usize {
    text.chars().rev().zip(wanted.chars().rev()).take(CONTEXT).take_while(|(one, other)| one == other).count()
}

fn shared_start(text: &str, wanted: &str) -> usize {
    text.chars().zip(wanted.chars()).take(CONTEXT).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{Anchor, Found, find};

    fn slice(text: &str, found: Found) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        String::from_utf16(&units[found.start as usize..found.end as usize]).unwrap()
    }

    const TEXT: &str = "قال الباحث إن المشروع «ليس سكة فحسب، بل خريطة مصالح جديدة».\nوأضاف أن الدول ستتقاسم رسوم العبور. \
                        وقال الوزير إن الدول ستدفع.";

    #[test]
    fn a_passage_is_found_where_lines_marks_and_quotes_changed() {
        let anchor =
            Anchor {
                exact: "ليس سكة فحسب، بل خريطة مصالح جديدة", before: "إن المشروع «", after: "».", start: 23
            };
        let anew = "😀 مقدمة جديدة.\u{a0}قال الباحث إن المشروع \"ليس  سِكّة فحسب،\nبل خريطة مصالح جديدة\".وأضاف";
        for text in [TEXT, anew] {
            let found = find(text, &anchor).unwrap();
            assert!(found.same);
            assert!(slice(text, found).starts_with("ليس") && slice(text, found).ends_with("جديدة"), "{text}");
        }
    }

    #[test]
    fn the_neighbours_tell_two_words_apart() {
        let second =
            Anchor { exact: "الدول", before: "وقال الوزير إن", after: "ستدفع", start: 0 };
        let found = find(TEXT, &second).unwrap();
        let after: String =
            String::from_utf16(&TEXT.encode_utf16().skip(found.end as usize).collect::<Vec<_>>()).unwrap();
        assert!(after.trim().starts_with("ستدفع"));
        // The sentence went: the same word elsewhere is not it.
        let gone = Anchor {
            exact: "الدول", before: "وهذا رأي جميع", after: "العربية منذ سنين", start: 3
        };
        assert_eq!(find(TEXT, &gone), None);
    }

    #[test]
    fn a_passage_that_was_edited_is_found_between_its_neighbours() {
        let anchor = Anchor {
            exact: "وأضاف أن الدول الثلاث ستتقاسم رسوم العبور",
            before: "ليس سكة فحسب، بل خريطة مصالح جديدة».",
            after: ". وقال الوزير إن الدول",
            start: 60,
        };
        let found = find(TEXT, &anchor).unwrap();
        assert!(!found.same);
        assert_eq!(slice(TEXT, found), "وأضاف أن الدول ستتقاسم رسوم العبور");
        assert_eq!(find("نص آخر تماما لا صلة له", &anchor), None);
        assert_eq!(find("", &anchor), None);
    }
}
