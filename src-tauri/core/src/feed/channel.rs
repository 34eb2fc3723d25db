//! The head of an RSS, CDF or Atom feed, and the walk over its entries.

use url::Url;

use super::context::Context;
use super::element::{Document, Element, Ns};
use super::entity::Entities;
use super::markup::Kind;
use super::{Format, ParseError, ParsedFeed, entry};

/// Reads a document that [`super::element::read`] took apart.
pub(super) fn read(document: &Document<'_>, entities: &Entities, url: Option<&Url>) -> Result<ParsedFeed, ParseError> {
    let Some(root) = &document.root else {
        return Err(match document.stranger {
            _ if document.html => ParseError::Html,
            Some(name) => ParseError::NotAFeed(format!("<{}>", name.chars().take(40).collect::<String>())),
            None => ParseError::NotAFeed("no markup".to_owned()),
        });
    };
    let atom = root.ns == Ns::Atom;
    let default = if atom { Kind::Plain } else { Kind::Html };
    let context = Context { entities, default, base: url.cloned() };
    let mut feed = ParsedFeed { format: Some(if atom { Format::Atom } else { Format::Rss }), ..ParsedFeed::default() };
    let mut head = Head::default();
    let mut entries = Vec::new();
    if root.is_entry() {
        entries.push((root, context.clone()));
    } else {
        walk(root, &context, &mut feed, &mut head, &mut entries, 0);
    }
    let named = head.rank > 0 || head.description_rank > 0;
    if entries.is_empty() && !named && !recognised(root, document) {
        return Err(ParseError::NotAFeed(format!("<{}> without a feed in it", root.name)));
    }
    // Cut off in the middle of an entry: the whole ones are kept, and the torn one only if it is all there is.
    if document.truncated && entries.len() > 1 && entries.last().is_some_and(|(last, _)| !last.whole) {
        entries.pop();
    }
    for (element, context) in entries {
        let context = match (&context.base, &feed.site_url) {
            (None, Some(site)) => Context { base: Some(site.clone()), ..context },
            _ => context,
        };
        let mut entry = entry::read(element, &context);
        if entry.authors.is_empty() && atom {
            entry.authors.clone_from(&head.authors);
        }
        feed.entries.push(entry);
    }
    Ok(feed)
}

/// Whether a root without entries and without title is a feed all the same: a version, or the namespace of one.
fn recognised(root: &Element<'_>, document: &Document<'_>) -> bool {
    match &*root.name {
        "rss" => !document.html,
        "feed" => document.atom_declared && !document.html,
        "rdf" => document.rss_declared || root.children.iter().any(|child| child.name == "channel"),
        _ => root.has("href") || root.has("rdf:about"),
    }
}

/// The texts of an element's children of that name.
fn named<'d>(element: &'d Element<'_>, context: &'d Context<'_>, name: &'d str) -> impl Iterator<Item = String> + 'd {
    element.children.iter().filter(move |child| child.name == name).filter_map(|child| context.text(child))
}

#[derive(Default)]
struct Head {
    authors: Vec<String>,
    /// How good the title is: 0 for none.
    rank: u8,
    description_rank: u8,
    icon_rank: u8,
    link_rank: u8,
    period: Option<u32>,
    frequency: Option<u32>,
}

/// Reads the children of a root or channel. Entries stand within the channel (RSS 2.0) or beside it (RSS 1.0).
fn walk<'d, 's, 'e>(
    element: &'d Element<'s>,
    outer: &Context<'e>,
    feed: &mut ParsedFeed,
    head: &mut Head,
    entries: &mut Vec<(&'d Element<'s>, Context<'e>)>,
    depth: u8,
) {
    let context = outer.inside(element);
    if let Some(language) = context.attribute(element, "xml:lang") {
        feed.language.get_or_insert(language);
    }
    if element.name == "channel" {
        head.link(feed, context.address_in(element, "href"), 2);
    }
    for child in &element.children {
        if child.is_entry() {
            entries.push((child, context.clone()));
        } else if child.ns.is_feed() && matches!(&*child.name, "channel" | "feed" | "rss" | "items") && depth < 4 {
            walk(child, &context, feed, head, entries, depth + 1);
        } else {
            head.take(child, &context, feed);
        }
    }
    if let (Some(period), None) = (head.period, feed.ttl_minutes) {
        feed.ttl_minutes = Some((period / head.frequency.unwrap_or(1).max(1)).max(1));
    }
}

impl Head {
    fn link(&mut self, feed: &mut ParsedFeed, link: Option<Url>, rank: u8) {
        if let Some(link) = link.filter(|_| rank > self.link_rank) {
            feed.site_url = Some(link);
            self.link_rank = rank;
        }
    }

    fn icon(&mut self, feed: &mut ParsedFeed, icon: Option<Url>, rank: u8) {
        if let Some(icon) = icon.filter(|_| rank > self.icon_rank) {
            feed.icon = Some(icon);
            self.icon_rank = rank;
        }
    }

    fn title(&mut self, feed: &mut ParsedFeed, title: Option<String>, rank: u8) {
        if let Some(title) = title.filter(|_| rank > self.rank) {
            feed.title = title;
            self.rank = rank;
        }
    }

