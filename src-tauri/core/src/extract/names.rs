//! Blocks of the chosen body that their names give away.

use dom_query::NodeRef;

use super::blocks::{holds_media, named};

/// Words of class names and ids of blocks that are furniture wherever they stand.
const WORDS: &[&str] = &[
    "related",
    "recommended",
    "recommendation",
    "recommendations",
    "newsletter",
    "newsletters",
    "share",
    "sharing",
    "sharebar",
    "sharedaddy",
    "social",
    "subscribe",
    "subscription",
    "signup",
    "promo",
    "promobox",
    "promotion",
    "advert",
    "advertisement",
    "advertising",
    "ad",
    "ads",
    "sponsor",
    "sponsored",
    "outbrain",
    "taboola",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "comment",
    "disqus",
    "byline",
    "bio",
    "tags",
    "taglist",
    "pagination",
    "pager",
    "popular",
    "trending",
    "mostread",
    "readmore",
    "teasers",
    "sidebar",
    "cookie",
    "consent",
    "paywall",
    "poll",
    "rating",
    "disclaimer",
    "copyright",
    "infobox",
    "timestamp",
    "pubdate",
    "published",
    "jumplink",
    "noprint",
];

/// Words of names of captions.
const CAPTIONS: &[&str] = &["caption", "credit", "credits", "bildunterschrift", "bildnachweis", "legende"];

/// Words of names of boxes of pictures.
const PICTURES: &[&str] = &["image", "img", "photo", "picture", "foto", "bild", "imagen", "imagem"];

/// Longest text of a caption that its name gives away, in characters.
const LONGEST_CAPTION: usize = 600;

/// Nodes that a box of a caption and one of furniture may have: with more it is neither, and needn't be walked whole.
const CAPTION_NODES: usize = 300;
const FURNITURE_NODES: usize = 5_000;

/// What there is in an element.
#[derive(Debug, Default)]
struct Glance {
    /// Characters that aren't white space, and those of them in links.
    letters: usize,
    linked: usize,
    picture: bool,
    /// Headings, items, tables, articles: what a caption has none of.
    structure: bool,
    /// Quotations, tables, listings: what is the article's own.
    own: bool,
    /// A link round a heading or a picture.
    card: bool,
}

impl Glance {
    /// None when it has more than `most` nodes.
    fn at(node: &NodeRef<'_>, most: usize) -> Option<Self> {
        let mut glance = Self::default();
        for (walked, inner) in node.descendants_it().enumerate() {
            if walked >= most {
                return None;
            }
            if inner.is_text() {
                let letters = inner.text().chars().filter(|c| !c.is_whitespace()).count();
                glance.letters += letters;
                if letters > 0 && inner.ancestors_it(Some(3)).any(|outer| outer.has_name("a")) {
                    glance.linked += letters;
                }
                continue;
            }
            let Some(name) = inner.node_name() else { continue };
            match name.as_ref() {
                "img" | "picture" => {
                    glance.picture = true;
                    glance.card |= inner.ancestors_it(Some(3)).any(|outer| outer.has_name("a"));
                }
                "h1" | "h2" | "h3" | "h4" => {
                    glance.structure = true;
                    glance.card |= inner.ancestors_it(Some(3)).any(|outer| outer.has_name("a"));
                }
                "li" | "figcaption" | "article" => glance.structure = true,
                "table" | "blockquote" => {
                    glance.structure = true;
                    glance.own = true;
                }
                "pre" => glance.own = true,
                _ => {}
            }
        }
        Some(glance)
    }
}

