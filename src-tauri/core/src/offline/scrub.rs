//! What a picture's file says beside the picture is taken out before it is stored: where it was taken, with what, by
//! whom, and whatever hangs on behind its end. The pixels stay as they are. Pure.
//!
//! Kept are: how the picture is turned (Exif orientation), its colour profile, its frames.

/// Orientations that turn a picture (Exif 2.32, tag 274); 1 is upright.
const TURNED: std::ops::RangeInclusive<u8> = 2..=8;

/// The file without what it says beside the picture; as it came where its format is another, or not to be followed.
pub(super) fn scrub(bytes: Vec<u8>) -> Vec<u8> {
    let cleaned = if bytes.starts_with(&[0xFF, 0xD8]) {
        jpeg(&bytes)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(&bytes)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        webp(&bytes)
    } else if bytes.get(4..8) == Some(b"ftyp") {
        Some(blanked(bytes.clone()))
    } else {
        None
    };
    cleaned.unwrap_or(bytes)
}

/// The orientation that a JPEG's Exif says, if it turns the picture.
pub(super) fn orientation(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    while let Some((marker, body, next)) = segment(bytes, at) {
        if marker == 0xDA {
            return None;
        }
        if marker == 0xE1
            && let Some(tiff) = body.strip_prefix(b"Exif\0\0")
        {
            return turned(tiff);
        }
        at = next;
    }
    None
}

/// A JPEG with an Exif segment that says its orientation and nothing else.
pub(super) fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut out = jpeg.get(..2).unwrap_or_default().to_vec();
    out.extend(b"\xFF\xE1\x00\x22Exif\0\0");
    out.extend(exif(orientation));
    out.extend(jpeg.get(2..).unwrap_or_default());
    out
}

/// A TIFF structure with one tag, the orientation: 26 bytes.
fn exif(orientation: u8) -> Vec<u8> {
    let mut out = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    out.extend([orientation, 0, 0, 0, 0, 0, 0]);
    out
}

/// A marker segment: its marker, its body, where the next one begins.
fn segment(bytes: &[u8], at: usize) -> Option<(u8, &[u8], usize)> {
    let mut at = at;
    if bytes.get(at) != Some(&0xFF) {
        return None;
    }
    // Any number of fill bytes may stand before a marker.
    while bytes.get(at + 1) == Some(&0xFF) {
        at += 1;
    }
    let marker = *bytes.get(at + 1)?;
    let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
    Some((marker, bytes.get(at + 4..at + 2 + length)?, at + 2 + length))
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend([0xFF, 0xD8]);
    let mut at = 2;
    let mut turn = None;
    loop {
        if bytes.get(at..at + 2) == Some(&[0xFF, 0xD9]) {
            out.extend([0xFF, 0xD9]);
            break;
        }
        let (marker, body, next) = segment(bytes, at)?;
        let keeps = match marker {
            // APP1: Exif and XMP. APP13: Photoshop's. COM: words.
            0xE1 => {
                turn = turn.or_else(|| body.strip_prefix(b"Exif\0\0").and_then(turned));
                false
            }
            // JFIF, colour profile, Adobe's colour transform.
            0xE0 | 0xEE => true,
            0xE2 => body.starts_with(b"ICC_PROFILE\0"),
            0xE3..=0xEF | 0xFE => false,
            _ => true,
        };
        if keeps {
            out.extend(bytes.get(at..next)?);
        }
        at = next;
        if marker == 0xDA {
            // The coded picture: until a marker that is neither a stuffed byte nor a restart.
            let from = at;
            loop {
                at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
                match bytes.get(at + 1)? {
                    0x00 | 0xD0..=0xD7 => at += 2,
                    0xFF => at += 1,
                    _ => break,
                }
            }
            out.extend(bytes.get(from..at)?);
        }
    }
    Some(match turn {
        Some(turn) => with_orientation(&out, turn),
        None => out,
    })
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: &[&[u8; 4]] = &[
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD",
        b"pHYs", b"acTL", b"fcTL", b"fdAT",
    ];
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()?;
        let kind: &[u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        if KEPT.contains(&kind) {
            out.extend(chunk);
        }
        at += chunk.len();
        if kind == b"IEND" {
            return Some(out);
        }
    }
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let mut at = 12;
    while at < bytes.len() {
        let kind: &[u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let body = bytes.get(at + 8..at.checked_add(8)?.checked_add(length)?)?;
        // Chunks are of even length; the last one's padding may be missing.
        at += 8 + length + length % 2;
        let turn = (kind == b"EXIF").then(|| turned(body.strip_prefix(b"Exif\0\0").unwrap_or(body))).flatten();
        let body: Vec<u8> = match (kind, turn) {
            (b"XMP ", _) | (b"EXIF", None) => continue,
            (b"EXIF", Some(turn)) => exif(turn),
            (b"VP8X", _) => {
                let mut body = body.to_vec();
                let exif_stays = bytes.get(at..).is_some_and(has_turned_exif);
                if let Some(flags) = body.first_mut() {
                    *flags &= if exif_stays { !0x04 } else { !0x0C };
                }
                body
            }
            _ => body.to_vec(),
        };
        out.extend(kind);
        out.extend(u32::try_from(body.len()).ok()?.to_le_bytes());
        out.extend(&body);
        if body.len() % 2 == 1 {
            out.push(0);
        }
    }
    let size = u32::try_from(out.len() - 8).ok()?.to_le_bytes();
    out.splice(4..8, size);
    Some(out)
}

fn has_turned_exif(mut chunks: &[u8]) -> bool {
    while let (Some(kind), Some(length)) = (chunks.get(..4), chunks.get(4..8).and_then(|bytes| bytes.try_into().ok())) {
        let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
        let body = chunks.get(8..8_usize.saturating_add(length)).unwrap_or_default();
        if kind == b"EXIF" {
            return turned(body.strip_prefix(b"Exif\0\0").unwrap_or(body)).is_some();
        }
        chunks = chunks.get(8_usize.saturating_add(length).saturating_add(length % 2)..).unwrap_or_default();
    }
    false
}

/// The entries of a TIFF structure's first directory: tag, and where the twelve bytes of the entry are.
fn directory(tiff: &[u8], at: usize) -> Option<(bool, Vec<(u16, usize)>)> {
    let big = match tiff.get(..4)? {
        b"MM\0\x2A" => true,
        b"II\x2A\0" => false,
        _ => return None,
    };
    let count = number16(tiff, at, big)?;
    let entries = (0..usize::from(count.min(512)))
        .map_while(|entry| {
            let place = at + 2 + entry * 12;
            tiff.get(place..place + 12)?;
            Some((number16(tiff, place, big)?, place))
        })
        .collect();
    Some((big, entries))
}

fn number16(bytes: &[u8], at: usize, big: bool) -> Option<u16> {
    let pair: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
}

fn number32(bytes: &[u8], at: usize, big: bool) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }).ok()
}

