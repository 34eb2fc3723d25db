//! What stands in a line: words, emphasis, links, pictures.

use crate::html::{Element, Node};
use crate::model::{Direction, MediaHash};
use crate::text;

/// Writes the nodes of a line.
pub(super) struct Inline<'a> {
    /// How a picture is written.
    pub(super) picture: &'a dyn Fn(Option<&MediaHash>, &str) -> String,
}

/// What is around a piece.
#[derive(Debug, Clone, Copy)]
struct Around {
    direction: Direction,
    emphasised: bool,
    /// A piece of a line, which may begin with a space.
    within: bool,
}

impl Inline<'_> {
    /// The line, trimmed; hard breaks are a backslash before the line's end.
    pub(super) fn write<'a>(&self, nodes: impl Iterator<Item = &'a Node>, direction: Direction) -> String {
        let mut out = String::new();
        let nodes: Vec<&Node> = nodes.collect();
        self.into(&nodes, Around { direction, emphasised: false, within: false }, &mut out);
        let out = out.trim_matches([' ', '\n']);
        let out = out.strip_suffix("\\\n").unwrap_or(out);
        out.trim_end_matches("\\\n").trim().to_owned()
    }

    fn into(&self, nodes: &[&Node], around: Around, out: &mut String) {
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Text(text) => words(text, around, out),
                Node::Picture { media, alt } => out.push_str(&(self.picture)(media.as_ref(), alt)),
                Node::Card(_) => {}
                Node::Element(element) => {
                    let next = nodes.get(at + 1).and_then(|next| first_letter(next));
                    self.element(element, around, next, out);
                }
            }
        }
    }

    fn element(&self, element: &Element, around: Around, next: Option<char>, out: &mut String) {
        let around = Around { direction: element.direction.unwrap_or(around.direction), ..around };
        let within = Around { within: true, ..around };
        let children: Vec<&Node> = element.children.iter().collect();
        let mark = match element.name {
            "b" | "strong" if !around.emphasised => "**",
            "em" | "i" | "dfn" | "cite" | "var" if !around.emphasised => "*",
            "del" | "s" => "~~",
            "br" => {
                let trimmed = out.trim_end_matches(' ').len();
                out.truncate(trimmed);
                if !out.is_empty() {
                    out.push_str("\\\n");
                }
                return;
            }
            "code" | "kbd" | "samp" => return code(&raw(&element.children), out),
            "wbr" | "rp" => return,
            "rt" => {
                let mut inner = String::new();
                self.into(&children, within, &mut inner);
                if !inner.trim().is_empty() {
                    out.push_str(&format!("({})", inner.trim()));
                }
                return;
            }
            "q" => {
                out.push('«');
                self.into(&children, around, out);
                return out.push('»');
            }
            "a" => {
                let mut inner = String::new();
                self.into(&children, within, &mut inner);
                let shown = inner.trim();
                return match &element.href {
                    Some(href) if !shown.is_empty() => {
                        // «!» before a link would make a picture of it.
                        if out.ends_with('!') {
                            out.pop();
                            out.push_str("\\!");
                        }
                        out.push_str(edge(&inner, true, out));
                        out.push_str(&link(href, shown));
                        out.push_str(edge(&inner, false, out));
                    }
                    _ => out.push_str(&inner),
                };
            }
            _ => return self.into(&children, around, out),
        };
        let mut inner = String::new();
        self.into(&children, Around { emphasised: around.emphasised || mark != "~~", ..within }, &mut inner);
        let shown = inner.trim_matches([' ', '\n']);
        let before = if inner.starts_with(' ') { Some(' ') } else { out.chars().next_back() };
        let after = if inner.ends_with(' ') { Some(' ') } else { next };
        // Emphasis that opens or closes between a sign and a letter is none in CommonMark (§6.2): it is left out.
        let opens = shown.starts_with(is_word) || before.is_none_or(|c| !is_word(c));
        let closes = shown.ends_with(is_word) || after.is_none_or(|c| !is_word(c));
        if shown.is_empty() || !opens || !closes || shown.contains("\\\n") {
            return out.push_str(&inner);
        }
        out.push_str(edge(&inner, true, out));
        out.push_str(mark);
        out.push_str(shown);
        out.push_str(mark);
        out.push_str(edge(&inner, false, out));
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// The space at an edge of a piece, which stands outside of its marks.
fn edge(inner: &str, first: bool, before: &str) -> &'static str {
    let has = if first { inner.starts_with([' ', '\n']) } else { inner.ends_with([' ', '\n']) };
    if has && !before.ends_with([' ', '\n']) { " " } else { "" }
}

