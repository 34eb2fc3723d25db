//! Text that a page folds away behind «اقرأ المزيد» is a part of the article: it is unfolded before the body is looked
//! for, since what isn't shown is left out otherwise.

use dom_query::{Document, NodeRef};

use super::blocks::named;
use super::{dom, names, phrases};

/// Fewest characters of a folded text.
const FEWEST: usize = 80;

/// Most hidden elements that are looked at.
const MOST: usize = 40;

/// Words of names of what is folded away.
const FOLDED: &[&str] = &[
    "more",
    "collapse",
    "collapsed",
    "expand",
    "expandable",
    "rest",
    "full",
    "hidden",
    "fold",
    "folded",
    "toggle",
    "readmore",
];

/// Words of names of what is hidden for other reasons.
const OTHER: &[&str] = &[
    "modal",
    "popup",
    "dialog",
    "overlay",
    "lightbox",
    "cookie",
    "consent",
    "newsletter",
    "login",
    "menu",
    "nav",
    "search",
    "paywall",
    "premium",
    "subscriber",
    "subscribe",
    "locked",
    "comment",
    "comments",
    "share",
    "related",
    "print",
    "tooltip",
    "template",
    "ad",
    "ads",
    "tab",
    "translation",
];

/// What the buttons say that unfold it, folded.
const BUTTONS: &[&str] = &[
    "اقرا المزيد",
    "قراءه المزيد",
    "لقراءه المزيد",
    "المزيد",
    "عرض المزيد",
    "اعرض المزيد",
    "اظهار المزيد",
    "متابعه القراءه",
    "تابع القراءه",
    "اكمل القراءه",
    "مواصله القراءه",
    "باقي الخبر",
    "عرض النص كاملا",
    "النص الكامل",
    "عرض الكل",
    "اقرا كامل",
    "read more",
    "show more",
    "continue reading",
    "read full article",
    "read the full",
    "expand",
    "see more",
    "lire la suite",
];

/// Shows the folded parts of texts in `doc`.
pub(super) fn unfold(doc: &Document) {
    let Some(body) = doc.body() else { return };
    let hidden: Vec<NodeRef<'_>> = body.descendants_it().filter(|node| is_hidden(node)).take(MOST).collect();
    for node in hidden {
        if is_folded(&node) {
            node.remove_attr("style");
            node.remove_attr("hidden");
            node.remove_attr("aria-hidden");
        }
    }
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    node.is_element()
        && (node.has_attr("hidden")
            || node.attr("style").is_some_and(|style| {
                let style: String =
                    style.chars().take(400).filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
                style.contains("display:none") || style.contains("visibility:hidden")
            }))
}

fn is_folded(node: &NodeRef<'_>) -> bool {
    let called = |node: &NodeRef<'_>, list: &[&str]| {
        names::words(node).is_some_and(|words| words.iter().any(|word| list.contains(&word.as_str())))
    };
    if !named(node, &["div", "section", "p", "span", "article"])
        || std::iter::once(*node).chain(node.ancestors_it(Some(8))).any(|a| {
            called(&a, OTHER) && !a.has_name("body") && !a.has_name("html")
                || dom::is_aside(&a)
                || a.has_name("header")
                || a.has_name("form")
        })
        || node.descendants_it().any(|inner| named(&inner, &["form", "input", "textarea", "nav", "iframe"]))
    {
        return false;
    }
    let own = super::container::unlinked(node);
    let all = node.text().chars().filter(|c| !c.is_whitespace()).count();
    if own < FEWEST || own * 10 < all * 7 {
        return false;
    }
    // A text stands before it, in the same element.
    let before: usize = std::iter::successors(node.prev_element_sibling(), NodeRef::prev_element_sibling)
        .take(40)
        .filter(|b| !is_hidden(b))
        .map(|b| super::container::unlinked(&b))
        .sum();
    before >= FEWEST && (called(node, FOLDED) || has_button(node))
}

/// Whether a button to unfold stands beside an element, or beside what holds it.
fn has_button(node: &NodeRef<'_>) -> bool {
    let is = |beside: &NodeRef<'_>| {
        dom::short_text(beside, 40).is_some_and(|text| BUTTONS.contains(&phrases::normal(&text).as_str()))
    };
    let around = |node: &NodeRef<'_>| {
        std::iter::successors(node.next_element_sibling(), NodeRef::next_element_sibling).take(4).any(|n| is(&n))
            || node.prev_element_sibling().is_some_and(|n| is(&n))
    };
    around(node) || node.parent().is_some_and(|parent| !parent.has_name("body") && around(&parent))
}
