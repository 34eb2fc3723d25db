//! Safe markup as a tree, for what writes it down in another form.

use super::tokens::{Token, Tokens};
use super::{MEDIA_BASE, SafeHtml, entities, policy};
use crate::model::{Direction, MediaHash};

/// Deeper nesting is drawn flat: what stands inside counts for the element at this depth. The sanitiser's own bound is
/// lower.
const DEEPEST: usize = 400;

/// A piece of safe markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// Text, decoded.
    Text(String),
    /// A stored picture, or (without one) a picture that is not here.
    Picture {
        /// Its bytes' name.
        media: Option<MediaHash>,
        /// Its alternative text.
        alt: String,
    },
    /// The place of «اقرأ أيضاً» number so-and-so, as [`super::with_cards`] has marked it.
    Card(usize),
    /// An element of the policy.
    Element(Element),
}

/// An element and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Element {
    /// Its name, one of the policy's.
    pub(crate) name: &'static str,
    /// The direction that the sanitiser gave it.
    pub(crate) direction: Option<Direction>,
    /// Where it leads, for a link; http(s) only, whatever was stored.
    pub(crate) href: Option<String>,
    /// How many columns a cell spans, at least one.
    pub(crate) columns: usize,
    /// How many rows a cell spans, at least one.
    pub(crate) rows: usize,
    /// Where a list begins to count.
    pub(crate) start: Option<i64>,
    /// What stands in it.
    pub(crate) children: Vec<Node>,
}

/// Whether an element stands in a line rather than on lines of its own.
pub(crate) fn is_inline(name: &str) -> bool {
    use policy::Kind::{Annotation, Inline, Void};
    policy::allowed(name).is_none_or(|element| matches!(element.kind, Inline | Void | Annotation)) && name != "hr"
}

/// Text as it stands in markup, or (within double quotes) in an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    entities::escape_attribute_into(text, &mut out);
    out
}

/// The tree of safe markup.
pub(crate) fn nodes(html: &SafeHtml) -> Vec<Node> {
    // The first is the whole; it is never closed.
    let mut open: Vec<Element> = vec![Element::default()];
    for token in Tokens::new(&html.0) {
        match token {
            Token::Text(text) => add(&mut open, Node::Text(entities::decode(text, false).into_owned())),
            Token::Start(tag) if tag.name == "img" => {
                let media = tag.get("src").and_then(|src| src.strip_prefix(MEDIA_BASE)).and_then(MediaHash::parse);
                add(&mut open, Node::Picture { media, alt: tag.get("alt").unwrap_or_default().to_owned() });
            }
            Token::Start(tag) if tag.name == "aside" => {
                if let Some(number) = tag.get("data-card").and_then(|number| number.parse().ok()) {
                    add(&mut open, Node::Card(number));
                }
            }
            Token::Start(tag) => {
                let Some(known) = policy::allowed(&tag.name) else { continue };
                let span = |name| tag.get(name).and_then(|count| count.parse().ok()).unwrap_or(1_usize).clamp(1, 100);
                let element = Element {
                    name: known.name,
                    direction: match tag.get("dir") {
                        Some("rtl") => Some(Direction::Rtl),
                        Some("ltr") => Some(Direction::Ltr),
                        _ => None,
                    },
                    href: tag.get("href").filter(|href| super::links::is_allowed(href)).map(str::to_owned),
                    columns: span("colspan"),
                    rows: span("rowspan"),
                    start: tag.get("start").and_then(|start| start.parse().ok()),
                    children: Vec::new(),
                };
                if matches!(known.kind, policy::Kind::Void) {
                    add(&mut open, Node::Element(element));
                } else if open.len() < DEEPEST {
                    open.push(element);
                }
            }
            Token::End(name) => {
                let Some(known) = policy::allowed(&name).filter(|_| name != "aside") else { continue };
                // What the sanitiser writes is nested; an end without a beginning ends nothing.
                if open.iter().skip(1).any(|element| element.name == known.name) {
                    while open.len() > 1 && close(&mut open) != Some(known.name) {}
                }
            }
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|whole| whole.children).unwrap_or_default()
}

fn add(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn close(open: &mut Vec<Element>) -> Option<&'static str> {
    let element = open.pop()?;
    let name = element.name;
    add(open, Node::Element(element));
    Some(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::html::{RawHtml, map_pictures, sanitise, with_cards};

    #[test]
    fn a_text_becomes_the_tree_that_it_is() {
        let raw = "<p>قال <b>محمد &amp; غيره</b><br><a href=https://a.example/x>هنا</a></p><img src=https://a.example/1.jpg alt=س>\
                   <table><tr><td colspan=2>١<td>٢</table>";
        let html = sanitise(&RawHtml(raw.to_owned()), None).html;
        let hash = "0a".repeat(32);
        let html = with_cards(&map_pictures(&html, |_| Some(hash.clone())), &[1]);
        let tree = nodes(&html);
        let Node::Element(paragraph) = &tree[0] else { panic!("{tree:#?}") };
        assert_eq!(paragraph.name, "p");
        assert_eq!(paragraph.children[0], Node::Text("قال ".to_owned()));
        let Node::Element(bold) = &paragraph.children[1] else { panic!("{tree:#?}") };
        assert_eq!((bold.name, &bold.children[0]), ("b", &Node::Text("محمد & غيره".to_owned())));
        let Some(Node::Element(link)) = paragraph.children.last() else { panic!("{tree:#?}") };
        assert_eq!(link.href.as_deref(), Some("https://a.example/x"));
        assert_eq!(tree[1], Node::Card(0));
        assert!(format!("{tree:?}").contains(&hash), "{tree:#?}");
        assert!(format!("{tree:?}").contains("columns: 2"), "{tree:#?}");
    }

    #[test]
    fn whatever_is_stored_makes_a_bounded_tree_with_web_links_only() {
        for markup in [
            "<div>".repeat(3_000),
            "</p></div>text".to_owned(),
            "<a href=\"javascript:alert(1)\">x</a><script>x</script><aside data-card=\"x\">y</aside>".to_owned(),
        ] {
            let tree = format!("{:?}", nodes(&SafeHtml(markup)));
            assert!(!tree.contains("javascript"), "{tree}");
        }
    }
}
