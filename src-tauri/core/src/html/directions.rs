//! The direction of each block, by the majority of its strong letters.
//!
//! A page says little of direction, and what it says is often about its theme: `dir=auto` takes the first letter, old
//! editors wrap Arabic into `dir=ltr`. So each paragraph, heading, quotation, list and table is counted and says its
//! direction where that is not the one around it. Items and cells keep the direction of their list or table, so that
//! markers and columns stay on one side; their words are isolated (`<bdi>`) where they run the other way.

use super::entities;
use super::policy::{self, Kind};
use super::tokens::{Token, Tokens};
use crate::model::Direction;
use crate::text::Strong;

/// No isolate is added below this nesting: the writer's own bound must hold on a second pass, too.
const DEEPEST: usize = 40;
/// Nor are more than this added, for the same reason.
const MOST_ISOLATES: usize = 5_000;
/// Nor to markup of more elements than this.
const MANY_ELEMENTS: usize = 50_000;

/// What a block is to the direction of what is in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Runs as its own words do.
    Text,
    /// Runs as all that is in it does.
    Group,
    /// Keeps the direction around it; its words are isolated.
    Part,
}

fn role(name: &str) -> Option<Role> {
    match name {
        "ul" | "ol" | "dl" | "table" | "blockquote" | "details" => return Some(Role::Group),
        "pre" => return Some(Role::Text),
        _ => {}
    }
    match policy::allowed(name)?.kind {
        Kind::Block | Kind::Paragraph | Kind::Heading => Some(Role::Text),
        Kind::Item | Kind::Cell | Kind::Caption => Some(Role::Part),
        Kind::Table => Some(Role::Group),
        _ => None,
    }
}

/// A block and the letters in it.
struct Block {
    role: Role,
    /// Of its own words.
    own: Strong,
    /// Of all that is in it.
    all: Strong,
    /// It holds other blocks.
    holds_blocks: bool,
    /// What it says of itself.
    said: Option<Direction>,
    /// The direction of an isolate that is the first thing in it.
    isolated: Option<Direction>,
    depth: usize,
}

/// The direction of safe markup as a whole; none where it has no letters.
pub(super) fn of(markup: &str) -> Option<Direction> {
    let mut strong = Strong::default();
    for token in Tokens::new(markup) {
        if let Token::Text(text) = token {
            strong.push(&entities::decode(text, false));
        }
    }
    strong.direction()
}

/// Writes directions into markup that [`super::writer`] wrote. The identity on what it gave itself.
pub(super) fn mark(written: &str) -> String {
    let (blocks, elements, all) = count(written);
    let Some(main) = all.direction() else { return written.to_owned() };
    let uniform = blocks.iter().all(|block| {
        block.said.is_none() && [block.own, block.all].iter().all(|it| it.direction().is_none_or(|way| way == main))
    });
    if uniform && !written.contains(" dir=\"auto\"") {
        return written.to_owned();
    }
    write(written, &blocks, main, elements)
}

fn said(tag: &super::tokens::Tag<'_>) -> Option<Direction> {
    match tag.get("dir")? {
        "rtl" => Some(Direction::Rtl),
        "ltr" => Some(Direction::Ltr),
        _ => None,
    }
}

