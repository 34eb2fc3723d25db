//! The allow-list: what safe markup may hold. `tests/fixtures/sanitise/allow-list.txt` is its checked-in copy, and a
//! test holds the two together, so that nothing is admitted in passing.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use super::{PENDING_PICTURE, links};

/// What an element is, as far as nesting goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Flows in a line; closed by its end tag only.
    Inline,
    /// Ends an open paragraph.
    Block,
    /// A paragraph.
    Paragraph,
    /// A heading: headings don't nest.
    Heading,
    /// `li`, `dt`, `dd`: ends its neighbour before it.
    Item,
    /// `table`.
    Table,
    /// `thead`, `tbody`, `tfoot`.
    Section,
    /// `tr`.
    Row,
    /// `td`, `th`.
    Cell,
    /// `caption`.
    Caption,
    /// `rt`, `rp`.
    Annotation,
    /// Has neither content nor end tag.
    Void,
}

/// An allowed element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Attributes besides [`GLOBAL_ATTRIBUTES`].
    pub(super) attributes: &'static [&'static str],
}

const fn element(name: &'static str, kind: Kind) -> Element {
    Element { name, kind, attributes: &[] }
}

const fn with(name: &'static str, kind: Kind, attributes: &'static [&'static str]) -> Element {
    Element { name, kind, attributes }
}

/// Attributes that every element may have: what bidirectional text needs.
pub(super) const GLOBAL_ATTRIBUTES: &[&str] = &["dir", "lang"];

/// Schemes that links may have.
pub(super) const LINK_SCHEMES: &[&str] = &["http", "https"];

/// What links carry; the window intercepts clicks and gives no `target`.
pub(super) const LINK_REL: &str = "noopener noreferrer";

/// The allowed elements.
pub(super) const ELEMENTS: &[Element] = &[
    with("a", Kind::Inline, &["href"]),
    element("abbr", Kind::Inline),
    element("b", Kind::Inline),
    element("bdi", Kind::Inline),
    element("bdo", Kind::Inline),
    element("blockquote", Kind::Block),
    element("br", Kind::Void),
    element("caption", Kind::Caption),
    element("cite", Kind::Inline),
    element("code", Kind::Inline),
    element("dd", Kind::Item),
    element("del", Kind::Inline),
    with("details", Kind::Block, &["open"]),
    element("dfn", Kind::Inline),
    element("div", Kind::Block),
    element("dl", Kind::Block),
    element("dt", Kind::Item),
    element("em", Kind::Inline),
    element("figcaption", Kind::Block),
    element("figure", Kind::Block),
    element("h2", Kind::Heading),
    element("h3", Kind::Heading),
    element("h4", Kind::Heading),
    element("h5", Kind::Heading),
    element("h6", Kind::Heading),
    element("hr", Kind::Void),
    element("i", Kind::Inline),
    with("img", Kind::Void, &["alt", "height", "loading", "src", "width"]),
    element("ins", Kind::Inline),
    element("kbd", Kind::Inline),
    element("li", Kind::Item),
    element("mark", Kind::Inline),
    with("ol", Kind::Block, &["reversed", "start"]),
    element("p", Kind::Paragraph),
    element("pre", Kind::Block),
    element("q", Kind::Inline),
    element("rp", Kind::Annotation),
    element("rt", Kind::Annotation),
    element("ruby", Kind::Inline),
    element("s", Kind::Inline),
    element("samp", Kind::Inline),
    element("small", Kind::Inline),
    element("span", Kind::Inline),
    element("strong", Kind::Inline),
    element("sub", Kind::Inline),
    element("summary", Kind::Block),
    element("sup", Kind::Inline),
    element("table", Kind::Table),
    element("tbody", Kind::Section),
    with("td", Kind::Cell, &["colspan", "rowspan"]),
    element("tfoot", Kind::Section),
    with("th", Kind::Cell, &["colspan", "rowspan"]),
    element("thead", Kind::Section),
    element("time", Kind::Inline),
    element("tr", Kind::Row),
    element("u", Kind::Inline),
    element("ul", Kind::Block),
    element("var", Kind::Inline),
    element("wbr", Kind::Void),
];

static BY_NAME: LazyLock<HashMap<&'static str, &'static Element>> =
    LazyLock::new(|| ELEMENTS.iter().map(|e| (e.name, e)).collect());

/// The allowed element that stands for a name from outside: itself, or the nearest in meaning.
pub(super) fn allowed(name: &str) -> Option<&'static Element> {
    let name = match name {
        "h1" => "h2",
        "strike" => "s",
        "tt" => "code",
        "acronym" => "abbr",
        "dir" | "menu" => "ul",
        "listing" => "pre",
        "legend" => "p",
        "address" | "article" | "aside" | "body" | "center" | "dialog" | "fieldset" | "footer" | "form" | "header"
        | "hgroup" | "main" | "nav" | "search" | "section" => "div",
        other => other,
    };
    BY_NAME.get(name).copied()
}

