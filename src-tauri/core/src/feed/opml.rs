//! OPML 1.0 and 2.0 (<http://opml.org/spec2.opml>), in and out. What a file says is kept as it says it, so that it goes
//! out as it came in: docs/decisions/0013-opml.md.

use std::collections::{BTreeMap, HashMap};

use super::entity::{Entities, escape};
use super::lexer::{Lexer, Token, attributes};
use crate::html::to_line;

mod write;

pub use write::{Current, feed_attributes, folder_attributes, implied_folder, write};

/// The longest text that is read, in MB of 2²⁰ bytes.
pub const MAX_MEGABYTES: usize = 5;
/// The most feeds, and the most folders, that are read.
pub const MAX_FEEDS: usize = 20_000;
/// Folders deeper than this count as the one that they stand in.
pub const MAX_DEPTH: usize = 32;
/// So do those whose names joined to a path are longer, in bytes: it bounds what nesting can make of a small file.
const MAX_PATH: usize = 4_000;
/// An attribute's value is read up to so many bytes.
const MAX_VALUE: usize = 8 * 1024;
/// The attributes of one outline are kept up to so many bytes in all.
const MAX_KEPT: usize = 32 * 1024;
/// Attributes of one outline.
const MAX_ATTRIBUTES: usize = 60;
/// The longest name of an attribute, in bytes.
const MAX_NAME: usize = 100;
/// A folder's or feed's name is at most so many characters long.
const MAX_TITLE: usize = 300;
/// Refused outlines that are named.
const MAX_REFUSED: usize = 50;

/// The attribute that tells how the bytes of a source are read when it is no feed, in Warraq's own namespace.
const KIND: &str = "warraq:kind";
/// That namespace.
const NAMESPACE: &str = "urn:x-warraq:opml";
/// A key among kept attributes that no attribute can have: the outline stood outside of every folder.
const TOP: &str = "";

/// The attributes of an outline by name, decoded. Names that OPML defines are written as OPML writes them, whatever case
/// they came in.
pub type Attributes = BTreeMap<String, String>;

/// What an OPML file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opml {
    /// Folders in file order, each behind the one that it stands in.
    pub folders: Vec<OpmlFolder>,
    /// Feeds in file order.
    pub feeds: Vec<OpmlFeed>,
    /// The names of outlines that are neither, at most 50.
    pub refused: Vec<String>,
}

/// A folder that an OPML file names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpmlFolder {
    /// The place in [`Opml::folders`] of the one that it stands in.
    pub parent: Option<usize>,
    /// `text`, else `title`, on one line.
    pub title: String,
    /// What its outline says; empty where only a feed's `category` names it.
    pub attributes: Attributes,
}

/// A feed that an OPML file names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpmlFeed {
    /// What the reader called it: `text`, else `title`, on one line.
    pub title: String,
    /// What the publisher calls it: `title`, where it is another than `text`.
    pub own_title: Option<String>,
    /// `xmlUrl` as written; the caller checks it.
    pub feed_url: String,
    /// `htmlUrl` as written.
    pub site_url: Option<String>,
    /// How the bytes behind the address are read, where it is no feed.
    pub kind: Option<String>,
    /// The place in [`Opml::folders`] of the folder that it stands in, or that the first of its `category` values names.
    pub folder: Option<usize>,
    /// All that its outline says.
    pub attributes: Attributes,
}

/// Why a text is not OPML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    /// Not an OPML document.
    #[error("not an OPML document: {0}")]
    NotOpml(String),
    /// Longer than so many MB.
    #[error("more than {0} MB")]
    TooLarge(usize),
    /// More feeds or folders than that.
    #[error("more than {0} feeds or folders")]
    TooMany(usize),
}

