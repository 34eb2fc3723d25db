//! One-line texts: titles, authors, categories.

use super::entities;
use super::tokens::{Token, Tokens};

/// Longest line, in characters.
const LONGEST: usize = 1000;

/// No more than so many bytes of a would-be title are looked at.
const MOST_BYTES: usize = 16 * 1024;

/// Longest tag that is looked for in a line, in bytes: keeps the search for ends linear.
const LONGEST_TAG: usize = 2 * 1024;

/// So many bytes may be looked at for tags that turn out to be none; what follows is text. Each `<` may cost
/// [`LONGEST_TAG`] otherwise.
const MOST_IN_VAIN: usize = 4 * MOST_BYTES;

/// Element names that are taken for markup in a title. Others are the title's own words («`Vec<u8>` explained»).
const MARKUP: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "cite",
    "code",
    "del",
    "dfn",
    "div",
    "em",
    "embed",
    "font",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "link",
    "mark",
    "math",
    "meta",
    "nobr",
    "object",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "textarea",
    "th",
    "time",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements that part words.
const BREAKS: &[&str] =
    &["blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p", "td", "th", "tr"];

/// See [`super::to_line`].
pub(super) fn to_line(raw: &str) -> String {
    let raw = head(raw, MOST_BYTES);
    let mut out = String::with_capacity(raw.len());
    let mut from = 0;
    // Behind these no tag and no comment ends: neither is looked for again.
    let last_bracket = raw.rfind('>').unwrap_or(0);
    let last_comment_end = raw.rfind("-->").unwrap_or(0);
    let mut in_vain = 0;
    while let Some(found) = raw[from..].find('<') {
        let at = from + found;
        if at >= last_bracket || in_vain > MOST_IN_VAIN {
            break;
        }
        out.push_str(&entities::decode(&raw[from..at], false));
        let mut tokens = Tokens::new(head(&raw[at..], LONGEST_TAG));
        let first = tokens.next();
        let used = tokens.position();
        let (name, whole) = match first {
            Some(Token::Start(tag)) => (tag.name.clone(), !tag.unfinished),
            Some(Token::End(name)) => (name, raw[at..at + used].ends_with('>')),
            _ => (String::new(), false),
        };
        if raw[at..].starts_with("<!--") && at < last_comment_end {
            from = at + raw[at..].find("-->").map_or(0, |i| i + 3);
        } else if whole && MARKUP.contains(&name.as_str()) {
            if BREAKS.contains(&name.as_str()) {
                out.push(' ');
            }
            from = at + used;
            if matches!(name.as_str(), "script" | "style") && !raw[at..].starts_with("</") {
                let mut rest = Tokens::new(&raw[from..]);
                rest.skip_past_end_of(&name);
                from += rest.position();
            }
        } else {
            out.push('<');
            from = at + 1;
            in_vain += used;
        }
    }
    out.push_str(&entities::decode(&raw[from..], false));
    clean(&out)
}

/// The first `most` bytes of `text`, to the end of a character.
pub(super) fn head(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Text as it may stand in one line: without controls and without the characters that turn others round, white space
/// folded, at most [`LONGEST`] characters. Joiners and direction marks stay inside words, where Arabic and Persian
/// need them, and where one stands between two words by itself; they go at the edges of words and of the line.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    // A mark between spaces, kept once a word follows it.
    let mut lone = None;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control() && c != '\u{AD}') {
        let kept: String = word.chars().filter(|c| !is_forbidden(*c)).collect();
        let word = kept.trim_matches(is_mark);
        if word.is_empty() {
            lone = lone.or(kept.chars().next()).filter(|_| !out.is_empty());
            continue;
        }
        if let Some(mark) = lone.take().filter(|_| length + 2 < LONGEST) {
            out.extend([' ', mark]);
            length += 2;
        }
        let gap = usize::from(!out.is_empty());
        let count = word.chars().count();
        if length + gap + count > LONGEST {
            if out.is_empty() {
                out.extend(word.chars().take(LONGEST));
            }
            break;
        }
        if gap == 1 {
            out.push(' ');
        }
        out.push_str(word);
        length += gap + count;
    }
    out
}

/// Bidi embeddings, overrides and isolates, zero-width spaces, soft hyphens, byte order marks, tags and non-characters.
fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{AD}' | '\u{FEFF}' | '\u{2060}'..='\u{2064}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E001F}')
        || (0xFDD0..=0xFDEF).contains(&code)
        || code & 0xFFFE == 0xFFFE
}

/// Invisible marks that have a meaning between letters only.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200C}'..='\u{200F}' | '\u{61C}')
}

#[cfg(test)]
mod tests {
    use super::to_line;

    #[test]
    fn titles_are_text() {
        let cases = [
            ("  خبر   عاجل \n", "خبر عاجل"),
            ("<b>Bold</b> &amp; plain", "Bold & plain"),
            ("&lt;img src=x onerror=alert(1)&gt;", "<img src=x onerror=alert(1)>"),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
            ("a < b and b > c", "a < b and b > c"),
            ("Vec<u8> explained", "Vec<u8> explained"),
            ("one<br/>two<p>three", "one two three"),
            ("x<script>alert(1)</script>y", "xy"),
            ("x<!-- c -->y", "xy"),
            ("الحرب &laquo;الباردة&raquo; &#8211; مقال", "الحرب «الباردة» – مقال"),
            ("a\u{202E}cod.exe\u{202C} \u{2066}b\u{2069}", "acod.exe b"),
            ("\u{200F}می\u{200C}خواهم\u{200F}", "می\u{200C}خواهم"),
            ("C++\u{200E} في", "C++ في"),
            ("قبل &rlm; بعد", "قبل \u{200F} بعد"),
            ("قبل &zwj; &zwnj; بعد", "قبل \u{200D} بعد"),
            ("&rlm; وحده &lrm;", "وحده"),
            ("&rlm; &lrm;", ""),
            ("nul\0 esc\u{1b}[31m", "nul esc [31m"),
            ("مُحَمَّد", "مُحَمَّد"),
            ("unclosed <b attr", "unclosed <b attr"),
            ("&nbsp;x&nbsp;", "x"),
        ];
        for (raw, want) in cases {
            assert_eq!(to_line(raw), want, "{raw:?}");
        }
    }

    #[test]
    fn titles_are_bounded_and_linear() {
        assert_eq!(to_line(&"ب".repeat(5000)).chars().count(), 1000);
        assert!(to_line(&"كلمة ".repeat(5000)).chars().count() <= 1000);
        assert!(to_line(&"<".repeat(1_000_000)).chars().count() <= 1000);
        // Thousands of titles as long as one is read: minutes if each `<` were followed to its end.
        for piece in ["<a ", "<x <x >", "<a b=\"", "<!--", "<p", "</a "] {
            let title = format!("{}>", piece.repeat(16_000 / piece.len()));
            for _ in 0..20 {
                let _ = to_line(&title);
            }
        }
    }
}
