//! Cuts XML that may be broken into tags and text. Never fails and never loops: what is no markup is text.
//!
//! A validating reader stops at the first bare `&`, unquoted attribute or unclosed `<br>`; feeds in the wild have all
//! of them, so this one only knows where a tag begins and ends. Every step moves forward, and no search for a missing
//! end is made twice, so the work is linear in the length of the text.

/// A piece of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `<name attributes>`, or `<name attributes/>` when `empty`.
    Start { name: &'a str, attributes: &'a str, empty: bool },
    /// `</name>`.
    End { name: &'a str },
    /// Text, entities still in place.
    Text(&'a str),
    /// The inside of a CDATA section.
    CData(&'a str),
    /// The inside of a document type declaration.
    Doctype(&'a str),
}

/// A closing quote behind a `<` is searched for this far, in bytes: bounds the second look at the same text.
const QUOTE_REACH: usize = 1_024;

/// A tag that never ends may be text when it is no longer than this, in bytes.
const MAX_TAIL: usize = 200;

/// Reads tokens from the front of a text to its end.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    source: &'a str,
    position: usize,
    /// Whether the text ended inside of a tag, comment or CDATA section.
    pub(super) cut: bool,
    /// What was forgiven on the way.
    pub(super) forgiven: Forgiven,
    whole: bool,
    no_instruction_end: bool,
    /// The name of the last start tag.
    open: &'a str,
    /// Where the next `]]>` is (`None`: nowhere), and from where it was looked for: no stretch is searched twice.
    section_end: Option<(usize, Option<usize>)>,
}

/// What a reader of the standard would have stopped at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Forgiven {
    /// A `<` stood in text.
    pub(super) bare_less_than: bool,
    /// A CDATA section was not closed within its element.
    pub(super) open_section: bool,
}

impl<'a> Lexer<'a> {
    /// A reader at the front of `source`.
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            position: 0,
            cut: false,
            forgiven: Forgiven::default(),
            whole: false,
            no_instruction_end: false,
            open: "",
            section_end: None,
        }
    }

    /// A reader of the whole inside of an element. What is open at its end was not cut off: it is the text's own
    /// («a <b and c»).
    pub(super) fn inside(source: &'a str) -> Self {
        Self { whole: true, ..Self::new(source) }
    }

    /// The same reader at another place of its text, inside of the element `open`.
    pub(super) fn moved_to(&self, position: usize, open: &'a str) -> Self {
        Self { position, cut: false, open, ..self.clone() }
    }

    /// Where the next token starts, in bytes.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.position..).unwrap_or_default()
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let taken = self.rest().get(..bytes).unwrap_or_default();
        self.position = (self.position + bytes).min(self.source.len());
        taken
    }

    /// The text ends where it should not.
    fn end_cut(&mut self) {
        self.cut = true;
        self.position = self.source.len();
    }

    /// The next token, `None` at the end. Comments and processing instructions are passed over.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            let bytes = rest.as_bytes();
            match (bytes.first()?, bytes.get(1)) {
                (b'<', Some(b'/')) if bytes.get(2).is_some_and(|&b| starts_name(b)) => return Some(self.end_tag()),
                (b'<', Some(&b)) if starts_name(b) => return self.start_tag(),
                (b'<', Some(b'?')) => self.skip_instruction(),
                (b'<', Some(b'!')) => {
                    if let Some(token) = self.declaration() {
                        return Some(token);
                    }
                }
                _ => {
                    // Search the text as text: the standard library does that many bytes at a time.
                    let mut end = rest.chars().next().map_or(1, char::len_utf8);
                    loop {
                        let Some(next) = rest.get(end..).and_then(|tail| tail.find('<')) else {
                            end = bytes.len();
                            break;
                        };
                        end += next;
                        let markup = match (bytes.get(end + 1), bytes.get(end + 2)) {
                            (Some(b'/'), Some(&b)) => starts_name(b),
                            (Some(&b), _) => b == b'!' || b == b'?' || starts_name(b),
                            (None, _) => false,
                        };
                        if markup {
                            break;
                        }
                        self.forgiven.bare_less_than = true;
                        end += 1;
                    }
                    self.forgiven.bare_less_than |= bytes.first() == Some(&b'<');
                    return Some(Token::Text(self.take(end)));
                }
            }
        }
    }

    fn end_tag(&mut self) -> Token<'a> {
        self.take(2);
        self.open = "";
        let rest = self.rest();
        let length = name_length(rest);
        let name = rest.get(..length).unwrap_or_default();
        self.take(length);
        // Up to `>`, but `</item<item>` is two tags.
        let rest = self.rest();
        match rest.find(['<', '>']) {
            Some(at) if rest.as_bytes().get(at) == Some(&b'>') => self.take(at + 1),
            Some(at) => self.take(at),
            None => self.take(rest.len()),
        };
        Token::End { name }
    }

    fn start_tag(&mut self) -> Option<Token<'a>> {
        let start = self.position;
        self.take(1);
        let length = name_length(self.rest());
        let name = self.take(length);
        let inside = self.rest();
        let Some((end, closed)) = tag_end(inside) else {
            let rest = self.source.get(start..).unwrap_or_default();
            self.end_cut();
            let words = self.whole && rest.len() <= MAX_TAIL && !rest.contains('=');
            return words.then_some(Token::Text(rest));
        };
        let raw = self.take(end);
        if closed {
            self.take(1);
        }
        let trimmed = raw.trim_end();
        let (attributes, empty) = match trimmed.strip_suffix('/') {
            // `<a href=http://x/>` is not an empty element: the slash belongs to the value.
            Some(before) if !unquoted_at_end(before) => (before, true),
            _ => (trimmed, false),
        };
        let (name, empty) = name.strip_suffix('/').map_or((name, empty), |name| (name, true));
        self.open = name;
        Some(Token::Start { name, attributes, empty })
    }

    fn skip_instruction(&mut self) {
        let rest = self.rest();
        let xml = rest.get(2..5).is_some_and(|name| name.eq_ignore_ascii_case("xml"));
        let end = if self.no_instruction_end || xml { None } else { rest.find("?>").map(|at| at + 2) };
        self.no_instruction_end |= end.is_none() && !xml;
        match end.or_else(|| rest.find('>').map(|at| at + 1)) {
            Some(end) => {
                self.take(end);
            }
            None => self.end_cut(),
        }
    }

    fn declaration(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        if let Some(comment) = rest.strip_prefix("<!--") {
            match comment.find("-->") {
                Some(end) => {
                    self.take(4 + end + 3);
                }
                None => self.end_cut(),
            }
            return None;
        }
        if rest.starts_with("<![CDATA[") {
            return Some(self.section());
        }
        let Some(mut end) = rest.find('>') else {
            self.end_cut();
            return None;
        };
        if rest.get(..end).is_some_and(|head| head.contains('[')) {
            let mut from = 0;
            loop {
                let Some(at) = rest.get(from..).and_then(|tail| tail.find(']')) else {
                    self.end_cut();
                    return None;
                };
                from += at + 1;
                let tail = rest.get(from..).unwrap_or_default();
                let spaces = tail.len() - tail.trim_start().len();
                if tail.as_bytes().get(spaces) == Some(&b'>') {
                    end = from + spaces;
                    break;
                }
                from += spaces;
            }
        }
        let inside = self.take(end + 1);
        let doctype = inside.get(2..9).is_some_and(|word| word.eq_ignore_ascii_case("doctype"));
        doctype.then_some(Token::Doctype(inside))
    }
}