/// Reads an OPML text of at most 5 MB, 20,000 feeds and 20,000 folders. Tolerant: names of attributes in any case, bare
/// ampersands, HTML entities and unclosed outlines are read as they were meant; nothing is expanded or fetched, and an
/// `include` is not followed. Outlines inside a feed's stand beside it.
///
/// # Errors
/// When the text is something else, or more than that.
pub fn parse(text: &str) -> Result<Opml, OpmlError> {
    if text.len() > MAX_MEGABYTES * 1024 * 1024 {
        return Err(OpmlError::TooLarge(MAX_MEGABYTES));
    }
    let mut lexer = Lexer::new(text);
    let mut is_opml = false;
    let mut other = None;
    let mut reading = Reading::default();
    while let Some(token) = lexer.next() {
        match token {
            Token::Start { name, attributes, .. } if name.eq_ignore_ascii_case("opml") => {
                is_opml = true;
                reading.declare(attributes);
            }
            Token::Start { name, .. } if !is_opml => {
                other.get_or_insert(name);
            }
            Token::Start { name, attributes, empty } if name.eq_ignore_ascii_case("outline") => {
                reading.declare(attributes);
                reading.open(attributes)?;
                if empty {
                    reading.close();
                }
            }
            Token::Start { attributes, .. } => reading.declare(attributes),
            Token::End { name } if name.eq_ignore_ascii_case("outline") => reading.close(),
            _ => {}
        }
    }
    if !is_opml {
        return Err(OpmlError::NotOpml(
            other.map_or_else(String::new, |name| format!("<{}>", name.chars().take(40).collect::<String>())),
        ));
    }
    Ok(reading.end())
}

/// What has been read of a file so far.
#[derive(Default)]
struct Reading {
    entities: Entities,
    /// Namespaces by prefix.
    namespaces: HashMap<String, String>,
    /// The folder that holds what comes next, for every outline that is open.
    open: Vec<Option<usize>>,
    /// Open outlines beyond the deepest that are noted.
    unnoted: usize,
    folders: Vec<Found>,
    /// Folders that a `category` names.
    implied: HashMap<(Option<usize>, String), usize>,
    feeds: Vec<OpmlFeed>,
    refused: Vec<String>,
}

struct Found {
    folder: OpmlFolder,
    depth: usize,
    path: usize,
    /// It is a folder only if something stands in it: a link, a note, a feed without its address.
    doubtful: bool,
}

/// Open outlines that are noted; a folder counts to [`MAX_DEPTH`], the rest is nesting without names.
const MAX_OPEN: usize = 1_000;

impl Reading {
    fn declare(&mut self, raw: &str) {
        if !raw.contains("xmlns:") {
            return;
        }
        for (name, value) in attributes(raw).take(MAX_ATTRIBUTES) {
            let Some(prefix) = name.strip_prefix("xmlns:") else { continue };
            if is_name(prefix) && self.namespaces.len() < 100 {
                let value = self.entities.decode(super::element::within(value, MAX_VALUE)).into_owned();
                self.namespaces.insert(prefix.to_owned(), value);
            }
        }
    }

    fn open(&mut self, raw: &str) -> Result<(), OpmlError> {
        let here = self.open.last().copied().flatten();
        let (attributes, address, kind) = self.read(raw);
        let text = |name: &str| attributes.get(name).map(|value| line(value)).filter(|value| !value.is_empty());
        let (text, title) = (text("text"), text("title"));
        let name = text.clone().or_else(|| title.clone()).unwrap_or_default();
        let mut inside = here;
        if address.is_empty() {
            if !name.is_empty() {
                inside = self.folder(here, name, attributes)?;
            }
        } else {
            if self.feeds.len() >= MAX_FEEDS {
                return Err(OpmlError::TooMany(MAX_FEEDS));
            }
            let mut feed = OpmlFeed {
                own_title: title.filter(|title| *title != name),
                title: name,
                feed_url: address,
                site_url: attributes.get("htmlUrl").map(|url| url.trim().to_owned()).filter(|url| !url.is_empty()),
                kind,
                folder: here,
                attributes,
            };
            if here.is_none() {
                feed.folder = self.implied(feed.attributes.get("category").cloned().as_deref())?;
                feed.attributes.insert(TOP.to_owned(), "top".to_owned());
            }
            self.feeds.push(feed);
        }
        if self.open.len() < MAX_OPEN {
            self.open.push(inside);
        } else {
            self.unnoted += 1;
        }
        Ok(())
    }

