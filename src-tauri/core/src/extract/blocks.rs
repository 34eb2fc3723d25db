//! A piece of markup as the lines a reader sees: paragraphs, headings, items, cells, each with how much of it is links.

use dom_query::{NodeId, NodeRef};

use super::dom::NodeSet;

/// What kind of line a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph, or a line of text that stands for one.
    Paragraph,
    /// `h1` to `h6`.
    Heading,
    /// `li`, `dt`, `dd`.
    Item,
    /// `td`, `th`.
    Cell,
    /// Words of a picture: `figcaption`, or anything said in a `figure` that holds a picture.
    Caption,
    /// Preformatted text.
    Code,
}

/// A run of inline markup that no block interrupts.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// The element that holds the run.
    pub(super) parent: NodeRef<'a>,
    /// The run: siblings, children of `parent`.
    pub(super) run: Vec<NodeRef<'a>>,
    pub(super) kind: Kind,
    /// Its text, white space folded, line breaks kept.
    pub(super) text: String,
    /// Characters of the text that aren't white space.
    pub(super) chars: usize,
    /// Those of them that are links.
    pub(super) linked: usize,
    /// Those of them that are bold or emphasised.
    pub(super) strong: usize,
    /// Whether a picture or a player stands in the run.
    pub(super) media: bool,
    /// Whether it stands in a quotation.
    pub(super) quoted: bool,
    /// Its list or table, if it is in one.
    pub(super) group: Option<NodeId>,
}

/// Elements that are something to see without text.
const MEDIA: &[&str] = &["img", "picture", "video", "audio", "iframe", "embed", "object", "math", "svg", "hr"];

/// Elements that hold no text a reader sees.
const SILENT: &[&str] =
    &["script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "select", "button", "rt", "rp"];

/// Elements that begin on a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Whether an element's name is in `list`.
pub(super) fn named(node: &NodeRef<'_>, list: &[&str]) -> bool {
    node.qual_name_ref().is_some_and(|name| list.contains(&&*name.local))
}

/// Whether a node begins on a line of its own.
pub(super) fn is_block(node: &NodeRef<'_>) -> bool {
    named(node, BLOCKS)
}

/// The blocks of `root`, in order.
pub(super) fn blocks<'a>(root: &NodeRef<'a>) -> Vec<Block<'a>> {
    let mut holders = NodeSet::default();
    for node in root.descendants_it() {
        if named(&node, BLOCKS) {
            for outer in node.ancestors_it(None) {
                if outer.id == root.id || !holders.insert(outer.id) {
                    break;
                }
            }
        }
    }
    let mut out = Vec::new();
    walk(root, &holders, Place { kind: Kind::Paragraph, linked: false, quoted: false, group: None }, &mut out);
    out
}

#[derive(Clone, Copy)]
struct Place {
    kind: Kind,
    linked: bool,
    quoted: bool,
    group: Option<NodeId>,
}

impl Place {
    fn within(self, node: &NodeRef<'_>) -> Self {
        let mut place = self;
        let Some(name) = node.qual_name_ref() else { return place };
        match &*name.local {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => place.kind = Kind::Heading,
            "li" | "dt" | "dd" => place.kind = Kind::Item,
            "td" | "th" => place.kind = Kind::Cell,
            "pre" => place.kind = Kind::Code,
            "figcaption" => place.kind = Kind::Caption,
            "figure" if is_picture(node) => place.kind = Kind::Caption,
            "ul" | "ol" | "dl" | "table" => place.group = Some(node.id),
            "blockquote" => place.quoted = true,
            "a" => place.linked = true,
            _ => {}
        }
        if self.kind == Kind::Caption {
            place.kind = Kind::Caption;
        }
        place
    }
}

/// Whether a `figure` is a picture with its words: not a table, a listing or a quotation.
fn is_picture(figure: &NodeRef<'_>) -> bool {
    let mut picture = false;
    for node in figure.descendants_it().filter(NodeRef::is_element) {
        if named(&node, &["table", "pre", "blockquote", "code"]) {
            return false;
        }
        picture |= named(&node, &["img", "picture", "video", "iframe"]);
    }
    picture
}

fn walk<'a>(node: &NodeRef<'a>, holders: &NodeSet, place: Place, out: &mut Vec<Block<'a>>) {
    let mut run: Vec<NodeRef<'a>> = Vec::new();
    for child in node.children_it(false) {
        if child.is_element() && (holders.contains(&child.id) || named(&child, BLOCKS)) {
            close(node, &mut run, place, out);
            walk(&child, holders, place.within(&child), out);
        } else if child.is_text() || child.is_element() {
            run.push(child);
        }
    }
    close(node, &mut run, place, out);
}