fn first_directory(tiff: &[u8]) -> Option<usize> {
    let big = tiff.starts_with(b"MM");
    number32(tiff, 4, big)
}

fn turned(tiff: &[u8]) -> Option<u8> {
    let (big, entries) = directory(tiff, first_directory(tiff)?)?;
    let (_, place) = entries.into_iter().find(|(tag, _)| *tag == 0x0112)?;
    u8::try_from(number16(tiff, place + 8, big)?).ok().filter(|turn| TURNED.contains(turn))
}

/// The same file, of the same length, with the places in its Exif and XMP blanked out: for containers whose parts are
/// found by their offsets.
fn blanked(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut from = 0;
    for _ in 0..16 {
        let Some(at) = find(&bytes, from, &[b"MM\0\x2A", b"II\x2A\0"]) else { break };
        blank_place(&mut bytes, at);
        from = at + 4;
    }
    from = 0;
    while let Some(at) = find(&bytes, from, &[b"<x:xmpmeta"]) {
        let end = find(&bytes, at, &[b"</x:xmpmeta>"]).unwrap_or(bytes.len());
        if let Some(packet) = bytes.get_mut(at..end) {
            packet.fill(b' ');
        }
        from = end;
    }
    bytes
}

/// Blanks the directory of places (tag 34853) of the TIFF structure that begins at `start`.
fn blank_place(bytes: &mut [u8], start: usize) {
    let Some(tiff) = bytes.get_mut(start..) else { return };
    let Some((big, entries)) = first_directory(tiff).and_then(|at| directory(tiff, at)) else { return };
    let Some((_, place)) = entries.into_iter().find(|(tag, _)| *tag == 0x8825) else { return };
    let inner = number32(tiff, place + 8, big).and_then(|at| Some((at, directory(tiff, at)?.1)));
    if let Some((at, entries)) = inner {
        for (_, entry) in &entries {
            // Three rationals, 24 bytes, stand behind an offset; shorter values stand in the entry.
            let size = number16(tiff, entry + 2, big).map_or(1, |kind| if matches!(kind, 5 | 10) { 8 } else { 1 });
            let length = number32(tiff, entry + 4, big).unwrap_or(0).saturating_mul(size);
            if length > 4
                && let Some(offset) = number32(tiff, entry + 8, big)
                && let Some(value) = tiff.get_mut(offset..offset.saturating_add(length.min(4_096)))
            {
                value.fill(0);
            }
        }
        if let Some(table) = tiff.get_mut(at..at + 2 + entries.len() * 12) {
            table.fill(0);
        }
    }
    if let Some(value) = tiff.get_mut(place + 2..place + 12) {
        value.fill(0);
    }
}

