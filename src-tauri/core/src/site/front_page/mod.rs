//! A page as a source: the articles that it lists, by its JSON-LD, by its marked-up entries, or by the repetition of its
//! own structure; and what else a page tells of its site.

mod address;
mod cards;
mod headline;
mod linked_data;
mod lists;
mod marked;
mod news;
mod vocabulary;
mod wording;

use std::collections::HashMap;

use dom_query::{Document, NodeRef};
use url::Url;

use super::sections::{self, Section};
use super::walls::{self, Wall};
use super::{date_in, places, same_site, wordpress};
use crate::extract;
use crate::feed::{self, Format, PageFeeds, ParseError, ParsedEntry, ParsedFeed};
use crate::html::to_line;
use crate::text;

/// Articles taken off one page.
const MAX_ARTICLES: usize = 200;
/// A list of fewer is none.
pub(super) const FEWEST: usize = 5;
/// A headline has so many characters at least and at most.
const SHORTEST_HEADLINE: usize = 12;
const LONGEST_HEADLINE: usize = 300;

/// What a page offers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PageOffer {
    /// The site's name.
    pub(crate) title: String,
    /// The feeds that the page names, and addresses worth a try.
    pub(crate) feeds: PageFeeds,
    /// Its articles, if it lists enough of them.
    pub(crate) list: Option<ParsedFeed>,
    /// The tree of its navigation, and sections with feeds of their own.
    pub(crate) sections: Vec<Section>,
    /// WordPress's interface, named by the page.
    pub(crate) api_root: Option<Url>,
    /// Whether WordPress made it.
    pub(crate) wordpress: bool,
    /// Whether it is one article's page: what it lists is that article's neighbours.
    pub(crate) article: bool,
    /// Where the page sends its readers on to by itself: `meta http-equiv=refresh`, the frames of a frameset, a script
    /// of a page without anything else.
    pub(crate) onward: Vec<Url>,
    /// Where its visible links to «خلاصات RSS» lead, whatever their addresses are.
    pub(crate) shown_feeds: Vec<Url>,
    /// What it is instead of a site's page.
    pub(crate) wall: Option<Wall>,
    /// The page that this one is a version of (AMP), where it is another one of the site.
    pub(crate) canonical: Option<Url>,
}

/// Reads a page off its bytes as a source that is followed.
///
/// # Errors
/// When it is empty, no page, a wall, or lists too few articles.
pub(crate) fn read(bytes: &[u8], content_type: Option<&str>, url: &Url) -> Result<ParsedFeed, ParseError> {
    let page = feed::decode(bytes, content_type);
    if page.trim().is_empty() {
        return Err(ParseError::Empty);
    }
    let offer = look(&page, url);
    match (offer.wall, offer.list) {
        (None, Some(list)) => Ok(list),
        (Some(_), _) => Err(ParseError::Html),
        (None, None) => Err(ParseError::NotAFeed("a page without a list of articles".to_owned())),
    }
}

/// Looks at a page. One of hostile shape offers nothing but what its head says.
pub(crate) fn look(page: &str, url: &Url) -> PageOffer {
    let feeds = feed::discover(page, url);
    // The tree is other people's code, fed with whatever the web holds: a panic there is a page that offers nothing.
    let offer = extract::bounded(page).and_then(|page| std::panic::catch_unwind(|| offer(page, url)).ok());
    let mut offer = offer.unwrap_or_default();
    if let Some(channel) = places::of_youtube(page, url) {
        offer.feeds.declared.insert(0, feed::FeedLink { url: channel, title: None });
    }
    let channels = std::mem::take(&mut offer.feeds.declared);
    offer.feeds = feeds;
    offer.feeds.declared.splice(0..0, channels);
    offer
}

