//! The inside of a text element (`title`, `description`, `content`, …) as HTML, whatever way the feed wrapped it:
//! escaped, in CDATA, as inline XHTML, as plain text or in Base64.

use std::borrow::Cow;

use super::element::{Element, text, within};
use super::entity::{Entities, escape, is_forbidden};
use super::lexer::{Lexer, Token};
use crate::html::{RawHtml, to_line};

/// A text is kept up to so many bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// A title and the like is made from at most so many bytes of source.
const MAX_LINE_SOURCE: usize = 16 * 1024;

/// How a text element is to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Plain text: `<` is a less-than sign.
    Plain,
    /// HTML, escaped or in CDATA.
    Html,
    /// Inline XHTML.
    Xhtml,
    /// HTML or text in Base64 (Atom 0.3's `mode`, and any media type of Atom 1.0 that is neither text nor XML).
    Base64,
}

/// What an element says it is by `type` and `mode`; without either, `default`.
pub(super) fn kind(element: &Element<'_>, entities: &Entities, default: Kind) -> Kind {
    let attribute = |name| element.attribute(name, entities).map(|value| value.trim().to_ascii_lowercase());
    let kind = attribute("type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let by_type = match kind {
        "" => default,
        "text" | "text/plain" => Kind::Plain,
        "html" | "text/html" | "text/x-html" | "text/webviewhtml" => Kind::Html,
        "xhtml" | "application/xhtml+xml" => Kind::Xhtml,
        other if other.starts_with("text/") => Kind::Plain,
        other if other.ends_with("+xml") || other.ends_with("/xml") => Kind::Xhtml,
        other if other.contains('/') && default == Kind::Plain => Kind::Base64,
        _ => default,
    };
    match attribute("mode").as_deref() {
        Some("base64") => Kind::Base64,
        Some("escaped") if by_type == Kind::Xhtml => Kind::Html,
        _ => by_type,
    }
}

/// The element's inside as HTML; `None` when there is nothing in it.
pub(super) fn html(element: &Element<'_>, entities: &Entities, kind: Kind) -> Option<RawHtml> {
    let inner = &*one_section(element.inner, entities);
    let markup = match kind {
        Kind::Plain if !has_tags(inner) => {
            let plain = text(inner, entities);
            Cow::Owned(plain_to_html(plain.trim()))
        }
        Kind::Base64 => Cow::Owned(encoded(&text(inner, entities))?),
        Kind::Xhtml => Cow::Owned(serialise(inner, entities, false)),
        Kind::Html | Kind::Plain => inline(inner, entities),
    };
    let mut markup = markup.trim();
    let unescaped;
    if kind == Kind::Html && is_escaped_markup(markup) {
        entities.double_escaped.set(true);
        unescaped = entities.decode(markup);
        markup = &unescaped;
    }
    let markup = within(markup, MAX_BYTES);
    (!markup.is_empty()).then(|| RawHtml(markup.to_owned()))
}

/// Whether a body that should be markup is the source of some: text without a tag of its own that begins with an
/// escaped tag, ends with one, and closes one. Somebody escaped it twice; an article about markup has paragraphs of its
/// own around it.
pub(super) fn is_escaped_markup(markup: &str) -> bool {
    const TAGS: [&str; 16] =
        ["p", "div", "img", "a", "b", "strong", "em", "i", "span", "h1", "h2", "h3", "ul", "ol", "table", "figure"];
    let Some(start) = markup.strip_prefix("&lt;") else { return false };
    let name = start.get(..start.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(start.len())).unwrap_or_default();
    TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag))
        && markup.ends_with("&gt;")
        && markup.contains("&lt;/")
        && !has_tags(markup)
}

/// The inside of an element where a CDATA section stands in another (`<![CDATA[a <![CDATA[b]]> c]]>`, which ends at the
/// first `]]>` for a reader of the standard), with one section in the place of both; any other as it is.
fn one_section<'a>(inner: &'a str, entities: &Entities) -> Cow<'a, str> {
    const OPEN: &str = "<![CDATA[";
    const CLOSE: &str = "]]>";
    let nested = inner.split_once(OPEN).and_then(|(before, rest)| {
        let first = rest.split_once(CLOSE)?.0;
        let whole = rest.trim_end().strip_suffix(CLOSE)?;
        (before.trim().is_empty() && first.contains(OPEN) && whole.contains(CLOSE)).then_some(whole)
    });
    match nested {
        Some(whole) => {
            entities.nested_section.set(true);
            Cow::Owned([OPEN, &whole.replace(OPEN, "").replace(CLOSE, ""), CLOSE].concat())
        }
        None => Cow::Borrowed(inner),
    }
}

/// The element's inside as one line of text.
pub(super) fn line(element: &Element<'_>, entities: &Entities, kind: Kind) -> String {
    // A title of megabytes is none; an open tag at the cut is dropped with the rest.
    let inner = &*one_section(within(element.inner, MAX_LINE_SOURCE), entities);
    match kind {
        Kind::Base64 => {
            let plain = text(inner, entities);
            // A title under a media type of somebody's own may still be a plain one.
            encoded(&plain).map_or_else(|| to_line(&escape(&plain)), |decoded| to_line(&decoded))
        }
        Kind::Plain if !has_tags(inner) => to_line(&escape(&text(inner, entities))),
        Kind::Xhtml => to_line(&serialise(inner, entities, false)),
        Kind::Html | Kind::Plain => to_line(&inline(inner, entities)),
    }
}

