//! A page as its readers see it: lines of text, apart where a block or a line break stands. Rules that ask «what does
//! this line say, and how much of it is a link» hold for paragraphs, list items, headings and `<br>` soup alike.

use dom_query::{Document, NodeId, NodeRef};

use super::dom::{self, NodeMap, NodeSet};
use super::labels::label;

/// Most lines of a page.
const MOST_LINES: usize = 20_000;

/// More unlinked letters than this make a line prose.
pub(super) const PROSE: usize = 50;

/// A piece of a line.
#[derive(Debug)]
pub(super) struct Piece {
    /// The text node.
    pub(super) node: NodeId,
    /// The link that it stands in.
    pub(super) link: Option<NodeId>,
    pub(super) text: String,
}

/// A line.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// The innermost block that it stands in.
    pub(super) block: NodeId,
    /// All of it, white space folded.
    pub(super) text: String,
    /// Letters and digits.
    pub(super) letters: usize,
    /// Those of them in links.
    pub(super) linked: usize,
    /// Whether it stands in what holds the article's text.
    pub(super) in_root: bool,
    /// Taken away.
    pub(super) gone: bool,
}

impl Line {
    /// The links of the line, each once, in order.
    pub(super) fn links(&self) -> Vec<NodeId> {
        let mut out: Vec<NodeId> = Vec::new();
        for link in self.pieces.iter().filter_map(|piece| piece.link) {
            if !out.contains(&link) {
                out.push(link);
            }
        }
        out
    }

    /// Whether most of it is text of its own.
    pub(super) fn is_prose(&self) -> bool {
        self.letters - self.linked >= PROSE
    }

    /// Whether it is nothing but links, arrows and bullets.
    pub(super) fn is_link(&self) -> bool {
        self.linked > 0 && self.linked * 20 >= self.letters * 19
    }

    /// Whether it is mostly links.
    pub(super) fn is_mostly_links(&self) -> bool {
        self.linked > 0 && self.linked * 10 >= self.letters * 6
    }
}

/// The lines of a page and the element that holds its article's text.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    pub(super) root: Option<NodeId>,
    /// Elements from `root` outwards.
    above: NodeSet,
}

