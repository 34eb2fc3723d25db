//! Articles by the structure of a page: links whose text is a headline, told from furniture by where they stand, by
//! what stands beside them (a time, a picture), by their addresses, and by how often the page repeats the pattern.
//! No names of sites, and no site's class names: what it rests on is how lists of news are made anywhere.

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeId, NodeRef};
use url::Url;

use super::{LONGEST_HEADLINE, is_headline, line, picture, same_site};
use crate::feed::{self, ParsedEntry};
use crate::html::RawHtml;
use crate::model::Timestamp;
use crate::site::{date_in, sections, sitemap};
use crate::text::{self, date};

/// Links of one page that are looked at.
const MAX_LINKS: usize = 4_000;
/// A card is looked for so many elements above its link.
const CARD_REACH: usize = 8;
/// A link of less weight is furniture.
const LEAST_WEIGHT: i32 = 5;

/// Words of classes and ids that tell furniture.
const FURNITURE: [&str; 34] = [
    "nav",
    "menu",
    "navbar",
    "navigation",
    "footer",
    "breadcrumb",
    "breadcrumbs",
    "pagination",
    "pager",
    "share",
    "social",
    "tags",
    "tagcloud",
    "comments",
    "comment",
    "ads",
    "advert",
    "advertisement",
    "sponsored",
    "sponsor",
    "cookie",
    "cookies",
    "consent",
    "newsletter",
    "login",
    "popular",
    "trending",
    "mostread",
    "copyright",
    "sidebar",
    "taboola",
    "outbrain",
    "promo",
    "partners",
];
/// Headings of blocks that repeat what stands elsewhere, folded.
const REPEATS: [&str; 12] = [
    "الاكثر قراءه",
    "الاكثر مشاهده",
    "الاكثر تداولا",
    "الاكثر شيوعا",
    "الاكثر تعليقا",
    "most read",
    "most popular",
    "most viewed",
    "trending",
    "اعلان",
    "اعلانات",
    "محتوي مدفوع",
];
/// First or only names of paths that are no articles'.
const OTHER_PATHS: [&str; 27] = [
    "tag",
    "tags",
    "author",
    "authors",
    "user",
    "users",
    "profile",
    "login",
    "register",
    "signup",
    "search",
    "about",
    "about-us",
    "contact",
    "contact-us",
    "privacy",
    "privacy-policy",
    "terms",
    "advertise",
    "subscribe",
    "newsletter",
    "feed",
    "rss",
    "cart",
    "cdn-cgi",
    "account",
    "page",
];

/// A link that may be an article.
struct Found<'a> {
    url: Url,
    title: String,
    /// How good the text is as a headline: a heading beats a link's own words, those beat an attribute.
    rank: u8,
    node: NodeRef<'a>,
    weight: i32,
    signature: String,
}

/// The articles that the page's structure shows, in its order; none when it shows too few.
pub(super) fn read(doc: &Document, base: &Url, page: &Url) -> Vec<ParsedEntry> {
    let links = doc.select("a[href]");
    let places = Places::of(links.nodes());
    let mut found: Vec<Found<'_>> = Vec::new();
    for node in links.nodes().iter().take(MAX_LINKS) {
        if let Some(link) = candidate(node, base, page)
            && !places.is_furniture(node)
        {
            found.push(link);
        }
    }
    let mut repeated: HashMap<String, HashSet<&Url>> = HashMap::new();
    for link in &found {
        repeated.entry(link.signature.clone()).or_default().insert(&link.url);
    }
    let repeated: HashMap<String, usize> = repeated.into_iter().map(|(key, urls)| (key, urls.len())).collect();
    // All links of an address together: the picture's and the headline's are often two.
    let mut order: Vec<Url> = Vec::new();
    let mut articles: HashMap<Url, Vec<Found<'_>>> = HashMap::new();
    for mut link in found {
        let times = repeated.get(&link.signature).copied().unwrap_or(1);
        link.weight += match times {
            0 | 1 => -1,
            2..=3 => 1,
            _ => 2,
        };
        if !articles.contains_key(&link.url) {
            order.push(link.url.clone());
        }
        articles.entry(link.url.clone()).or_default().push(link);
    }
    let cards = Cards::of(links.nodes(), base);
    let mut titles = HashSet::new();
    let mut entries = Vec::new();
    for url in order {
        let Some(links) = articles.remove(&url) else { continue };
        if let Some(entry) = entry(&url, &links, &cards, base)
            && titles.insert(text::fold(&entry.title))
            && entries.len() < super::MAX_ARTICLES
        {
            entries.push(entry);
        }
    }
    if entries.len() < super::FEWEST { Vec::new() } else { entries }
}

