//! The blocks and the headings of safe markup: what a place in a long text is told by.

use super::policy::{self, Kind};
use super::tokens::{Token, Tokens};
use super::{SafeHtml, to_text};

/// A block that stands by itself: a paragraph, a heading, a list, a figure, a table, a quotation. `div`s that hold
/// nothing but blocks are no blocks; theirs are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where it begins in the markup, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Its text, as [`super::to_text`] gives it.
    pub text: String,
}

/// A heading of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its text on one line.
    pub text: String,
    /// Its number among all headings (`h2` to `h6`) of the markup, empty ones counted too, from 0.
    pub index: usize,
}

/// An element of the markup.
struct Node {
    start: usize,
    end: usize,
    /// It is a `div`.
    is_div: bool,
    /// Text or what flows in a line stands right in it.
    flows: bool,
    /// Where in the list what is in it ends.
    next: usize,
    /// It flows in a line itself.
    inline: bool,
}

/// The blocks of safe markup, in order.
pub fn blocks(html: &SafeHtml) -> Vec<Block> {
    let markup = html.as_str();
    let nodes = nodes(markup);
    let mut out: Vec<Block> = Vec::new();
    let mut at = 0;
    // Neighbours that flow in one line are one block.
    let mut run: Option<(usize, usize)> = None;
    let mut push = |start: usize, end: usize| {
        let text = to_text::plain(markup.get(start..end).unwrap_or_default());
        out.push(Block { start, end, text });
    };
    while let Some(node) = nodes.get(at) {
        let transparent = node.is_div && !node.flows && node.next > at + 1;
        if node.inline {
            run = Some((run.map_or(node.start, |(start, _)| start), node.end));
            // A `div` may end between two lines: then they are two.
            let neighbour = nodes.get(node.next).is_some_and(|next| {
                next.inline && !markup.get(node.end..next.start).unwrap_or_default().contains("</div>")
            });
            if !neighbour && let Some((start, end)) = run.take() {
                push(start, end);
            }
            at = node.next;
        } else if transparent {
            at += 1;
        } else {
            push(node.start, node.end);
            at = node.next;
        }
    }
    out
}

/// Elements and texts in the order of their beginnings. Safe markup is well formed: each start has its end.
fn nodes(markup: &str) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut tokens = Tokens::new(markup);
    let mut start = tokens.position();
    while let Some(token) = tokens.next() {
        let end = tokens.position();
        let mut add = |is_div: bool, inline: bool, open: &[usize]| {
            if inline && let Some(parent) = open.last().and_then(|&parent| nodes.get_mut(parent)) {
                parent.flows = true;
            }
            nodes.push(Node { start, end, is_div, flows: false, next: nodes.len() + 1, inline });
        };
        match token {
            Token::Text(text) => {
                if !text.trim().is_empty() {
                    add(false, true, &open);
                }
            }
            Token::Start(tag) => {
                let kind = policy::allowed(&tag.name).map(|element| element.kind);
                let inline =
                    matches!(kind, Some(Kind::Inline | Kind::Void | Kind::Annotation) | None) && tag.name != "hr";
                add(tag.name == "div", inline, &open);
                if kind != Some(Kind::Void) {
                    open.push(nodes.len() - 1);
                }
            }
            Token::End(_) => {
                if let Some(at) = open.pop() {
                    let next = nodes.len();
                    if let Some(node) = nodes.get_mut(at) {
                        (node.end, node.next) = (end, next);
                    }
                }
            }
        }
        start = end;
    }
    nodes
}

/// The markup with an empty `<aside data-card="N">` for the N-th of `after`, behind as many blocks as it says. Nothing
/// else in the markup is an `aside` or has a `data-` attribute: the policy admits neither, so none can be forged.
pub fn with_cards(html: &SafeHtml, after: &[usize]) -> SafeHtml {
    if after.is_empty() {
        return html.clone();
    }
    let blocks = blocks(html);
    let markup = html.as_str();
    let mut places: Vec<(usize, usize)> = after
        .iter()
        .enumerate()
        .map(|(card, &count)| {
            let at = match count.min(blocks.len()).checked_sub(1) {
                Some(last) => blocks.get(last).map_or(markup.len(), |block| block.end),
                None => blocks.first().map_or(0, |block| block.start),
            };
            (at, card)
        })
        .collect();
    places.sort_unstable();
    let mut out = String::with_capacity(markup.len() + places.len() * 40);
    let mut from = 0;
    for (at, card) in places {
        out.push_str(markup.get(from..at).unwrap_or_default());
        out.push_str(&format!("<aside data-card=\"{card}\"></aside>"));
        from = at;
    }
    out.push_str(markup.get(from..).unwrap_or_default());
    SafeHtml(out)
}

