//! Markup to tokens in one linear pass.
//!
//! ammonia builds a tree, and a tree builder is quadratic in unclosed formatting elements and in nesting. This reader
//! is what stands before it: it goes over the bytes once, keeps no state but a position, and reads no attribute that
//! the policy has no use for. It follows the tokenizer of the HTML standard (§13.2.5) where that decides what is text
//! and what is markup. Safety doesn't rest on it: what it yields is written out anew, escaped, and checked again.

use std::borrow::Cow;

use super::entities;

/// Attributes that the sanitiser looks at; all others are skipped over without being copied.
const KNOWN_ATTRIBUTES: &[&str] = &[
    "alt",
    "class",
    "colspan",
    "data-actualsrc",
    "data-echo",
    "data-full-url",
    "data-hi-res-src",
    "data-card",
    "data-href",
    "data-id",
    "data-image",
    "data-img-src",
    "data-large-file",
    "data-large_image",
    "data-lazy",
    "data-lazy-src",
    "data-lazy-srcset",
    "data-orig-file",
    "data-original",
    "data-original-src",
    "data-shortcode",
    "data-src",
    "data-srcset",
    "data-telegram-post",
    "data-tweetid",
    "data-videoid",
    "dir",
    "height",
    "href",
    "lang",
    "media",
    "open",
    "poster",
    "reversed",
    "rowspan",
    "src",
    "srcset",
    "start",
    "style",
    "title",
    "type",
    "value",
    "videoid",
    "width",
    "xml:lang",
];

/// Longest attribute value that is kept, in bytes: a `srcset` of twenty signed addresses fits, a data: picture does not.
const LONGEST_VALUE: usize = 32 * 1024;

/// Longest element name that is told apart.
const LONGEST_NAME: usize = 24;

/// A start tag.
#[derive(Debug, Default)]
pub(super) struct Tag<'a> {
    /// Its name in lower case; empty when longer than any that is known.
    pub(super) name: String,
    attributes: Vec<(&'static str, Cow<'a, str>)>,
    /// It had more than [`LONGEST_VALUE`] bytes of something, or ended with the input.
    pub(super) unfinished: bool,
    /// How many attributes it has, known or not.
    pub(super) count: usize,
    /// References of each value times its length in bytes, summed and halved.
    pub(super) copying: u64,
}

impl Tag<'_> {
    /// The value of an attribute in [`KNOWN_ATTRIBUTES`]; the first one wins, as in browsers.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_ref())
    }
}

/// A piece of markup.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// Text, references still encoded.
    Text(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// An end tag's name, in lower case.
    End(String),
}

