//! How a document is built, told without building it.

use super::policy;
use super::tokens::{Token, Tokens};

/// What makes tree builders slow.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Greatest number of elements open at once, counted by tags alone.
    pub(crate) depth: usize,
    /// Greatest number of formatting elements open at once.
    pub(crate) formatting: usize,
    /// Most attributes of one tag.
    pub(crate) attributes: usize,
    /// References of each text and of each attribute's value times its length in bytes, summed and halved.
    pub(crate) copying: u64,
}

/// Measures a document in one pass.
pub(crate) fn shape(markup: &str) -> Shape {
    let mut shape = Shape::default();
    let (mut depth, mut formatting) = (0_usize, 0_usize);
    let mut tokens = Tokens::bare(markup);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => {
                let references = text.bytes().filter(|&b| b == b'&').count() as u64;
                shape.copying += references * text.len() as u64 / 2;
            }
            Token::Start(tag) => {
                shape.attributes = shape.attributes.max(tag.count);
                shape.copying = shape.copying.saturating_add(tag.copying);
                if policy::is_raw(&tag.name) {
                    tokens.raw_text_until_end_of(&tag.name);
                } else if is_formatting(&tag.name) {
                    formatting += 1;
                    shape.formatting = shape.formatting.max(formatting);
                } else if !ends_itself(&tag.name) {
                    depth += 1;
                    shape.depth = shape.depth.max(depth);
                }
            }
            Token::End(name) => {
                if is_formatting(&name) {
                    formatting = formatting.saturating_sub(1);
                } else if !ends_itself(&name) {
                    depth = depth.saturating_sub(1);
                }
            }
        }
    }
    shape
}

/// Elements that parsers reopen (HTML standard, §13.2.4.3).
fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt" | "u"
    )
}

/// Elements whose end tags are often left out, or that have none: they don't nest.
fn ends_itself(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "dd"
            | "dt"
            | "embed"
            | "hr"
            | "image"
            | "img"
            | "input"
            | "li"
            | "link"
            | "meta"
            | "option"
            | "p"
            | "param"
            | "path"
            | "rect"
            | "circle"
            | "use"
            | "line"
            | "polygon"
            | "polyline"
            | "ellipse"
            | "stop"
            | "source"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "track"
            | "wbr"
    )
}
