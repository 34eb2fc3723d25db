//! Bytes to feeds: recognising, decoding, repairing and reading RSS 0.9x/1.0/2.0, Atom, JSON Feed and OPML, and finding
//! feeds in pages. Pure: no sockets, no clock, no store; bodies leave here as [`RawHtml`], not yet trusted.

use std::borrow::Cow;

use url::Url;

use crate::html::RawHtml;
use crate::model::Timestamp;
use crate::text::date::Relative;

mod channel;
mod context;
mod discover;
mod element;
mod encoding;
mod entity;
mod entry;
mod json;
mod json_repair;
mod json_value;
mod lexer;
mod markup;
mod media;
mod namespace;
pub mod opml;
mod tag;
pub(crate) mod xml;

pub(crate) use context::resolve;
pub use discover::discover;
pub(crate) use discover::looks_like_feed;

/// The kind of a feed document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RSS 0.9x, 1.0 (RDF) or 2.0.
    Rss,
    /// Atom 0.3 or 1.0.
    Atom,
    /// JSON Feed 1.0 or 1.1.
    Json,
    /// The posts of WordPress's REST interface (`wp/v2/posts`).
    WordPress,
    /// A site map: Google's news extension, or a plain one whose entries have headlines.
    NewsSitemap,
    /// A page that lists articles.
    Page,
}

impl Format {
    /// As a person would call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss => "RSS",
            Self::Atom => "Atom",
            Self::Json => "JSON Feed",
            Self::WordPress => "WordPress",
            Self::NewsSitemap => "News sitemap",
            Self::Page => "Page",
        }
    }
}

/// A feed as its document says it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParsedFeed {
    /// What it is written in.
    pub format: Option<Format>,
    /// Title, plain text.
    pub title: String,
    /// Description, plain text.
    pub description: Option<String>,
    /// The site.
    pub site_url: Option<Url>,
    /// Language (BCP 47) as declared.
    pub language: Option<String>,
    /// The feed's picture or icon.
    pub icon: Option<Url>,
    /// `ttl` in minutes, or `sy:updatePeriod` in minutes.
    pub ttl_minutes: Option<u32>,
    /// `skipHours`: bit 0 is the hour after midnight, GMT.
    pub skip_hours: u32,
    /// `skipDays`: bit 0 is Monday.
    pub skip_days: u8,
    /// What made the document, as it says (`generator`).
    pub generator: Option<String>,
    /// Where the next older entries are, if the document says so: `rel=prev-archive` or `rel=next` (RFC 5005), JSON
    /// Feed's `next_url`.
    pub older: Option<Url>,
    /// Entries in document order.
    pub entries: Vec<ParsedEntry>,
    /// What had to be repaired to read it, as keys of [`REPAIRS`].
    pub repairs: Vec<&'static str>,
}

/// An entry as its document says it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParsedEntry {
    /// `guid`, `atom:id`, JSON `id`.
    pub guid: Option<String>,
    /// The page.
    pub url: Option<Url>,
    /// Headline, plain text.
    pub title: String,
    /// Authors, plain text.
    pub authors: Vec<String>,
    /// Categories, plain text.
    pub categories: Vec<String>,
    /// Publication.
    pub published: Option<Timestamp>,
    /// Publication as told from the moment of reading («منذ ساعتين»), where no date says it.
    pub relative: Option<Relative>,
    /// Last change.
    pub updated: Option<Timestamp>,
    /// The whole text (`content:encoded`, `atom:content`, `content_html`).
    pub content: Option<RawHtml>,
    /// A summary (`description`, `atom:summary`).
    pub summary: Option<RawHtml>,
    /// What relative addresses resolve against: `xml:base`; else the entry's page (RSS), else the feed.
    pub base: Option<Url>,
    /// Language of this entry, where declared.
    pub language: Option<String>,
    /// A lead picture (`media:content`, `media:thumbnail`, image enclosure, `itunes:image`, JSON `image`).
    pub image: Option<Url>,
    /// Attached files.
    pub enclosures: Vec<ParsedEnclosure>,
    /// Where the comments are (`comments`).
    pub comments_url: Option<Url>,
    /// The comments' own feed (`wfw:commentRss`, `atom:link rel=replies`).
    pub comments_feed: Option<Url>,
    /// How many comments (`slash:comments`, `thr:total`).
    pub comment_count: Option<u32>,
    /// What it answers, by its identifier (`thr:in-reply-to`, RFC 4685).
    pub in_reply_to: Option<String>,
    /// The feed or paper that the entry was taken from (`source`).
    pub source: Option<(String, Option<Url>)>,
}

/// An attached file.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedEnclosure {
    /// Its address.
    pub url: Url,
    /// Its media type.
    pub mime: Option<String>,
    /// Its size in bytes.
    pub bytes: Option<u64>,
}