/// Elements whose content is not text of the article and is dropped with them, read as raw text by browsers.
pub(super) fn is_raw(name: &str) -> bool {
    matches!(name, "iframe" | "noembed" | "noframes" | "script" | "style" | "textarea" | "title" | "xmp")
}

/// Elements that are dropped with all that is in them, when they are closed at all.
pub(super) fn is_dropped_whole(name: &str) -> bool {
    matches!(
        name,
        "applet" | "button" | "canvas" | "datalist" | "map" | "math" | "object" | "select" | "svg" | "template"
    )
}

/// ammonia with this policy and nothing of its defaults. `tokens` are the pictures that this very run has found: any
/// other `src` is taken away.
pub(super) fn ammonia(tokens: Arc<HashSet<String>>) -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(ELEMENTS.iter().map(|e| e.name).collect())
        .clean_content_tags(["script", "style"].into_iter().collect())
        .generic_attributes(GLOBAL_ATTRIBUTES.iter().copied().collect())
        .tag_attributes(
            ELEMENTS
                .iter()
                .filter(|e| !e.attributes.is_empty())
                .map(|e| (e.name, e.attributes.iter().copied().collect()))
                .collect(),
        )
        .url_schemes(LINK_SCHEMES.iter().copied().chain(["warraq-media"]).collect())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some(LINK_REL))
        .strip_comments(true)
        .attribute_filter(move |element, attribute, value| match (element, attribute) {
            ("a", "href") => links::is_allowed(value).then(|| value.into()),
            ("img", "src") => {
                let key = value.strip_prefix(PENDING_PICTURE)?;
                tokens.contains(key).then(|| value.into())
            }
            (_, "href" | "src") => None,
            _ => Some(value.into()),
        });
    builder
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, GLOBAL_ATTRIBUTES, LINK_SCHEMES};

    #[test]
    fn the_allow_list_is_the_checked_in_one() {
        let mut now = format!("*: {}\nschemes: {}\n", GLOBAL_ATTRIBUTES.join(" "), LINK_SCHEMES.join(" "));
        for element in ELEMENTS {
            now.push_str(element.name);
            if !element.attributes.is_empty() {
                now.push_str(": ");
                now.push_str(&element.attributes.join(" "));
            }
            now.push('\n');
        }
        let file = include_str!("../../../../tests/fixtures/sanitise/allow-list.txt");
        assert_eq!(now, file, "a change of the allow-list needs a change of its checked-in copy, and a reason");
    }

    #[test]
    fn what_promises_forbid_is_not_there() {
        let forbidden = [
            "svg", "math", "style", "form", "iframe", "object", "embed", "base", "meta", "link", "script", "input",
            "textarea", "select", "template", "noscript", "frame", "frameset", "video", "audio", "area", "map",
        ];
        for element in ELEMENTS {
            assert!(!forbidden.contains(&element.name), "{}", element.name);
            for attribute in element.attributes.iter().chain(GLOBAL_ATTRIBUTES) {
                let bad = ["id", "name", "class", "style", "srcdoc", "action", "formaction", "cite", "target"];
                assert!(!bad.contains(attribute) && !attribute.starts_with("on") && !attribute.starts_with("data-"));
            }
        }
        assert!(ELEMENTS.is_sorted_by_key(|e| e.name));
    }
}