/// The start of a CDATA section.
const SECTION: &str = "<![CDATA[";

impl<'a> Lexer<'a> {
    /// A CDATA section. One that was not closed ends with its element: its `]]>` is missing, or is another section's.
    fn section(&mut self) -> Token<'a> {
        let start = self.position + SECTION.len();
        let end = match self.section_end {
            Some((from, end)) if from <= start && end.is_none_or(|end| end >= start) => end,
            _ => self.source.get(start..).and_then(|rest| rest.find("]]>")).map(|at| start + at),
        };
        self.section_end = Some((start, end));
        let data = self.source.get(start..end.unwrap_or(self.source.len())).unwrap_or_default();
        if let Some(own) = self.open_section(data, end.is_some()) {
            self.forgiven.open_section = true;
            self.take(SECTION.len() + own);
            return Token::CData(data.get(..own).unwrap_or_default());
        }
        match end {
            Some(end) => self.position = end + 3,
            None => self.end_cut(),
        }
        Token::CData(data)
    }

    /// Where a section that was not closed ends: at its element's end tag, where another section follows or no `]]>`
    /// at all. An end tag alone proves nothing: articles on feeds hold some.
    fn open_section(&self, data: &str, closed: bool) -> Option<usize> {
        let mut from = 0;
        loop {
            let at = from + data.get(from..)?.find("</")?;
            let tail = data.get(at + 2..)?;
            if !self.open.is_empty() && tail.strip_prefix(self.open).is_some_and(|rest| rest.starts_with('>')) {
                return (!closed || tail.contains(SECTION)).then_some(at);
            }
            from = at + 2;
        }
    }
}

fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '<' | '"' | '\'' | '=')).unwrap_or(text.len())
}

/// Whether the attributes end within an unquoted value.
fn unquoted_at_end(attributes: &str) -> bool {
    let word = attributes.rsplit(char::is_whitespace).next().unwrap_or_default();
    matches!(word.split_once('='), Some((_, value)) if !value.is_empty() && !value.starts_with(['"', '\'']) && !word.ends_with(['"', '\'']))
}

/// Where a start tag ends, and whether by a `>` of its own (else the next `<` ended it).
fn tag_end(inside: &str) -> Option<(usize, bool)> {
    let bytes = inside.as_bytes();
    let mut at = 0;
    let mut after_equals = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Some((at, true)),
            b'<' => return Some((at, false)),
            b'"' | b'\'' if after_equals => {
                let value = bytes.get(at + 1..)?;
                match closing_quote(value, byte) {
                    Some(end) => at += 1 + end,
                    None => {
                        // An unclosed quote: the tag ends at the first `>` or before the next tag.
                        let end = value.iter().position(|&b| b == b'>' || b == b'<')?;
                        return Some((at + 1 + end, value.get(end) == Some(&b'>')));
                    }
                }
                after_equals = false;
            }
            b'=' => after_equals = true,
            b if b.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    None
}

/// Where the quoted value ends. A `<` is not allowed in one: behind it, a quote counts only where a value could end.
fn closing_quote(value: &[u8], quote: u8) -> Option<usize> {
    let first = value.iter().position(|&b| b == quote || b == b'<')?;
    if value.get(first) == Some(&quote) {
        return Some(first);
    }
    let reach = value.get(first..value.len().min(first + QUOTE_REACH))?;
    let end = first + reach.iter().position(|&b| b == quote)?;
    let may_end = value.get(end + 1).is_none_or(|&b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'?'));
    may_end.then_some(end)
}

/// The attributes of a start tag as written: names, and values with their entities still in place.
pub(super) fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    attributes_and_quotes(raw).map(|(name, value, _)| (name, value))
}

