//! Where links stand on a page: the box of each article, and the furniture that holds none.

use std::collections::{HashMap, HashSet};

use dom_query::{NodeId, NodeRef};
use url::Url;

use super::headline::is_heading;
use super::{address, line, wording};
use crate::feed;
use crate::model::Timestamp;
use crate::site::same_site;
use crate::text::{self, date};

/// Links of one page that are looked at.
pub(super) const MAX_LINKS: usize = 4_000;
/// A card is looked for so many elements above its link.
const CARD_REACH: usize = 8;
/// A card has no more links that are no articles' (its section, writers, tags).
const MOST_BESIDE: usize = 8;
/// Elements behind a link without a box that may be its card's.
const BEHIND: usize = 3;

/// Words of classes and ids that tell furniture.
const FURNITURE: &[&str] = &[
    "nav",
    "menu",
    "navbar",
    "navigation",
    "footer",
    "breadcrumb",
    "breadcrumbs",
    "pagination",
    "pager",
    "paging",
    "share",
    "social",
    "tags",
    "tagcloud",
    "keywords",
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
    "copyright",
    "taboola",
    "outbrain",
    "promo",
    "partners",
];
/// Headings of blocks that are no news, folded.
const FOREIGN: &[&str] = &[
    "اعلان",
    "اعلانات",
    "محتوي مدفوع",
    "محتوي برعايه",
    "برعايه",
    "روابط سريعه",
    "روابط مهمه",
    "مواقع صديقه",
    "sponsored",
    "advertisement",
    "quick links",
    "partner content",
];

/// The box of each link: the highest element about it that has links to one article only.
pub(super) struct Cards {
    addresses: HashMap<NodeId, Option<String>>,
    beside: HashMap<NodeId, usize>,
}

impl Cards {
    pub(super) fn of(links: &[NodeRef<'_>], base: &Url) -> Self {
        let mut addresses: HashMap<NodeId, Option<String>> = HashMap::new();
        let mut beside: HashMap<NodeId, usize> = HashMap::new();
        for link in links.iter().take(MAX_LINKS) {
            let Some(url) = link.attr("href").and_then(|href| feed::resolve(&href, Some(base))) else { continue };
            // A card's link to its section, its writer or a network does not part it from its article.
            let weak = || address::weight(&url) == 0 && wording::lettered(&line(link)) <= 3 && !holds_more(link);
            if !same_site(&url, base) || address::is_other(&url) || weak() {
                for node in link.ancestors_it(Some(CARD_REACH)) {
                    *beside.entry(node.id).or_default() += 1;
                }
                continue;
            }
            let key = String::from(address::key(url));
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
        Self { addresses, beside }
    }

    pub(super) fn around<'a>(&self, link: &NodeRef<'a>) -> NodeRef<'a> {
        let mut card = *link;
        for node in link.ancestors_it(Some(CARD_REACH)) {
            let alone = self.addresses.get(&node.id).is_some_and(Option::is_some)
                && self.beside.get(&node.id).copied().unwrap_or_default() <= MOST_BESIDE;
            if !alone || matches!(node.node_name().as_deref(), Some("body" | "main" | "html" | "form")) {
                break;
            }
            card = node;
        }
        card
    }

    /// Elements behind a card that belong to nobody else: its headline or its date in a layout without boxes.
    pub(super) fn behind<'a>(&self, card: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
        let mut out = Vec::new();
        let mut next = card.next_element_sibling();
        while let Some(node) = next.filter(|_| out.len() < BEHIND) {
            if node.has_name("a") || self.addresses.contains_key(&node.id) || self.beside.contains_key(&node.id) {
                break;
            }
            out.push(node);
            next = node.next_element_sibling();
        }
        out
    }
}

/// Whether a link is more than words: a picture or a heading makes it a card's.
fn holds_more(link: &NodeRef<'_>) -> bool {
    link.descendants_it().take(40).any(|inner| inner.has_name("img") || is_heading(&inner))
        || link.ancestors_it(Some(2)).any(|above| is_heading(&above))
}

