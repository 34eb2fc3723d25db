//! Writes allowed elements so that a browser's tree builder has nothing to repair.
//!
//! The tree that a parser makes of bad nesting is where sanitisers get slow and where second parses differ from first
//! ones. So the nesting rules of the HTML standard (§13.2.6.4.7: paragraphs end at blocks, items at items, tables need
//! their sections) are applied while writing, with a bounded stack and no tree. What comes out parses to itself.

use super::entities::{escape_attribute_into, escape_into};
use super::policy::{self, Element, Kind};

/// Deepest nesting that is written; deeper elements lose their tags and keep their text.
const DEEPEST: usize = 48;

/// Most entries on the stack, tags that are not written among them.
const DEEPEST_ALL: usize = 256;

/// Most elements that are written; behind them only text.
const MOST_ELEMENTS: usize = 60_000;

struct Open {
    /// `None` for an element that is open but not written.
    element: Option<&'static Element>,
    name: &'static str,
    /// Where its start tag begins, and its content.
    tag_at: usize,
    content_at: usize,
    /// Text or a picture is in it.
    filled: bool,
    /// It is a `div` that says nothing by itself.
    bare: bool,
}

/// The writer.
#[derive(Default)]
pub(super) struct Writer {
    out: String,
    stack: Vec<Open>,
    written: usize,
    elements: usize,
}

impl Writer {
    /// Ends all that is open and gives the markup.
    pub(super) fn finish(mut self) -> String {
        self.close_down_to(0);
        self.out.truncate(self.out.trim_end_matches(is_space).len());
        self.out
    }

    /// Whether an element named `name` is open in this cell.
    pub(super) fn is_open(&self, name: &str) -> bool {
        self.find_in_cell(|open| open.name == name).is_some()
    }

    /// Text, references decoded.
    pub(super) fn text(&mut self, text: &str) {
        let preformatted = self.is_open("pre");
        if text.chars().any(|c| !is_space(c) && !is_dropped(c)) {
            self.enter_cell();
            self.mark_filled();
        } else if self.in_table_structure() {
            return;
        }
        let mut run = String::with_capacity(text.len());
        let mut previous = '\0';
        for c in text.chars() {
            let c = match c {
                '\n' if previous == '\r' => {
                    previous = '\n';
                    continue;
                }
                '\r' => '\n',
                '\u{C}' => ' ',
                c if is_dropped(c) => continue,
                c => c,
            };
            previous = c;
            if is_space(c) {
                let last = run.chars().next_back().or_else(|| self.out.chars().next_back());
                if preformatted {
                    // Parsers drop the first line break behind `<pre>`, so it could not be read back.
                    let at_head = run.is_empty()
                        && c == '\n'
                        && self.top().is_some_and(|open| open.name == "pre" && open.content_at == self.out.len());
                    if !at_head {
                        run.push(c);
                    }
                } else if last.is_some_and(|c| !is_space(c)) {
                    run.push(if c == '\t' { ' ' } else { c });
                }
            } else {
                run.push(c);
            }
        }
        escape_into(&run, &mut self.out);
    }

    /// Opens an element; `attributes` are values, not yet escaped.
    pub(super) fn start(&mut self, element: &'static Element, attributes: &[(&str, String)]) {
        if self.elements >= MOST_ELEMENTS {
            return;
        }
        if matches!(element.kind, Kind::Block | Kind::Paragraph | Kind::Heading | Kind::Item | Kind::Table) {
            self.drop_wrapper();
        }
        let open_one_more = match element.kind {
            Kind::Void => {
                self.void(element, attributes);
                return;
            }
            Kind::Inline => {
                self.enter_cell();
                let repeated = !matches!(element.name, "a" | "bdi" | "bdo" | "span" | "sub" | "sup" | "q" | "ruby")
                    && self.is_open(element.name);
                !repeated
            }
            Kind::Block | Kind::Paragraph => {
                self.enter_cell();
                self.end_paragraph();
                true
            }
            Kind::Heading => {
                self.enter_cell();
                self.end_paragraph();
                self.end_heading();
                true
            }
            Kind::Item => {
                self.enter_cell();
                self.end_item(element.name);
                self.end_paragraph();
                true
            }
            Kind::Annotation => {
                self.end_annotation();
                self.top().is_some_and(|open| open.name == "ruby")
            }
            Kind::Table => {
                self.enter_cell();
                self.end_paragraph();
                self.written + 5 < DEEPEST && self.stack.len() + 5 < DEEPEST_ALL
            }
            Kind::Caption => self.top().is_some_and(|open| {
                open.name == "table" && open.content_at == self.out.trim_end_matches(is_space).len()
            }),
            Kind::Section => self.back_to(&["table"]),
            Kind::Row => self.enter_section(),
            Kind::Cell => self.enter_row(),
        };
        // Dropped wrappers stay on the stack until their end tags: it is bounded as well, or searching it would take
        // quadratic time.
        if open_one_more && self.written < DEEPEST && self.stack.len() < DEEPEST_ALL {
            self.push(element, attributes);
        } else if !matches!(element.kind, Kind::Table | Kind::Caption | Kind::Section | Kind::Row | Kind::Cell) {
            self.transparent(element.name);
        }
    }