    fn close(&mut self) {
        if self.unnoted > 0 {
            self.unnoted -= 1;
        } else {
            self.open.pop();
        }
    }

    /// A new folder in `parent`, or `parent` itself when it would stand too deep.
    fn folder(
        &mut self,
        parent: Option<usize>,
        title: String,
        attributes: Attributes,
    ) -> Result<Option<usize>, OpmlError> {
        let above = parent.and_then(|parent| self.folders.get(parent));
        let depth = above.map_or(0, |above| above.depth) + 1;
        let path = above.map_or(0, |above| above.path) + title.len() + 1;
        if depth > MAX_DEPTH || (path > MAX_PATH && above.is_some()) {
            return Ok(parent);
        }
        if self.folders.len() >= MAX_FEEDS {
            return Err(OpmlError::TooMany(MAX_FEEDS));
        }
        let kind = attributes.get("type").map(|kind| kind.trim().to_ascii_lowercase()).unwrap_or_default();
        let doubtful = attributes.contains_key("url")
            || attributes.contains_key("htmlUrl")
            || !matches!(kind.as_str(), "" | "folder" | "category" | "group" | "text");
        self.folders.push(Found { folder: OpmlFolder { parent, title, attributes }, depth, path, doubtful });
        Ok(Some(self.folders.len() - 1))
    }

    /// The folder of `category="/news/politics,/arab"`: the first, as a path.
    fn implied(&mut self, category: Option<&str>) -> Result<Option<usize>, OpmlError> {
        let mut place = None;
        for name in category_path(category.unwrap_or_default()) {
            let key = (place, name);
            place = match self.implied.get(&key) {
                Some(known) => Some(*known),
                None => {
                    let made = self.folder(place, key.1.clone(), Attributes::new())?;
                    if let Some(made) = made {
                        self.implied.insert(key, made);
                    }
                    made
                }
            };
        }
        Ok(place)
    }

    /// The attributes of an outline, the address of the feed that it names and the feed's kind.
    fn read(&self, raw: &str) -> (Attributes, String, Option<String>) {
        let (mut kept, mut bytes) = (Attributes::new(), 0);
        let (mut address, mut second, mut kind) = (String::new(), String::new(), None);
        for (name, value) in attributes(raw).take(MAX_ATTRIBUTES) {
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            let value = self.entities.decode(super::element::within(value, MAX_VALUE));
            let name = known_name(name);
            match name {
                "xmlUrl" if address.is_empty() => address = value.trim().to_owned(),
                "url" => second = value.trim().to_owned(),
                KIND => {
                    kind = Some(value.trim().to_owned());
                    continue;
                }
                _ => {}
            }
            bytes += name.len() + value.len();
            if bytes > MAX_KEPT || !is_name(name) || is_secret(name) || kept.contains_key(name) {
                continue;
            }
            if let Some((prefix, _)) = name.split_once(':')
                && let Some(namespace) = self.namespaces.get(prefix)
            {
                kept.insert(format!("xmlns:{prefix}"), namespace.clone());
            }
            kept.insert(name.to_owned(), without_login(&value));
        }
        if address.is_empty() && kept.get("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("rss")) {
            address = second;
        }
        (kept, address, kind)
    }