fn entry(url: &Url, links: &[Found<'_>], cards: &Cards, base: &Url) -> Option<ParsedEntry> {
    let best = links.iter().max_by_key(|link| (link.rank, link.title.chars().count().min(160)))?;
    if !is_headline(&best.title) {
        return None;
    }
    let boxes: Vec<NodeRef<'_>> = links.iter().map(|link| cards.around(&link.node)).collect();
    let published = boxes.iter().find_map(moment);
    let by_address = date_in(url);
    let image = boxes.iter().find_map(|card| picture(card, base));
    let weight = links.iter().map(|link| link.weight).max().unwrap_or_default()
        + 2 * i32::from(published.is_some())
        + i32::from(image.is_some());
    if weight < LEAST_WEIGHT {
        return None;
    }
    let summary = boxes.iter().find_map(|card| standfirst(card, &best.title));
    Some(ParsedEntry {
        title: best.title.clone(),
        published: published.or(by_address),
        summary: summary.map(|text| RawHtml(text.replace('&', "&amp;").replace('<', "&lt;"))),
        image,
        base: Some(url.clone()),
        url: Some(url.clone()),
        ..ParsedEntry::default()
    })
}

/// A link with a headline of the site, and what speaks for it so far.
fn candidate<'a>(node: &NodeRef<'a>, base: &Url, page: &Url) -> Option<Found<'a>> {
    let href = node.attr("href")?;
    if href.starts_with(['#', '?']) && !href.contains('=') {
        return None;
    }
    let mut url = feed::resolve(&href, Some(base)).filter(|url| same_site(url, base))?;
    url.set_fragment(None);
    let rel = node.attr("rel").unwrap_or_default().to_ascii_lowercase();
    if rel.split_whitespace().any(|word| matches!(word, "tag" | "author" | "category" | "sponsored" | "next" | "prev"))
    {
        return None;
    }
    if url == *page || is_other(&url) {
        return None;
    }
    let (title, rank) = headline(node)?;
    if rank < 3 && runs_in_text(node, &title) {
        return None;
    }
    let mut weight = 0;
    weight += match rank {
        3 => 3,
        2 => 1,
        _ => 0,
    };
    weight += address_weight(&url);
    let length = title.chars().count();
    weight += if length >= 25 { 2 } else { i32::from(length >= 18) };
    weight += i32::from(node.ancestors_it(Some(6)).any(|above| above.has_name("article") || above.has_name("li")));
    Some(Found { url, title, rank, node: *node, weight, signature: signature(node) })
}

/// The headline of a link, and its rank: a heading in or around it (3), its own words (2), an attribute (1).
fn headline(node: &NodeRef<'_>) -> Option<(String, u8)> {
    let fits = |text: &str| !text.is_empty() && text.chars().count() <= LONGEST_HEADLINE;
    let inner = node.descendants_it().take(60).find(is_heading);
    let around = node.ancestors_it(Some(3)).find(is_heading);
    if let Some(heading) = inner.or_else(|| around.filter(|heading| links_in(heading) == 1)) {
        let title = line(&heading);
        if fits(&title) {
            return Some((title, 3));
        }
    }
    // A card that is one link: the longest piece that stands by itself.
    let own = line(node);
    let pieces: Vec<String> = node.element_children().iter().map(line).filter(|text| is_headline(text)).collect();
    let time = node.descendants_it().take(60).any(|inner| inner.has_name("time"));
    if (time || own.chars().count() > LONGEST_HEADLINE)
        && let Some(piece) = pieces.into_iter().find(|piece| fits(piece))
    {
        return Some((piece, 2));
    }
    if is_headline(&own) {
        return Some((own, 2));
    }
    if !own.is_empty() && own.chars().count() > 3 {
        // «اقرأ المزيد» says nothing, but its card may be the article's: the other link of the address has the words.
        return None;
    }
    let image = node.descendants_it().take(60).find(|inner| inner.has_name("img"));
    let named = ["title", "aria-label"].iter().find_map(|name| node.attr(name));
    let named = named.or_else(|| image.and_then(|image| image.attr("alt")))?;
    let named = crate::html::line(&named);
    is_headline(&named).then_some((named, 1))
}