/// Makes `figcaption`s of the elements of `root` that are named as captions, and of the lines in boxes that are named
/// after their picture. Readability forgets the names, so it is done before.
pub(super) fn mark_captions(root: &NodeRef<'_>) {
    for node in root.descendants() {
        if node.ancestors_it(Some(6)).any(|outer| outer.has_name("figcaption")) {
            continue;
        }
        let box_of_picture = named(&node, &["div", "section"]);
        if !box_of_picture && !named(&node, &["p", "span", "small", "cite", "em", "i", "footer", "dd"]) {
            continue;
        }
        let Some(class) = words(&node) else { continue };
        let is = |list: &[&str]| class.iter().any(|word| list.contains(&word.as_str()));
        let (beside, caption) = (box_of_picture && is(PICTURES), is(CAPTIONS));
        if !beside && !caption {
            continue;
        }
        let Some(glance) = Glance::at(&node, CAPTION_NODES) else { continue };
        if glance.structure || !(1..=LONGEST_CAPTION).contains(&glance.letters) {
            continue;
        }
        if caption && !holds_media(&node) {
            node.rename("figcaption");
        } else if beside && glance.picture {
            for line in node.descendants() {
                if named(&line, &["p", "div", "span"])
                    && !holds_media(&line)
                    && !line.ancestors_it(Some(6)).any(|outer| outer.has_name("figcaption"))
                    && line.text().chars().any(|c| !c.is_whitespace())
                {
                    line.rename("figcaption");
                }
            }
        }
    }
}

/// Parts what only a style sheet would: `<div><span class="a">…</span><span class="b">…</span></div>`, as the halves of a
/// verse are written, with nothing between the two.
pub(super) fn part_verses(root: &NodeRef<'_>) {
    for node in root.descendants() {
        if !named(&node, &["div", "p", "li", "td"]) {
            continue;
        }
        let children = node.children();
        let spans: Vec<&NodeRef<'_>> = children.iter().filter(|child| child.is_element()).collect();
        let apart = |pair: &[&NodeRef<'_>]| {
            let (a, b) = (pair[0].text(), pair[1].text());
            pair[0].class() != pair[1].class()
                && a.split_whitespace().count() >= 2
                && b.split_whitespace().count() >= 2
                && a.chars().next_back().is_some_and(|c| !c.is_whitespace())
                && b.chars().next().is_some_and(|c| !c.is_whitespace())
        };
        if (2..=4).contains(&spans.len())
            && spans.len() == children.len()
            && spans.iter().all(|span| named(span, &["span", "b", "em", "i", "strong"]) && span.class().is_some())
            && spans.windows(2).all(apart)
        {
            for span in &spans[1..] {
                span.insert_before(&span.tree.new_element("br"));
            }
        }
    }
}

/// Takes furniture out of `root`: blocks that are named as such, and cards of other stories.
pub(super) fn drop_named(root: &NodeRef<'_>) {
    let all = root
        .descendants_it()
        .filter(NodeRef::is_text)
        .map(|text| text.text().chars().filter(|c| !c.is_whitespace()).count())
        .sum();
    drop_below(root, all);
}

fn drop_below(node: &NodeRef<'_>, all: usize) {
    for child in node.children() {
        if !child.is_element() {
            continue;
        }
        if is_furniture(&child, all) {
            child.remove_from_parent();
        } else {
            drop_below(&child, all);
        }
    }
}

/// Whether an element is furniture by its name, or a card; `all`: the characters of the whole body.
fn is_furniture(node: &NodeRef<'_>, all: usize) -> bool {
    let card = named(node, &["article", "aside"]);
    let called = || words(node).is_some_and(|class| class.iter().any(|word| WORDS.contains(&word.as_str())));
    if named(node, &["h1", "h2", "h3", "td", "tr", "tbody", "a", "blockquote"]) || !card && !called() {
        return false;
    }
    let Some(glance) = Glance::at(node, FURNITURE_NODES) else { return false };
    card && !glance.own && glance.letters * 10 <= all && (glance.linked * 4 >= glance.letters || glance.card)
        || glance.letters * 5 <= all && !holds_quotation(node) && called()
}

fn holds_quotation(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|inner| inner.has_name("blockquote"))
}

/// The words of class and id.
pub(super) fn words(node: &NodeRef<'_>) -> Option<Vec<String>> {
    let class = node.class().unwrap_or_default();
    let id = node.id_attr().unwrap_or_default();
    if class.is_empty() && id.is_empty() {
        return None;
    }
    let mut out = split(&class);
    out.extend(split(&id));
    Some(out)
}

/// The words of a name: `article-relatedLinks` is article, related, links.
pub(super) fn split(name: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut lower = false;
    for c in name.chars().take(300) {
        if (!c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && lower) && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        lower = c.is_ascii_lowercase();
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}