fn offer(page: &str, url: &Url) -> PageOffer {
    let doc = Document::from(page);
    let base = doc.select("base[href]").attr("href").and_then(|href| feed::resolve(&href, Some(url)));
    let base = base.filter(|base| same_site(base, url)).unwrap_or_else(|| url.clone());
    let wordpress = wordpress::made_by_wordpress(page);
    let entries = articles(&doc, &base, url);
    let wall = walls::of(page, &doc, entries.len());
    let title = site_name(&doc, url);
    let kind = meta(&doc, &["og:type"]).unwrap_or_default();
    // Plugins call archives articles as well.
    let article = (kind == "article" || date_in(url).is_some()) && url.path() != "/" && !sections::is_section(url);
    let mut sections = sections::of_navigation(&doc, &base, wordpress);
    for section in sections::of_feed_links(&doc, &base) {
        if sections.iter().all(|known| known.title != section.title) {
            sections.push(section);
        }
    }
    let canonical = doc.select("link[rel='canonical']").attr("href").and_then(|href| feed::resolve(&href, Some(&base)));
    let language = doc.select("html").attr("lang").map(|lang| lang.trim().replace('_', "-"));
    let language = language.filter(|lang| !lang.is_empty() && lang.len() <= 35 && lang.is_ascii());
    let sample: String = entries.iter().take(20).map(|entry| entry.title.as_str()).collect::<Vec<_>>().join(" ");
    let list = ParsedFeed {
        format: Some(Format::Page),
        title: title.clone(),
        description: meta(&doc, &["og:description", "description"]),
        site_url: Some(url.clone()),
        language: text::language(&sample).map(str::to_owned).or(language),
        icon: doc.select("link[rel~='icon']").attr("href").and_then(|href| feed::resolve(&href, Some(&base))),
        entries,
        ..ParsedFeed::default()
    };
    PageOffer {
        list: Some(list).filter(|list| wall.is_none() && super::usable(list, url)),
        title,
        feeds: PageFeeds::default(),
        sections,
        article,
        onward: onward(&doc, &base),
        shown_feeds: shown_feeds(&doc, &base, url),
        api_root: wordpress::api_root(page, url),
        wordpress,
        wall,
        canonical: canonical.filter(|canonical| canonical != url && same_site(canonical, url)),
    }
}

/// Reads the articles that a page names in one of the ways: the page, what its addresses resolve against, its own.
type Reader = fn(&Document, &Url, &Url) -> Vec<ParsedEntry>;

/// The page's articles in the page's order: what it marks up itself before what its structure shows. Each reader alone
/// must find enough, so that three marked cards do not stand for a page of fifty.
fn articles(doc: &Document, base: &Url, url: &Url) -> Vec<ParsedEntry> {
    let listed = lists::read(doc, base, url);
    let readers: [Reader; 3] = [marked::messages, linked_data::read, marked::entries];
    for reader in readers {
        let found = distinct(reader(doc, base, url), base);
        // A carousel's ItemList of five is not the front page; a list of all that the page shows is.
        if found.len() >= FEWEST && found.len() * 3 >= listed.len() {
            return completed(found, listed);
        }
    }
    listed
}

/// Each address and headline once, none without them, none of another site.
fn distinct(entries: Vec<ParsedEntry>, base: &Url) -> Vec<ParsedEntry> {
    let mut addresses = std::collections::HashSet::new();
    let mut titles = std::collections::HashSet::new();
    let mut out = Vec::new();
    for entry in entries {
        let Some(url) = entry.url.as_ref().filter(|url| same_site(url, base)) else { continue };
        if entry.title.is_empty() || out.len() >= MAX_ARTICLES {
            continue;
        }
        if addresses.insert(url.clone()) && titles.insert(text::fold(&entry.title)) {
            out.push(entry);
        }
    }
    out
}

/// What marked-up entries lack, from what the structure shows of the same addresses.
fn completed(mut entries: Vec<ParsedEntry>, listed: Vec<ParsedEntry>) -> Vec<ParsedEntry> {
    let shown: HashMap<Url, ParsedEntry> =
        listed.into_iter().filter_map(|entry| Some((entry.url.clone()?, entry))).collect();
    for entry in &mut entries {
        let Some(other) = entry.url.as_ref().and_then(|url| shown.get(url)) else { continue };
        entry.image = entry.image.take().or_else(|| other.image.clone());
        entry.published = entry.published.or(other.published);
        entry.summary = entry.summary.take().or_else(|| other.summary.clone());
    }
    entries
}

/// The name of what the page shows: on a front page the site's, elsewhere the page's own.
fn site_name(doc: &Document, url: &Url) -> String {
    let names: &[&str] = match url.path().trim_matches('/').len() {
        0..=2 => &["og:site_name", "application-name", "apple-mobile-web-app-title"],
        _ => &["og:title"],
    };
    let named = meta(doc, names);
    named.unwrap_or_else(|| {
        doc.select("head title").nodes().first().map(|node| to_line(&node.text())).unwrap_or_default()
    })
}