fn close<'a>(parent: &NodeRef<'a>, run: &mut Vec<NodeRef<'a>>, place: Place, out: &mut Vec<Block<'a>>) {
    if run.is_empty() {
        return;
    }
    let mut block = Block {
        parent: *parent,
        run: std::mem::take(run),
        kind: place.kind,
        text: String::new(),
        chars: 0,
        linked: 0,
        strong: 0,
        media: false,
        quoted: place.quoted,
        group: place.group,
    };
    let mut writer = Writer { out: String::new(), space: false };
    for node in block.run.clone() {
        block.read(&node, &mut writer, place.linked, false);
    }
    block.text = writer.out;
    if block.chars > 0 {
        out.push(block);
    }
}

struct Writer {
    out: String,
    space: bool,
}

impl Block<'_> {
    fn read(&mut self, node: &NodeRef<'_>, writer: &mut Writer, linked: bool, strong: bool) {
        if node.is_text() {
            for c in node.text().chars() {
                if c.is_whitespace() || c.is_control() {
                    writer.space = true;
                } else {
                    if writer.space && !writer.out.is_empty() && !writer.out.ends_with('\n') {
                        writer.out.push(' ');
                    }
                    writer.space = false;
                    writer.out.push(c);
                    self.chars += 1;
                    self.linked += usize::from(linked);
                    self.strong += usize::from(strong);
                }
            }
            return;
        }
        let Some(name) = node.node_name() else { return };
        let name = name.as_ref();
        self.media |= matches!(name, "img" | "picture" | "video" | "audio" | "iframe");
        if SILENT.contains(&name) {
            return;
        }
        if name == "br" {
            if !writer.out.is_empty() && !writer.out.ends_with('\n') {
                writer.out.push('\n');
            }
            writer.space = false;
            return;
        }
        let linked = linked || name == "a" && node.has_attr("href");
        let strong = strong || matches!(name, "b" | "strong" | "em" | "i" | "u");
        for child in node.children_it(false) {
            self.read(&child, writer, linked, strong);
        }
    }

    /// Whether all of it is links but for a few characters.
    pub(super) fn is_link(&self) -> bool {
        self.linked > 0 && self.linked + 3 + self.chars / 20 >= self.chars
    }

    /// Makes a caption of it.
    pub(super) fn caption(&self, root: NodeId) {
        if self.parent.has_name("figcaption") || self.parent.ancestors_it(None).any(|n| n.has_name("figcaption")) {
            return;
        }
        let whole = self.parent.id != root
            && self.parent.children_it(false).all(|n| !n.is_element() || self.run.iter().any(|r| r.id == n.id));
        if whole && !self.media && named(&self.parent, &["p", "div", "span", "small"]) {
            self.parent.rename("figcaption");
            return;
        }
        let Some(first) = self.run.iter().find(|n| !holds_media(n)) else { return };
        let caption = first.tree.new_element("figcaption");
        first.insert_before(&caption);
        for node in self.run.iter().filter(|n| !holds_media(n)) {
            caption.append_child(node);
        }
    }

    /// Takes the block out of the tree; pictures stay. What is left empty round it is [`drop_empty`]'s.
    pub(super) fn remove(&self) {
        for node in &self.run {
            if holds_media(node) {
                for text in node.descendants().into_iter().filter(NodeRef::is_text) {
                    text.remove_from_parent();
                }
            } else {
                node.remove_from_parent();
            }
        }
    }
}

/// Removes those of `emptied` that hold neither text nor media any more. One pass, however many there are.
pub(super) fn drop_empty(root: &NodeRef<'_>, emptied: &NodeSet) {
    if emptied.is_empty() {
        return;
    }
    let mut full = NodeSet::default();
    for node in root.descendants().iter().rev() {
        let own = if node.is_text() {
            node.text().chars().any(|c| !c.is_whitespace())
        } else {
            named(node, MEDIA) || full.contains(&node.id)
        };
        if own {
            full.extend(node.parent().map(|parent| parent.id));
        } else if emptied.contains(&node.id) {
            node.remove_from_parent();
        }
    }
}

/// Whether a picture, player or table stands in it.
pub(super) fn holds_media(node: &NodeRef<'_>) -> bool {
    named(node, MEDIA) || node.descendants_it().any(|inner| named(&inner, MEDIA))
}
