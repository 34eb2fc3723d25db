//! Which address a picture is fetched from, and which pictures are none: pixels, spacers and trackers.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use url::Url;

use super::tokens::Tag;
use super::{Picture, links};

/// The widest picture that a window has use for, in CSS pixels.
const WIDEST: u32 = 1600;

/// At most so many candidates of a `srcset` are read.
const MOST_CANDIDATES: usize = 64;

/// Attributes that lazy-loading scripts keep the real address in, best first.
const LAZY: &[&str] = &[
    "data-large-file",
    "data-full-url",
    "data-hi-res-src",
    "data-large_image",
    "data-lazy-src",
    "data-src",
    "data-original",
    "data-original-src",
    "data-actualsrc",
    "data-img-src",
    "data-lazy",
    "data-echo",
    "data-image",
];

/// Parts of addresses that tell a picture that is there to count readers, or to fill a space.
const PIXELS: &[&str] = &[
    "://b.scorecardresearch.com/",
    "://sb.scorecardresearch.com/",
    "://pixel.wp.com/",
    "://stats.wordpress.com/",
    "://stats.wp.com/",
    "://www.facebook.com/tr",
    "://pixel.quantserve.com/",
    "://www.google-analytics.com/",
    "://ssl.google-analytics.com/",
    ".doubleclick.net/",
    "://feeds.feedburner.com/~",
    "://feedads.g.doubleclick",
    "://pixel.",
    "://analytics.",
    "://tracking.",
    "://track.",
    "://mf.feedsportal.com/",
    "://da.feedsportal.com/",
    "://rss.buysellads.com/",
    "://pi.feedsportal.com/",
    "://res.feedsportal.com/",
    "://www.statcounter.com/",
    "://c.statcounter.com/",
    "://counter.yadro.ru/",
    "://mc.yandex.ru/",
    "://hits.",
    "/piwik.php",
    "/matomo.php",
    "/pixel.gif",
    "/pixel.png",
    "/spacer.gif",
    "/spacer.png",
    "/blank.gif",
    "/blank.png",
    "/transparent.gif",
    "/transparent.png",
    "/1x1.",
    "/1px.",
    "/clear.gif",
    "/placeholder.gif",
    "/lazy_placeholder.gif",
    "/grey.gif",
    "/open.gif",
    "/beacon.gif",
    "/__utm.gif",
    "/dot.gif",
    "/shim.gif",
    "/trans.gif",
    "/pix.gif",
];

