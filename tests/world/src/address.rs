//! Addresses: percent-encoding as WordPress writes it (UTF-8, lower-case hexadecimal), and where lists stand.

use crate::content::slug_of;

/// Percent-encodes a path segment.
pub(crate) fn encode(segment: &str) -> String {
    let mut out = String::with_capacity(segment.len() * 3);
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02x}"));
        }
    }
    out
}

/// Undoes percent-encoding; what is not valid stays as it is, and bytes that are not UTF-8 become U+FFFD.
pub(crate) fn decode(text: &str, plus_is_space: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3).and_then(|h| u8::from_str_radix(h, 16).ok()))
            .flatten();
        match hex {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(if plus_is_space && bytes[at] == b'+' { b' ' } else { bytes[at] });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The fields of `application/x-www-form-urlencoded`, or of a query.
pub(crate) fn fields(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|p| !p.is_empty())
        .map(|p| p.split_once('=').unwrap_or((p, "")))
        .map(|(k, v)| (decode(k, true), decode(v, true)))
        .collect()
}

pub(crate) fn category(origin: &str, name: &str) -> String {
    format!("{origin}/category/{}/", encode(&slug_of(name)))
}

pub(crate) fn category_feed(origin: &str, name: &str) -> String {
    format!("{}feed/", category(origin, name))
}

pub(crate) fn tag(origin: &str, name: &str) -> String {
    format!("{origin}/tag/{}/", encode(&slug_of(name)))
}

pub(crate) fn author(origin: &str, name: &str) -> String {
    format!("{origin}/author/{}/", encode(&slug_of(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_goes_there_and_back() {
        assert_eq!(encode("خط-a"), "%d8%ae%d8%b7-a");
        assert_eq!(decode("%D8%AE%d8%b7-a%", false), "خط-a%");
        assert_eq!(
            fields("a=1+2&b=%26&c"),
            [("a".into(), "1 2".into()), ("b".into(), "&".into()), ("c".into(), String::new())]
        );
    }
}
