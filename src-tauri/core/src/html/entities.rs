//! Character references, read as the HTML standard says (§13.2.5.72 and on), each exactly once.

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest named reference is `CounterClockwiseContourIntegral;`, 32 bytes.
const LONGEST_NAME: usize = 32;

/// Decodes the references of `text`. `attribute` turns on the rule for attribute values: a name without its semicolon
/// is left alone when `=` or an alphanumeric follows, so that `?a=1&copy=2` stays an address.
pub(super) fn decode(text: &str, attribute: bool) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = reference(rest, attribute, &mut out);
        if used == 0 {
            out.push('&');
            rest = &rest[1..];
        } else {
            rest = &rest[used..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads the reference at the head of `text` (which begins with `&`) into `out`; gives the bytes used, 0 for none.
fn reference(text: &str, attribute: bool, out: &mut String) -> usize {
    match text.as_bytes().get(1) {
        Some(b'#') => numeric(text, out),
        Some(b) if b.is_ascii_alphanumeric() => named(text, attribute, out),
        _ => 0,
    }
}

fn numeric(text: &str, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
    let start = if hex { 3 } else { 2 };
    let radix = if hex { 16 } else { 10 };
    let mut at = start;
    let mut value: u32 = 0;
    while let Some(digit) = bytes.get(at).and_then(|&b| char::from(b).to_digit(radix)) {
        value = value.saturating_mul(radix).saturating_add(digit);
        at += 1;
    }
    if at == start {
        return 0;
    }
    if bytes.get(at) == Some(&b';') {
        at += 1;
    }
    let replaced = match value {
        0x80..=0x9F => usize::try_from(value - 0x80).ok().and_then(|i| C1_REPLACEMENTS.get(i).copied()).flatten(),
        _ => None,
    };
    let decoded = replaced.or_else(|| if value == 0 { None } else { char::from_u32(value) });
    out.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
    at
}

fn named(text: &str, attribute: bool, out: &mut String) -> usize {
    let bytes = &text.as_bytes()[1..];
    let mut end = bytes.iter().take(LONGEST_NAME).take_while(|b| b.is_ascii_alphanumeric()).count();
    if bytes.get(end) == Some(&b';') {
        end += 1;
    }
    // The longest known prefix wins: `&notit;` is `¬it;`.
    while end > 1 {
        if let Some(&(first, second)) = NAMED_ENTITIES.get(&text[1..=end])
            && first != 0
        {
            let complete = bytes[end - 1] == b';';
            if attribute && !complete && bytes.get(end).is_some_and(|b| *b == b'=' || b.is_ascii_alphanumeric()) {
                return 0;
            }
            out.extend([first, second].into_iter().filter(|&c| c != 0).filter_map(char::from_u32));
            return end + 1;
        }
        end -= 1;
    }
    0
}

/// Writes `text` with `&`, `<`, `>` and the no-break space escaped, as HTML serialisers do.
pub(super) fn escape_into(text: &str, out: &mut String) {
    escape(text, false, out);
}

/// As [`escape_into`], with `"` escaped as well, for a value between double quotes.
pub(super) fn escape_attribute_into(text: &str, out: &mut String) {
    escape(text, true, out);
}

fn escape(text: &str, attribute: bool, out: &mut String) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let replacement = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\u{A0}' => "&nbsp;",
            '"' if attribute => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(replacement);
        from = at + c.len_utf8();
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn references_are_decoded_once() {
        let cases = [
            ("a &amp; b", "a & b"),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
            ("&#038; &#x26;", "& &"),
            ("&laquo;خبر&raquo;", "«خبر»"),
            ("&notit;", "¬it;"),
            ("AT&T & co &", "AT&T & co &"),
            ("&#0; &#xD800; &#x110000;", "\u{FFFD} \u{FFFD} \u{FFFD}"),
            ("&#147;x&#148;", "“x”"),
            ("&unknown; &#; &#x;", "&unknown; &#; &#x;"),
            ("&copy2", "©2"),
        ];
        for (raw, want) in cases {
            assert_eq!(decode(raw, false), want, "{raw}");
        }
    }

    #[test]
    fn an_address_keeps_its_ampersands() {
        assert_eq!(decode("?a=1&copy=2&amp;b&lt;", true), "?a=1&copy=2&b<");
    }
}