/// The key of a picture: SHA-256 of its address, in hexadecimal.
pub(super) fn key(url: &Url) -> String {
    let mut key = String::with_capacity(64);
    for byte in Sha256::digest(url.as_str().as_bytes()) {
        // Writing to a String can't fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

/// A picture whose address is `url`.
pub(super) fn picture(url: Url) -> Picture {
    Picture { key: key(&url), url }
}

/// The best address for an `img`, with what the `source`s of its `picture` offer.
pub(super) fn best(img: &Tag<'_>, sources: &[String], base: Option<&Url>) -> Option<Url> {
    if is_hidden(img) {
        return None;
    }
    let sets = sources
        .iter()
        .map(String::as_str)
        .chain(["data-srcset", "data-lazy-srcset", "srcset"].into_iter().filter_map(|name| img.get(name)));
    let from_sets = sets.filter_map(|set| best_of_set(set, base)).find(|url| !is_pixel(url));
    let single =
        LAZY.iter().chain(&["src"]).filter_map(|name| img.get(name)).filter_map(|a| links::web_address(a, base));
    from_sets.or_else(|| single.into_iter().find(|url| !is_pixel(url)))
}

/// Whether the address is that of a pixel, a spacer or a tracker.
pub(super) fn is_pixel(url: &Url) -> bool {
    let lower = url.as_str().to_ascii_lowercase();
    PIXELS.iter().any(|part| lower.contains(part))
}

/// The picture that a link around a picture leads to, where that is the same one in full: by its name without the size,
/// and only in the place of a picture that says that it is a small one.
pub(super) fn linked(href: &str, shown: &Url, base: Option<&Url>) -> Option<Url> {
    const PICTURES: &[&str] = &["jpg", "jpeg", "png", "webp", "gif"];
    let full = links::web_address(href, base)?;
    let extension = full.path().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())?;
    let is_picture = PICTURES.contains(&extension.as_str());
    (is_picture && full.path() != shown.path() && is_small(shown) && same_picture_key(&full) == same_picture_key(shown))
        .then_some(full)
}

/// Whether an address says that its picture is narrower than half of a wide window: «-300x200».
fn is_small(url: &Url) -> bool {
    let stem = url.path().rsplit_once('.').map_or(url.path(), |(stem, _)| stem);
    let size = stem.rsplit_once('-').map(|(_, size)| size).filter(|size| is_size(size));
    let width = size.and_then(|size| size.split_once('x')?.0.parse::<u32>().ok());
    width.is_some_and(|width| width < WIDEST / 2)
}

fn is_hidden(img: &Tag<'_>) -> bool {
    let tiny = |name| img.get(name).and_then(dimension).is_some_and(|n| n <= 3);
    if tiny("width") || tiny("height") {
        return true;
    }
    let style: String =
        img.get("style").unwrap_or_default().chars().filter(|c| !c.is_whitespace()).take(2000).collect();
    let style = style.to_ascii_lowercase();
    ["display:none", "visibility:hidden", "width:0", "height:0", "width:1px", "height:1px"]
        .iter()
        .any(|part| style.split(';').any(|d| d == *part || d == format!("{part}px")))
}

/// A `width` or `height`: the digits at its head; none when it is a percentage.
pub(super) fn dimension(value: &str) -> Option<u32> {
    let value = value.trim();
    let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if value[digits..].starts_with('%') {
        return None;
    }
    value[..digits].parse().ok()
}

/// The best of a `srcset`: the widest that is not wider than a window needs, else the narrowest above that; of
/// densities the highest up to 2.
fn best_of_set(set: &str, base: Option<&Url>) -> Option<Url> {
    let mut best: Option<(u64, Url)> = None;
    for (address, descriptor) in candidates(set) {
        let Some(url) = links::web_address(address, base) else { continue };
        let score = match descriptor.trim_end_matches(['w', 'x', 'h']).parse::<f64>() {
            Ok(n) if descriptor.ends_with('w') => {
                let width = whole(n);
                if width <= u64::from(WIDEST) { 1_000_000 + width } else { 1_000_000 - width.min(999_999) }
            }
            Ok(n) if descriptor.ends_with('x') => {
                let density = whole(n * 100.0);
                if density <= 200 { 1_000_000 + density } else { 1_000_000 - density.min(999_999) }
            }
            _ => 1,
        };
        if best.as_ref().is_none_or(|(have, _)| score > *have) {
            best = Some((score, url));
        }
    }
    best.map(|(_, url)| url)
}

/// A number of a descriptor as an integer; nonsense becomes 0.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(n: f64) -> u64 {
    if n.is_finite() && n > 0.0 { n.min(1e9) as u64 } else { 0 }
}

/// Splits a `srcset` into addresses and descriptors. Commas inside addresses are kept, as the standard has it: an
/// address ends at white space, and only a trailing comma belongs to the list.
fn candidates(set: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = set;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        if let Some(bare) = address.strip_suffix(',') {
            rest = after;
            return Some((bare.trim_end_matches(','), ""));
        }
        let end = after.find(',').unwrap_or(after.len());
        rest = &after[end..];
        Some((address, after[..end].trim()))
    })
    .take(MOST_CANDIDATES)
}

/// Whether a `source` of a `picture` is of a kind that the app can decode.
pub(super) fn is_decodable(source: &Tag<'_>) -> bool {
    let kind = source.get("type").unwrap_or_default().trim().to_ascii_lowercase();
    !matches!(kind.as_str(), "image/avif" | "image/jxl" | "image/svg+xml" | "image/heic" | "image/jp2")
}

/// What two sizes of the same picture have in common: the path without `-300x200`, `-scaled`, query and host of a
/// picture proxy (`i0.wp.com`).
pub(super) fn same_picture_key(url: &Url) -> String {
    let path = url.path();
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let stem = match stem.rsplit_once('-') {
        Some((before, size)) if size == "scaled" || is_size(size) => before,
        _ => stem,
    };
    let file = stem.rsplit('/').next().unwrap_or(stem);
    format!("{file}.{extension}")
}