fn find(bytes: &[u8], from: usize, wanted: &[&[u8]]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let longest = wanted.first()?.len();
    rest.windows(longest).position(|window| wanted.contains(&window)).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use std::io::Cursor;

    /// A TIFF structure with an orientation and a place: 24° 30′ north, written as rationals.
    fn located(turn: u8) -> Vec<u8> {
        let mut tiff = b"II\x2A\0\x08\0\0\0\x02\0".to_vec();
        tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0]);
        tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
        tiff.extend([0, 0, 0, 0]);
        assert_eq!(tiff.len(), 38);
        tiff.extend([1, 0, 2, 0, 5, 0, 3, 0, 0, 0, 56, 0, 0, 0, 0, 0, 0, 0]);
        tiff.extend(b"GPSPLACEGPSPLACEGPSPLACE");
        tiff
    }

    fn jpeg_with(parts: &[(u8, Vec<u8>)]) -> Vec<u8> {
        let mut plain = Vec::new();
        image::codecs::jpeg::JpegEncoder::new(&mut plain).encode_image(&image::RgbImage::new(40, 20)).unwrap();
        let mut out = plain[..2].to_vec();
        for (marker, body) in parts {
            out.extend([0xFF, *marker]);
            out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
            out.extend(body);
        }
        out.extend(&plain[2..]);
        out.extend(b"trailer with a place");
        out
    }

    fn says(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|window| window == words)
    }

    #[test]
    fn a_jpeg_loses_its_place_and_keeps_its_turn() {
        let exif = [b"Exif\0\0".to_vec(), located(6)].concat();
        let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude='24,30N'/>".to_vec();
        let profile = b"ICC_PROFILE\0\x01\x01profile".to_vec();
        let file = jpeg_with(&[(0xE1, exif), (0xE1, xmp), (0xE2, profile), (0xFE, b"a comment".to_vec())]);
        assert_eq!(orientation(&file), Some(6));
        let clean = scrub(file);
        for words in [&b"GPS"[..], b"PLACE", b"a comment", b"trailer"] {
            assert!(!says(&clean, words), "{words:?}");
        }
        assert!(says(&clean, b"ICC_PROFILE"));
        assert_eq!(orientation(&clean), Some(6));
        let pixels = image::load_from_memory(&clean).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (40, 20));
        assert_eq!(scrub(clean.clone()), clean, "what is clean stays as it is");
    }

    #[test]
    fn a_png_loses_its_words_and_keeps_its_pixels() {
        let mut file = Cursor::new(Vec::new());
        image::RgbImage::from_pixel(8, 8, image::Rgb([9, 8, 7])).write_to(&mut file, image::ImageFormat::Png).unwrap();
        let mut file = file.into_inner();
        let mut chunk = Vec::new();
        for (kind, body) in [(b"eXIf", located(1)), (b"tEXt", b"Location\0Basra".to_vec())] {
            chunk.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
            chunk.extend(kind);
            chunk.extend(&body);
            chunk.extend([0; 4]);
        }
        file.splice(33..33, chunk);
        file.extend(b"behind the end");
        let clean = scrub(file);
        assert!(!says(&clean, b"GPS") && !says(&clean, b"Basra") && !says(&clean, b"behind"));
        assert_eq!(image::load_from_memory(&clean).unwrap().to_rgb8().get_pixel(3, 3).0, [9, 8, 7]);
    }

    #[test]
    fn a_webp_loses_exif_and_xmp() {
        let mut file = Cursor::new(Vec::new());
        image::RgbImage::new(8, 8).write_to(&mut file, image::ImageFormat::WebP).unwrap();
        let plain = file.into_inner();
        let mut body = b"VP8X\x0A\0\0\0\x0C\0\0\0\x07\0\0\x07\0\0".to_vec();
        body.extend(&plain[12..]);
        for (kind, part) in [(b"EXIF", located(1)), (b"XMP ", b"GPSLatitude!".to_vec())] {
            body.extend(kind);
            body.extend(u32::try_from(part.len()).unwrap().to_le_bytes());
            body.extend(&part);
        }
        let mut file = b"RIFF".to_vec();
        file.extend(u32::try_from(body.len() + 4).unwrap().to_le_bytes());
        file.extend(b"WEBP");
        file.extend(body);
        let clean = scrub(file);
        assert!(!says(&clean, b"GPS") && !says(&clean, b"EXIF") && !says(&clean, b"XMP "));
        assert_eq!(clean[20] & 0x0C, 0, "the head no longer says that there are any");
        assert_eq!(image::load_from_memory(&clean).unwrap().width(), 8);
    }

    #[test]
    fn an_avif_is_blanked_in_place_and_nothing_panics_on_what_is_cut_short() {
        let mut file = b"\0\0\0\x1cftypavif".to_vec();
        file.extend(located(1));
        file.extend(b"<x:xmpmeta>GPSLatitude</x:xmpmeta>");
        let clean = scrub(file.clone());
        assert_eq!(clean.len(), file.len());
        assert!(!says(&clean, b"GPS"));
        for whole in [file, jpeg_with(&[(0xE1, [b"Exif\0\0".to_vec(), located(3)].concat())])] {
            for end in 0..whole.len() {
                let _ = scrub(whole[..end].to_vec());
            }
        }
    }
}
