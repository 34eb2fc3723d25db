//! Character references: XML's five, HTML's named ones (which feeds use without declaring them), numbers, and the plain
//! text entities of a document's own DTD, within hard bounds.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// At most so many entities of a document's own are known.
const MAX_DECLARED: usize = 100;
/// At most so many bytes long is the value of one.
const MAX_VALUE: usize = 1_000;
/// At most so many bytes do they add to a document in all. References inside of values are never followed, so
/// "a billion laughs" stays one line of text; this bounds the plain repetition.
const MAX_EXPANSION: usize = 256 * 1024;
/// No name is longer (`CounterClockwiseContourIntegral;` is HTML's longest).
const MAX_NAME: usize = 33;

/// Decodes references, and notes what it had to forgive.
#[derive(Debug, Default)]
pub(super) struct Entities {
    declared: RefCell<HashMap<String, String>>,
    expanded: Cell<usize>,
    /// Whether an ampersand stood alone.
    pub(super) bare_ampersand: Cell<bool>,
    /// Whether an HTML entity was used that XML does not know.
    pub(super) html_entity: Cell<bool>,
    /// Whether a number stood for a character that XML forbids.
    pub(super) control: Cell<bool>,
    /// Whether a body was escaped once more than it should have been.
    pub(super) double_escaped: Cell<bool>,
    /// Whether a CDATA section stood in another.
    pub(super) nested_section: Cell<bool>,
}

impl Entities {
    /// Takes the internal text entities of a document type declaration. External and parameter entities stay unknown.
    pub(super) fn declare(&self, doctype: &str) {
        let mut declared = self.declared.borrow_mut();
        for part in doctype.split("<!ENTITY").skip(1) {
            if declared.len() >= MAX_DECLARED {
                break;
            }
            let part = part.trim_start();
            let Some((name, rest)) = part.split_once(char::is_whitespace) else { continue };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some(value) = rest.get(1..).and_then(|rest| rest.split(quote).next()) else { continue };
            if name == "%" || name.len() > MAX_NAME || value.len() > MAX_VALUE || value.contains('<') {
                continue;
            }
            // Numbers only: a value that names other entities keeps them as text.
            let value = Self::default().decode(value).into_owned();
            declared.entry(name.to_owned()).or_insert(value);
        }
    }

    /// Decodes the references in `text`, each once.
    pub(super) fn decode<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
        let mut out = String::with_capacity(text.len());
        out.push_str(text.get(..first).unwrap_or_default());
        let mut rest = text.get(first..).unwrap_or_default();
        while let Some(after) = rest.strip_prefix('&') {
            let used = self.reference(after, &mut out);
            if used == 0 {
                self.bare_ampersand.set(true);
                out.push('&');
            }
            let after = after.get(used..).unwrap_or_default();
            let next = after.find('&').unwrap_or(after.len());
            let (plain, tail) = after.split_at(next);
            out.push_str(plain);
            rest = tail;
        }
        Cow::Owned(out)
    }

    /// Decodes the reference that `after` (behind the ampersand) starts with; tells how many bytes it took, 0 for none.
    fn reference(&self, after: &str, out: &mut String) -> usize {
        let mut head = after.as_bytes();
        head = head.get(..head.len().min(MAX_NAME + 1)).unwrap_or(head);
        let Some(end) = head.iter().position(|&b| b == b';') else { return 0 };
        let Some(name) = after.get(..end) else { return 0 };
        let used = end + 1;
        match name {
            "amp" => out.push('&'),
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "quot" => out.push('"'),
            "apos" => out.push('\''),
            _ => {
                if let Some(number) = name.strip_prefix('#') {
                    return if self.number(number, out) { used } else { 0 };
                }
                if let Some(value) = self.declared.borrow().get(name) {
                    let expanded = self.expanded.get() + value.len();
                    if expanded > MAX_EXPANSION {
                        return 0;
                    }
                    self.expanded.set(expanded);
                    out.push_str(value);
                    return used;
                }
                let Some(&(one, two)) = after.get(..used).and_then(|name| NAMED_ENTITIES.get(name)) else { return 0 };
                self.html_entity.set(true);
                out.extend([one, two].into_iter().filter(|&code| code != 0).filter_map(char::from_u32));
            }
        }
        used
    }

    fn number(&self, number: &str, out: &mut String) -> bool {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let digits = hexadecimal.unwrap_or(number);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return false;
        }
        let Ok(code) = u32::from_str_radix(digits, if hexadecimal.is_some() { 16 } else { 10 }) else { return false };
        // 128 to 159 are meant as windows-1252, as browsers read them.
        let mapped =
            usize::try_from(code).ok().and_then(|code| code.checked_sub(0x80)).and_then(|at| C1_REPLACEMENTS.get(at));
        let character = mapped.copied().flatten().or_else(|| char::from_u32(code));
        match character.filter(|c| !is_forbidden(*c)) {
            Some(character) => out.push(character),
            None => self.control.set(true),
        }
        true
    }
}

/// Whether XML 1.0 forbids the character (control characters other than tab and line ends, and U+FFFE, U+FFFF).
pub(super) fn is_forbidden(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Escapes text for use as markup or as an attribute's value.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::{Entities, MAX_EXPANSION};

    #[test]
    fn references_are_decoded_once() {
        let entities = Entities::default();
        assert_eq!(entities.decode("&amp;lt; &#x41;&#1575; &nbsp;&laquo;س&raquo;"), "&lt; Aا \u{a0}«س»");
        assert!(!entities.bare_ampersand.get() && entities.html_entity.get());
        assert_eq!(entities.decode("a & b &unknown; &#; &#xZ; &"), "a & b &unknown; &#; &#xZ; &");
        assert!(entities.bare_ampersand.get());
    }

    #[test]
    fn forbidden_numbers_vanish_and_old_ones_are_mapped() {
        let entities = Entities::default();
        assert_eq!(entities.decode("a&#1;&#0;&#x1F;&#xD800;b&#146;&#99999999;"), "ab\u{2019}");
        assert!(entities.control.get());
    }

    #[test]
    fn a_billion_laughs_stay_one_line() {
        let entities = Entities::default();
        entities
            .declare("<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b '&a;&a;'><!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
        assert_eq!(entities.decode("&a; &b; &x;"), "ha &a;&a; &x;");
        let many = "&a;".repeat(MAX_EXPANSION);
        assert!(entities.decode(&many).len() < many.len() + MAX_EXPANSION);
    }
}
