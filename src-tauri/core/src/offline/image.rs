//! What a picture is, by its bytes: never by its name or by what the server says. Pure.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};
use sha2::{Digest as _, Sha256};

use super::scrub;
use crate::model::MediaHash;

/// Pictures of more pixels are refused before they are decoded (promises S6).
const MAX_PIXELS: u64 = 50_000_000;
/// Memory that decoding may take.
const MAX_DECODED: u64 = 256 * 1024 * 1024;
/// A thumbnail's longer side: a list row shows 96 CSS pixels, twice that on dense screens.
const THUMB: u32 = 240;
/// A picture wider or higher than this is made smaller: a wide window shows 1,600 pixels at the most.
const LARGEST: u32 = 2_400;
/// What it is made then.
const LARGE: u32 = 2_000;
/// Files below this are stored as they came, in bytes: nothing much is to be saved.
const WORTH_IT: usize = 250 * 1024;
/// Re-encoding must save so much: the new file has at most so many hundredths of the old one.
const SAVES: usize = 60;
/// SVG beyond this is no illustration.
const MAX_SVG: usize = 1024 * 1024;

/// A picture that may be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checked {
    pub(super) hash: MediaHash,
    pub(super) bytes: Vec<u8>,
    pub(super) mime: &'static str,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
}

/// Looks at bytes: a raster picture of bounded size, AVIF by its mark, or SVG (which the window shows as `img` only,
/// where it can neither run nor fetch). Anything else, a web page called `image/png` included, is none.
pub(super) fn check(bytes: Vec<u8>) -> Option<Checked> {
    let bytes = scrub::scrub(bytes);
    let (mime, size) = match image::guess_format(&bytes) {
        Ok(format) => {
            let mime = match format {
                ImageFormat::Png => "image/png",
                ImageFormat::Jpeg => "image/jpeg",
                ImageFormat::Gif => "image/gif",
                ImageFormat::WebP => "image/webp",
                ImageFormat::Bmp => "image/bmp",
                ImageFormat::Ico => "image/x-icon",
                ImageFormat::Avif => "image/avif",
                _ => return None,
            };
            if format == ImageFormat::Avif {
                (mime, None)
            } else {
                let (width, height) = reader(&bytes)?.into_dimensions().ok()?;
                if u64::from(width) * u64::from(height) > MAX_PIXELS {
                    return None;
                }
                // A file cut short shows as a broken picture. The other formats have variants that windows show and
                // this decoder does not know: they are taken on trust.
                let whole = matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif);
                if whole && reader(&bytes)?.decode().is_err() {
                    return None;
                }
                (mime, Some((width, height)))
            }
        }
        Err(_) if is_svg(&bytes) => ("image/svg+xml", None),
        Err(_) => return None,
    };
    Some(Checked {
        hash: hash(&bytes)?,
        mime,
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        bytes,
    })
}

/// The same picture in a smaller file, where that saves much: too large a picture is made smaller, a photograph stored
/// without loss or with hardly any becomes an ordinary JPEG. What moves, what has a colour profile of its own and what is
/// transparent keeps its format.
pub(super) fn leaner(picture: Checked) -> Checked {
    lean(&picture).filter(|lean| lean.bytes.len() * 100 <= picture.bytes.len() * SAVES).unwrap_or(picture)
}

fn lean(picture: &Checked) -> Option<Checked> {
    let bytes = &picture.bytes;
    if bytes.len() < WORTH_IT || !matches!(picture.mime, "image/png" | "image/jpeg" | "image/bmp" | "image/webp") {
        return None;
    }
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
    let says = |mark: &[u8]| head.windows(mark.len()).any(|window| window == mark);
    if says(b"acTL") || says(b"ANIM") || says(b"iCCP") || says(b"ICCP") || says(b"ICC_PROFILE") {
        return None;
    }
    let mut decoded = reader(bytes)?.decode().ok()?;
    let turn = (picture.mime == "image/jpeg").then(|| scrub::orientation(bytes)).flatten();
    if decoded.width().max(decoded.height()) > LARGEST {
        decoded = decoded.resize(LARGE, LARGE, image::imageops::FilterType::Triangle);
    }
    let (width, height) = (decoded.width(), decoded.height());
    let clear = decoded.color().has_alpha() && decoded.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255);
    let mut out = Cursor::new(Vec::new());
    let mime = if clear {
        decoded.write_to(&mut out, ImageFormat::Png).ok()?;
        "image/png"
    } else {
        let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 84);
        decoded.to_rgb8().write_with_encoder(encoder).ok()?;
        "image/jpeg"
    };
    let mut bytes = out.into_inner();
    if let Some(turn) = turn {
        bytes = scrub::with_orientation(&bytes, turn);
    }
    Some(Checked { hash: hash(&bytes)?, bytes, mime, width: Some(width), height: Some(height) })
}