/// Counts the letters of every block, in the order of their start tags, all elements, and the letters of all.
fn count(written: &str) -> (Vec<Block>, usize, Strong) {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut all = Strong::default();
    let (mut elements, mut depth, mut code) = (0, 0_usize, 0_usize);
    for token in Tokens::new(written) {
        match token {
            Token::Start(tag) => {
                elements += 1;
                let void = policy::allowed(&tag.name).is_none_or(|element| element.kind == Kind::Void);
                let Some(role) = role(&tag.name) else {
                    if let Some(block) = open.last().and_then(|at| blocks.get_mut(*at))
                        && tag.name == "bdi"
                        && block.all.direction().is_none()
                    {
                        block.isolated = block.isolated.or_else(|| said(&tag));
                    }
                    depth += usize::from(!void);
                    code += usize::from(is_code(&tag.name));
                    continue;
                };
                depth += 1;
                if let Some(block) = open.last().and_then(|at| blocks.get_mut(*at)) {
                    block.holds_blocks = true;
                }
                open.push(blocks.len());
                blocks.push(Block {
                    role,
                    own: Strong::default(),
                    all: Strong::default(),
                    holds_blocks: false,
                    said: said(&tag),
                    isolated: None,
                    depth,
                });
            }
            Token::End(name) => {
                depth = depth.saturating_sub(1);
                code = code.saturating_sub(usize::from(is_code(&name)));
                if role(&name).is_some() {
                    let ended = open.pop().and_then(|at| blocks.get(at)).map(|block| block.all);
                    if let (Some(ended), Some(parent)) = (ended, open.last().and_then(|at| blocks.get_mut(*at))) {
                        parent.all.add(ended);
                    }
                }
            }
            Token::Text(text) => {
                let mut found = Strong::default();
                found.push(&entities::decode(text, false));
                all.add(found);
                // Code is Latin in every language and says nothing of the sentence around it.
                if let Some(block) = open.last().and_then(|at| blocks.get_mut(*at)).filter(|_| code == 0) {
                    block.own.add(found);
                    block.all.add(found);
                }
            }
        }
    }
    (blocks, elements, all)
}

fn is_code(name: &str) -> bool {
    matches!(name, "code" | "kbd" | "samp" | "var")
}

impl Block {
    /// The direction it shall say; none where it says nothing.
    fn wanted(&self, name: &str) -> Option<Direction> {
        let own = self.own.direction();
        match self.role {
            // Code begins at the left whatever is around it.
            _ if name == "pre" => Some(own.unwrap_or(Direction::Ltr)),
            Role::Group => self.all.direction().or(self.said),
            Role::Text => own.or_else(|| self.said.map(|said| self.all.direction().unwrap_or(said))),
            Role::Part if self.all.direction().is_some() => None,
            Role::Part => self.said,
        }
    }
}

/// A block that is open while writing.
struct Open {
    /// The direction inside it.
    inside: Direction,
    /// It is isolated and the isolate is open.
    isolate: bool,
}

fn write(written: &str, blocks: &[Block], main: Direction, elements: usize) -> String {
    let mut out = String::with_capacity(written.len() + blocks.len() * 10);
    let mut open: Vec<Open> = Vec::new();
    let mut tokens = Tokens::new(written);
    let mut next = blocks.iter();
    let (mut at, mut isolates) = (0, 0);
    while let Some(token) = tokens.next() {
        let piece = written.get(at..tokens.position()).unwrap_or_default();
        at = tokens.position();
        match token {
            Token::Start(tag) if role(&tag.name).is_some() => {
                let around = open.last().map_or(main, |open| open.inside);
                let Some(block) = next.next() else { continue };
                // A `div` that said its direction stays one that says it: a bare one would go on a second pass.
                let kept = tag.name == "div" && tag.get("dir").is_some();
                let wanted = match block.wanted(&tag.name) {
                    None if kept => Some(block.all.direction().unwrap_or(around)),
                    wanted => wanted.filter(|wanted| kept || *wanted != around),
                };
                with_direction(piece, wanted, &mut out);
                let isolate = block.role == Role::Part
                    && !block.holds_blocks
                    && block.isolated.is_none()
                    && block.depth < DEEPEST
                    && isolates < MOST_ISOLATES
                    && elements < MANY_ELEMENTS
                    && block.own.direction().is_some_and(|own| own != around);
                if isolate && let Some(own) = block.own.direction() {
                    isolates += 1;
                    out.push_str(if own == Direction::Rtl { "<bdi dir=\"rtl\">" } else { "<bdi dir=\"ltr\">" });
                }
                open.push(Open { inside: wanted.unwrap_or(around), isolate });
            }
            Token::End(name) if role(&name).is_some() => {
                if open.pop().is_some_and(|open| open.isolate) {
                    out.push_str("</bdi>");
                }
                out.push_str(piece);
            }
            _ => out.push_str(piece),
        }
    }
    out.push_str(written.get(at..).unwrap_or_default());
    out
}

