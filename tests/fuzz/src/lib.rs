//! What the readers of outside bytes must hold to on any input, as targets for a coverage-guided fuzzer.
//!
//! Each target asserts: a broken promise is a panic, which is what the fuzzer looks for. The same targets run over the
//! project's fixtures as an ordinary test, so that they can't rot between runs of the fuzzer (`make fuzz`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a target tells by panicking")]

use std::sync::LazyLock;

use url::Url;
use warraq_core::feed::{self, MAX_ENTRIES, ParsedFeed, opml};
use warraq_core::html::{self, RawHtml};
use warraq_core::text::date;

/// A reader that is fuzzed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// [`feed::parse`] on bytes, with every kind of `Content-Type`.
    Feed,
    /// [`feed::parse`] on the items of a JSON Feed.
    Json,
    /// [`date::parse`].
    Dates,
    /// [`opml::parse`] and what is written back.
    Opml,
    /// [`feed::discover`] on a page.
    Discover,
    /// [`html::sanitise`]: what it made is left as it is by a second pass.
    Sanitise,
}

/// Where the documents of the targets are said to come from.
static SITE: LazyLock<Url> = LazyLock::new(|| Url::parse("https://akhbar.example/section/page.html").unwrap());

/// `Content-Type` values that servers send. The input's last byte chooses, so that any file is a seed as it is.
const CONTENT_TYPES: [Option<&str>; 8] = [
    Some("application/rss+xml; charset=UTF-8"),
    Some("text/xml; charset=windows-1256"),
    Some("text/xml; charset=iso-8859-1"),
    Some("text/html; charset=iso-8859-6"),
    Some("application/xml; charset=utf-16"),
    Some("application/feed+json"),
    Some("text/xml; charset=\"nonsense\""),
    None,
];

impl Target {
    /// Every target.
    pub const ALL: [Self; 6] = [Self::Feed, Self::Json, Self::Dates, Self::Opml, Self::Discover, Self::Sanitise];

    /// The name that `WARRAQ_FUZZ_TARGET` takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Json => "json",
            Self::Dates => "dates",
            Self::Opml => "opml",
            Self::Discover => "discover",
            Self::Sanitise => "sanitise",
        }
    }

    /// The target of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }

    /// Runs the reader on `bytes`; panics where it breaks a promise.
    pub fn run(self, bytes: &[u8]) {
        match self {
            Self::Feed => feed(bytes),
            Self::Json => json(&String::from_utf8_lossy(bytes)),
            Self::Dates => dates(&String::from_utf8_lossy(bytes)),
            Self::Opml => opml(&String::from_utf8_lossy(bytes)),
            Self::Discover => discover(&String::from_utf8_lossy(bytes)),
            Self::Sanitise => sanitise(String::from_utf8_lossy(bytes).into_owned()),
        }
    }
}

fn content_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes.last() {
        // What feeds end with, so that seeds are read without a header.
        None | Some(b'>' | b'}' | b'\n' | b' ') => None,
        Some(byte) => CONTENT_TYPES[usize::from(*byte) % CONTENT_TYPES.len()],
    }
}

/// A line that stands in a list or a heading.
#[track_caller]
fn is_line(text: &str) {
    assert!(text.chars().count() <= 1_000, "a line of {} characters", text.chars().count());
    assert_eq!(text, text.trim());
    let unfit = |c: char| {
        c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(unfit), "{text:?}");
}

#[track_caller]
fn is_web(url: Option<&Url>) {
    if let Some(url) = url {
        assert!(matches!(url.scheme(), "http" | "https"), "{url}");
    }
}

fn promises_of(feed: &ParsedFeed) {
    assert!(feed.format.is_some());
    assert!(feed.entries.len() <= MAX_ENTRIES);
    is_line(&feed.title);
    is_line(feed.description.as_deref().unwrap_or_default());
    is_web(feed.site_url.as_ref());
    is_web(feed.icon.as_ref());
    for (at, key) in feed.repairs.iter().enumerate() {
        assert!(!feed.repairs[..at].contains(key), "{key} is said twice");
    }
    for entry in &feed.entries {
        is_line(&entry.title);
        entry.authors.iter().chain(&entry.categories).for_each(|text| is_line(text));
        let addresses = [&entry.url, &entry.image, &entry.comments_url, &entry.comments_feed];
        addresses.into_iter().for_each(|url| is_web(url.as_ref()));
        entry.enclosures.iter().for_each(|file| is_web(Some(&file.url)));
        assert!(entry.enclosures.len() <= 64 && entry.authors.len() <= 64 && entry.categories.len() <= 64);
    }
}