/// Whether the link stands in a sentence: an article's references are no list of articles.
fn runs_in_text(node: &NodeRef<'_>, title: &str) -> bool {
    /// So many characters beside a link are more than a date or «اقرأ أيضا».
    const BESIDE: usize = 40;
    let paragraph = node.ancestors_it(Some(4)).find(|above| above.has_name("p") || above.has_name("blockquote"));
    paragraph.is_some_and(|paragraph| line(&paragraph).chars().count() > title.chars().count() + BESIDE)
}

fn is_heading(node: &NodeRef<'_>) -> bool {
    ["h1", "h2", "h3", "h4", "h5"].iter().any(|name| node.has_name(name))
}

fn links_in(node: &NodeRef<'_>) -> usize {
    node.descendants_it().take(200).filter(|inner| inner.has_name("a")).count()
}

/// Tags and first classes of a link and what is about it: links made by one template have the same.
fn signature(node: &NodeRef<'_>) -> String {
    let mut out = String::new();
    for node in std::iter::once(*node).chain(node.ancestors_it(Some(4))) {
        if let Some(name) = node.node_name() {
            out.push_str(&name);
        }
        let class = node.class();
        // `post-1234` differs from card to card.
        let class = class
            .as_deref()
            .unwrap_or_default()
            .split_whitespace()
            .find(|class| !class.bytes().any(|byte| byte.is_ascii_digit()));
        if let Some(class) = class {
            out.push('.');
            out.push_str(class);
        }
        out.push('>');
    }
    out
}

/// Front pages, sections, tags, authors and services are no articles.
fn is_other(url: &Url) -> bool {
    let parts: Vec<&str> = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let Some(first) = parts.first() else {
        return url.query().is_none_or(|query| !query.contains("p=") && !query.contains("id="));
    };
    let first = first.to_ascii_lowercase();
    let language = matches!(first.as_str(), "ar" | "en" | "fr" | "arabic");
    let named = if language { parts.get(1).map(|part| part.to_ascii_lowercase()) } else { Some(first) };
    let Some(named) = named else { return true };
    let comments = parts.last().is_some_and(|last| matches!(*last, "comment" | "comments"));
    comments
        || OTHER_PATHS.contains(&named.as_str())
        || sections::is_section(url)
        || feed::looks_like_feed(url)
        || [".jpg", ".jpeg", ".png", ".gif", ".pdf", ".mp3", ".mp4", ".zip"]
            .iter()
            .any(|end| url.path().to_ascii_lowercase().ends_with(end))
}

/// How much an address looks like an article's.
fn address_weight(url: &Url) -> i32 {
    let path = url.path();
    let last = url.path_segments().and_then(|mut parts| parts.rfind(|part| !part.is_empty())).unwrap_or_default();
    let words = last.split(['-', '_']).filter(|word| word.len() >= 2).count();
    let digits = |text: &str| {
        let mut longest = 0;
        let mut run = 0;
        for byte in text.bytes() {
            run = if byte.is_ascii_digit() { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        longest
    };
    // Percent-encoded Arabic is full of digits.
    let plain = sitemap::percent_decoded(path).unwrap_or_else(|| path.to_owned());
    let numbered = digits(&plain) >= 4 || digits(url.query().unwrap_or_default()) >= 2;
    let mut weight = 0;
    weight += 2 * i32::from(date_in(url).is_some());
    weight += 2 * i32::from(words >= 4) + i32::from(words == 3);
    weight += 2 * i32::from(numbered);
    weight += i32::from(
        last.ends_with(".html") || last.ends_with(".htm") || last.ends_with(".aspx") || last.ends_with(".php"),
    );
    weight += i32::from(path.split('/').filter(|part| !part.is_empty()).count() >= 2);
    weight.min(4)
}

/// The time that a card shows: marked as one, else written in a short text of its own.
fn moment(card: &NodeRef<'_>) -> Option<Timestamp> {
    let mut shown = None;
    for node in card.descendants_it().take(300) {
        for name in ["datetime", "data-date", "data-time", "data-timestamp"] {
            if let Some(found) = node.attr(name).and_then(|text| date::parse(&text)) {
                return Some(found);
            }
        }
        let leaf = node.is_element()
            && node.children_it(false).all(|child| !child.is_element() || child.has_name("i") || child.has_name("svg"));
        if leaf && shown.is_none() && !node.has_name("a") && !is_heading(&node) {
            let text = line(&node);
            let digits = text.chars().filter(|c| c.is_numeric()).count();
            if (4..=60).contains(&text.chars().count()) && digits >= 3 {
                shown = date::parse(&text).filter(|_| has_date_shape(&text));
            }
        }
    }
    shown
}

/// A year alone («2026») or a number of views is a date to the parser and none to a reader.
fn has_date_shape(text: &str) -> bool {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).count();
    parts >= 3
}

/// The sentence below the headline.
fn standfirst(card: &NodeRef<'_>, title: &str) -> Option<String> {
    card.descendants_it()
        .take(300)
        .filter(|node| node.has_name("p"))
        .map(|node| line(&node))
        .find(|text| text != title && text.chars().count() >= 40 && text.chars().count() <= 1_000)
}

/// The box of each link: the highest element about it that has links to one address only.
struct Cards {
    addresses: HashMap<NodeId, Option<String>>,
}

impl Cards {
    fn of(links: &[NodeRef<'_>], base: &Url) -> Self {
        let mut addresses: HashMap<NodeId, Option<String>> = HashMap::new();
        for link in links.iter().take(MAX_LINKS) {
            let Some(url) = link.attr("href").and_then(|href| feed::resolve(&href, Some(base))) else { continue };
            // A card's link to its section or author does not part it from its article.
            if is_other(&url) {
                continue;
            }
            let mut key = url;
            key.set_fragment(None);
            let key = String::from(key);
            for node in link.ancestors_it(Some(CARD_REACH)) {
                addresses
                    .entry(node.id)
                    .and_modify(|known| {
                        if known.as_ref() != Some(&key) {
                            *known = None;
                        }
                    })
                    .or_insert_with(|| Some(key.clone()));
            }
        }
        Self { addresses }
    }

    fn around<'a>(&self, link: &NodeRef<'a>) -> NodeRef<'a> {
        let mut card = *link;
        for node in link.ancestors_it(Some(CARD_REACH)) {
            let alone = self.addresses.get(&node.id).is_some_and(Option::is_some);
            if !alone || node.has_name("body") {
                break;
            }
            card = node;
        }
        card
    }
}

