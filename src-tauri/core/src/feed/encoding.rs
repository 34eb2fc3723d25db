//! Bytes to text. BOM, then HTTP header, then declaration, then the bytes themselves; valid UTF-8 beats a wrong label,
//! and Arabic in a legacy code page is known by its letters where the label is missing or cannot be right.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

/// So many bytes are looked at for a declaration.
const DECLARATION_REACH: usize = 4_096;
/// So many bytes are looked at for the pattern of zeros of UTF-16 and UTF-32.
const ZERO_REACH: usize = 2_048;
/// So many bytes above 127 are weighed for letter statistics.
const LETTERS: usize = 20_000;
/// Arabic text scores about -4.3 bits a letter, other scripts' bytes read as Arabic -6 and less.
const ARABIC_BITS: f64 = -5.2;
/// Two Arabic code pages are told apart when one is better by so many bits a letter.
const CLEAR_BITS: f64 = 0.4;

/// What a word that begins with the article is worth.
const ARTICLE_BITS: f64 = 3.0;

/// Text, and how it was won.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The text, without BOM.
    pub(super) text: Cow<'a, str>,
    /// Whether the label was missing or wrong, or some bytes had to be replaced.
    pub(super) repaired: bool,
    /// Whether the bytes end within a character.
    pub(super) cut: bool,
}

/// Decodes `bytes`; `content_type` is the HTTP header's value.
pub(super) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some(decoded) = by_mark(bytes) {
        return decoded;
    }
    if let Some(decoded) = by_zeros(bytes) {
        return decoded;
    }
    // UTF-16 would have shown by its zeros: such a label is a mistake.
    let header =
        content_type.and_then(header_label).filter(|label| label.is_ascii_compatible() || *label == ISO_2022_JP);
    let label = header.or_else(|| declared_label(bytes));
    if let Ok(text) = std::str::from_utf8(bytes) {
        // ISO-2022-JP is ASCII to a UTF-8 reader; every other label is beaten by valid UTF-8.
        return match label.filter(|_| bytes.contains(&0x1b)) {
            Some(encoding) if encoding == ISO_2022_JP => with(encoding, bytes, false),
            _ => {
                let wrong = label.is_some_and(|label| label != UTF_8) && !bytes.is_ascii();
                Decoded { text: Cow::Borrowed(text), repaired: wrong, cut: false }
            }
        };
    }
    cut_utf8(bytes, label).unwrap_or_else(|| by_label_and_letters(bytes, label))
}

/// UTF-8 that broke off within a character: nothing is wrong with its label.
fn cut_utf8<'a>(bytes: &'a [u8], label: Option<&'static Encoding>) -> Option<Decoded<'a>> {
    let end = std::str::from_utf8(bytes).err().filter(|error| error.error_len().is_none())?.valid_up_to();
    let text = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let wrong = label.is_some_and(|label| label != UTF_8);
    mostly_utf8(bytes).then_some(Decoded { text: Cow::Borrowed(text), repaired: wrong, cut: true })
}

fn by_mark(bytes: &[u8]) -> Option<Decoded<'_>> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Some(with(UTF_8, rest, false)),
        [0xff, 0xfe, 0, 0, rest @ ..] => Some(utf32(rest, u32::from_le_bytes, false)),
        [0, 0, 0xfe, 0xff, rest @ ..] => Some(utf32(rest, u32::from_be_bytes, false)),
        [0xff, 0xfe, rest @ ..] => Some(with(UTF_16LE, rest, false)),
        [0xfe, 0xff, rest @ ..] => Some(with(UTF_16BE, rest, false)),
        _ => None,
    }
}

/// UTF-16 and UTF-32 without a BOM: half or three quarters of the bytes of markup are then zeros, always at the same
/// places.
fn by_zeros(bytes: &[u8]) -> Option<Decoded<'_>> {
    let sample = bytes.get(..bytes.len().min(ZERO_REACH))?;
    if sample.len() < 8 {
        return None;
    }
    let (mut zeros, mut arabic) = ([0usize; 4], [0usize; 2]);
    for (at, &byte) in sample.iter().enumerate() {
        match (byte, zeros.get_mut(at % 4), arabic.get_mut(at % 2)) {
            (0, Some(count), _) => *count += 1,
            (6, _, Some(count)) => *count += 1,
            _ => {}
        }
    }
    let quarter = sample.len() / 4;
    let many = |count: usize| count * 10 >= quarter * 3;
    let few = |count: usize| count * 50 <= quarter;
    let [first, second, third, fourth] = zeros;
    let nearly_all = |count: usize| count * 10 >= quarter * 9;
    // Arabic text without much markup: the upper halves are 6 where they are not 0.
    let [even, odd] = arabic;
    let arabic = |zeros: usize, sixes: usize| zeros * 10 >= quarter && (zeros + sixes) * 10 >= quarter * 15;
    if nearly_all(first) && nearly_all(second) && few(fourth) {
        Some(utf32(bytes, u32::from_be_bytes, true))
    } else if nearly_all(third) && nearly_all(fourth) && few(first) {
        Some(utf32(bytes, u32::from_le_bytes, true))
    } else if few(second) && few(fourth) && (many(first) && many(third) || arabic(first + third, even)) {
        Some(with(UTF_16BE, bytes, true))
    } else if few(first) && few(third) && (many(second) && many(fourth) || arabic(second + fourth, odd)) {
        Some(with(UTF_16LE, bytes, true))
    } else {
        None
    }
}