/// The headings of safe markup that say something, in order.
pub fn outline(html: &SafeHtml) -> Vec<Heading> {
    let markup = html.as_str();
    let mut out = Vec::new();
    let mut index = 0;
    let mut open: Option<(u8, usize)> = None;
    let mut tokens = Tokens::new(markup);
    let mut start = tokens.position();
    while let Some(token) = tokens.next() {
        let end = tokens.position();
        match token {
            Token::Start(tag) => {
                if let Some(level) = level(&tag.name) {
                    open = Some((level, end));
                }
            }
            Token::End(name) => {
                if level(&name).is_some()
                    && let Some((level, from)) = open.take()
                {
                    let text = to_text::plain(markup.get(from..start).unwrap_or_default()).replace('\n', " ");
                    if !text.is_empty() {
                        out.push(Heading { level, text, index });
                    }
                    index += 1;
                }
            }
            Token::Text(_) => {}
        }
        start = end;
    }
    out
}

fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'2'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{blocks, outline, with_cards};
    use crate::html::{RawHtml, SafeHtml, sanitise};

    fn safe(raw: &str) -> SafeHtml {
        sanitise(&RawHtml(raw.to_owned()), None).html
    }

    fn texts(raw: &str) -> Vec<String> {
        blocks(&safe(raw)).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn wrappers_are_no_blocks() {
        assert_eq!(
            texts("<div><div><p>a</p><p>b</p></div><ul><li>c<li>d</ul></div><h2>e</h2>"),
            ["a", "b", "c\nd", "e"]
        );
        assert_eq!(texts("a <b>b</b><p>c</p>d"), ["a b", "c", "d"]);
        assert_eq!(texts("<div>a<p>b</p></div><div>c</div>"), ["a\nb", "c"]);
        assert_eq!(texts("<div><p>a</p></div><div dir=rtl><p>b</p></div>"), ["a", "b"]);
        assert_eq!(texts("<div><blockquote><p>a</p><p>b</p></blockquote></div>"), ["a\nb"]);
        assert!(texts("").is_empty());
    }

    #[test]
    fn cards_stand_between_blocks() {
        let html = safe("<div dir=rtl><p>a</p><p>b</p></div><p>c</p>");
        let with = with_cards(&html, &[1, 0, 9, 1]);
        assert_eq!(
            with.as_str(),
            "<div dir=\"ltr\"><aside data-card=\"1\"></aside><p>a</p><aside data-card=\"0\"></aside><aside data-card=\"3\"></aside>\
             <p>b</p></div><p>c</p><aside data-card=\"2\"></aside>"
        );
        assert_eq!(with_cards(&html, &[]), html);
    }

    #[test]
    fn forged_cards_do_not_pass() {
        let html = safe("<aside data-card=\"0\">x</aside><p data-card=0>y</p>");
        assert!(!html.as_str().contains("aside") && !html.as_str().contains("data-"));
    }

    #[test]
    fn headings_make_an_outline() {
        let headings = outline(&safe("<h2>a <b>b</b></h2><p>x</p><h3></h3><h3>c &amp; d</h3><h1>e</h1>"));
        let told: Vec<_> = headings.iter().map(|h| (h.level, h.text.as_str())).collect();
        assert_eq!(told, [(2, "a b"), (3, "c & d"), (2, "e")]);
    }

    /// Whatever is safe markup has blocks that lie within it, in order, and don't overlap.
    #[test]
    fn blocks_never_overlap() {
        for raw in [
            "<table><tr><td>x<td><div>y</table>z",
            "<div><div>a</div>b<div><p>c</div></div>d<hr>e<br>f<img src=https://x.example/a.jpg>",
        ] {
            let html = safe(raw);
            let mut last = 0;
            for block in blocks(&html) {
                assert!(block.start >= last && block.end >= block.start && block.end <= html.as_str().len(), "{raw}");
                last = block.end;
            }
        }
    }
}