    fn description(&mut self, feed: &mut ParsedFeed, text: Option<String>, rank: u8) {
        if let Some(text) = text.filter(|_| rank > self.description_rank) {
            feed.description = Some(text);
            self.description_rank = rank;
        }
    }

    fn take(&mut self, element: &Element<'_>, context: &Context<'_>, feed: &mut ParsedFeed) {
        match (element.ns, &*element.name) {
            (Ns::Core | Ns::Atom, "title") => self.title(feed, context.line(element), 4),
            (Ns::Dc, "title") => self.title(feed, context.line(element), 3),
            (Ns::Media | Ns::Itunes, "title") => self.title(feed, context.line(element), 1),
            (Ns::Core | Ns::Atom, "description" | "subtitle" | "tagline" | "abstract") => {
                self.description(feed, context.line(element), 4);
            }
            (Ns::Dc, "description") => self.description(feed, context.line(element), 3),
            (Ns::Itunes, "summary" | "subtitle") => self.description(feed, context.line(element), 2),
            (Ns::Core | Ns::Atom, "link") => self.take_link(element, context, feed),
            (Ns::Core | Ns::Dc, "language") => {
                if let Some(language) = context.text(element) {
                    feed.language = Some(language);
                }
            }
            (Ns::Core | Ns::Atom, "generator") => {
                // Atom keeps the program's address in an attribute, RSS in the text.
                let parts = [context.line(element), context.attribute(element, "uri")];
                let line = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
                feed.generator = Some(line).filter(|line| !line.is_empty());
            }
            (Ns::Core, "ttl") => feed.ttl_minutes = context.text(element).and_then(|text| text.parse().ok()),
            (Ns::Core, "skiphours") => {
                let hours = named(element, context, "hour").filter_map(|text| text.parse::<u32>().ok());
                // The early RSS wrote midnight as 24.
                feed.skip_hours |= hours.filter(|hour| *hour <= 24).fold(0, |bits, hour| bits | 1 << (hour % 24));
            }
            (Ns::Core, "skipdays") => {
                const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
                let places = named(element, context, "day")
                    .filter_map(|text| DAYS.iter().position(|day| text.to_ascii_lowercase().starts_with(day)));
                feed.skip_days |= places.fold(0, |bits, place| bits | 1 << place);
            }
            (Ns::Sy, "updateperiod") => {
                let period = context.text(element).unwrap_or_default().to_ascii_lowercase();
                self.period = match period.as_str() {
                    "hourly" => Some(60),
                    "daily" => Some(24 * 60),
                    "weekly" => Some(7 * 24 * 60),
                    "monthly" => Some(30 * 24 * 60),
                    "yearly" => Some(365 * 24 * 60),
                    _ => None,
                };
            }
            (Ns::Sy, "updatefrequency") => self.frequency = context.text(element).and_then(|text| text.parse().ok()),
            (Ns::Atom, "author") => super::context::add(&mut self.authors, context.person(element)),
            (Ns::Atom, "icon") => self.icon(feed, context.address(element), 4),
            (Ns::Atom, "logo") => self.icon(feed, context.address(element), 3),
            (Ns::Core, "image") => {
                let url = element.children.iter().find(|child| child.name == "url" && child.ns.is_feed());
                self.icon(feed, url.and_then(|url| context.address(url)), 3);
            }
            (Ns::Itunes, "image") => self.icon(feed, context.address_in(element, "href"), 2),
            _ => {}
        }
    }

    fn take_link(&mut self, element: &Element<'_>, context: &Context<'_>, feed: &mut ParsedFeed) {
        if !element.has("href") {
            self.link(feed, context.address(element), 4);
            return;
        }
        let rel = context.attribute(element, "rel").unwrap_or_default().to_ascii_lowercase();
        let kind = context.attribute(element, "type").unwrap_or_default();
        match rel.as_str() {
            // RFC 5005: archives hold for good, pages shift as entries come.
            "prev-archive" => feed.older = context.address_in(element, "href").or_else(|| feed.older.take()),
            "next" if feed.older.is_none() => feed.older = context.address_in(element, "href"),
            _ => {}
        }
        if matches!(rel.as_str(), "" | "alternate") {
            // A feed's other feeds (`application/…+xml`) are not its site.
            let rank = if kind.is_empty() || kind.contains("html") { 3 } else { 0 };
            self.link(feed, context.address_in(element, "href"), rank);
        }
    }
}

/// What had to be forgiven, as keys.
pub(super) fn repairs(document: &Document<'_>, entities: &Entities) -> Vec<&'static str> {
    let found = [
        ("junk_before", document.junk_before),
        ("bare_ampersand", entities.bare_ampersand.get()),
        ("html_entity", entities.html_entity.get()),
        ("control_character", entities.control.get()),
        ("unclosed_tag", document.unclosed),
        ("undeclared_prefix", document.undeclared),
        ("unclosed_section", document.forgiven.open_section || entities.nested_section.get()),
        ("bare_less_than", document.forgiven.bare_less_than),
        ("bad_attribute", document.bad_attribute),
        ("letter_case", document.letter_case),
        ("double_escaped", entities.double_escaped.get()),
        ("junk_after", document.junk_after),
        ("truncated", document.truncated),
        ("too_many_entries", document.too_many),
    ];
    found.into_iter().filter(|(_, happened)| *happened).map(|(key, _)| key).collect()
}