/// A small JPEG of a raster picture; none where the picture is small already or can't be decoded.
pub(super) fn thumbnail(picture: &Checked) -> Option<Checked> {
    if picture.width.unwrap_or(0).max(picture.height.unwrap_or(0)) <= THUMB {
        return picture.width.map(|_| picture.clone());
    }
    let decoded = reader(&picture.bytes)?.decode().ok()?;
    let small = decoded.thumbnail(THUMB, THUMB).to_rgb8();
    let (width, height) = small.dimensions();
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 82).encode_image(&small).ok()?;
    Some(Checked { hash: hash(&bytes)?, bytes, mime: "image/jpeg", width: Some(width), height: Some(height) })
}

fn reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    limits.max_image_width = Some(30_000);
    limits.max_image_height = Some(30_000);
    reader.limits(limits);
    Some(reader)
}

/// SVG: XML whose first element is `svg`.
fn is_svg(bytes: &[u8]) -> bool {
    if bytes.len() > MAX_SVG {
        return false;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    // Prolog, comments and a DOCTYPE may stand before it.
    for _ in 0..16 {
        let skipped = [("<?", "?>"), ("<!--", "-->"), ("<!", ">")]
            .iter()
            .find(|(open, _)| rest.starts_with(open))
            .and_then(|(_, close)| rest.split_once(close));
        match skipped {
            Some((_, after)) => rest = after.trim_start(),
            None => break,
        }
    }
    rest.strip_prefix("<svg").is_some_and(|after| after.starts_with([' ', '\n', '\t', '\r', '>', ':']))
}

fn hash(bytes: &[u8]) -> Option<MediaHash> {
    use std::fmt::Write as _;
    let digits = Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    });
    MediaHash::parse(&digits)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::new(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        let checked = check(png(600, 300)).unwrap();
        assert_eq!((checked.mime, checked.width, checked.height), ("image/png", Some(600), Some(300)));
        let thumb = thumbnail(&checked).unwrap();
        assert_eq!((thumb.mime, thumb.width, thumb.height), ("image/jpeg", Some(240), Some(120)));
        assert!(check(b"<html><script>alert(1)</script></html>".to_vec()).is_none());
        assert!(check(Vec::new()).is_none());
    }

    #[test]
    fn a_picture_that_is_cut_short_is_none() {
        let whole = png(64, 64);
        assert!(check(whole[..whole.len() / 2].to_vec()).is_none());
        assert!(check(whole[..60].to_vec()).is_none());
    }

    #[test]
    fn a_small_picture_is_its_own_thumbnail() {
        let checked = check(png(64, 64)).unwrap();
        assert_eq!(thumbnail(&checked).unwrap().hash, checked.hash);
    }

    #[test]
    fn a_picture_that_is_too_large_or_too_heavy_is_stored_leaner() {
        // Noise without loss: as heavy as a photograph that was saved as PNG.
        let mut seed = 1_u32;
        let mut noise = |width, height| {
            let pixels = image::RgbImage::from_fn(width, height, |x, y| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let grain = u8::try_from(seed >> 29).unwrap_or(0);
                image::Rgb([
                    u8::try_from(x % 200).unwrap_or(0) + grain,
                    u8::try_from(y % 200).unwrap_or(0) + grain,
                    grain,
                ])
            });
            let mut bytes = Cursor::new(Vec::new());
            pixels.write_to(&mut bytes, ImageFormat::Png).unwrap();
            check(bytes.into_inner()).unwrap()
        };
        let heavy = noise(900, 600);
        let lean = leaner(heavy.clone());
        assert!(lean.bytes.len() * 10 < heavy.bytes.len() * 6, "{} of {}", lean.bytes.len(), heavy.bytes.len());
        assert_eq!((lean.mime, lean.width, lean.height), ("image/jpeg", Some(900), Some(600)));
        let wide = leaner(noise(3_000, 1_500));
        assert_eq!((wide.width, wide.height), (Some(2_000), Some(1_000)));
        // A drawing without loss is smaller as it is.
        let drawing = check(png(2_000, 1_000)).unwrap();
        assert_eq!(leaner(drawing.clone()), drawing);
    }

    #[test]
    fn svg_is_told_from_pages() {
        for svg in ["<svg xmlns='x'/>", "<?xml version='1.0'?>\n<!-- c --><!DOCTYPE svg>\n<svg >"] {
            assert_eq!(check(svg.as_bytes().to_vec()).unwrap().mime, "image/svg+xml", "{svg}");
        }
        for other in ["<svgx/>", "<!DOCTYPE html><html><svg></svg></html>", "svg"] {
            assert!(check(other.as_bytes().to_vec()).is_none(), "{other}");
        }
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused_undecoded() {
        // A PNG head that claims 60,000 × 60,000 pixels.
        let mut bytes = png(1, 1);
        bytes[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        assert!(check(bytes).is_none());
    }
}