fn is_size(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    text.split_once('x').is_some_and(|(w, h)| digits(w) && digits(h))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::tokens::{Token, Tokens};
    use super::{best, dimension, key, same_picture_key};
    use url::Url;

    fn chosen(markup: &str) -> Option<String> {
        let base = Url::parse("https://example.org/news/1").unwrap();
        match Tokens::new(markup).next().unwrap() {
            Token::Start(tag) => best(&tag, &[], Some(&base)).map(String::from),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_link_to_the_full_size_is_followed_from_a_small_picture_only() {
        let base = Url::parse("https://example.org/news/1").unwrap();
        let shown = |path: &str| base.join(path).unwrap();
        let linked = |href: &str, path: &str| super::linked(href, &shown(path), Some(&base)).map(String::from);
        assert_eq!(linked("/p/a.jpg", "/p/a-300x200.jpg").as_deref(), Some("https://example.org/p/a.jpg"));
        assert_eq!(linked("/p/a.jpg", "/p/a-1024x700.jpg"), None, "wide enough");
        assert_eq!(linked("/p/b.jpg", "/p/a-300x200.jpg"), None, "another picture");
        assert_eq!(linked("/story/a", "/p/a-300x200.jpg"), None, "a page");
        assert_eq!(linked("javascript:a.jpg", "/p/a-300x200.jpg"), None);
    }

    #[test]
    fn the_best_size_for_a_window_is_chosen() {
        let cases = [
            ("<img src=/a.jpg>", Some("https://example.org/a.jpg")),
            (
                "<img src=/s.jpg srcset='/a-300.jpg 300w, /a-1024.jpg 1024w, /a-4000.jpg 4000w'>",
                Some("https://example.org/a-1024.jpg"),
            ),
            ("<img src=/s.jpg srcset='/b-4000.jpg 4000w, /b-2000.jpg 2000w'>", Some("https://example.org/b-2000.jpg")),
            ("<img srcset='/a.jpg, /b.jpg 2x, /c.jpg 3x'>", Some("https://example.org/b.jpg")),
            (
                "<img srcset='https://c.org/w_300,h_2/a.jpg 300w,https://c.org/w_900,h_2/a.jpg 900w'>",
                Some("https://c.org/w_900,h_2/a.jpg"),
            ),
            ("<img src='data:image/gif;base64,R0' data-src=/real.jpg>", Some("https://example.org/real.jpg")),
            ("<img src=/blank.gif data-lazy-src=/real.jpg>", Some("https://example.org/real.jpg")),
            ("<img src=/blank.gif data-original='//cdn.org/r.jpg'>", Some("https://cdn.org/r.jpg")),
            ("<img src=/blank.gif data-srcset='/r-800.jpg 800w'>", Some("https://example.org/r-800.jpg")),
            ("<img src='data:image/png;base64,AAAA'>", None),
            ("<img src=/t.gif width=1 height=1>", None),
            ("<img src=/t.gif style='display: none'>", None),
            ("<img src=/t.gif style='width:1px;height:1px'>", None),
            ("<img src='https://pixel.wp.com/g.gif?x'>", None),
            ("<img src='https://www.facebook.com/tr?id=1'>", None),
            ("<img src='javascript:alert(1)'>", None),
            ("<img src='warraq-media://localhost/pending/aa'>", None),
            ("<img src=/wide.jpg style='max-width:100%; height:auto'>", Some("https://example.org/wide.jpg")),
            ("<img alt=x>", None),
        ];
        for (markup, want) in cases {
            assert_eq!(chosen(markup).as_deref(), want, "{markup}");
        }
    }

    #[test]
    fn sizes_of_one_picture_are_one_picture() {
        let same =
            |a: &str, b: &str| same_picture_key(&Url::parse(a).unwrap()) == same_picture_key(&Url::parse(b).unwrap());
        assert!(same("https://x.org/u/a-300x200.jpg", "https://i0.wp.com/x.org/u/a.jpg?fit=9"));
        assert!(same("https://x.org/u/a-scaled.jpg", "https://x.org/u/a-1024x768.jpg"));
        assert!(!same("https://x.org/u/a.jpg", "https://x.org/u/b.jpg"));
    }

    #[test]
    fn a_key_is_a_sha256_in_hexadecimal() {
        let key = key(&Url::parse("https://example.org/").unwrap());
        assert_eq!(key, "8198d1bac40a1033653a78e48800cefc9e6b974ff075c66e5548b5c1e145a2b0");
    }

    #[test]
    fn dimensions_are_the_digits_at_the_head() {
        assert_eq!(dimension(" 640px"), Some(640));
        assert_eq!(dimension("100%"), None);
        assert_eq!(dimension("auto"), None);
        assert_eq!(dimension("99999999999"), None);
    }
}
