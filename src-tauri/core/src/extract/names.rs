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
const CAPTIONS: &[&str] =
    &["caption", "credit", "credits", "bildunterschrift", "bildnachweis", "legende", "wp-caption-text"];

/// Words of names of boxes of pictures.
const PICTURES: &[&str] = &["image", "img", "photo", "picture", "foto", "bild", "imagen", "imagem"];

/// Longest text of a caption that its name gives away, in characters.
const LONGEST_CAPTION: usize = 600;

/// Makes `figcaption`s of the elements of `root` that are named as captions: readability forgets the names.
pub(super) fn mark_captions(root: &NodeRef<'_>) {
    for node in root.descendants() {
        if !node.is_element()
            || !named(&node, &["div", "p", "span", "small", "cite", "em", "i", "section", "footer", "dd"])
        {
            continue;
        }
        let Some(class) = words(&node) else { continue };
        if class.iter().any(|w| PICTURES.contains(&w.as_str())) && !named(&node, &["p", "span", "em", "i", "dd"]) {
            mark_beside(&node);
        }
        if class.iter().any(|w| CAPTIONS.contains(&w.as_str())) {
            let len = letters(&node);
            if len > 0
                && len <= LONGEST_CAPTION
                && !holds_media(&node)
                && !node.descendants_it().any(|n| named(&n, &["h1", "h2", "h3", "li", "table", "figcaption"]))
            {
                node.rename("figcaption");
            }
        }
    }
}

/// Makes `figcaption`s of the lines in a box that is named after its picture and has little else in it.
fn mark_beside(node: &NodeRef<'_>) {
    let picture = node.descendants_it().any(|n| named(&n, &["img", "picture"]));
    let len = letters(node);
    if !picture
        || len == 0
        || len > LONGEST_CAPTION
        || node
            .descendants_it()
            .any(|n| named(&n, &["h1", "h2", "h3", "h4", "li", "table", "figcaption", "article", "blockquote"]))
    {
        return;
    }
    for line in node.descendants() {
        if named(&line, &["p", "div", "span"])
            && line.parent().is_some()
            && !holds_media(&line)
            && letters(&line) > 0
            && !line.ancestors_it(Some(6)).any(|n| n.has_name("figcaption"))
        {
            line.rename("figcaption");
        }
    }
}

/// Takes furniture out of `root`.
pub(super) fn drop_named(root: &NodeRef<'_>) {
    let all = letters(root);
    for node in root.descendants() {
        if !node.is_element() || node.parent().is_none() {
            continue;
        }
        if named(&node, &["article", "aside"]) && is_teaser(&node, all) {
            node.remove_from_parent();
            continue;
        }
        let Some(class) = words(&node) else { continue };
        if class.iter().any(|w| WORDS.contains(&w.as_str())) {
            let len = letters(&node);
            if len * 5 <= all
                && !named(&node, &["h1", "h2", "h3", "td", "tr", "tbody", "a", "blockquote"])
                && !node.descendants_it().any(|n| named(&n, &["blockquote"]))
            {
                node.remove_from_parent();
            }
        }
    }
}

/// Whether an `article` or `aside` within the body is a card that leads to another story.
fn is_teaser(node: &NodeRef<'_>, all: usize) -> bool {
    let len = letters(node);
    if len * 10 > all || node.descendants_it().any(|n| named(&n, &["blockquote", "table", "pre"])) {
        return false;
    }
    let linked: usize =
        node.descendants_it().filter(|n| n.has_name("a") && n.has_attr("href")).map(|n| letters(&n)).sum();
    linked * 4 >= len
        || node
            .descendants_it()
            .any(|n| n.has_name("a") && n.descendants_it().any(|i| named(&i, &["h2", "h3", "h4", "img"])))
}

fn letters(node: &NodeRef<'_>) -> usize {
    node.descendants_it()
        .filter(NodeRef::is_text)
        .map(|n| n.text().chars().filter(|c| !c.is_whitespace()).count())
        .sum()
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