    /// Notes an element that is open and not written, so that its end tag ends nothing else.
    pub(super) fn transparent(&mut self, name: &'static str) {
        if self.stack.len() < DEEPEST_ALL {
            let at = self.out.len();
            self.stack.push(Open { element: None, name, tag_at: at, content_at: at, filled: false, bare: false });
        }
    }

    /// Ends an element, if it is open here.
    pub(super) fn end(&mut self, name: &str) {
        let found = match name {
            "table" => self.stack.iter().rposition(|open| open.name == name),
            "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption" => self.find_in_table(name),
            _ => self.find_in_cell(|open| open.name == name),
        };
        if let Some(at) = found {
            self.close_down_to(at);
        }
    }

    /// A `div` without attributes whose first content is a block is a wrapper of some theme: it goes, the block stays.
    fn drop_wrapper(&mut self) {
        let Some(open) = self.stack.iter_mut().rev().find(|open| open.element.is_some()) else { return };
        if open.bare && self.out[open.content_at..].chars().all(is_space) {
            open.element = None;
            open.bare = false;
            self.out.truncate(open.tag_at);
            self.written -= 1;
        }
    }

    fn void(&mut self, element: &'static Element, attributes: &[(&str, String)]) {
        self.enter_cell();
        if element.name == "hr" {
            self.end_paragraph();
        }
        if element.name == "img" || element.name == "hr" {
            self.mark_filled();
        }
        self.elements += 1;
        self.tag(element, attributes);
    }

    fn push(&mut self, element: &'static Element, attributes: &[(&str, String)]) {
        let tag_at = self.out.len();
        self.tag(element, attributes);
        self.elements += 1;
        self.written += 1;
        let content_at = self.out.len();
        self.stack.push(Open {
            element: Some(element),
            name: element.name,
            tag_at,
            content_at,
            filled: false,
            bare: element.name == "div" && attributes.is_empty(),
        });
    }