/// Plain text as HTML: paragraphs at empty lines, breaks at the others.
pub(super) fn plain_to_html(plain: &str) -> String {
    let escaped = escape(plain);
    if escaped.contains('\n') {
        escaped.replace("\r\n", "\n").replace("\n\n", "<p>").replace('\n', "<br>")
    } else {
        escaped.into_owned()
    }
}

fn has_tags(inner: &str) -> bool {
    if !inner.contains('<') {
        return false;
    }
    let mut lexer = Lexer::inside(inner);
    std::iter::from_fn(|| lexer.next()).any(|token| matches!(token, Token::Start { .. }))
}

/// Whether escaped markup (`&lt;p`) stands in the text.
fn has_escaped_tags(inner: &str) -> bool {
    inner.match_indices("&lt;").any(|(at, found)| {
        let next = inner.as_bytes().get(at + found.len());
        next.is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/')
    })
}

/// HTML that was escaped, put in CDATA, written inline, or any mixture of the three.
fn inline<'a>(inner: &'a str, entities: &Entities) -> Cow<'a, str> {
    if !has_tags(inner) {
        return text(inner, entities);
    }
    Cow::Owned(serialise(inner, entities, has_escaped_tags(inner) || inner.contains("<![CDATA[")))
}

/// Writes inline markup as HTML: prefixes dropped, empty elements spelt out. With `unescape`, text between the tags is
/// itself markup, as when somebody pasted `<br>` into an escaped description.
fn serialise(inner: &str, entities: &Entities, unescape: bool) -> String {
    const VOID: [&str; 14] =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
    let mut out = String::with_capacity(inner.len());
    let mut lexer = Lexer::inside(inner);
    while let Some(token) = lexer.next() {
        match token {
            Token::Text(text) if unescape => out.push_str(&entities.decode(text)),
            Token::Text(text) => out.push_str(&escape(&entities.decode(text))),
            Token::CData(data) if unescape => out.push_str(data),
            Token::CData(data) => out.push_str(&escape(data)),
            Token::Start { name, attributes, empty } => {
                let name = local(name);
                out.push('<');
                out.push_str(name);
                if !attributes.is_empty() {
                    if !attributes.starts_with(char::is_whitespace) {
                        out.push(' ');
                    }
                    out.push_str(attributes);
                }
                out.push('>');
                if empty && !VOID.iter().any(|void| name.eq_ignore_ascii_case(void)) {
                    out.extend(["</", name, ">"]);
                }
            }
            Token::End { name } => out.extend(["</", local(name), ">"]),
            Token::Doctype(_) => {}
        }
    }
    out
}

fn local(tag: &str) -> &str {
    tag.split_once(':').map_or(tag, |(_, local)| local)
}

/// Text in Base64; `None` for pictures and other bytes.
fn encoded(text: &str) -> Option<String> {
    let decoded = String::from_utf8(base64(text)?).ok()?;
    (!decoded.chars().any(is_forbidden)).then_some(decoded)
}

/// Decodes Base64, white space and missing padding forgiven.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            b if b.is_ascii_whitespace() => continue,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).unwrap_or_default());
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::field_reassign_with_default)]

    use super::*;

    fn element(inner: &str) -> Element<'_> {
        let mut element = Element::default();
        element.inner = inner;
        element
    }

    fn html_of(inner: &str, kind: Kind) -> String {
        html(&element(inner), &Entities::default(), kind).unwrap_or_default().0
    }

    #[test]
    fn every_wrapping_gives_the_same_markup() {
        let expected = "<p>خبر &amp; <b>نص</b></p>";
        assert_eq!(html_of("&lt;p&gt;خبر &amp;amp; &lt;b&gt;نص&lt;/b&gt;&lt;/p&gt;", Kind::Html), expected);
        assert_eq!(html_of("<![CDATA[<p>خبر &amp; <b>نص</b></p>]]>", Kind::Html), expected);
        assert_eq!(html_of("<p>خبر &amp; <b>نص</b></p>", Kind::Html), expected);
        assert_eq!(html_of("<h:p>خبر &amp; <h:b>نص</h:b></h:p>", Kind::Xhtml), expected);
        assert_eq!(html_of("PHA+2K7YqNixICZhbXA7IDxiPtmG2LU8L2I+PC9wPg==", Kind::Base64), expected);
    }

    #[test]
    fn a_break_pasted_into_escaped_markup_is_read_as_one() {
        assert_eq!(html_of("&lt;p&gt;أ<br>ب&lt;/p&gt;", Kind::Html), "<p>أ<br>ب</p>");
    }

    #[test]
    fn plain_text_is_no_markup() {
        assert_eq!(html_of("1 &lt; 2 &amp;amp; &lt;b&gt;", Kind::Plain), "1 &lt; 2 &amp;amp; &lt;b&gt;");
        assert_eq!(html_of("أ\n\nب\nج", Kind::Plain), "أ<p>ب<br>ج");
    }

    #[test]
    fn inline_xhtml_keeps_its_empty_elements_closed() {
        assert_eq!(html_of("<div/><br/><i title='x'/>", Kind::Xhtml), "<div></div><br><i title='x'></i>");
    }
}
