//! OPML 1.0 and 2.0 (<http://opml.org/spec2.opml>), in and out.

use super::entity::{Entities, escape};
use super::lexer::{Lexer, Token, attributes};
use crate::html::to_line;

/// The longest text that is read, in bytes.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// The most feeds that are read.
pub const MAX_FEEDS: usize = 20_000;
/// Folders deeper than this count as their parent.
const MAX_DEPTH: usize = 32;
/// A folder's or feed's name and address are read up to so many bytes.
const MAX_VALUE: usize = 8 * 1024;
/// A joined folder name is at most so many characters long.
const MAX_CATEGORY: usize = 200;

/// A feed that an OPML file names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpmlFeed {
    /// `title`, else `text`.
    pub title: String,
    /// `xmlUrl` as written; the caller checks it.
    pub feed_url: String,
    /// `htmlUrl` as written.
    pub site_url: Option<String>,
    /// The folder that it stands in (nested folders joined by « / »), or the first of its `category` values.
    pub category: Option<String>,
}

/// Why a text is not OPML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    /// Not an OPML document.
    #[error("not an OPML document: {0}")]
    NotOpml(String),
    /// More than the bound allows.
    #[error("more than {0}")]
    TooLarge(&'static str),
}

/// Reads the feeds of an OPML text, at most 5 MB and 20,000 feeds, in file order. Tolerant: names of attributes in any
/// case, bare ampersands, HTML entities and unclosed outlines are read as they were meant; nothing is expanded or
/// fetched, and an `include` is not followed.
pub fn parse(text: &str) -> Result<Vec<OpmlFeed>, OpmlError> {
    if text.len() > MAX_BYTES {
        return Err(OpmlError::TooLarge("5 MB"));
    }
    let entities = Entities::default();
    let mut lexer = Lexer::new(text);
    let mut is_opml = false;
    let mut other = None;
    // One place per open outline: the folder's name, or nothing for a feed with outlines in it.
    let mut folders: Vec<Option<String>> = Vec::new();
    let mut too_deep = 0usize;
    let mut feeds = Vec::new();
    while let Some(token) = lexer.next() {
        match token {
            Token::Start { name, .. } if name.eq_ignore_ascii_case("opml") => is_opml = true,
            Token::Start { name, .. } if !is_opml => {
                other.get_or_insert(name);
            }
            Token::Start { name, attributes: raw, empty } if name.eq_ignore_ascii_case("outline") => {
                let outline = Outline::read(raw, &entities);
                let folder = match outline.feed(&folders) {
                    Some(_) if feeds.len() >= MAX_FEEDS => return Err(OpmlError::TooLarge("20,000 feeds")),
                    Some(feed) => {
                        feeds.push(feed);
                        None
                    }
                    None => Some(outline.name).filter(|name| !name.is_empty()),
                };
                if empty {
                    continue;
                }
                if folders.len() < MAX_DEPTH { folders.push(folder) } else { too_deep += 1 }
            }
            Token::End { name } if name.eq_ignore_ascii_case("outline") => {
                if too_deep > 0 {
                    too_deep -= 1
                } else {
                    drop(folders.pop())
                }
            }
            _ => {}
        }
    }
    if !is_opml {
        return Err(OpmlError::NotOpml(
            other.map_or_else(String::new, |name| format!("<{}>", name.chars().take(40).collect::<String>())),
        ));
    }
    Ok(feeds)
}

/// The attributes of an `<outline>` that are of use.
#[derive(Default)]
struct Outline {
    name: String,
    feed_url: String,
    site_url: String,
    category: String,
}

impl Outline {
    fn read(raw: &str, entities: &Entities) -> Self {
        let mut outline = Self::default();
        let mut text = String::new();
        for (name, value) in attributes(raw).take(40) {
            let value = || entities.decode(super::element::within(value, MAX_VALUE)).trim().to_owned();
            match name.to_ascii_lowercase().as_str() {
                "title" => outline.name = line(&value()),
                "text" => text = line(&value()),
                "xmlurl" | "feedurl" => outline.feed_url = value(),
                "url" if outline.feed_url.is_empty() && raw.to_ascii_lowercase().contains("rss") => {
                    outline.feed_url = value()
                }
                "htmlurl" => outline.site_url = value(),
                "category" => outline.category = value(),
                _ => {}
            }
        }
        if outline.name.is_empty() {
            outline.name = text;
        }
        outline
    }

    fn feed(&self, folders: &[Option<String>]) -> Option<OpmlFeed> {
        if self.feed_url.is_empty() {
            return None;
        }
        let names: Vec<&str> = folders.iter().flatten().map(String::as_str).collect();
        let folder = if names.is_empty() {
            // `category="/news/politics,/arab"`: the first, as a path.
            let first =
                self.category.split(',').map(|path| path.trim().trim_matches('/')).find(|path| !path.is_empty());
            first.map(|path| path.split('/').map(str::trim).collect::<Vec<_>>().join(" / "))
        } else {
            Some(names.join(" / "))
        };
        let category = folder.map(|name| line(&name).chars().take(MAX_CATEGORY).collect::<String>());
        Some(OpmlFeed {
            title: self.name.clone(),
            feed_url: self.feed_url.clone(),
            site_url: Some(self.site_url.clone()).filter(|url| !url.is_empty()),
            category: category.filter(|name| !name.is_empty()),
        })
    }
}

