//! «المصدر»: where a paper says that it has a story from.

use dom_query::{Document, NodeRef};
use url::Url;

use super::meta::web;
use super::{Source, dom, phrases};

/// Longest name of a source, in characters.
const LONGEST: usize = 80;

/// Takes the attribution out of `doc` and tells it.
pub(super) fn lift(doc: &Document, base: Option<&Url>) -> Option<Source> {
    let body = doc.body()?;
    let mut found = None;
    for node in body.descendants().into_iter().filter(NodeRef::is_element) {
        let gone = node.parent().is_none();
        if gone {
            continue;
        }
        let Some((source, with)) = named_by_theme(&node, base).or_else(|| named_on_a_line(&node, base)) else {
            continue;
        };
        if found.is_none() {
            found = source;
        }
        for node in with {
            node.remove_from_parent();
        }
    }
    found
}

type Taken<'a> = (Option<Source>, Vec<NodeRef<'a>>);

/// TieLabs' themes put it below the text.
fn named_by_theme<'a>(node: &NodeRef<'a>, base: Option<&Url>) -> Option<Taken<'a>> {
    if !dom::names(node).iter().any(|name| name == "post-bottom-source") {
        return None;
    }
    let link = dom::links(node).into_iter().next();
    let source = link.and_then(|link| source(&link.text(), link.attr("href").as_deref(), base));
    Some((source, vec![*node]))
}

/// «المصدر: …» on a line of its own, or the label on one line and the link on the next.
fn named_on_a_line<'a>(node: &NodeRef<'a>, base: Option<&Url>) -> Option<Taken<'a>> {
    let name = node.node_name()?;
    if !matches!(
        name.as_ref(),
        "p" | "div" | "li" | "h2" | "h3" | "h4" | "h5" | "h6" | "section" | "aside" | "blockquote"
    ) {
        return None;
    }
    let text = dom::short_text(node, 320)?;
    if phrases::is_source_label(&phrases::normal(&text)) {
        let below = node.next_element_sibling().filter(|next| {
            dom::short_text(next, LONGEST).is_some_and(|text| {
                let linked: usize = dom::links(next).iter().map(|a| a.text().trim().chars().count()).sum();
                linked * 10 >= text.chars().count() * 7
            })
        });
        let link = below.and_then(|next| dom::links(&next).into_iter().next());
        let source = link.and_then(|link| source(&link.text(), link.attr("href").as_deref(), base));
        let with = if source.is_some() { std::iter::once(*node).chain(below).collect() } else { vec![*node] };
        return Some((source, with));
    }
    let named = phrases::source_named(&text)?;
    let link = dom::links(node).into_iter().next().and_then(|a| a.attr("href"));
    Some((source(named, link.as_deref(), base), vec![*node]))
}

fn source(name: &str, href: Option<&str>, base: Option<&Url>) -> Option<Source> {
    let name = crate::html::line(name);
    ((1..=LONGEST).contains(&name.chars().count())).then(|| Source { name, url: href.and_then(|href| web(href, base)) })
}
