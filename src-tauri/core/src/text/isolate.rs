//! What of a sentence has an order of its own.
//!
//! Without isolation the bidirectional algorithm hands the outer signs of addresses, handles, numbers and names to the
//! sentence around them: «@user» becomes «user@», «C++» «++C», «2026-11-22» «22-11-2026». The window has the same rules
//! (`ui/src/lib/i18n/isolate.ts`); these are for files.

use std::ops::Range;

use crate::model::Direction;

/// A text longer than this is left as it is.
const LONGEST: usize = 100_000;

/// The pieces of a text of that direction which are to be isolated, in order, by their bytes. In a text that runs right to
/// left: web and mail addresses, handles, Latin tags, telephone numbers, ISO days, Latin digits with their minus, per cent
/// or currency, names that end with a sign. In one that runs left to right: right-to-left words, so that a number behind
/// them does not join them.
pub fn own_order(text: &str, direction: Direction) -> Vec<Range<usize>> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    match direction {
        Direction::Rtl => latin_pieces(text),
        Direction::Ltr => rtl_runs(text),
    }
}

fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Runs of right-to-left letters, the spaces between their words with them.
fn rtl_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut joined = false;
    for (at, c) in text.char_indices() {
        if is_rtl(c) {
            let end = at + c.len_utf8();
            match runs.last_mut().filter(|_| joined) {
                Some(run) => run.end = end,
                None => runs.push(at..end),
            }
            joined = true;
        } else if !c.is_whitespace() {
            joined = false;
        }
    }
    runs
}

fn latin_pieces(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // Groups of digits that may be parts of one telephone number, and whether it has a plus.
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut plus = false;
    let end_number = |groups: &mut Vec<Range<usize>>, plus: &mut bool, found: &mut Vec<Range<usize>>| {
        if let (Some(first), Some(last)) = (groups.first(), groups.last())
            && (groups.len() >= 3 || *plus)
        {
            found.push(first.start..last.end);
        }
        groups.clear();
        *plus = false;
    };
    for piece in pieces(text) {
        let word = text.get(piece.clone()).unwrap_or_default();
        let digits = word.strip_prefix('+').unwrap_or(word);
        let is_group = !digits.is_empty()
            && digits.len() <= 14
            && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | '-' | '.'))
            && digits.bytes().filter(u8::is_ascii_digit).count() >= 2;
        let adjoins = groups
            .last()
            .is_some_and(|last| text.get(last.end..piece.start).is_some_and(|gap| gap == " " || gap == "\u{a0}"));
        if !(is_group && adjoins && !word.starts_with('+')) {
            end_number(&mut groups, &mut plus, &mut found);
        }
        if is_group && !is_day(word) && (word.starts_with('+') || !word.contains('.')) && word.matches('-').count() != 1
        {
            plus |= word.starts_with('+');
            // A number in three groups that hyphens hold together.
            if word.matches('-').count() >= 2 {
                plus = true;
            }
            groups.push(piece);
            continue;
        }
        end_number(&mut groups, &mut plus, &mut found);
        if has_own_order(word) {
            found.push(piece);
        }
    }
    end_number(&mut groups, &mut plus, &mut found);
    found
}

/// The words without right-to-left letters, and the parts of words that have none, without the sentence's own punctuation.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut close = |from: usize, to: usize| {
        let word = text.get(from..to).unwrap_or_default();
        let head = word.trim_start_matches(['(', '[', '{', '"', '\'', '«', '“', '‘', ',', ';', ':']);
        let core = head.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '"', '\'', '»', '”', '’']);
        let from = to - head.len();
        if !core.is_empty() {
            found.push(from..from + core.len());
        }
    };
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || is_rtl(c) {
            if let Some(from) = start.take() {
                close(from, at);
            }
        } else {
            start.get_or_insert(at);
        }
    }
    if let Some(from) = start {
        close(from, text.len());
    }
    found
}

fn is_day(word: &str) -> bool {
    let mut parts = word.split('-');
    let lengths = [4, 2, 2].map(|length| {
        parts.next().is_some_and(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
    });
    lengths == [true; 3] && parts.next().is_none()
}

fn has_own_order(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.") || is_day(word) {
        return true;
    }
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
    };
    if let Some((before, after)) = word.split_once('@') {
        let is_box = before.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte));
        return is_box
            && (if before.is_empty() {
                is_name(after)
            } else {
                after.contains('.') && is_name(&after.replace('-', ""))
            });
    }
    if let Some(tag) = word.strip_prefix('#') {
        return tag.starts_with(|c: char| c.is_ascii_alphabetic()) && is_name(tag);
    }
    let number = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    };
    let unsigned = word.strip_prefix(['-', '\u{2212}']);
    let bare = unsigned.unwrap_or(word);
    if let Some(amount) = bare.strip_prefix(['$', '€', '£', '¥']) {
        return number(amount);
    }
    if let Some(share) = bare.strip_suffix(['%', '‰']) {
        return number(share);
    }
    if unsigned.is_some() && number(bare) {
        return true;
    }
    let stem = word.trim_end_matches(['+', '#']);
    stem.len() < word.len()
        && word.len() - stem.len() <= 2
        && stem.starts_with(|c: char| c.is_ascii_alphabetic())
        && stem.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, direction: Direction) -> Vec<&str> {
        own_order(text, direction).into_iter().map(|piece| text.get(piece).unwrap_or_default()).collect()
    }

    #[test]
    fn what_has_an_order_of_its_own_is_found_in_a_sentence_from_right_to_left() {
        let cases: &[(&str, &[&str])] = &[
            ("نقلت @reuters عن C++ وأضافت", &["@reuters", "C++"]),
            ("راسلنا على a.b@example.org.", &["a.b@example.org"]),
            ("انظر https://example.org/a?b=(c)، ثم عد", &["https://example.org/a?b=(c"]),
            ("في 2026-11-22 صباحًا", &["2026-11-22"]),
            ("ارتفع بـ3.5% إلى $1,200 وهبط -4", &["3.5%", "$1,200", "-4"]),
            ("اتصل بـ+966 50 123 4567 الآن", &["+966 50 123 4567"]),
            ("هاتف 050 123 4567.", &["050 123 4567"]),
            ("فاز 3-2 في عام 2026", &[]),
            ("iPhone 17 يصل إلى الأسواق", &[]),
            ("وسم #Cop31 ووسم #عاجل", &["#Cop31"]),
            ("Disney+ تعرض «F#»", &["Disney+", "F#"]),
            ("", &[]),
        ];
        for (text, want) in cases {
            assert_eq!(found(text, Direction::Rtl), *want, "{text}");
        }
    }

    #[test]
    fn right_to_left_words_are_found_in_the_other_sentence() {
        assert_eq!(found("The word كتاب جديد 17 came", Direction::Ltr), ["كتاب جديد"]);
        assert_eq!(found("none", Direction::Ltr), Vec::<&str>::new());
        assert!(own_order(&"ا".repeat(LONGEST), Direction::Ltr).is_empty());
    }
}
