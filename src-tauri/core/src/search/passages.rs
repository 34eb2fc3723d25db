//! Headlines and pieces of text with what was looked for marked: whole words, in the article's own spelling.

use super::matching::Marker;
use crate::contract::MarkedText;
use crate::text::terms::{self, Word};

/// Words of a snippet, and of those how many stand before the first mark.
const WORDS: usize = 32;
const BEFORE: usize = 7;
/// Words of a text in which a snippet is looked for.
const LOOKED_AT: usize = 1_200;
/// Words that are looked at in one go.
const STEP: usize = 120;

/// The whole of a line.
pub(super) fn line(text: &str, marker: &mut Marker<'_>) -> Vec<MarkedText> {
    let words: Vec<Word<'_>> = terms::words(text).collect();
    let marked = marker.marked(&words);
    pieces(text, 0, text.len(), &words, &marked)
}

/// The piece of a text that has most of what was looked for close together, or its beginning.
pub(super) fn snippet(text: &str, marker: &mut Marker<'_>) -> Vec<MarkedText> {
    let words: Vec<Word<'_>> = terms::words(text).take(LOOKED_AT).collect();
    let mut marked: Vec<bool> = Vec::new();
    // Most articles say early what they are about: no more is looked at than the first step with a mark and one beyond.
    let mut enough = LOOKED_AT;
    for step in words.chunks(STEP) {
        marked.extend(marker.marked(step));
        if marked.contains(&true) {
            enough = enough.min(marked.len() + STEP);
        }
        if marked.len() >= enough {
            break;
        }
    }
    let first = best(&marked).saturating_sub(BEFORE).min(words.len().saturating_sub(WORDS));
    let last = (first + WORDS).min(words.len());
    let start = words.get(first).map_or(0, |word| if first == 0 { 0 } else { word.start });
    let end = words.get(last).map_or(text.len(), |word| word.start);
    let end = text.get(..end).map_or(end, |before| before.trim_end().len()).max(start);
    marked.resize(words.len(), false);
    let mut found = pieces(
        text,
        start,
        end,
        words.get(first..last).unwrap_or_default(),
        marked.get(first..last).unwrap_or_default(),
    );
    let ellipsis = || MarkedText { text: "…".to_owned(), marked: false };
    if first > 0 {
        found.insert(0, ellipsis());
    }
    if end < text.trim_end().len() {
        found.push(ellipsis());
    }
    found
}

/// The first word of the stretch with most marks.
fn best(marked: &[bool]) -> usize {
    let marks: Vec<usize> = marked.iter().enumerate().filter(|(_, mark)| **mark).map(|(at, _)| at).collect();
    let reach = WORDS - BEFORE;
    let count = |from: usize| marks.iter().filter(|at| (from..from + reach).contains(*at)).count();
    marks.iter().copied().rev().max_by_key(|from| count(*from)).unwrap_or(0)
}

/// Text from `start` to `end` in runs, white space as single spaces.
fn pieces(text: &str, start: usize, end: usize, words: &[Word<'_>], marked: &[bool]) -> Vec<MarkedText> {
    let mut found: Vec<MarkedText> = Vec::new();
    let mut add = |piece: &str, marked: bool| {
        let mut plain = String::with_capacity(piece.len());
        for c in piece.chars() {
            if !c.is_whitespace() {
                plain.push(c);
            } else if !plain.ends_with(' ') {
                plain.push(' ');
            }
        }
        if plain.is_empty() {
            return;
        }
        match found.last_mut().filter(|last| last.marked == marked) {
            Some(last) => last.text.push_str(&plain),
            None => found.push(MarkedText { text: plain, marked }),
        }
    };
    let mut at = start;
    for (word, _) in words.iter().zip(marked).filter(|(_, mark)| **mark) {
        // Where two scripts meet without a gap («و2026»), the mark takes what is written together.
        let before = text.get(at..word.start).unwrap_or_default();
        let joined = before.len() - before.trim_end_matches(|c: char| !c.is_whitespace()).len();
        let joined = if before.chars().next_back().is_some_and(is_joining) { joined } else { 0 };
        let from = word.start - joined.min(word.start - at);
        add(text.get(at..from).unwrap_or_default(), false);
        at = word.start + word.text.len();
        add(text.get(from..at).unwrap_or_default(), true);
    }
    add(text.get(at..end.max(at)).unwrap_or_default(), false);
    found
}

/// Whether a letter before a mark is joined to it: only Arabic letters are.
fn is_joining(c: char) -> bool {
    ('\u{620}'..='\u{64A}').contains(&c) || c == '\u{640}'
}

#[cfg(test)]
mod tests {
    use super::super::dates::Today;
    use super::super::question::parse;
    use super::{Marker, line, snippet};
    use crate::contract::MarkedText;

    fn shown(pieces: &[MarkedText]) -> String {
        pieces.iter().map(|p| if p.marked { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    #[test]
    fn whole_words_are_marked_in_their_own_spelling() {
        for (query, text, want) in [
            ("كتاب", "قرأتُ الكِتَابَ، ثم ك‌تاب‏", "قرأتُ [الكِتَابَ]، ثم [ك‌تاب‏]"),
            ("قطار", "وَمَضَى القِطَارُ كَأَنَّهُ", "وَمَضَى [القِطَارُ] كَأَنَّهُ"),
            ("كازاخستان", "سافر ولكازاخستان", "سافر [ولكازاخستان]"),
            ("2015", "عام ٢٠١٥ و2015م", "عام [٢٠١٥] [و2015]م"),
            ("الله", "بسم ﷲ", "بسم [ﷲ]"),
            ("«رئيس الوزراء»", "رئيس الوزراء ورئيس وزراء", "[رئيس] [الوزراء] ورئيس وزراء"),
            ("iphone", "الـiPhone الجديد", "[الـiPhone] الجديد"),
        ] {
            let question = parse(query, Today::at(0, 0));
            assert_eq!(shown(&line(text, &mut Marker::new(&question))), want, "{query}");
        }
    }

    #[test]
    fn a_snippet_is_where_most_marks_are() {
        let question = parse("قطار ميناء", Today::at(0, 0));
        let filler = "كلام كثير ".repeat(50);
        let text = format!("{filler}قطار {filler} وصل القطار إلى الميناء\n صباحا {filler}");
        let found = shown(&snippet(&text, &mut Marker::new(&question)));
        assert!(found.starts_with('…') && found.ends_with('…'), "{found}");
        assert!(found.contains("وصل [القطار] إلى [الميناء] صباحا"), "{found}");
        let short = snippet("نص قصير", &mut Marker::new(&question));
        assert_eq!(shown(&short), "نص قصير");
        assert!(snippet("", &mut Marker::new(&question)).is_empty());
    }
}