fn utf32(bytes: &[u8], read: fn([u8; 4]) -> u32, repaired: bool) -> Decoded<'_> {
    let (quads, _) = bytes.as_chunks::<4>();
    let text = quads.iter().map(|quad| char::from_u32(read(*quad)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Decoded { text: Cow::Owned(text), repaired, cut: false }
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], repaired: bool) -> Decoded<'a> {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, repaired: repaired || lossy, cut: false }
}

/// The charset of a `Content-Type` header.
fn header_label(content_type: &str) -> Option<&'static Encoding> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| for_label(value)).flatten()
    })
}

/// The charset that the document declares: `<?xml encoding=…?>`, `<meta charset=…>`, `<meta content="…; charset=…">`.
fn declared_label(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARATION_REACH))?;
    let head: String =
        head.iter().map(|&b| if b.is_ascii() { char::from(b).to_ascii_lowercase() } else { '?' }).collect();
    let value = match head.find("<?xml").and_then(|at| head.get(at..)) {
        Some(declaration) => {
            let declaration = declaration.split('>').next().unwrap_or_default();
            declaration.split_once("encoding").map(|(_, value)| value.to_owned())
        }
        None => head.match_indices("charset").find_map(|(at, word)| {
            // Only within a `<meta …>`: scripts and text may speak of charsets too.
            let before = head.get(..at)?;
            let inside =
                before.rfind("<meta").is_some_and(|meta| !before.get(meta..).unwrap_or_default().contains('>'));
            inside.then(|| head.get(at + word.len()..).map(str::to_owned)).flatten()
        }),
    }?;
    let value = value.trim_start().strip_prefix('=')?;
    let end = |c: char| matches!(c, '>' | '?' | ';' | '/');
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let value = value.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'') || end(c)).next()?;
    // A document whose declaration can be read byte by byte is not in UTF-16.
    for_label(value).filter(|encoding| encoding.is_ascii_compatible() || *encoding == ISO_2022_JP)
}

/// WHATWG's labels, and the spellings that feeds were seen to use beside them.
fn for_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['"', '\'']).trim().to_ascii_lowercase();
    Encoding::for_label_no_replacement(label.as_bytes()).or_else(|| {
        let plain: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
        match plain.as_str() {
            "windows1256" | "win1256" | "cp1256" | "ansi1256" | "1256" => Some(WINDOWS_1256),
            "iso88596" | "88596" => Some(ISO_8859_6),
            "utf8" | "utf8mb4" | "unicode11utf8" => Some(UTF_8),
            "windows1252" | "win1252" => Some(WINDOWS_1252),
            _ => None,
        }
    })
}

/// `bytes` are not valid UTF-8: the label, corrected by what the bytes look like.
fn by_label_and_letters<'a>(bytes: &'a [u8], label: Option<&'static Encoding>) -> Decoded<'a> {
    if mostly_utf8(bytes) {
        return with(UTF_8, bytes, true);
    }
    let words = foreign_words(bytes);
    let windows = arabic_bits(&words, WINDOWS_1256);
    let iso = arabic_bits(&words, ISO_8859_6);
    let (arabic, bits) = if windows >= iso { (WINDOWS_1256, windows) } else { (ISO_8859_6, iso) };
    match label {
        // Servers say UTF-8 and Latin-1 (windows-1252 to a browser) by default: the bytes know better.
        None => with(if bits >= ARABIC_BITS { arabic } else { guess(bytes) }, bytes, true),
        Some(label) if label == UTF_8 => with(if bits >= ARABIC_BITS { arabic } else { guess(bytes) }, bytes, true),
        Some(label) if label == WINDOWS_1252 && bits >= ARABIC_BITS => with(arabic, bytes, true),
        Some(label) if label == WINDOWS_1256 || label == ISO_8859_6 => {
            // Bytes that the label's code page has no letters for are proof enough.
            let lossy = || label.decode_without_bom_handling(bytes).1 && !arabic.decode_without_bom_handling(bytes).1;
            let wrong = label != arabic && bits >= ARABIC_BITS && ((windows - iso).abs() >= CLEAR_BITS || lossy());
            with(if wrong { arabic } else { label }, bytes, wrong)
        }
        Some(label) => with(label, bytes, false),
    }
}

