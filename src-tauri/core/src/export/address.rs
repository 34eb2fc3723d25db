//! Addresses as people read them.

/// An address with the letters of its own script in the place of their bytes: what a browser shows, and what leads to the
/// same page. Whatever is no letter stays encoded, and bytes that are no UTF-8 stay as they are.
pub(super) fn readable(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut rest = address;
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let bytes = encoded_bytes(from);
        let (encoded, after) = from.split_at(if bytes.is_empty() { 1 } else { bytes.len() * 3 });
        match std::str::from_utf8(&bytes) {
            Ok(text) if !text.is_empty() => text.chars().for_each(|c| push(c, &mut out)),
            _ => out.push_str(encoded),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The bytes of the percent-encoded run that a text begins with.
fn encoded_bytes(text: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = text.as_bytes().chunks_exact(3).map_while(|triple| match triple {
        [b'%', high, low] => Some(digit(*high)? * 16 + digit(*low)?),
        _ => None,
    });
    bytes.collect()
}

fn push(c: char, out: &mut String) {
    if c.is_alphabetic() && !c.is_ascii() {
        out.push(c);
    } else {
        c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn letters_are_read_and_nothing_else_changes() {
        for (address, want) in [
            (
                "https://a.example/%d8%ae%d8%b7-%D8%AC%D8%AF%D9%8A%D8%AF/?a=%26b%20c",
                "https://a.example/خط-جديد/?a=%26b%20c",
            ),
            ("https://a.example/%E2%80%AEgpj.exe", "https://a.example/%E2%80%AEgpj.exe"),
            ("https://a.example/%ff%d8/100%", "https://a.example/%ff%d8/100%"),
            ("https://a.example/plain", "https://a.example/plain"),
            ("%", "%"),
        ] {
            assert_eq!(readable(address), want);
        }
    }
}
