//! Blocks of the chosen body that their names give away.

use dom_query::NodeRef;

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
    "dateline",
    "pubdate",
    "published",
    "jumplink",
    "noprint",
];

/// Words of names of captions.
const CAPTIONS: &[&str] =
    &["caption", "credit", "credits", "bildunterschrift", "bildnachweis", "legende", "wp-caption-text"];

/// Takes them out of `root`, and marks captions as such.
pub(super) fn drop_named(root: &NodeRef<'_>) {
    let all = letters(root);
    let mut gone = Vec::new();
    for node in root.descendants() {
        if !node.is_element()
            || gone.last().is_some_and(|g: &dom_query::NodeId| node.ancestors_it(None).any(|a| a.id == *g))
        {
            continue;
        }
        let Some(class) = words(&node) else { continue };
        let is = |list: &[&str]| class.iter().any(|w| list.contains(&w.as_str()));
        if is(CAPTIONS) {
            let len = letters(&node);
            if len > 0
                && len <= 500
                && !super::blocks::holds_media(&node)
                && !super::blocks::named(&node, &["figcaption", "td", "tr", "table", "caption", "li"])
            {
                node.rename("figcaption");
            }
        } else if is(WORDS) {
            let len = letters(&node);
            if len * 5 <= all && !super::blocks::named(&node, &["h1", "h2", "h3", "td", "tr", "tbody", "a"]) {
                gone.push(node.id);
                node.remove_from_parent();
            }
        }
    }
}

fn letters(node: &NodeRef<'_>) -> usize {
    node.descendants_it()
        .filter(NodeRef::is_text)
        .map(|n| n.text().chars().filter(|c| !c.is_whitespace()).count())
        .sum()
}

/// The words of class and id: `article-relatedLinks` is article, related, links.
fn words(node: &NodeRef<'_>) -> Option<Vec<String>> {
    let class = node.class().unwrap_or_default();
    let id = node.id_attr().unwrap_or_default();
    if class.is_empty() && id.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    for name in [class.as_ref(), id.as_ref()] {
        let mut word = String::new();
        let mut lower = false;
        for c in name.chars().take(300) {
            if !c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && lower {
                if !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
            }
            lower = c.is_ascii_lowercase();
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase());
            }
        }
        if !word.is_empty() {
            out.push(word);
        }
    }
    Some(out)
}