/// As [`attributes`], with whether the value stood in quotes, as XML demands.
pub(super) fn attributes_and_quotes(raw: &str) -> impl Iterator<Item = (&str, &str, bool)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '='));
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        rest = tail.trim_start();
        let Some(tail) = rest.strip_prefix('=') else { return Some((name, "", false)) };
        let tail = tail.trim_start();
        let quote = tail.bytes().next().filter(|b| matches!(b, b'"' | b'\''));
        let (value, after, quoted) = match quote {
            Some(quote) => {
                let tail = tail.get(1..).unwrap_or_default();
                let end = closing_quote(tail.as_bytes(), quote);
                let value = tail.get(..end.unwrap_or(tail.len())).unwrap_or_default();
                (value, tail.get(value.len() + 1..).unwrap_or_default(), end.is_some())
            }
            None => {
                let (value, after) = tail.split_at(tail.find(char::is_whitespace).unwrap_or(tail.len()));
                (value, after, false)
            }
        };
        rest = after;
        Some((name, value, quoted))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::{Lexer, Token, attributes};

    fn all(source: &str) -> Vec<Token<'_>> {
        let mut lexer = Lexer::new(source);
        std::iter::from_fn(|| lexer.next()).collect()
    }

    #[test]
    fn what_is_no_markup_is_text() {
        assert_eq!(all("a < b & c"), [Token::Text("a < b & c")]);
        assert_eq!(all("<"), [Token::Text("<")]);
        assert_eq!(all("ع</>"), [Token::Text("ع</>")]);
    }

    #[test]
    fn an_end_tag_without_its_bracket_ends_at_the_next_tag() {
        let item = Token::Start { name: "item", attributes: "", empty: false };
        assert_eq!(all("</item<item>"), [Token::End { name: "item" }, item]);
        assert_eq!(all("</rss"), [Token::End { name: "rss" }]);
    }

    #[test]
    fn a_quoted_bracket_does_not_end_a_tag() {
        let attributes = " title=\"a > b\"";
        assert_eq!(all("<a title=\"a > b\">"), [Token::Start { name: "a", attributes, empty: false }]);
        assert_eq!(all("<a title=\"a < b\">").len(), 1);
        // The quote is never closed: the tag ends at its bracket, and the next tag is seen.
        assert_eq!(all("<a title=\"a>x<b c=\"d\">").len(), 3);
    }

    #[test]
    fn attributes_may_lack_quotes_and_values() {
        let found: Vec<_> = attributes(" version=2.0 a='x y' checked b = \"z\" href=http://a/?b=c").collect();
        let expected = [("version", "2.0"), ("a", "x y"), ("checked", ""), ("b", "z"), ("href", "http://a/?b=c")];
        assert_eq!(found, expected);
    }

    #[test]
    fn comments_instructions_and_cdata() {
        assert_eq!(all("<?php a ?><!-- <x> --><![CDATA[<b>]]>"), [Token::CData("<b>")]);
        let mut lexer = Lexer::new("<![CDATA[cut off");
        assert_eq!(lexer.next(), Some(Token::CData("cut off")));
        assert!(lexer.cut && lexer.next().is_none());
        assert_eq!(all("<!DOCTYPE r [<!ENTITY a \">\">]><r/>").len(), 2);
    }

    #[test]
    fn a_section_that_was_not_closed_ends_with_its_element() {
        let title = Token::Start { name: "t", attributes: "", empty: false };
        let end = Token::End { name: "t" };
        assert_eq!(all("<t><![CDATA[a</t><t>"), [title, Token::CData("a"), end, title]);
        let both = [title, Token::CData("a"), end, title, Token::CData("b"), end];
        assert_eq!(all("<t><![CDATA[a</t><t><![CDATA[b]]></t>"), both);
        // An end tag that is a part of the text.
        assert_eq!(all("<t><![CDATA[a</t>b]]></t>"), [title, Token::CData("a</t>b"), end]);
    }

    #[test]
    fn hostile_repetition_stays_linear() {
        for piece in [
            "<",
            "<!",
            "<![",
            "<?",
            "<a b=\"",
            "</",
            "<!DOCTYPE [",
            "<a ",
            "<!--",
            "<![CDATA[",
            "<a b='<",
            "<a><![CDATA[x</a>",
            "<a><![CDATA[",
        ] {
            let text = piece.repeat(200_000);
            assert!(all(&text).len() <= 600_001, "{piece}");
        }
    }
}