    /// The folders that are some, and the rest by name.
    fn end(self) -> Opml {
        let Self { mut folders, mut feeds, mut refused, .. } = self;
        let mut held = vec![false; folders.len()];
        for feed in &feeds {
            mark(&mut held, feed.folder);
        }
        // From the last, as parents stand before what is in them. A file without feeds is a document of another kind:
        // its headings are no folders.
        let mut stays = vec![false; folders.len()];
        for place in (0..folders.len()).rev() {
            let Some(found) = folders.get(place) else { continue };
            let stay = held.get(place) == Some(&true) || !found.doubtful && !feeds.is_empty();
            if stay {
                mark(&mut held, found.folder.parent);
                mark(&mut stays, Some(place));
            }
        }
        let mut numbers = vec![None; folders.len()];
        let mut kept = Vec::with_capacity(folders.len());
        for (place, found) in folders.drain(..).enumerate() {
            if stays.get(place) != Some(&true) {
                if found.doubtful && refused.len() < MAX_REFUSED {
                    refused.push(found.folder.title);
                }
                continue;
            }
            let parent = found.folder.parent.and_then(|parent| numbers.get(parent).copied().flatten());
            if let Some(number) = numbers.get_mut(place) {
                *number = Some(kept.len());
            }
            kept.push(OpmlFolder { parent, ..found.folder });
        }
        for feed in &mut feeds {
            feed.folder = feed.folder.and_then(|place| numbers.get(place).copied().flatten());
        }
        Opml { folders: kept, feeds, refused }
    }
}

fn mark(marks: &mut [bool], place: Option<usize>) {
    if let Some(mark) = place.and_then(|place| marks.get_mut(place)) {
        *mark = true;
    }
}

/// The names of a path in a `category` attribute: of the first of several.
fn category_path(category: &str) -> Vec<String> {
    let first = category.split(',').map(|path| path.trim().trim_matches('/')).find(|path| !path.is_empty());
    let names = first.unwrap_or_default().split('/').map(line).filter(|name| !name.is_empty());
    names.take(MAX_DEPTH).collect()
}

/// A name as OPML writes it.
fn known_name(name: &str) -> &str {
    const KNOWN: &[&str] = &[
        "text",
        "title",
        "type",
        "version",
        "xmlUrl",
        "htmlUrl",
        "url",
        "description",
        "language",
        "category",
        "created",
        "isComment",
        "isBreakpoint",
    ];
    if name.eq_ignore_ascii_case("feedurl") {
        return "xmlUrl";
    }
    KNOWN.iter().find(|known| known.eq_ignore_ascii_case(name)).copied().unwrap_or(name)
}

/// Whether an attribute may have this name: one of XML, with a prefix or without.
fn is_name(name: &str) -> bool {
    let part = |part: &str| {
        let mut characters = part.chars();
        characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
            && characters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    name.len() <= MAX_NAME
        && name.split_once(':').map_or_else(|| part(name), |(prefix, local)| part(prefix) && part(local))
}

/// Whether an attribute's name says that it lets somebody in somewhere. Such are neither kept nor passed on.
fn is_secret(name: &str) -> bool {
    const SECRETS: &[&str] = &[
        "password",
        "passwd",
        "passphrase",
        "userpwd",
        "username",
        "secret",
        "token",
        "apikey",
        "api_key",
        "api-key",
        "cookie",
        "credential",
        "httpheader",
        "authorization",
    ];
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|secret| name.contains(secret))
}

/// An address without the name and password before its host; any other text as it is.
pub(crate) fn without_login(value: &str) -> String {
    if !value.contains("://") || !value.contains('@') {
        return value.to_owned();
    }
    let trimmed = value.trim();
    // `feed:https://name:password@host/` hides one address in another.
    let (before, address) = match trimmed.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("feed") && !rest.starts_with("//") => ("feed:", rest),
        _ => ("", trimmed),
    };
    match url::Url::parse(address) {
        Ok(mut url) if !url.username().is_empty() || url.password().is_some() => {
            // Neither fails where there is a host, and only with one is there a name before it.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            format!("{before}{url}")
        }
        Ok(_) => value.to_owned(),
        // No address at all: what stands before the @ is not worth the risk.
        Err(_) => match address.split_once("://") {
            Some((scheme, rest)) => {
                let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
                let (host, tail) = rest.split_at(end);
                let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
                format!("{before}{scheme}://{host}{tail}")
            }
            None => value.to_owned(),
        },
    }
}

/// Attributes are plain text: a `<` in one is a less-than sign.
fn line(text: &str) -> String {
    // A cut may leave a space at the end.
    to_line(&escape(text)).chars().take(MAX_TITLE).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests;