/// Where links stand: how many of them below each element that has the name of furniture.
struct Places {
    /// Elements named like furniture, with the share of the page's links below them.
    furniture: HashMap<NodeId, usize>,
    all: usize,
}

impl Places {
    fn of(links: &[NodeRef<'_>]) -> Self {
        let mut furniture: HashMap<NodeId, usize> = HashMap::new();
        let mut known: HashMap<NodeId, bool> = HashMap::new();
        let mut all = 0;
        for link in links.iter().take(MAX_LINKS) {
            all += 1;
            for node in std::iter::once(*link).chain(link.ancestors_it(Some(60))) {
                if *known.entry(node.id).or_insert_with(|| is_named_furniture(&node)) {
                    *furniture.entry(node.id).or_default() += 1;
                }
            }
        }
        Self { furniture, all }
    }

    /// Whether the link stands in furniture. What holds most of the page's links is the page, whatever its name.
    fn is_furniture(&self, link: &NodeRef<'_>) -> bool {
        std::iter::once(*link).chain(link.ancestors_it(Some(60))).any(|node| {
            // A form may be the whole page: some systems wrap all of it in one.
            let always = node.has_name("nav");
            self.furniture.get(&node.id).is_some_and(|below| always || below * 2 < self.all.max(1))
        })
    }
}

fn is_named_furniture(node: &NodeRef<'_>) -> bool {
    if node.has_name("body") || node.has_name("html") {
        return false;
    }
    let role = node.attr("role").unwrap_or_default();
    if node.has_name("nav") || node.has_name("form") || matches!(&*role, "navigation" | "contentinfo" | "search") {
        return true;
    }
    // An article's own footer holds its date.
    if node.has_name("footer") {
        return !node.ancestors_it(Some(6)).any(|above| above.has_name("article") || above.has_name("li"));
    }
    let named = [node.class(), node.id_attr()].into_iter().flatten().any(|names| {
        names.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).any(|word| FURNITURE.contains(&word))
    });
    named || heads_a_repeat(node)
}

/// Whether the block is headed «الأكثر قراءة» or the like.
fn heads_a_repeat(node: &NodeRef<'_>) -> bool {
    if !["div", "section", "aside", "ul", "ol"].iter().any(|name| node.has_name(name)) {
        return false;
    }
    let mut first = node.first_element_child();
    // The heading may stand in a box of its own.
    for _ in 0..3 {
        let Some(head) = first else { return false };
        let text = line(&head);
        if text.len() <= 120 {
            let folded = text::fold(&text);
            return !folded.is_empty() && REPEATS.iter().any(|words| folded.starts_with(words));
        }
        first = head.first_element_child();
    }
    false
}
