//! What a site offers beside its feeds: WordPress's REST interface, site maps with headlines, lists of articles in
//! pages, the tree of its sections, walls in front of it, and its older entries.
//!
//! Pure: bytes in, values out. Every reader gives the same [`ParsedFeed`] that a feed gives, so that a source without a
//! feed is refreshed, stored and kept like any other. Which addresses are asked, in what order and how many of them is
//! the caller's decision; what is worth asking is said here ([`places`]).

pub(crate) mod front_page;
pub(crate) mod history;
pub(crate) mod places;
pub(crate) mod sections;
pub(crate) mod sitemap;
pub(crate) mod walls;
pub(crate) mod wordpress;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Read as _;

use url::Url;

use crate::feed::{self, Format, ParseError, ParsedFeed};
use crate::model::{SourceKind, Timestamp};
use crate::text::date;
use front_page::PageOffer;
use sitemap::{Child, Sitemap};

/// A compressed document is inflated up to so many bytes (the bound that `net` has for feeds).
const MAX_INFLATED: u64 = 50_000_000;
/// A feed is worth following with so many headlines, a list read off a page or a site map with so many.
const FEWEST: usize = 3;
const FEWEST_LISTED: usize = 5;

/// What stands at an address.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Seen {
    /// Something that can be followed as it is.
    Source(SourceKind, Box<ParsedFeed>),
    /// An index of site maps, the most promising first.
    Index(Vec<Child>),
    /// A part of WordPress's interface whose root this is.
    Interface(Url),
    /// A page.
    Page(Box<PageOffer>),
    /// Nothing that is known.
    Nothing,
}

/// Says what a document is, whatever it was asked for.
pub(crate) fn recognise(bytes: &[u8], content_type: Option<&str>, url: &Url) -> Seen {
    let bytes = &*inflated(bytes);
    let error = match feed::parse(bytes, content_type, Some(url)) {
        Ok(parsed) => return Seen::Source(SourceKind::Feed, Box::new(parsed)),
        Err(error) => error,
    };
    if error == ParseError::Empty {
        return Seen::Nothing;
    }
    let text = feed::decode(bytes, content_type);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with(['{', '[']) {
        return match (wordpress::posts(bytes, content_type, url), wordpress::root_of(url)) {
            (Ok(posts), _) if !posts.entries.is_empty() => Seen::Source(SourceKind::Wordpress, Box::new(posts)),
            (_, Some(root)) => Seen::Interface(root),
            _ => Seen::Nothing,
        };
    }
    if error != ParseError::Html {
        match sitemap::read(bytes, content_type, url) {
            Ok(Sitemap::Entries(entries)) if !entries.entries.is_empty() => {
                return Seen::Source(SourceKind::NewsSitemap, entries);
            }
            Ok(Sitemap::Index(children)) => return Seen::Index(children),
            Ok(Sitemap::Entries(_)) => return Seen::Nothing,
            Err(_) => {}
        }
    }
    Seen::Page(Box::new(front_page::look(&text, url)))
}

/// What a source's document holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Document {
    /// Its entries.
    Feed(Box<ParsedFeed>),
    /// Site maps one of which holds them, the most promising first.
    Index(Vec<Child>),
}

/// Reads a source's document as what it is followed as.
///
/// # Errors
/// When it is something else: nothing of what is stored may be touched then.
pub(crate) fn read(
    kind: SourceKind,
    bytes: &[u8],
    content_type: Option<&str>,
    url: &Url,
) -> Result<Document, ParseError> {
    let feed = match kind {
        SourceKind::Feed => feed::parse(bytes, content_type, Some(url))?,
        SourceKind::Wordpress => wordpress::posts(bytes, content_type, url)?,
        SourceKind::Page => front_page::read(bytes, content_type, url)?,
        SourceKind::NewsSitemap => match sitemap::read(bytes, content_type, url)? {
            Sitemap::Entries(feed) => *feed,
            Sitemap::Index(children) => return Ok(Document::Index(children)),
        },
    };
    Ok(Document::Feed(Box::new(feed)))
}