/// Why bytes are not a feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Nothing, or white space.
    #[error("the answer is empty")]
    Empty,
    /// A web page.
    #[error("a web page came where a feed was expected")]
    Html,
    /// Something else.
    #[error("neither RSS, Atom nor JSON Feed: {0}")]
    NotAFeed(String),
}

/// Every key that [`ParsedFeed::repairs`] may hold; the interface has a message for each.
pub const REPAIRS: [&str; 16] = [
    "bad_attribute",
    "bare_ampersand",
    "bare_less_than",
    "charset",
    "control_character",
    "double_escaped",
    "html_entity",
    "json_syntax",
    "junk_after",
    "junk_before",
    "letter_case",
    "too_many_entries",
    "truncated",
    "unclosed_section",
    "unclosed_tag",
    "undeclared_prefix",
];

/// At most so many entries of one document are read; the rest is left (and said so in `repairs`: `too_many_entries`).
pub const MAX_ENTRIES: usize = 5_000;

/// Reads a feed. `content_type` is the HTTP header's value, `url` where the bytes came from. Pages, empty answers and
/// other documents are errors, never feeds without entries; a feed that has no entries is a feed.
pub fn parse(bytes: &[u8], content_type: Option<&str>, url: Option<&Url>) -> Result<ParsedFeed, ParseError> {
    let decoded = encoding::decode(bytes, content_type);
    let (text, controls) = without_controls(decoded.text);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.is_empty() {
        return Err(ParseError::Empty);
    }
    let (mut feed, repairs) = if start.starts_with(['{', '[']) {
        json::read(start, url)?
    } else if let Some(kind) = binary(bytes) {
        return Err(ParseError::NotAFeed(kind.to_owned()));
    } else {
        let entities = entity::Entities::default();
        let document = element::read(&text, &entities, MAX_ENTRIES);
        match (channel::read(&document, &entities, url), json_behind_junk(start)) {
            (Ok(feed), _) => (feed, channel::repairs(&document, &entities)),
            (Err(_), Some(json)) => {
                let (feed, mut repairs) = json::read(json, url)?;
                repairs.push("junk_before");
                (feed, repairs)
            }
            (Err(error), None) => return Err(error),
        }
    };
    feed.repairs.extend(decoded.repaired.then_some("charset"));
    feed.repairs.extend(repairs);
    if decoded.cut && !feed.repairs.contains(&"truncated") {
        feed.repairs.push("truncated");
    }
    if controls && !feed.repairs.contains(&"control_character") {
        feed.repairs.push("control_character");
    }
    Ok(feed)
}

/// What bytes are that are certainly no text, by the signatures that their formats begin with. An archive may hold a
/// feed as it is, which must not be read out of it by chance.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 12] = [
        (b"PK\x03\x04", "zip"),
        (b"\x1f\x8b", "gzip"),
        (b"BZh", "bzip2"),
        (b"\xfd7zXZ\0", "xz"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"%PDF-", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"RIFF", "RIFF"),
        (b"ID3", "MP3"),
    ];
    SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, name)| *name)
}

/// A JSON Feed behind something else: a guard against script inclusion (`)]}',`), a comment, a warning of PHP.
fn json_behind_junk(start: &str) -> Option<&str> {
    let head = element::within(start, 8 * 1024);
    if !head.contains("jsonfeed.org/version") {
        return None;
    }
    let opens = |(at, _): &(usize, &str)| head.get(at + 1..).is_some_and(|rest| rest.trim_start().starts_with('"'));
    let (at, _) = head.match_indices('{').find(opens)?;
    start.get(at..)
}

/// The text without the control characters that XML forbids, and whether it had any.
fn without_controls(text: Cow<'_, str>) -> (Cow<'_, str>, bool) {
    let dirty = text.bytes().any(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'));
    if !dirty {
        return (text, false);
    }
    (Cow::Owned(text.chars().filter(|&character| !entity::is_forbidden(character)).collect()), true)
}

/// Text out of bytes: BOM, then HTTP header, then declaration, then the bytes themselves; valid UTF-8 beats a wrong
/// label. For pages as well as feeds.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    encoding::decode(bytes, content_type).text.into_owned()
}

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    /// Its address.
    pub url: Url,
    /// The title that the page gives it.
    pub title: Option<String>,
}

/// The feeds that a page names (`link rel=alternate`), best first; behind them addresses worth a try (links that look
/// like feeds, `/feed/`), with `guesses` telling where those begin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageFeeds {
    /// Named by the page.
    pub declared: Vec<FeedLink>,
    /// Worth a try, at most six.
    pub guesses: Vec<Url>,
}

#[cfg(test)]
mod tests;