fn first_letter(node: &Node) -> Option<char> {
    match node {
        Node::Text(text) => text.chars().next(),
        Node::Element(element) => element.children.iter().find_map(first_letter),
        Node::Picture { .. } | Node::Card(_) => None,
    }
}

/// The text of nodes as it stands, line breaks as such.
pub(super) fn raw(nodes: &[Node]) -> String {
    fn within(nodes: &[Node], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) if element.name == "br" => out.push('\n'),
                Node::Element(element) => within(&element.children, out),
                Node::Picture { alt, .. } => out.push_str(alt),
                Node::Card(_) => {}
            }
        }
    }
    let mut out = String::new();
    within(nodes, &mut out);
    out
}

fn code(raw: &str, out: &mut String) {
    let raw: Vec<&str> = raw.split_whitespace().collect();
    let raw = raw.join(" ");
    if raw.is_empty() {
        return;
    }
    let ticks = "`".repeat(raw.split(|c| c != '`').map(str::len).max().unwrap_or(0) + 1);
    let gap = if raw.starts_with('`') || raw.ends_with('`') { " " } else { "" };
    out.push_str(&format!("{ticks}{gap}{raw}{gap}{ticks}"));
}

/// Text, white space folded, with nothing in it that is markup, what has an order of its own isolated.
fn words(raw: &str, around: Around, out: &mut String) {
    let mut folded = String::with_capacity(raw.len());
    let mut last = out.chars().next_back();
    for c in raw.chars() {
        let c = if c.is_whitespace() && c != '\u{a0}' { ' ' } else { c };
        if c == ' ' && last.map_or(!around.within, |last| matches!(last, ' ' | '\n')) {
            continue;
        }
        folded.push(c);
        last = Some(c);
    }
    out.push_str(&isolated(&folded, around.direction));
}

fn isolated(raw: &str, direction: Direction) -> String {
    let mark = if direction == Direction::Rtl { '\u{2066}' } else { '\u{2067}' };
    let mut out = String::new();
    let mut from = 0;
    for piece in text::own_order(raw, direction) {
        escape(raw.get(from..piece.start).unwrap_or_default(), &mut out);
        out.push(mark);
        escape(raw.get(piece.clone()).unwrap_or_default(), &mut out);
        out.push('\u{2069}');
        from = piece.end;
    }
    escape(raw.get(from..).unwrap_or_default(), &mut out);
    out
}

fn escape(raw: &str, out: &mut String) {
    for (at, c) in raw.char_indices() {
        let reference =
            || raw.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c == '#' || c.is_ascii_alphanumeric()));
        let marked = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~') || (c == '&' && reference());
        if marked {
            out.push('\\');
        }
        out.push(c);
    }
}

/// A text that is no markup, in one line.
pub(super) fn plain(raw: &str) -> String {
    let mut out = String::new();
    escape(&raw.split_whitespace().collect::<Vec<_>>().join(" "), &mut out);
    out
}

/// A text of that direction in one line, what has an order of its own isolated.
pub(super) fn line(raw: &str, direction: Direction) -> String {
    isolated(&raw.split_whitespace().collect::<Vec<_>>().join(" "), direction)
}

/// A name, which disturbs nothing around it.
pub(super) fn isolated_name(name: &str) -> String {
    format!("\u{2068}{}\u{2069}", plain(name))
}

/// A link; `shown` is written already.
pub(super) fn link(href: &str, shown: &str) -> String {
    let href = crate::export::address::readable(href);
    format!("[{shown}](<{}>)", href.replace('<', "%3C").replace('>', "%3E").replace(['\n', '\r'], ""))
}

/// A path as a link's address.
pub(super) fn path(raw: &str) -> String {
    raw.replace('\\', "%5C").replace('<', "%3C").replace('>', "%3E").replace(['\n', '\r'], " ")
}

/// A paragraph whose lines begin nothing else: no heading, no list, no quotation, no rule.
pub(super) fn at_line_start(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let numbered = (1..=9).contains(&digits) && line.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')']));
        if numbered {
            let (number, rest) = line.split_at(digits);
            out.push_str(number);
            out.push('\\');
            out.push_str(rest);
        } else {
            if line.starts_with(['#', '>', '-', '+', '=', '|']) {
                out.push('\\');
            }
            out.push_str(line);
        }
    }
    out
}
