//! JSON as it is written by hand or cut out of other text, made into JSON: trailing commas, comments, unknown escapes,
//! halves of surrogate pairs, control characters. One pass; what it does not know it leaves for the parser to refuse.

/// No number that a feed needs is longer than this, in bytes; longer ones become strings.
const MAX_NUMBER: usize = 17;

/// Puts right what is usually wrong. Linear in the text.
pub(super) fn repair(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let used = match first {
            '"' => string(rest, &mut out),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |at| at + 2),
            ']' | '}' => {
                let kept = out.trim_end().len();
                if out.get(..kept).is_some_and(|before| before.ends_with(',')) {
                    out.truncate(kept - 1);
                }
                out.push(first);
                1
            }
            '-' | '0'..='9' => number(rest, &mut out),
            other => {
                out.push(other);
                other.len_utf8()
            }
        };
        rest = rest.get(used..).unwrap_or_default();
    }
    out
}

/// A number, in quotes when it is one that the parser can't hold; gives the bytes used.
fn number(text: &str, out: &mut String) -> usize {
    let end = text.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')).unwrap_or(text.len());
    let number = text.get(..end).unwrap_or_default();
    if number.len() > MAX_NUMBER || number.contains(['e', 'E']) {
        out.extend(["\"", number, "\""]);
    } else {
        out.push_str(number);
    }
    end
}

/// A string, from its opening quote on; gives the bytes used.
fn string(text: &str, out: &mut String) -> usize {
    out.push('"');
    let mut at = 1;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find(|c: char| c == '"' || c == '\\' || c < ' ').unwrap_or(rest.len());
        out.push_str(rest.get(..plain).unwrap_or_default());
        at += plain;
        match rest.as_bytes().get(plain) {
            Some(b'"') => {
                out.push('"');
                return at + 1;
            }
            Some(b'\\') => at += escape(rest.get(plain..).unwrap_or_default(), out),
            Some(b'\n' | b'\r') => {
                out.push_str("\\n");
                at += 1;
            }
            Some(_) => {
                out.push(' ');
                at += 1;
            }
            None => {}
        }
    }
    at
}

/// An escape, from its backslash on; gives the bytes used.
fn escape(text: &str, out: &mut String) -> usize {
    match text.as_bytes().get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
            out.push_str(text.get(..2).unwrap_or_default());
            2
        }
        Some(b'u') => {
            let unit = |from: usize| {
                let digits = text.get(from..from + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
                u16::from_str_radix(digits, 16).ok()
            };
            let second = if text.get(6..8) == Some("\\u") { unit(8) } else { None };
            match (unit(2), second) {
                (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => {
                    out.push_str(text.get(..12).unwrap_or_default());
                    12
                }
                // Half of a pair: the other half was cut off by somebody who counts UTF-16.
                (Some(0xd800..=0xdfff), _) => {
                    out.push(char::REPLACEMENT_CHARACTER);
                    6
                }
                (Some(_), _) => {
                    out.push_str(text.get(..6).unwrap_or_default());
                    6
                }
                (None, _) => {
                    out.push(char::REPLACEMENT_CHARACTER);
                    2
                }
            }
        }
        // `\'` and other escapes of JavaScript mean the character itself.
        Some(_) => 1,
        None => {
            out.push_str("\\\\");
            1
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::repair;

    #[test]
    fn what_is_usually_wrong_is_put_right() {
        for (written, expected) in [
            (r#"{"a":[1,2,],}"#, r#"{"a":[1,2]}"#),
            (r#"{"a": [1, ] , }"#, r#"{"a": [1] }"#),
            (r#"/* x */{"a":"b//c"} // end"#, r#"{"a":"b//c"} "#),
            (r#"{"a":"\ud83d"}"#, "{\"a\":\"\u{fffd}\"}"),
            (r#"{"a":"\ud83d\ude00 \ude00"}"#, "{\"a\":\"\\ud83d\\ude00 \u{fffd}\"}"),
            (r#"{"a":"\x \' \u12"}"#, "{\"a\":\"x ' \u{fffd}12\"}"),
            ("{\"a\":\"b\nc\u{1}\"}", r#"{"a":"b\nc "}"#),
            (r#"{"a":1e999,"b":12345678901234567890123}"#, r#"{"a":"1e999","b":"12345678901234567890123"}"#),
            (r#"{"a":"x\"#, r#"{"a":"x\\"#),
        ] {
            assert_eq!(repair(written), expected, "{written}");
        }
    }

    #[test]
    fn repetition_is_linear() {
        for piece in ["\"", "\\", "\"\\u", "/*", "//", ",", ",]", "[", " ,  ]", "1"] {
            let _ = repair(&piece.repeat(300_000));
        }
    }
}