/// The bytes of a document, inflated when they are a gzip file of their own (`sitemap.xml.gz`).
pub(crate) fn inflated(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::new();
    // A file that was cut off gives what came of it.
    let _ = flate2::read::MultiGzDecoder::new(bytes).take(MAX_INFLATED).read_to_end(&mut out);
    Cow::Owned(out)
}

/// Whether two addresses belong to one site: the same host, or one below the other (`www.`, `news.`).
pub(crate) fn same_site(one: &Url, other: &Url) -> bool {
    let (Some(a), Some(b)) = (one.host_str(), other.host_str()) else { return false };
    let plain = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    let (a, b) = (plain(a), plain(b));
    // `co.uk` is not a site: the shorter name needs a label of its own before the last.
    let below = |long: &str, short: &str| {
        short.contains('.') && long.strip_suffix(short).is_some_and(|rest| rest.ends_with('.'))
    };
    a == b && one.port_or_known_default() == other.port_or_known_default() || a != b && (below(&a, &b) || below(&b, &a))
}

/// The day that an address names: `/2026/11/22/`, `/2026-11-22`, `/20261122/`.
pub(crate) fn date_in(url: &Url) -> Option<Timestamp> {
    let number = |text: &str| text.parse::<u32>().ok();
    let day = |year: &str, month: &str, day: &str| {
        let (y, m, d) = (number(year)?, number(month)?, number(day)?);
        let fits = (1990..=2100).contains(&y) && (1..=12).contains(&m) && (1..=31).contains(&d);
        fits.then(|| date::parse(&format!("{y:04}-{m:02}-{d:02}"))).flatten()
    };
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    for (at, part) in parts.iter().enumerate() {
        if part.len() == 4
            && let (Some(month), Some(of_month)) = (parts.get(at + 1), parts.get(at + 2))
            && month.len() <= 2
            && let Some(found) = day(part, month, of_month.split(['-', '_', '.']).next().unwrap_or_default())
        {
            return Some(found);
        }
        if part.is_ascii() && part.len() >= 8 {
            let (head, tail) = part.split_at(8);
            let closed = !tail.starts_with(|c: char| c.is_ascii_digit());
            if closed
                && head.bytes().all(|byte| byte.is_ascii_digit())
                && let Some(found) = day(head.get(..4)?, head.get(4..6)?, head.get(6..8)?)
            {
                return Some(found);
            }
        }
        let pieces: Vec<&str> = part.split('-').collect();
        if let [year, month, of_month, ..] = pieces.as_slice()
            && year.len() == 4
            && let Some(found) = day(year, month, of_month)
        {
            return Some(found);
        }
    }
    None
}

/// Whether a source without a feed is worth offering: enough different headlines with addresses of the site.
pub(crate) fn usable(feed: &ParsedFeed, site: &Url) -> bool {
    let listed = matches!(feed.format, Some(Format::Page | Format::NewsSitemap));
    let mut titles = HashSet::new();
    let mut addresses = HashSet::new();
    for entry in &feed.entries {
        if let Some(url) = entry.url.as_ref().filter(|url| same_site(url, site))
            && !entry.title.is_empty()
        {
            titles.insert(crate::text::fold(&entry.title));
            addresses.insert(url.as_str());
        }
    }
    titles.len().min(addresses.len()) >= if listed { FEWEST_LISTED } else { FEWEST }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn a_site_is_its_host_and_those_below_it() {
        let same = |a: &str, b: &str| same_site(&Url::parse(a).unwrap(), &Url::parse(b).unwrap());
        assert!(same("https://www.jisr.example/a", "https://jisr.example/b"));
        assert!(same("https://sport.jisr.example/a", "https://jisr.example/b"));
        assert!(!same("https://jisr.example/", "https://notjisr.example/"));
        assert!(!same("http://127.0.0.1:8001/", "http://127.0.0.1:8002/"));
    }

    #[test]
    fn a_gzip_file_is_inflated_and_anything_else_left() {
        use std::io::Write as _;
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all("خريطة".as_bytes()).unwrap();
        assert_eq!(&*inflated(&out.finish().unwrap()), "خريطة".as_bytes());
        assert_eq!(&*inflated(b"<urlset>"), b"<urlset>");
    }
}
