//! Small questions about nodes that several parts of the reading ask.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use dom_query::{NodeData, NodeId, NodeRef};
use html5ever::local_name;

/// Nodes are numbered from zero: multiplying scatters their numbers well enough, and nobody chooses them.
#[derive(Debug, Default)]
pub(super) struct NodeHasher(u64);

impl Hasher for NodeHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

/// Values by node.
pub(super) type NodeMap<V> = HashMap<NodeId, V, BuildHasherDefault<NodeHasher>>;

/// Some nodes.
pub(super) type NodeSet = HashSet<NodeId, BuildHasherDefault<NodeHasher>>;

/// Class and id names of an element, in lower case; at most 24.
pub(super) fn names(node: &NodeRef<'_>) -> Vec<String> {
    let class = node.class().unwrap_or_default();
    let id = node.id_attr().unwrap_or_default();
    class.split_ascii_whitespace().chain(id.split_ascii_whitespace()).take(24).map(str::to_ascii_lowercase).collect()
}

/// Whether `is` holds of one of [`names`].
pub(super) fn has_name_like(node: &NodeRef<'_>, mut is: impl FnMut(&str) -> bool) -> bool {
    names_of(node, |class, id| {
        [class, id].into_iter().flatten().flat_map(str::split_ascii_whitespace).take(24).any(|name| {
            if name.bytes().any(|b| b.is_ascii_uppercase()) { is(&name.to_ascii_lowercase()) } else { is(name) }
        })
    })
}

/// Whether `is` holds of the class and the id of an element. False of what is no element or has neither.
pub(super) fn names_of(node: &NodeRef<'_>, is: impl FnOnce(Option<&str>, Option<&str>) -> bool) -> bool {
    let Some(element) = node.element_ref() else { return false };
    let (mut class, mut id) = (None, None);
    for attribute in &element.attrs {
        if attribute.name.local == local_name!("class") {
            class = Some(&*attribute.value);
        } else if attribute.name.local == local_name!("id") {
            id = Some(&*attribute.value);
        }
    }
    (class.is_some() || id.is_some()) && is(class, id)
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
    short_text_if(node, most, |_| true)
}

/// [`short_text`] of a text whose first word `is` something: the walk ends at any other.
pub(super) fn short_text_if(node: &NodeRef<'_>, most: usize, is: impl Fn(&str) -> bool) -> Option<String> {
    let mut out = String::new();
    let mut count = 0;
    let mut begun = false;
    for (walked, inner) in node.descendants_it().enumerate() {
        if walked > 600 {
            return None;
        }
        let text = inner.query_or(None, |n| match &n.data {
            NodeData::Text { contents } => Some(contents.clone()),
            _ => None,
        });
        if let Some(text) = text {
            if inner.parent().is_some_and(|p| is_unread(&p)) {
                continue;
            }
            count += text.trim().chars().count();
            if count > most {
                return None;
            }
            out.push_str(&text);
        } else {
            out.push(' ');
        }
        if !begun && let Some(first) = first_word(&out) {
            if !is(first) {
                return None;
            }
            begun = true;
        }
    }
    let mut line = String::with_capacity(out.len());
    for word in out.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Some(line).filter(|line| begun || is(line))
}

/// The first word of a text that has begun to be read, once it is whole: something that is no part of it follows.
fn first_word(text: &str) -> Option<&str> {
    let from = text.find(char::is_alphanumeric)?;
    let length = text[from..].find(|c: char| c.is_whitespace() || c.is_ascii_punctuation())?;
    Some(&text[from..from + length])
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
    node.qual_name_ref().is_some_and(|name| {
        matches!(&*name.local, "script" | "style" | "noscript" | "template" | "textarea" | "select" | "svg" | "head")
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