/// Where a page leads by itself. A refresh within ten seconds is a redirect (papers of two languages have one on their
/// bare front page); old sites are framesets; and a page of nothing but a script may name another one in it.
fn onward(doc: &Document, base: &Url) -> Vec<Url> {
    /// Frames that are looked at.
    const FRAMES: usize = 4;
    let mut out: Vec<Url> = doc
        .select("meta[http-equiv][content]")
        .nodes()
        .iter()
        .filter(|tag| tag.attr("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh")))
        .filter_map(|tag| {
            let content = tag.attr("content")?;
            let (seconds, to) = content.split_once([';', ','])?;
            let soon = seconds.trim().parse::<f32>().is_ok_and(|seconds| seconds <= 10.0);
            let to = to.trim();
            let named = to.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("url"));
            let address = named.map_or(to, |(_, address)| address).trim().trim_matches(['\'', '"']);
            feed::resolve(address, Some(base)).filter(|_| soon && !address.is_empty())
        })
        .collect();
    let frames = doc.select("frame[src]");
    out.extend(frames.nodes().iter().take(FRAMES).filter_map(|frame| feed::resolve(&frame.attr("src")?, Some(base))));
    if out.is_empty() && doc.select("a[href]").is_empty() {
        let scripts = doc.select("script:not([src])");
        let named = scripts.nodes().iter().take(8).find_map(|script| {
            let text = script.text();
            let (_, after) = text.split_once("location")?;
            let after =
                after.trim_start_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | ' ' | '=' | '('));
            let quote = after.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
            feed::resolve(after.get(1..)?.split(quote).next()?, Some(base))
        });
        out.extend(named);
    }
    out.retain(|to| *to != *base && same_site(to, base));
    out.dedup();
    out
}

/// Links that say that feeds are behind them, by their words or their picture's.
fn shown_feeds(doc: &Document, base: &Url, url: &Url) -> Vec<Url> {
    const WORDS: [&str; 9] = ["rss", "atom", "xml", "خلاصات", "الخلاصات", "خلاصه", "الخلاصه", "feed", "feeds"];
    const MOST: usize = 2;
    let mut out: Vec<Url> = Vec::new();
    for link in doc.select("a[href]").nodes().iter().take(cards::MAX_LINKS) {
        let image = || link.descendants_it().take(20).find(|inner| inner.has_name("img"))?.attr("alt");
        let text = Some(line(link)).filter(|text| !text.is_empty());
        let text = text
            .or_else(|| link.attr("title").or_else(|| link.attr("aria-label")).or_else(image).map(|t| t.to_string()));
        let Some(text) = text.filter(|text| text.chars().count() <= 40) else { continue };
        if wording::words(&text).iter().any(|word| WORDS.contains(&word.as_str()))
            && let Some(to) = link.attr("href").and_then(|href| feed::resolve(&href, Some(base)))
            && to != *url
            && same_site(&to, url)
            && !out.contains(&to)
            && out.len() < MOST
        {
            out.push(to);
        }
    }
    out
}

