//! What a picture is, by its bytes: never by its name or by what the server says. Pure.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};
use sha2::{Digest as _, Sha256};

use crate::model::MediaHash;

/// Pictures of more pixels are refused before they are decoded (promises S6).
const MAX_PIXELS: u64 = 50_000_000;
/// Memory that decoding may take.
const MAX_DECODED: u64 = 256 * 1024 * 1024;
/// A thumbnail's longer side: a list row shows 96 CSS pixels, twice that on dense screens.
const THUMB: u32 = 240;
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