/// Reads tokens off markup; comments, doctypes and processing instructions never come out.
pub(super) struct Tokens<'a> {
    input: &'a str,
    at: usize,
    /// Element names whose end tag is known not to occur any more, so that the search is never repeated.
    absent: Vec<String>,
    /// Attributes are counted and not kept.
    bare: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(input: &'a str) -> Self {
        Self { input, at: 0, absent: Vec::new(), bare: false }
    }

    /// Tokens whose tags have no attributes, only their number.
    pub(super) fn bare(input: &'a str) -> Self {
        Self { bare: true, ..Self::new(input) }
    }

    /// How many bytes were read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Whether an end tag of this name is still to come.
    pub(super) fn has_end_of(&mut self, name: &str) -> bool {
        self.find_end_of(name).is_some()
    }

    /// Goes to behind the next `</name …>`; false, and nowhere, when there is none.
    pub(super) fn skip_past_end_of(&mut self, name: &str) -> bool {
        match self.find_end_of(name) {
            Some((_, after)) => {
                self.at = after;
                true
            }
            None => false,
        }
    }

    /// What stands before the next `</name …>` (else all the rest), and goes behind it.
    pub(super) fn raw_text_until_end_of(&mut self, name: &str) -> &'a str {
        let from = self.at;
        match self.find_end_of(name) {
            Some((start, after)) => {
                self.at = after;
                &self.input[from..start]
            }
            None => {
                self.at = self.input.len();
                &self.input[from..]
            }
        }
    }

    /// All that is left, as text.
    pub(super) fn take_rest(&mut self) -> &'a str {
        let rest = &self.input[self.at..];
        self.at = self.input.len();
        rest
    }

    fn find_end_of(&mut self, name: &str) -> Option<(usize, usize)> {
        if self.absent.iter().any(|absent| absent == name) {
            return None;
        }
        let bytes = self.input.as_bytes();
        let mut from = self.at;
        while let Some(found) = self.input[from..].find('<') {
            let start = from + found;
            if bytes.get(start + 1) != Some(&b'/') {
                from = start + 1;
                continue;
            }
            let name_end = start + 2 + name.len();
            let matches = bytes.get(start + 2..name_end).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()))
                && bytes.get(name_end).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if matches {
                let after = self.input[name_end..].find('>').map_or(bytes.len(), |i| name_end + i + 1);
                return Some((start, after));
            }
            from = start + 2;
        }
        self.absent.push(name.to_owned());
        None
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.input.as_bytes().get(at).copied()
    }

    /// Goes to behind the next `needle`, or to the end.
    fn go_past(&mut self, from: usize, needle: &str) {
        self.at =
            self.input.get(from..).and_then(|s| s.find(needle)).map_or(self.input.len(), |i| from + i + needle.len());
    }

    fn comment(&mut self) {
        let body = self.at + 4;
        // `<!-->` and `<!--->` are whole comments.
        if self.byte(body) == Some(b'>') {
            self.at = body + 1;
        } else if self.input[body..].starts_with("->") {
            self.at = body + 2;
        } else {
            let mut from = body;
            while let Some(found) = self.input[from..].find("--") {
                let after = from + found + 2;
                if self.byte(after) == Some(b'>') {
                    self.at = after + 1;
                    return;
                }
                if self.input[after..].starts_with("!>") {
                    self.at = after + 2;
                    return;
                }
                from = after - 1;
            }
            self.at = self.input.len();
        }
    }

    fn name(&mut self) -> String {
        let from = self.at;
        let len = self.input.as_bytes()[from..]
            .iter()
            .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>'))
            .count();
        self.at = from + len;
        if len > LONGEST_NAME { String::new() } else { self.input[from..from + len].to_ascii_lowercase() }
    }

    /// Reads what stands between a tag's name and its `>`.
    fn attributes(&mut self, tag: &mut Tag<'a>) {
        let bytes = self.input.as_bytes();
        loop {
            while self.byte(self.at).is_some_and(|b| b.is_ascii_whitespace() || b == b'/') {
                self.at += 1;
            }
            match self.byte(self.at) {
                None => {
                    tag.unfinished = true;
                    return;
                }
                Some(b'>') => {
                    self.at += 1;
                    return;
                }
                Some(_) => {}
            }
            tag.count += 1;
            let from = self.at;
            // A name may begin with `=`.
            self.at += 1;
            while self.byte(self.at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'=')) {
                self.at += 1;
            }
            let name = &bytes[from..self.at];
            while self.byte(self.at).is_some_and(|b| b.is_ascii_whitespace()) {
                self.at += 1;
            }
            let mut value = "";
            if self.byte(self.at) == Some(b'=') {
                self.at += 1;
                while self.byte(self.at).is_some_and(|b| b.is_ascii_whitespace()) {
                    self.at += 1;
                }
                value = self.value(tag);
            }
            if self.bare {
                let references = value.bytes().filter(|&b| b == b'&').count() as u64;
                tag.copying += references * value.len() as u64 / 2;
                continue;
            }
            let known = KNOWN_ATTRIBUTES.iter().find(|k| k.as_bytes().eq_ignore_ascii_case(name));
            if let Some(known) = known
                && tag.get(known).is_none()
                && value.len() <= LONGEST_VALUE
            {
                tag.attributes.push((known, entities::decode(value, true)));
            }
        }
    }

    fn value(&mut self, tag: &mut Tag<'a>) -> &'a str {
        let from = self.at;
        match self.byte(from) {
            Some(quote @ (b'"' | b'\'')) => {
                let body = from + 1;
                let quote = if quote == b'"' { '"' } else { '\'' };
                let end = self.input[body..].find(quote);
                tag.unfinished |= end.is_none();
                let end = end.map_or(self.input.len(), |i| body + i);
                self.at = (end + 1).min(self.input.len());
                &self.input[body..end]
            }
            _ => {
                while self.byte(self.at).is_some_and(|b| !b.is_ascii_whitespace() && b != b'>') {
                    self.at += 1;
                }
                &self.input[from..self.at]
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.at < self.input.len() {
            let rest = &self.input[self.at..];
            let next = rest.as_bytes().get(1).copied();
            if !rest.starts_with('<') {
                let len = rest.find('<').unwrap_or(rest.len());
                self.at += len;
                return Some(Token::Text(&rest[..len]));
            }
            match next {
                Some(b'!') if rest.starts_with("<!--") => self.comment(),
                Some(b'!' | b'?') => self.go_past(self.at + 2, ">"),
                Some(b'/') => match rest.as_bytes().get(2) {
                    Some(b) if b.is_ascii_alphabetic() => {
                        self.at += 2;
                        let name = self.name();
                        let bare = std::mem::replace(&mut self.bare, true);
                        self.attributes(&mut Tag::default());
                        self.bare = bare;
                        return Some(Token::End(name));
                    }
                    None => {
                        self.at += 2;
                        return Some(Token::Text(rest));
                    }
                    Some(_) => self.go_past(self.at + 2, ">"),
                },
                Some(b) if b.is_ascii_alphabetic() => {
                    self.at += 1;
                    let mut tag = Tag { name: self.name(), ..Tag::default() };
                    self.attributes(&mut tag);
                    return Some(Token::Start(tag));
                }
                _ => {
                    // A lone `<` is text, up to the next one.
                    let len = 1 + rest[1..].find('<').unwrap_or(rest.len() - 1);
                    self.at += len;
                    return Some(Token::Text(&rest[..len]));
                }
            }
        }
        None
    }
}
