//! Cleaning of a chosen body, line by line: what pages put before, after and between the paragraphs of an article.
//! What is dropped leaves the markup; captions stay in it, and only leave the text.

mod captions;
mod elsewhere;
mod ends;

use dom_query::{Document, NodeId, NodeRef};
use url::Url;

use super::blocks::{self, Block, Kind};
use super::dom::NodeSet;
use super::{names, phrases};

/// Longest block that is folded and compared with phrases, in characters that aren't white space.
const SHORT: usize = 160;

/// Shortest line that is prose by its length alone, and by its length and its last character.
const PROSE: usize = 80;
const SENTENCE: usize = 30;

/// A body that was cleaned.
#[derive(Debug)]
pub(super) struct Tidied {
    /// Its text: a line for each block, cells of a row on one; captions left out.
    pub(super) text: String,
    /// Characters of the text in no link.
    pub(super) prose: usize,
}

/// What becomes of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Caption,
    Dropped,
}

/// A body that is being cleaned: the vectors run side by side.
struct Page<'a> {
    blocks: Vec<Block<'a>>,
    fates: Vec<Fate>,
    /// Folded text of those that aren't longer than [`SHORT`].
    normal: Vec<String>,
    /// Whether each reads like a sentence of an article.
    prose: Vec<bool>,
    /// The last labels of the page's host.
    host: Option<&'a str>,
}

/// Cleans `content`. `title`: the headline, which isn't repeated. `url`: the page's address; its links to other sites
/// are references, those to its own are other stories.
pub(super) fn tidy(content: &Document, title: &str, url: Option<&Url>) -> Tidied {
    let root = content.html_root();
    names::drop_named(&root);
    names::part_verses(&root);
    let blocks = blocks::blocks(&root);
    let normal =
        blocks.iter().map(|b| if b.chars <= SHORT { phrases::normal(&b.text) } else { String::new() }).collect();
    let prose = blocks.iter().map(is_prose).collect();
    let fates = vec![Fate::Kept; blocks.len()];
    let host = url.and_then(Url::host_str).map(elsewhere::site);
    let mut page = Page { blocks, fates, normal, prose, host };
    page.captions(&root);
    page.titles(title);
    page.sections();
    page.lines();
    page.links();
    page.link_lists();
    page.cards();
    page.head();
    page.tail();
    page.notices();
    page.finish(&root)
}

/// A block that reads like a sentence of a text.
fn is_prose(block: &Block<'_>) -> bool {
    if matches!(block.kind, Kind::Heading | Kind::Caption) || block.linked * 2 > block.chars {
        return false;
    }
    let own = block.chars - block.linked;
    own >= PROSE || own >= SENTENCE && ends_sentence(&block.text) && !block.text.contains('©')
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '»', '“', ')', '\'', '’', ']'])
        .ends_with(['.', '!', '?', '…', ':', '؟', '。', '！', '？', '।', ';', '؛'])
}

impl Page<'_> {
    fn live(&self, i: usize) -> bool {
        self.fates[i] == Fate::Kept
    }

    /// Carries the fates out.
    fn finish(self, root: &NodeRef<'_>) -> Tidied {
        let mut tidied = Tidied { text: String::new(), prose: 0 };
        let mut emptied = NodeSet::default();
        let mut last_row = None;
        for (block, fate) in self.blocks.iter().zip(&self.fates) {
            match fate {
                Fate::Kept => {
                    let row = row(block);
                    if !tidied.text.is_empty() {
                        tidied.text.push(if row.is_some() && row == last_row { ' ' } else { '\n' });
                    }
                    last_row = row;
                    tidied.text.push_str(block.text.trim());
                    tidied.prose += block.chars - block.linked;
                }
                Fate::Caption => block.caption(root.id),
                Fate::Dropped => {
                    block.remove();
                    for outer in std::iter::once(block.parent).chain(block.parent.ancestors_it(None)) {
                        if outer.id == root.id || !emptied.insert(outer.id) {
                            break;
                        }
                    }
                }
            }
        }
        blocks::drop_empty(root, &emptied);
        tidied
    }
}

/// The table row that a cell stands in.
fn row(block: &Block<'_>) -> Option<NodeId> {
    if block.kind != Kind::Cell {
        return None;
    }
    block.parent.ancestors_it(Some(4)).find(|node| node.has_name("tr")).map(|node| node.id)
}
