//! Small questions about nodes that several parts of the reading ask.

use dom_query::NodeRef;
use html5ever::{LocalName, local_name};

/// Class and id names of an element, in lower case; at most 24.
pub(super) fn names(node: &NodeRef<'_>) -> Vec<String> {
    let class = node.class().unwrap_or_default();
    let id = node.id_attr().unwrap_or_default();
    class.split_ascii_whitespace().chain(id.split_ascii_whitespace()).take(24).map(str::to_ascii_lowercase).collect()
}

/// Whether `is` holds of one of [`names`].
pub(super) fn has_name_like(node: &NodeRef<'_>, mut is: impl FnMut(&str) -> bool) -> bool {
    let Some(element) = node.element_ref() else { return false };
    let of = |wanted: LocalName| element.attrs.iter().find(|attr| attr.name.local == wanted).map(|attr| &*attr.value);
    let (class, id) = (of(local_name!("class")), of(local_name!("id")));
    [class, id].into_iter().flatten().flat_map(str::split_ascii_whitespace).take(24).any(|name| {
        if name.bytes().any(|b| b.is_ascii_uppercase()) { is(&name.to_ascii_lowercase()) } else { is(name) }
    })
}

/// The links in a node, or the node when it is one; at most 60.
pub(super) fn links<'a>(node: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    if node.has_name("a") {
        return vec![*node];
    }
    node.descendants_it().filter(|n| n.has_name("a") && n.has_attr("href")).take(60).collect()
}

/// The text of a node as one line unless it has more than `most` characters: the walk ends there, so that the outer
/// elements of a page cost no more than the inner ones.
pub(super) fn short_text(node: &NodeRef<'_>, most: usize) -> Option<String> {
    let mut out = String::new();
    let mut count = 0;
    for (walked, inner) in node.descendants_it().enumerate() {
        if walked > 600 {
            return None;
        }
        if inner.is_text() {
            if inner.parent().is_some_and(|p| is_unread(&p)) {
                continue;
            }
            let text = inner.text();
            count += text.trim().chars().count();
            if count > most {
                return None;
            }
            out.push_str(&text);
        } else {
            out.push(' ');
        }
    }
    Some(out.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether an element is a part of a page that isn't the article: a side, a menu, the page's foot. An article may have a
/// foot of its own.
pub(super) fn is_aside(node: &NodeRef<'_>) -> bool {
    node.has_name("aside")
        || node.has_name("nav")
        || node.has_name("footer") && !node.ancestors_it(Some(20)).any(|a| a.has_name("article") || a.has_name("main"))
}

/// Elements whose text no one reads.
pub(super) fn is_unread(node: &NodeRef<'_>) -> bool {
    node.node_name().is_some_and(|name| {
        matches!(name.as_ref(), "script" | "style" | "noscript" | "template" | "textarea" | "select" | "svg" | "head")
    })
}

/// Elements that begin and end a line of text.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Letters and digits of a text, in lower case: what is left when two engines disagree about white space.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