impl Lines {
    /// Reads the lines below `body`; elements that `skip` names are left out with all that is in them.
    pub(super) fn read(body: &NodeRef<'_>, skip: impl Fn(&NodeRef<'_>) -> bool) -> Self {
        let mut out = Self::default();
        let mut open = Open::new(body.id);
        let mut stack: Vec<(NodeRef<'_>, bool)> = vec![(*body, false)];
        while let Some((node, leaving)) = stack.pop() {
            if leaving {
                if node.has_name("a") {
                    open.link = None;
                } else {
                    out.finish(&mut open);
                    open.blocks.pop();
                }
                continue;
            }
            if node.is_text() {
                open.push(node.id, &node.text());
                continue;
            }
            if !node.is_element() || out.lines.len() >= MOST_LINES {
                continue;
            }
            if node.id != body.id && (dom::is_unread(&node) || skip(&node)) {
                continue;
            }
            let Some(name) = node.node_name() else { continue };
            if name.as_ref() == "br" {
                out.finish(&mut open);
                continue;
            }
            if name.as_ref() == "img" {
                open.push(node.id, " ");
                continue;
            }
            let block = dom::is_block(&name);
            if block {
                out.finish(&mut open);
                open.blocks.push(node.id);
                stack.push((node, true));
            } else if name.as_ref() == "a" && node.has_attr("href") {
                open.link = Some(node.id);
                stack.push((node, true));
            }
            for child in node.children_it(true) {
                stack.push((child, false));
            }
        }
        out.finish(&mut open);
        out.find_root(body);
        out
    }

    fn finish(&mut self, open: &mut Open) {
        let pieces = std::mem::take(&mut open.pieces);
        if pieces.iter().all(|piece| piece.text.trim().is_empty()) {
            return;
        }
        let mut raw = String::new();
        for (at, piece) in pieces.iter().enumerate() {
            raw.push_str(&piece.text);
            // Themes part a label from what it labels by style alone.
            if at == 0 && label(&piece.text).is_some_and(|found| found.rest.is_empty()) {
                raw.push(' ');
            }
        }
        let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let linked = pieces.iter().filter(|piece| piece.link.is_some()).map(|piece| count(&piece.text)).sum();
        self.lines.push(Line {
            text: raw.split_whitespace().collect::<Vec<_>>().join(" "),
            letters: count(&raw),
            linked,
            pieces,
            block: open.blocks.last().copied().unwrap_or(open.body),
            in_root: false,
            gone: false,
        });
    }

    /// The element that holds most prose, a level's distance counting half (as readability has it).
    fn find_root(&mut self, body: &NodeRef<'_>) {
        let mut scores: NodeMap<usize> = NodeMap::default();
        for line in self.lines.iter().filter(|line| line.is_prose()) {
            let Some(block) = body.tree.get(&line.block) else { continue };
            let holds_lines =
                matches!(block.node_name().as_deref(), Some("div" | "section" | "article" | "main" | "td" | "body"));
            let first = if holds_lines { Some(block) } else { block.parent() };
            let mut share = line.letters - line.linked;
            let mut next = first;
            while let Some(node) = next.filter(|_| share > 0) {
                *scores.entry(node.id).or_default() += share;
                share /= 2;
                next = node.parent().filter(|p| p.is_element() && node.id != body.id);
            }
        }
        let Some(mut root) =
            scores.iter().max_by_key(|(id, score)| (**score, **id)).and_then(|(id, _)| body.tree.get(id))
        else {
            return;
        };
        // An element that says of itself that it is the body may hold a little more than where most of it stands.
        let named = root.ancestors_it(Some(4)).find(is_named_body).map(|named| named.id);
        if let Some(named) = named.and_then(|id| body.tree.get(&id)) {
            root = named;
        }
        self.root = Some(root.id);
        self.above = root.ancestors_it(None).map(|a| a.id).chain([root.id]).collect();
        let mut known: NodeMap<bool> = NodeMap::default();
        for line in &mut self.lines {
            line.in_root = *known.entry(line.block).or_insert_with(|| {
                body.tree.get(&line.block).is_some_and(|block| {
                    block.id == root.id || block.ancestors_it(None).any(|ancestor| ancestor.id == root.id)
                })
            });
        }
    }

    /// Whether an element is the article's holder or stands around it.
    pub(super) fn is_frame(&self, id: NodeId) -> bool {
        self.above.contains(&id)
    }

    /// Letters before and after a line, of what stays: at most `most` on either side.
    pub(super) fn around(&self, at: usize, most: usize) -> (String, String) {
        let mut before = String::new();
        for line in self.lines.get(..at).unwrap_or_default().iter().rev().filter(|l| !l.gone && l.in_root) {
            before.insert_str(0, &dom::letters(&line.text));
            if before.chars().count() >= most {
                break;
            }
        }
        let skip = before.chars().count().saturating_sub(most);
        let mut after = String::new();
        for line in self.lines.get(at..).unwrap_or_default().iter().filter(|l| !l.gone && l.in_root) {
            after.push_str(&dom::letters(&line.text));
            if after.chars().count() >= most {
                break;
            }
        }
        (before.chars().skip(skip).collect(), after.chars().take(most).collect())
    }

    /// Letters of the prose in what holds the article's text.
    pub(super) fn prose(&self) -> usize {
        self.lines.iter().filter(|line| line.in_root && line.is_prose()).map(|line| line.letters - line.linked).sum()
    }

    /// Takes the text of a line away, and what is empty then.
    pub(super) fn drop_line(&mut self, doc: &Document, at: usize) {
        let Some(line) = self.lines.get_mut(at) else { return };
        line.gone = true;
        let nodes: Vec<NodeId> = line.pieces.iter().flat_map(|p| [Some(p.node), p.link]).flatten().collect();
        for id in nodes {
            let Some(node) = doc.tree.get(&id) else { continue };
            let mut parent = node.parent();
            node.remove_from_parent();
            while let Some(element) =
                parent.filter(|p| p.is_element() && !p.has_name("body") && !self.is_frame(p.id) && is_bare(p))
            {
                parent = element.parent();
                element.remove_from_parent();
            }
        }
    }
}

/// Whether nothing is left in an element that anyone would see.
fn is_bare(node: &NodeRef<'_>) -> bool {
    node.descendants_it().enumerate().all(|(walked, n)| {
        walked < 100
            && (n.is_text() && n.text().chars().all(|c| !c.is_alphanumeric())
                || n.is_element()
                    && !n.node_name().is_some_and(|name| {
                        matches!(
                            name.as_ref(),
                            "img" | "video" | "audio" | "iframe" | "picture" | "figure" | "table" | "svg" | "hr"
                        )
                    })
                || !n.is_text() && !n.is_element())
    })
}

fn is_named_body(node: &NodeRef<'_>) -> bool {
    node.attr("itemprop").is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "articleBody"))
        || dom::names(node).iter().any(|n| {
            matches!(
                n.as_str(),
                "entry-content"
                    | "post-content"
                    | "article-content"
                    | "article-body"
                    | "articlebody"
                    | "story-body"
                    | "td-post-content"
                    | "content-inner"
                    | "post-body"
                    | "article__body"
                    | "field--name-body"
            )
        })
}

/// What is being read.
struct Open {
    body: NodeId,
    blocks: Vec<NodeId>,
    link: Option<NodeId>,
    pieces: Vec<Piece>,
}

impl Open {
    fn new(body: NodeId) -> Self {
        Self { body, blocks: Vec::new(), link: None, pieces: Vec::new() }
    }

    fn push(&mut self, node: NodeId, text: &str) {
        if !text.is_empty() {
            self.pieces.push(Piece { node, link: self.link, text: text.to_owned() });
        }
    }
}
