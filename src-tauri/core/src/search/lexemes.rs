//! The pieces of a question: words, and what stands in quotation marks of any kind.

/// A piece of what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lexeme<'t> {
    /// Without its marks.
    pub(super) text: &'t str,
    /// Where it begins and ends, in bytes, its marks included.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quoted: bool,
    /// Behind a minus.
    pub(super) negated: bool,
    /// A quotation mark has no partner; the piece is a word.
    pub(super) unclosed: bool,
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '〝' | '‹')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '‟' | '«' | '»' | '＂' | '〞' | '›')
}

/// Takes `typed` to pieces.
pub(super) fn lexemes(typed: &str) -> Vec<Lexeme<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = typed.get(at..) {
        let skipped = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || is_bidi(c)).len();
        let start = at + skipped;
        let Some(rest) = typed.get(start..).filter(|rest| !rest.is_empty()) else { break };
        let mut chars = rest.chars();
        let first = chars.next();
        let minus = first.filter(|c| matches!(c, '-' | '−' | '–' | '—'));
        let negated = minus.is_some() && chars.next().is_some_and(|c| !c.is_whitespace());
        let body = start + minus.map_or(0, char::len_utf8);
        let Some(text) = typed.get(body..) else { break };
        let lexeme = |text, end, quoted, unclosed| Lexeme { text, start, end, quoted, negated, unclosed };
        if let Some(open) = text.chars().next().filter(|c| is_opening(*c)) {
            let inside = text.get(open.len_utf8()..).unwrap_or_default();
            let from = body + open.len_utf8();
            if let Some((length, close)) = inside.char_indices().find(|(_, c)| is_closing(*c)) {
                at = from + length + close.len_utf8();
                found.push(lexeme(inside.get(..length).unwrap_or_default(), at, true, false));
            } else {
                // No partner: what follows is words.
                let end = word_end(inside);
                at = from + end;
                found.push(lexeme(inside.get(..end).unwrap_or_default(), at, false, true));
            }
            continue;
        }
        let end = word_end(text);
        at = body + end.max(usize::from(end == 0 && text.is_empty()));
        if end == 0 && text.is_empty() {
            break;
        }
        if end == 0 {
            at = body + text.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        found.push(lexeme(text.get(..end).unwrap_or_default(), at, false, false));
    }
    found
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Where the word that `text` begins with ends: at white space, or where a quotation opens.
fn word_end(text: &str) -> usize {
    text.char_indices().find(|(_, c)| c.is_whitespace() || is_opening(*c)).map_or(text.len(), |(at, _)| at)
}