    fn tag(&mut self, element: &Element, attributes: &[(&str, String)]) {
        self.out.push('<');
        self.out.push_str(element.name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape_attribute_into(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// Pops everything from the stack's index `at` on. Elements that hold nothing vanish.
    fn close_down_to(&mut self, at: usize) {
        while self.stack.len() > at {
            let Some(open) = self.stack.pop() else { return };
            if open.filled {
                self.mark_filled();
            }
            let Some(element) = open.element else { continue };
            self.written -= 1;
            if open.filled || element.kind == Kind::Cell {
                self.out.push_str("</");
                self.out.push_str(element.name);
                self.out.push('>');
            } else {
                let spaced = element.kind == Kind::Inline && self.out.len() > open.content_at;
                self.out.truncate(open.tag_at);
                if spaced && !self.in_table_structure() && self.out.chars().next_back().is_some_and(|c| !is_space(c)) {
                    self.out.push(' ');
                }
            }
        }
    }

    fn mark_filled(&mut self) {
        if let Some(open) = self.stack.last_mut() {
            open.filled = true;
        }
    }

    fn top(&self) -> Option<&Open> {
        self.stack.iter().rev().find(|open| open.element.is_some())
    }

    fn kind(open: &Open) -> Option<Kind> {
        open.element.map(|element| element.kind)
    }

    /// The index of the innermost open entry that fits, no further out than the cell or caption that we are in.
    fn find_in_cell(&self, fits: impl Fn(&Open) -> bool) -> Option<usize> {
        for (at, open) in self.stack.iter().enumerate().rev() {
            if fits(open) {
                return Some(at);
            }
            if matches!(Self::kind(open), Some(Kind::Cell | Kind::Caption | Kind::Table | Kind::Section | Kind::Row)) {
                return None;
            }
        }
        None
    }

    /// As [`Self::find_in_cell`], no further out than the table.
    fn find_in_table(&self, name: &str) -> Option<usize> {
        let at = self.stack.iter().rposition(|open| open.name == name || Self::kind(open) == Some(Kind::Table))?;
        (self.stack[at].name == name).then_some(at)
    }

    fn end_paragraph(&mut self) {
        if let Some(at) = self.find_in_cell(|open| Self::kind(open) == Some(Kind::Paragraph)) {
            self.close_down_to(at);
        }
    }

    fn end_heading(&mut self) {
        for (at, open) in self.stack.iter().enumerate().rev() {
            match Self::kind(open) {
                Some(Kind::Heading) => {
                    self.close_down_to(at);
                    return;
                }
                None | Some(Kind::Inline | Kind::Annotation) => {}
                _ => return,
            }
        }
    }

    fn end_item(&mut self, name: &str) {
        let same = |open: &Open| if name == "li" { open.name == "li" } else { matches!(open.name, "dt" | "dd") };
        for (at, open) in self.stack.iter().enumerate().rev() {
            match Self::kind(open) {
                Some(Kind::Item) if same(open) => {
                    self.close_down_to(at);
                    return;
                }
                None | Some(Kind::Inline | Kind::Annotation | Kind::Paragraph) => {}
                Some(Kind::Block) if open.name == "div" => {}
                _ => return,
            }
        }
    }

    fn end_annotation(&mut self) {
        if let Some(at) = self.find_in_cell(|open| Self::kind(open) == Some(Kind::Annotation)) {
            let in_ruby = self.stack[..at].last().is_some_and(|open| open.name == "ruby");
            if in_ruby
                && self.stack[at..]
                    .iter()
                    .all(|open| matches!(Self::kind(open), None | Some(Kind::Annotation | Kind::Inline)))
            {
                self.close_down_to(at);
            }
        }
    }

    fn in_table_structure(&self) -> bool {
        self.top().is_some_and(|open| matches!(Self::kind(open), Some(Kind::Table | Kind::Section | Kind::Row)))
    }

    /// Content stands in cells: opens what is missing between a table and its content.
    fn enter_cell(&mut self) {
        if self.in_table_structure() && self.enter_row() {
            self.push_named("td");
        }
    }

    fn push_named(&mut self, name: &str) {
        if let Some(element) = policy::allowed(name) {
            self.push(element, &[]);
        }
    }

    /// Ends what is open inside the innermost of `names` in this table; false when there is no table.
    fn back_to(&mut self, names: &[&str]) -> bool {
        let found = self
            .stack
            .iter()
            .rposition(|open| open.element.is_some() && (names.contains(&open.name) || open.name == "table"));
        match found {
            Some(at) => {
                self.close_down_to(at + 1);
                true
            }
            None => false,
        }
    }

    fn enter_section(&mut self) -> bool {
        if !self.back_to(&["tbody", "thead", "tfoot"]) {
            return false;
        }
        if self.top().is_some_and(|open| open.name == "table") {
            self.push_named("tbody");
        }
        true
    }

    fn enter_row(&mut self) -> bool {
        if !self.back_to(&["tr", "tbody", "thead", "tfoot"]) {
            return false;
        }
        if self.top().is_some_and(|open| open.name != "tr") {
            if self.top().is_some_and(|open| open.name == "table") {
                self.push_named("tbody");
            }
            self.push_named("tr");
        }
        true
    }
}

/// White space as HTML has it.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{C}')
}

/// Characters that have no business in a text: controls, non-characters and the two overrides, which turn letters round.
pub(super) fn is_dropped(c: char) -> bool {
    let code = u32::from(c);
    (c.is_control() && !is_space(c))
        || matches!(c, '\u{202D}' | '\u{202E}' | '\u{FEFF}')
        || (0xFDD0..=0xFDEF).contains(&code)
        || code & 0xFFFE == 0xFFFE
}