/// Attributes are plain text: a `<` in one is a less-than sign.
fn line(text: &str) -> String {
    to_line(&escape(text))
}

/// Writes an OPML 2.0 document: one outline a category, in order. `created` is RFC 822.
pub fn write(title: &str, created: &str, feeds: &[OpmlFeed]) -> String {
    let mut out = String::with_capacity(256 + feeds.len() * 200);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>");
    out.push_str(&value(title));
    out.push_str("</title>\n    <dateCreated>");
    out.push_str(&value(created));
    out.push_str("</dateCreated>\n  </head>\n  <body>\n");
    // Feeds of one category are gathered where its first one stands.
    let mut order: Vec<Option<&str>> = Vec::new();
    let mut groups: std::collections::HashMap<Option<&str>, Vec<&OpmlFeed>> = std::collections::HashMap::new();
    for feed in feeds {
        let category = feed.category.as_deref();
        let group = groups.entry(category).or_default();
        if group.is_empty() {
            order.push(category);
        }
        group.push(feed);
    }
    for category in order {
        let indent = if category.is_some() { "      " } else { "    " };
        if let Some(name) = category {
            let name = value(name);
            out.push_str(&format!("    <outline text=\"{name}\" title=\"{name}\">\n"));
        }
        for feed in groups.get(&category).into_iter().flatten() {
            let title = value(&feed.title);
            out.push_str(&format!(
                "{indent}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"",
                value(&feed.feed_url)
            ));
            if let Some(site) = &feed.site_url {
                out.push_str(&format!(" htmlUrl=\"{}\"", value(site)));
            }
            out.push_str("/>\n");
        }
        if category.is_some() {
            out.push_str("    </outline>\n");
        }
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

/// Text for an attribute: escaped, without what XML forbids, on one line.
fn value(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !super::entity::is_forbidden(*c)).collect();
    escape(&clean.replace(['\r', '\n', '\t'], " ")).into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn feed(title: &str, url: &str, category: Option<&str>) -> OpmlFeed {
        OpmlFeed { title: title.into(), feed_url: url.into(), site_url: None, category: category.map(Into::into) }
    }

    #[test]
    fn a_round_trip_loses_nothing() {
        let mut feeds = vec![
            feed("أخبار & \"رياضة\" <مباشر>", "https://a.example/?a=1&b='2'", None),
            feed("ورق", "https://b.example/feed/", Some("سياسة / عربية")),
            feed("قلم", "https://c.example/feed/", Some("سياسة / عربية")),
            feed("حبر", "https://d.example/feed/", Some("R&D")),
        ];
        feeds[1].site_url = Some("https://b.example/".into());
        let text = write("ورّاق", "Sun, 22 Nov 2026 10:00:00 GMT", &feeds);
        assert_eq!(parse(&text), Ok(feeds));
    }

    #[test]
    fn sloppy_files_are_read_as_meant() {
        let text = include_str!("../../../../tests/fixtures/opml/sloppy.opml");
        let feeds = parse(text).unwrap();
        let expected = [
            feed("أخبار & رياضة", "https://a.example/?x=1&y=2", Some("عربية / سياسة")),
            feed("اقتصاد", "https://b.example/rss", Some("مال / أسواق")),
            feed("بلا مجلد", "https://c.example/rss", None),
        ];
        assert_eq!(feeds, expected);
    }

    #[test]
    fn hostile_files_are_bounded() {
        assert_eq!(parse(&" ".repeat(MAX_BYTES + 1)), Err(OpmlError::TooLarge("5 MB")));
        let many = format!("<opml><body>{}", "<outline xmlUrl='http://a/'/>".repeat(MAX_FEEDS + 1));
        assert_eq!(parse(&many), Err(OpmlError::TooLarge("20,000 feeds")));
        let deep = format!("<opml>{}<outline xmlUrl='http://a/'/>", "<outline text='م'>".repeat(100_000));
        let feeds = parse(&deep).unwrap();
        assert!(feeds.len() == 1 && feeds[0].category.as_ref().unwrap().chars().count() <= MAX_CATEGORY);
        let laughs = "<!DOCTYPE o [<!ENTITY a 'ha'><!ENTITY b SYSTEM 'file:///etc/passwd'>]><opml><outline text='&a;&b;' xmlUrl='x'/></opml>";
        assert_eq!(parse(laughs).unwrap()[0].title, "&a;&b;");
        assert!(matches!(parse("<html><body>"), Err(OpmlError::NotOpml(_))));
        assert!(matches!(parse(""), Err(OpmlError::NotOpml(_))));
    }
}