/// The feeds that an answer names in its `Link` header (RFC 8288).
pub(crate) fn header_feeds(links: &str, url: &Url) -> Vec<feed::FeedLink> {
    let mut out = Vec::new();
    let mut rest = links.get(..links.len().min(8_000)).unwrap_or_default();
    while let Some((_, after)) = rest.split_once('<') {
        let Some((address, after)) = after.split_once('>') else { break };
        let end = after.find(['<']).unwrap_or(after.len());
        let (parameters, next) = after.split_at(end);
        rest = next;
        let parameters = parameters.to_ascii_lowercase();
        let value = |wanted: &str| {
            parameters.split([';', ',']).find_map(|part| {
                let (name, value) = part.split_once('=')?;
                (name.trim() == wanted).then(|| value.trim().trim_matches('"').to_owned())
            })
        };
        let alternate = value("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "alternate"));
        let kind = value("type").unwrap_or_default();
        let feed = ["rss+xml", "atom+xml", "feed+json", "rdf+xml"].iter().any(|end| kind.ends_with(end));
        if alternate
            && feed
            && let Some(to) = feed::resolve(address, Some(url))
        {
            out.push(feed::FeedLink { url: to, title: None });
        }
    }
    out.truncate(6);
    out
}

/// The content of the first `meta` of these names.
fn meta(doc: &Document, names: &[&str]) -> Option<String> {
    let tags = doc.select("meta[content]");
    names.iter().find_map(|wanted| {
        let tag = tags.nodes().iter().take(200).find(|tag| {
            ["property", "name"].iter().any(|key| tag.attr(key).is_some_and(|name| name.eq_ignore_ascii_case(wanted)))
        })?;
        Some(to_line(&tag.attr("content")?)).filter(|line| !line.is_empty())
    })
}

/// The beginning of a node's text as one line, blocks apart by a space. A node is asked for its text many times over, by
/// each of its links: only so much is ever read.
fn line(node: &NodeRef<'_>) -> String {
    const MOST_BYTES: usize = 4 * 1024;
    const MOST_NODES: usize = 1_000;
    const BLOCKS: [&str; 19] = [
        "div",
        "p",
        "br",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "section",
        "article",
        "time",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "figcaption",
        "button",
    ];
    // Styles part these from one another, though not from the text that they stand in.
    const INLINE: [&str; 4] = ["span", "a", "small", "label"];
    let is_block = |node: &NodeRef<'_>| node.node_name().is_some_and(|name| BLOCKS.contains(&&*name));
    let is_inline = |node: &NodeRef<'_>| node.node_name().is_some_and(|name| INLINE.contains(&&*name));
    let mut text = String::new();
    for inner in node.descendants_it().take(MOST_NODES) {
        if inner.is_text() {
            let unseen = |node: NodeRef<'_>| ["script", "style", "noscript"].iter().any(|name| node.has_name(name));
            if inner.parent().is_some_and(unseen) {
                continue;
            }
            if inner.prev_sibling().is_some_and(|before| is_block(&before)) {
                text.push(' ');
            }
            text.push_str(&inner.text());
        } else if is_block(&inner) || is_inline(&inner) && inner.prev_sibling().is_some_and(|before| is_inline(&before))
        {
            text.push(' ');
        }
        if text.len() > MOST_BYTES {
            break;
        }
    }
    crate::html::line(&text)
}

/// Whether a text may be a headline: a sentence's length, and words.
fn is_headline(text: &str) -> bool {
    let length = text.chars().count();
    (SHORTEST_HEADLINE..=LONGEST_HEADLINE).contains(&length)
        && text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() >= 3
}

/// The address of a picture of or in a node: lazy ones too, backgrounds as well.
fn picture(node: &NodeRef<'_>, base: &Url) -> Option<Url> {
    let found = node
        .descendants_it()
        .take(400)
        .filter(|inner| inner.has_name("img") || inner.has_name("source") || inner.has_attr("style"));
    for image in std::iter::once(*node).chain(found) {
        let attribute =
            |name: &str| image.attr(name).map(|value| value.to_string()).filter(|value| !value.trim().is_empty());
        let set =
            ["data-srcset", "data-lazy-srcset", "srcset"].iter().find_map(|name| attribute(name)).and_then(|set| {
                // The last of a `srcset` is the widest, by custom.
                let last = set.rsplit(", ").next()?.split_whitespace().next()?.to_owned();
                Some(last)
            });
        let plain = ["data-large-file", "data-lazy-src", "data-src", "data-original", "src"]
            .iter()
            .find_map(|name| attribute(name));
        let background = attribute("style").and_then(|style| {
            let (_, after) = style.split_once("url(")?;
            Some(after.split(')').next()?.trim_matches(['\'', '"', ' ']).to_owned())
        });
        let candidates = [plain.filter(|address| !address.starts_with("data:")), set, background];
        let found = candidates.into_iter().flatten().find_map(|address| feed::resolve(&address, Some(base)));
        if let Some(url) = found.filter(|url| !is_decoration(url)) {
            return Some(url);
        }
    }
    None
}

/// Icons, logos and pixels lead no article.
fn is_decoration(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    ["logo", "icon", "avatar", "placeholder", "spacer", "pixel", "blank.", "emoji", "1x1"]
        .iter()
        .any(|word| path.contains(word))
        || path.ends_with(".svg")
}

#[cfg(test)]
mod tests;