/// Writes a start tag with this `dir`, or with none. In what the writer wrote, `dir` stands before `lang` and behind all
/// else.
fn with_direction(tag: &str, wanted: Option<Direction>, out: &mut String) {
    let mut bare = tag.to_owned();
    for value in ["rtl", "ltr", "auto"] {
        let attribute = format!(" dir=\"{value}\"");
        if let Some(found) = bare.find(&attribute) {
            bare.replace_range(found..found + attribute.len(), "");
            break;
        }
    }
    let Some(wanted) = wanted else {
        out.push_str(&bare);
        return;
    };
    let before = bare.find(" lang=\"").or_else(|| bare.rfind('>')).unwrap_or(bare.len());
    let (head, tail) = bare.split_at(before);
    out.push_str(head);
    out.push_str(if wanted == Direction::Rtl { " dir=\"rtl\"" } else { " dir=\"ltr\"" });
    out.push_str(tail);
}

#[cfg(test)]
mod tests {
    use super::super::{RawHtml, resanitise, sanitise};

    fn safe(raw: &str) -> String {
        let html = sanitise(&RawHtml(raw.to_owned()), None).html;
        assert_eq!(resanitise(&html), html, "{raw}");
        html.as_str().to_owned()
    }

    #[test]
    fn each_block_runs_as_its_letters_do() {
        let cases = [
            // All of one direction: nothing is said.
            ("<p>خبر اليوم</p><ul><li>أول<li>ثان</ul>", "<p>خبر اليوم</p><ul><li>أول</li><li>ثان</li></ul>"),
            // A paragraph of the other one says so; what the page said of it does not count.
            (
                "<p>خبر طويل من القاهرة اليوم</p><p dir=rtl>In English.</p>",
                "<p>خبر طويل من القاهرة اليوم</p><p dir=\"ltr\">In English.</p>",
            ),
            ("<div dir=ltr>خبر اليوم<br>وغدًا</div>", "<div dir=\"rtl\">خبر اليوم<br>وغدًا</div>"),
            ("<div dir=auto><p>خبر</p></div>", "<div dir=\"rtl\"><p>خبر</p></div>"),
            ("<div dir=ltr><p>خبر</p>و</div>", "<div dir=\"rtl\"><p>خبر</p>و</div>"),
            ("<p dir=auto>iPhone 17 يصل إلى الأسواق</p>", "<p>iPhone 17 يصل إلى الأسواق</p>"),
            // A wrapper that was set wrongly is set right.
            ("<div dir=ltr lang=ar><p>خبر اليوم</p></div>", "<div dir=\"rtl\" lang=\"ar\"><p>خبر اليوم</p></div>"),
            // Numbers alone keep what was said.
            ("<p>خبر اليوم</p><p dir=ltr>1 2 3</p>", "<p>خبر اليوم</p><p dir=\"ltr\">1 2 3</p>"),
            // Items keep the list's side.
            (
                "<ul><li>هاتف جديد من الشركة<li>iPhone 17 (256GB)</ul>",
                "<ul><li>هاتف جديد من الشركة</li><li><bdi dir=\"ltr\">iPhone 17 (256GB)</bdi></li></ul>",
            ),
            (
                "<p>خبر اليوم من القاهرة</p><ul><li>one<li>two</ul>",
                "<p>خبر اليوم من القاهرة</p><ul dir=\"ltr\"><li>one</li><li>two</li></ul>",
            ),
            (
                "<table><tr><td dir=rtl>الاسم الكامل<td dir=rtl>Apple</table>",
                "<table><tbody><tr><td>الاسم الكامل</td><td><bdi dir=\"ltr\">Apple</bdi></td></tr></tbody></table>",
            ),
            // Code.
            (
                "<p>اكتب هذا الأمر في الطرفية</p><pre>ls</pre>",
                "<p>اكتب هذا الأمر في الطرفية</p><pre dir=\"ltr\">ls</pre>",
            ),
            ("<pre>قفا نبك من ذكرى حبيب ومنزل</pre>", "<pre>قفا نبك من ذكرى حبيب ومنزل</pre>"),
            // An address is no sentence.
            ("<p>انظر https://example.org/a/very/long/path</p>", "<p>انظر https://example.org/a/very/long/path</p>"),
            ("<ol start=3 dir=rtl lang=en><li>one</ol>", "<ol start=\"3\" lang=\"en\"><li>one</li></ol>"),
        ];
        for (raw, want) in cases {
            assert_eq!(safe(raw), want, "{raw}");
        }
    }
}