/// The time that a card shows: marked as one, else written in a short text of its own. Whether it shows any, an age
/// («قبل ساعتين») included, which names no moment.
pub(super) fn moment(card: &NodeRef<'_>) -> (Option<Timestamp>, bool) {
    let mut shown = None;
    let mut aged = false;
    for node in card.descendants_it().take(300) {
        if node.is_text() {
            let text = node.text();
            if !aged && text.len() <= 160 && text.chars().any(|c| c.is_numeric()) {
                let text = crate::html::line(&text);
                let text = text.trim_matches(['(', ')', '|', '-', '•', ' ']);
                aged = wording::is_moment(text);
                if aged && shown.is_none() {
                    shown = date::parse(text).filter(|_| has_date_shape(text));
                }
            } else if !aged && text.len() <= 160 {
                aged = wording::is_moment(&crate::html::line(&text));
            }
            continue;
        }
        for name in ["datetime", "data-date", "data-time", "data-timestamp"] {
            if let Some(found) = node.attr(name).and_then(|text| date::parse(&text)) {
                return (Some(found), true);
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
    (shown, aged || shown.is_some())
}

/// A year alone («2026») or a number of views is a date to the parser and none to a reader.
fn has_date_shape(text: &str) -> bool {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).count();
    parts >= 3
}

/// The sentence below the headline.
pub(super) fn standfirst(card: &NodeRef<'_>, title: &str) -> Option<String> {
    card.descendants_it()
        .take(300)
        .filter(|node| node.has_name("p"))
        .map(|node| line(&node))
        .find(|text| text != title && text.chars().count() >= 40 && text.chars().count() <= 1_000)
}

/// Where links stand: how many of them below each element that has the name of furniture.
pub(super) struct Places {
    /// Elements named like furniture, with the share of the page's links below them.
    furniture: HashMap<NodeId, usize>,
    all: usize,
}

impl Places {
    pub(super) fn of(links: &[NodeRef<'_>]) -> Self {
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
    pub(super) fn is_furniture(&self, link: &NodeRef<'_>) -> bool {
        std::iter::once(*link).chain(link.ancestors_it(Some(60))).any(|node| {
            // A form may be the whole page: some systems wrap all of it in one.
            let always = node.has_name("nav") || node.has_name("footer");
            self.furniture.get(&node.id).is_some_and(|below| always || below * 2 < self.all.max(1))
        })
    }
}

fn is_named_furniture(node: &NodeRef<'_>) -> bool {
    if node.has_name("body") || node.has_name("html") || node.has_name("article") {
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
    named || heads_foreign(node)
}

/// Whether the block is headed «إعلان» or the like.
fn heads_foreign(node: &NodeRef<'_>) -> bool {
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
            let words = |known: &&str| {
                folded
                    .strip_prefix(*known)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') && rest.len() < 40)
            };
            return !head.has_name("a") && !folded.is_empty() && FOREIGN.iter().any(words);
        }
        first = head.first_element_child();
    }
    false
}

/// Whether the link stands in a sentence: an article's references are no list of articles.
pub(super) fn runs_in_text(node: &NodeRef<'_>) -> bool {
    let block = node.ancestors_it(Some(4)).find(|above| above.has_name("p") || above.has_name("blockquote"));
    let Some(block) = block else { return false };
    // The link may be set in bold: what is beside it stands beside that.
    let mut at = *node;
    while let Some(parent) = at.parent().filter(|parent| parent.id != block.id) {
        at = parent;
    }
    let beside = |mut next: Option<NodeRef<'_>>, back: bool| {
        let mut letters = 0;
        while let Some(node) = next {
            if node.is_element() {
                break;
            }
            letters += node.text().chars().filter(|c| c.is_alphabetic()).take(200).count();
            next = if back { node.prev_sibling() } else { node.next_sibling() };
        }
        letters
    };
    let before = beside(at.prev_sibling(), true);
    let after = beside(at.next_sibling(), false);
    before >= 20 || before >= 3 && after >= 20
}

/// Tags and first classes of what leads from a card's container to its link: links made by one template have the same.
pub(super) fn signature(link: &NodeRef<'_>, card: &NodeRef<'_>) -> String {
    let mut out = String::new();
    let mut inside = true;
    for node in std::iter::once(*link).chain(link.ancestors_it(Some(CARD_REACH + 1))) {
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
        if !inside {
            break;
        }
        inside = node.id != card.id;
    }
    out
}

/// The addresses that the page's linked data lists, with or without their headlines.
pub(super) fn listed(doc: &dom_query::Document, base: &Url) -> HashSet<Url> {
    let mut out = HashSet::new();
    for script in doc.select("script[type='application/ld+json']").nodes().iter().take(20) {
        let text = script.text();
        if !text.contains("ItemList") || text.contains("BreadcrumbList") || text.len() > 500_000 {
            continue;
        }
        for part in text.split("\"url\"").skip(1).take(200) {
            let address = part.trim_start_matches([':', ' ', '\n', '\t']).strip_prefix('"');
            let address = address.and_then(|rest| rest.split('"').next()).map(|url| url.replace("\\/", "/"));
            out.extend(address.and_then(|address| feed::resolve(&address, Some(base))).map(address::key));
        }
    }
    out
}
