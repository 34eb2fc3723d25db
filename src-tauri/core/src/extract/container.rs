//! A second opinion on where the article is: the element that its name, or its mark-up, says holds it.

use dom_query::{Document, NodeRef};

use super::blocks::named;
use super::names;

/// What such an element is about.
const ABOUT: &[&str] =
    &["article", "post", "story", "entry", "news", "blog", "single", "message", "question", "detail"];

/// What it is of that.
const PART: &[&str] = &["body", "content", "text", "inner", "prose", "copy"];

/// An element that is named for an article's body and has so many characters needn't be compared with its frame.
const LONG: usize = 1_500;

/// Most candidates that are measured.
const MOST: usize = 40;

/// Elements that are no part of an article wherever they stand.
const OUTSIDE: &[&str] = &[
    "nav", "footer", "form", "button", "script", "style", "noscript", "template", "dialog", "select", "input",
    "textarea", "menu",
];

/// How sure its mark-up makes that an element holds the article: none, or 1 (most sure) to 3.
pub(super) fn rank(node: &NodeRef<'_>) -> Option<u8> {
    if node.attr("itemprop").is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "articleBody")) {
        return Some(1);
    }
    if !named(node, &["div", "section", "article", "main", "td"]) {
        return None;
    }
    let class = node.class().unwrap_or_default();
    let id = node.id_attr().unwrap_or_default();
    for token in class.split_ascii_whitespace().chain(id.split_ascii_whitespace()).take(24) {
        let words = names::split(token);
        let is = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
        if words
            .iter()
            .any(|w| matches!(w.as_str(), "comment" | "comments" | "sidebar" | "footer" | "header" | "related"))
        {
            continue;
        }
        if is(ABOUT) && is(PART) || matches!(token, "articleBody" | "articlebody" | "entry" | "maintext" | "fulltext") {
            return Some(1);
        }
        if matches!(token, "hentry" | "post" | "article") {
            return Some(2);
        }
    }
    if named(node, &["article"]) {
        return Some(2);
    }
    (named(node, &["main"]) || node.attr("role").is_some_and(|r| r.as_ref() == "main")).then_some(3)
}

/// An element that says that it holds the article.
#[derive(Debug)]
pub(super) struct Container<'a> {
    pub(super) node: NodeRef<'a>,
    /// Characters of it that are neither white space nor links.
    pub(super) chars: usize,
    /// 1: named for an article's body; 2: for an article; 3: for the page's main part.
    pub(super) rank: u8,
}

/// The best such element of a page.
pub(super) fn best<'a>(body: &NodeRef<'a>) -> Option<Container<'a>> {
    let mut found: Vec<(u8, usize, NodeRef<'a>)> = Vec::new();
    for node in body.descendants_it().filter(NodeRef::is_element) {
        let Some(rank) = rank(&node) else { continue };
        found.push((rank, unlinked(&node), node));
        if found.len() >= MOST {
            break;
        }
    }
    let most = found.iter().map(|f| f.1).max()?;
    // The surest that holds a good part of what any of them does, or is long anyhow.
    for sure in 1..=3 {
        let best = found.iter().filter(|f| f.0 == sure).max_by_key(|f| f.1);
        if let Some(best) = best.filter(|b| b.1 * 2 >= most || b.1 >= LONG && sure == 1) {
            return Some(Container { node: best.2, chars: best.1, rank: sure });
        }
    }
    None
}

/// Characters of a node's text in no link, in nothing that isn't read.
pub(super) fn unlinked(node: &NodeRef<'_>) -> usize {
    let mut sum = 0;
    for child in node.children_it(false) {
        if child.is_text() {
            sum += child.text().chars().filter(|c| !c.is_whitespace()).count();
        } else if child.is_element() && !named(&child, OUTSIDE) && !child.has_name("a") {
            sum += unlinked(&child);
        }
    }
    sum
}

/// The container's markup without what no one reads, as content of its own.
pub(super) fn content(node: &NodeRef<'_>) -> Document {
    for inner in node.descendants() {
        if !inner.is_element() || inner.parent().is_none() {
            continue;
        }
        let hidden = inner.has_attr("hidden")
            || inner.attr("aria-hidden").is_some_and(|v| v.as_ref() == "true")
            || inner.attr("style").is_some_and(|s| {
                let s = s.to_ascii_lowercase();
                s.contains("display:none")
                    || s.contains("display: none")
                    || s.contains("visibility:hidden")
                    || s.contains("visibility: hidden")
            });
        if hidden || named(&inner, OUTSIDE) {
            inner.remove_from_parent();
        }
    }
    Document::fragment(node.html())
}