fn feed(bytes: &[u8]) {
    let header = content_type(bytes);
    let parsed = feed::parse(bytes, header, Some(&SITE));
    // The same bytes are the same feed.
    assert_eq!(parsed, feed::parse(bytes, header, Some(&SITE)));
    let Ok(parsed) = parsed else { return };
    promises_of(&parsed);
    // What was accepted is accepted, and reads the same, once its characters are known beyond doubt.
    let marked = [b"\xef\xbb\xbf".as_slice(), feed::decode(bytes, header).as_bytes()].concat();
    let again = feed::parse(&marked, None, Some(&SITE)).expect("what was a feed is one in UTF-8");
    assert_eq!((&again.title, &again.entries), (&parsed.title, &parsed.entries));
}

fn json(items: &str) {
    let head = r#"{"version":"https://jsonfeed.org/version/1.1","title":"م","items":["#;
    for document in [items.to_owned(), format!("{head}{items}]}}"), format!("{head}{items}")] {
        if let Ok(parsed) = feed::parse(document.as_bytes(), None, Some(&SITE)) {
            promises_of(&parsed);
        }
    }
}

fn dates(text: &str) {
    let Some(at) = date::parse(text) else { return };
    assert_eq!(date::parse(text), Some(at));
    // Years -9999 to 9999, and a day's grace for the zone.
    assert!((-377_705_203_200_000..=253_402_387_200_000).contains(&at), "{text:?}: {at}");
    if let Some(written) = date::rfc3339(at).filter(|written| !written.starts_with('-')) {
        assert_eq!(date::parse(&written), Some(at.div_euclid(1_000) * 1_000), "{text:?}: {written}");
    }
}

fn opml(text: &str) {
    let Ok(read) = opml::parse(text) else { return };
    assert!(read.feeds.len() <= opml::MAX_FEEDS);
    for (place, folder) in read.folders.iter().enumerate() {
        is_line(&folder.title);
        assert!(folder.parent.is_none_or(|parent| parent < place), "a folder stands behind the one that it stands in");
    }
    for feed in &read.feeds {
        is_line(&feed.title);
        assert!(feed.folder.is_none_or(|folder| folder < read.folders.len()));
    }
}

fn discover(page: &str) {
    let found = feed::discover(page, &SITE);
    assert!(found.declared.len() <= 30 && found.guesses.len() <= 6);
    for link in &found.declared {
        is_web(Some(&link.url));
        is_line(link.title.as_deref().unwrap_or_default());
    }
    found.guesses.iter().for_each(|url| is_web(Some(url)));
}

fn sanitise(markup: String) {
    let safe = html::sanitise(&RawHtml(markup), Some(&SITE)).html;
    // Pictures' tokens are the app's own addresses, which no outside markup may name: they leave in the second pass.
    let plain = html::map_pictures(&safe, |_| None);
    if !plain.as_str().contains("<img") {
        let again = html::sanitise(&RawHtml(plain.as_str().to_owned()), Some(&SITE)).html;
        assert_eq!(again.as_str(), plain.as_str());
    }
    let lower = safe.as_str().to_ascii_lowercase();
    for forbidden in ["<script", "<iframe", "<object", "<embed", "<form", "<style", "<svg", "<math", "<base", "<meta"] {
        assert!(!lower.contains(forbidden), "{forbidden}: {}", safe.as_str());
    }
    html::links(&safe);
    html::to_text(&safe);
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Target;

    #[test]
    fn every_target_holds_over_every_fixture() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let bytes = std::fs::read(&path).unwrap();
                files += 1;
                for target in Target::ALL {
                    target.run(&bytes);
                    target.run(&bytes[..bytes.len() / 2]);
                }
            }
        }
        assert!(files >= 15, "only {files} fixtures were found");
    }

    #[test]
    fn targets_are_known_by_their_names() {
        for target in Target::ALL {
            assert_eq!(Target::by_name(target.name()), Some(target));
        }
        assert_eq!(Target::by_name("nothing"), None);
    }
}