/// Any other undeclared code page.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// Whether the bytes are UTF-8 but for a few: a cut character, one pasted byte.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // One stray byte in plain ASCII is no proof of UTF-8; in text of other letters it takes a share to disprove it.
    good >= 2 && good >= bad * 8
}

/// How likely the bytes above 127 are Arabic when read as `encoding`, in bits a letter (0 is best).
fn arabic_bits(words: &[u8], encoding: &'static Encoding) -> f64 {
    let (text, _) = encoding.decode_without_bom_handling(words);
    let (mut sum, mut count) = (0.0, 0.0);
    // The two characters before.
    let (mut second, mut first) = (' ', ' ');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let letter = ('\u{620}'..='\u{6d3}').contains(&first);
        match character {
            // Quotation marks, dashes and the like stand at the same places in every code page and tell nothing.
            ' ' | '«' | '»' | '“' | '”' | '‘' | '’' | '…' | '–' | '—' | '\u{a0}' => {}
            // Vowel marks are as frequent as somebody chose to write them; those of an ending end words.
            '\u{64e}'..='\u{652}' if letter => {}
            '\u{64b}'..='\u{64d}' if letter && matches!(characters.peek(), None | Some(' ' | 'ا' | 'ى')) => {}
            other => {
                sum += letter_bits(other);
                // No other word begins as often as with the article.
                sum += if (second, first, other) == (' ', 'ا', 'ل') { ARTICLE_BITS } else { 0.0 };
                count += 1.0;
            }
        }
        (second, first) = (first, character);
    }
    if count < 4.0 { f64::NEG_INFINITY } else { sum / count }
}

/// The bytes above 127 that stand in words without ASCII letters; nothing when most do not: `p\xe4\xe4ministeri`. By
/// their values alone the accented letters of Spanish, Finnish and Hungarian could be Arabic's most frequent ones.
fn foreign_words(bytes: &[u8]) -> Vec<u8> {
    let (mut words, mut mixed) = (Vec::new(), 0usize);
    let mut before = b' ';
    let mut runs = bytes.chunk_by(|a, b| a.is_ascii() == b.is_ascii()).peekable();
    while let Some(run) = runs.next() {
        if run.first().is_some_and(u8::is_ascii) {
            before = run.last().copied().unwrap_or(b' ');
            continue;
        }
        let after = runs.peek().and_then(|next| next.first()).copied().unwrap_or(b' ');
        if before.is_ascii_alphabetic() || after.is_ascii_alphabetic() {
            mixed += run.len();
        } else {
            words.extend_from_slice(run);
            words.push(b' ');
        }
        if words.len() + mixed >= LETTERS {
            break;
        }
    }
    if mixed > words.len() { Vec::new() } else { words }
}

/// Share of a letter in Arabic news text, as a base-2 logarithm.
fn letter_bits(letter: char) -> f64 {
    let per_mille: f64 = match letter {
        'ا' => 150.0,
        'ل' => 115.0,
        'ي' => 75.0,
        'م' | 'و' => 60.0,
        'ن' => 55.0,
        'ر' => 50.0,
        'ت' => 45.0,
        'ب' | 'ع' => 36.0,
        'ة' | 'د' => 32.0,
        'ه' | 'س' | 'ف' => 28.0,
        'أ' | 'ق' => 25.0,
        'ك' | 'ح' => 21.0,
        'ج' | 'ش' => 14.0,
        'ط' | 'ص' | 'خ' => 11.0,
        'ى' | 'إ' | 'ض' | 'ز' => 8.5,
        'ث' | 'ء' | 'ذ' | 'غ' | 'ئ' => 5.0,
        'ظ' | 'ؤ' | 'آ' => 3.0,
        // Arabic's punctuation, and the letters of Persian and Urdu.
        '،' | '؛' | '؟' | 'ـ' => 3.0,
        'ک' | 'ہ' => 20.0,
        'ے' | 'ں' => 14.0,
        'پ' | 'چ' | 'گ' | 'ھ' => 8.0,
        'ژ' | 'ٹ' | 'ڈ' | 'ڑ' | '\u{200c}' => 3.0,
        '\u{64b}'..='\u{652}' => 1.0,
        _ => 0.3,
    };
    (per_mille / 1_000.0).log2()
}

#[cfg(test)]
mod tests;
