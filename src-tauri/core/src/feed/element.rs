//! A feed document as a tree of the elements that carry data. Elements that hold text or markup (`description`,
//! `content`, …) are not taken apart: their inside is kept as a slice of the source, so that an unclosed `<br>` in one
//! of them can't unsettle the rest, and a feed of megabytes costs a few nodes an entry.

use std::borrow::Cow;

use super::entity::Entities;
use super::lexer::{Forgiven, Lexer, Token, attributes_and_quotes};
pub(super) use super::namespace::Ns;
use super::tag::{has_second_declaration, is_entry_tag, is_html, is_other_root, is_root, lower, split};

/// Elements deeper than this are passed over.
const MAX_DEPTH: usize = 48;
/// Reading stops after so many elements.
const MAX_ELEMENTS: usize = 400_000;
/// Attributes of one element beyond this are passed over.
const MAX_ATTRIBUTES: usize = 40;
/// An attribute's value is read up to so many bytes.
const MAX_ATTRIBUTE: usize = 16 * 1024;
/// Namespace declarations in force at a time.
const MAX_NAMESPACES: usize = 256;

/// An element that carries data.
#[derive(Debug, Default)]
pub(super) struct Element<'a> {
    pub(super) ns: Ns,
    /// Local name in lower case.
    pub(super) name: Cow<'a, str>,
    /// As written, with its prefix: what its end tag must repeat.
    tag: &'a str,
    attributes: Vec<(Cow<'a, str>, &'a str)>,
    /// The source between start and end tag.
    pub(super) inner: &'a str,
    inner_start: usize,
    pub(super) children: Vec<Element<'a>>,
    /// False when the document ended before the element did.
    pub(super) whole: bool,
}

impl<'a> Element<'a> {
    /// An attribute by its name in lower case, prefix included (`xml:base`, `rdf:about`), entities decoded.
    pub(super) fn attribute(&self, name: &str, entities: &Entities) -> Option<Cow<'a, str>> {
        let (_, value) = self.attributes.iter().find(|(written, _)| written == name)?;
        Some(entities.decode(value))
    }

    /// Whether the attribute is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(written, _)| written == name)
    }

    /// An RSS `item` or an Atom `entry`.
    pub(super) fn is_entry(&self) -> bool {
        self.ns.is_feed() && matches!(&*self.name, "item" | "entry")
    }

    /// Whether the inside is text or markup rather than elements of a feed.
    fn holds_text(&self) -> bool {
        matches!(
            (self.ns, &*self.name),
            (
                Ns::Core | Ns::Atom,
                "title" | "description" | "summary" | "content" | "subtitle" | "tagline" | "abstract"
            ) | (Ns::Content, "encoded")
                | (Ns::Xhtml, "body" | "div")
                | (Ns::Media | Ns::Itunes | Ns::Dc, "title" | "description" | "summary" | "subtitle")
        )
    }
}

/// A document, read.
#[derive(Debug, Default)]
pub(super) struct Document<'a> {
    /// The feed's root element, if one was found.
    pub(super) root: Option<Element<'a>>,
    /// The first tag that was neither a feed's root nor a piece of HTML.
    pub(super) stranger: Option<&'a str>,
    /// Whether HTML came before or instead of a feed.
    pub(super) html: bool,
    /// Something that is no XML stood before the root.
    pub(super) junk_before: bool,
    /// The namespace of RSS 1.0 or 0.90 was declared: an empty `rdf:RDF` is then a feed.
    pub(super) rss_declared: bool,
    /// The document ended too early.
    pub(super) truncated: bool,
    /// Tags were not closed, or closed in the wrong order.
    pub(super) unclosed: bool,
    /// A prefix was used that nobody declared.
    pub(super) undeclared: bool,
    /// There were more entries than are read.
    pub(super) too_many: bool,
    /// An attribute without quotes, or twice in one tag.
    pub(super) bad_attribute: bool,
    /// The root's name was not in lower case.
    pub(super) letter_case: bool,
    /// Something stood behind the root.
    pub(super) junk_after: bool,
    /// Atom's namespace was declared.
    pub(super) atom_declared: bool,
    /// What the lexer forgave.
    pub(super) forgiven: Forgiven,
}

/// The part of `text` within `limit` bytes, cut at a character.
pub(super) fn within(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

struct Builder<'a> {
    source: &'a str,
    stack: Vec<Element<'a>>,
    /// Namespace declarations in force: depth of the stack where each was made, prefix, meaning.
    namespaces: Vec<(usize, &'a str, Ns)>,
    document: Document<'a>,
    /// Depth below the deepest element that is still read.
    skipped: usize,
    elements: usize,
    entries: usize,
    /// Names of text elements whose end was looked for and not found, and up to where: never looked for twice.
    missing_ends: Vec<(&'a str, usize)>,
}

/// Reads the first feed in `source`, at most `max_entries` entries of it.
pub(super) fn read<'a>(source: &'a str, entities: &Entities, max_entries: usize) -> Document<'a> {
    let mut builder = Builder {
        source,
        stack: Vec::new(),
        namespaces: Vec::new(),
        document: Document::default(),
        skipped: 0,
        elements: 0,
        entries: 0,
        missing_ends: Vec::new(),
    };
    let mut lexer = Lexer::new(source);
    let mut strangers = 0;
    builder.document.junk_before = has_second_declaration(source);
    while builder.document.root.is_none() {
        let start = lexer.position();
        let Some(token) = lexer.next() else { break };
        match token {
            Token::Doctype(inside) => entities.declare(inside),
            Token::Start { name, attributes, empty } => {
                let entry_of_another =
                    is_entry_tag(name) && (builder.document.stranger.is_some() || builder.document.html);
                if builder.stack.is_empty() && (!is_root(name) || entry_of_another) {
                    builder.document.note_stranger(name);
                    strangers += 1;
                    if strangers > 400 || split(name).1.eq_ignore_ascii_case("html") || is_other_root(name) {
                        return builder.document;
                    }
                    continue;
                }
                if !builder.start(&mut lexer, name, attributes, empty, max_entries) {
                    break;
                }
            }
            Token::End { name } => builder.end(name, start),
            Token::Text(text) if builder.stack.is_empty() => {
                builder.document.junk_before |= !text.trim_matches(['\u{feff}', '\0']).trim().is_empty();
            }
            Token::Text(_) | Token::CData(_) => {}
        }
    }
    builder.document.forgiven = lexer.forgiven;
    if builder.document.root.is_some() {
        // White space and comments may stand there.
        builder.document.junk_after = loop {
            match lexer.next() {
                Some(Token::Text(text)) if text.trim().is_empty() => {}
                token => break token.is_some(),
            }
        };
    }
    if builder.document.root.is_none() && !builder.stack.is_empty() {
        builder.document.truncated = !builder.document.too_many;
        let end = source.len();
        while !builder.stack.is_empty() {
            builder.close_top(end, false);
        }
    }
    builder.document
}

impl<'a> Document<'a> {
    fn note_stranger(&mut self, tag: &'a str) {
        self.junk_before = true;
        if split(tag).1.eq_ignore_ascii_case("html") {
            self.stranger = None;
            self.html = true;
        }
        // What comes first tells what the document is: `<title>` means a page, but not within a `<catalog>`.
        if self.stranger.is_none() {
            if is_html(tag) {
                self.html = true;
            } else if !self.html {
                self.stranger = Some(tag);
            }
        }
    }
}

impl<'a> Builder<'a> {
    /// Opens an element; false when nothing more is to be read.
    fn start(&mut self, lexer: &mut Lexer<'a>, tag: &'a str, raw: &'a str, empty: bool, max_entries: usize) -> bool {
        let depth = self.stack.len();
        if self.skipped > 0 && !is_entry_tag(tag) {
            self.skipped += usize::from(!empty);
            return true;
        }
        let declared = self.namespaces.len();
        let mut found = Vec::new();
        for (name, value, quoted) in attributes_and_quotes(raw).take(MAX_ATTRIBUTES) {
            self.document.bad_attribute |= !quoted;
            let value = within(value, MAX_ATTRIBUTE);
            if let Some(prefix) = name.strip_prefix("xmlns") {
                let prefix = prefix.strip_prefix(':').unwrap_or(prefix);
                if self.namespaces.len() < MAX_NAMESPACES {
                    let known = Ns::by_address(value);
                    self.document.rss_declared |= known == Some(Ns::Core);
                    self.document.atom_declared |= known == Some(Ns::Atom);
                    let ns = known.unwrap_or_else(|| Ns::by_prefix(prefix));
                    self.namespaces.push((depth + 1, prefix, ns));
                }
                continue;
            }
            let name = lower(name);
            self.document.bad_attribute |= found.iter().any(|(known, _)| *known == name);
            found.push((name, value));
        }
        let (prefix, local) = split(tag);
        let mut ns = self.namespace(prefix);
        let name = lower(local);
        self.document.letter_case |= depth == 0 && local != name && matches!(&*name, "rss" | "feed");
        // Feeds are known to declare one Atom and write the other, or nothing at all; `feed` is always Atom.
        if depth == 0 && prefix.is_empty() && ns == Ns::Core && name == "feed" {
            self.namespaces.push((1, "", Ns::Atom));
            ns = Ns::Atom;
        }
        let element = Element {
            ns,
            name,
            tag,
            attributes: found,
            inner: "",
            inner_start: lexer.position(),
            children: Vec::new(),
            whole: true,
        };
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            self.document.too_many = true;
            return false;
        }
        if element.is_entry() {
            if self.entries >= max_entries {
                self.document.too_many = true;
                return false;
            }
            self.entries += 1;
            self.skipped = 0;
            // An entry within an entry: the first was not closed.
            if let Some(open) = self.stack.iter().position(Element::is_entry) {
                self.document.unclosed = true;
                self.close_down_to(open, lexer.position());
            }
        } else if depth >= MAX_DEPTH {
            self.namespaces.truncate(declared);
            self.skipped += usize::from(!empty);
            return true;
        }
        if empty {
            self.stack.push(element);
            self.close_top(lexer.position(), true);
        } else if element.holds_text() && !self.stack.is_empty() {
            self.text_element(lexer, element);
        } else {
            self.stack.push(element);
        }
        true
    }

    fn namespace(&mut self, prefix: &str) -> Ns {
        match self.namespaces.iter().rev().find(|(_, declared, _)| *declared == prefix) {
            Some((_, _, ns)) => *ns,
            None => {
                self.document.undeclared |= !prefix.is_empty();
                Ns::by_prefix(prefix)
            }
        }
    }

    /// Takes the inside of a text element whole, up to its own end tag.
    fn text_element(&mut self, lexer: &mut Lexer<'a>, mut element: Element<'a>) {
        let start = lexer.position();
        let tag = element.tag;
        let known_missing = self.missing_ends.iter().any(|(name, until)| *name == tag && start < *until);
        let found = if known_missing { None } else { self.find_end(lexer, tag) };
        match found {
            Some(end) => {
                element.inner = self.source.get(start..end).unwrap_or_default();
                self.stack.push(element);
                let whole = !(lexer.cut && lexer.position() >= self.source.len());
                self.close_text(whole);
            }
            None => {
                // Not closed within its entry: the text up to the next tag is all that is surely its own.
                self.document.unclosed = true;
                if !known_missing {
                    self.missing_ends.retain(|(_, until)| start < *until);
                    self.missing_ends.push((tag, lexer.position()));
                }
                let mut again = lexer.moved_to(start, tag);
                let mut end = start;
                while let Some(Token::Text(_) | Token::CData(_)) = again.next() {
                    end = again.position();
                }
                *lexer = lexer.moved_to(end, "");
                element.inner = self.source.get(start..end).unwrap_or_default();
                self.stack.push(element);
                self.close_text(true);
            }
        }
    }

    fn close_text(&mut self, whole: bool) {
        let depth = self.stack.len();
        if let Some(mut element) = self.stack.pop() {
            element.whole = whole;
            self.namespaces.retain(|(made, _, _)| *made < depth);
            self.attach(element);
        }
    }

    /// Where the text element named `tag` ends; `None` when its entry or the feed ends first.
    fn find_end(&mut self, lexer: &mut Lexer<'a>, tag: &'a str) -> Option<usize> {
        let in_entry = self.stack.iter().any(Element::is_entry);
        let mut open = 0usize;
        loop {
            let at = lexer.position();
            match lexer.next() {
                Some(Token::Start { name, empty, .. }) => {
                    if is_entry_tag(name) {
                        return None;
                    }
                    open += usize::from(name == tag && !empty);
                }
                Some(Token::End { name }) => {
                    if name == tag || name.eq_ignore_ascii_case(tag) {
                        if open == 0 {
                            return Some(at);
                        }
                        open -= 1;
                    } else if is_entry_tag(name) && in_entry || is_root(name) && !is_entry_tag(name) {
                        // Nested elements of the same name may be what was not closed.
                        return None;
                    }
                }
                Some(_) => {}
                None => {
                    // Cut off here: what there is belongs to it.
                    lexer.cut = true;
                    return Some(self.source.len());
                }
            }
        }
    }

    /// An end tag: closes the nearest open element of that name, and whatever was left open in it.
    fn end(&mut self, tag: &str, at: usize) {
        if self.skipped > 0 {
            if !is_entry_tag(tag) && !is_root(tag) {
                self.skipped -= 1;
                return;
            }
            self.skipped = 0;
        }
        let Some(open) =
            self.stack.iter().rposition(|element| element.tag == tag || element.tag.eq_ignore_ascii_case(tag))
        else {
            self.document.unclosed |= !self.stack.is_empty();
            return;
        };
        self.document.unclosed |= open + 1 < self.stack.len();
        self.close_down_to(open, at);
    }

    fn close_down_to(&mut self, open: usize, at: usize) {
        while self.stack.len() > open {
            self.close_top(at, true);
        }
    }

    fn close_top(&mut self, at: usize, whole: bool) {
        let depth = self.stack.len();
        let Some(mut element) = self.stack.pop() else { return };
        element.inner = self.source.get(element.inner_start..at).unwrap_or_default();
        element.whole = whole;
        while self.namespaces.last().is_some_and(|(made, _, _)| *made >= depth) {
            self.namespaces.pop();
        }
        self.attach(element);
    }

    fn attach(&mut self, element: Element<'a>) {
        match self.stack.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.document.root = Some(element),
        }
    }
}

/// The text of a stretch of source: entities decoded once, CDATA as it is, tags dropped.
pub(super) fn text<'a>(inner: &'a str, entities: &Entities) -> Cow<'a, str> {
    if !inner.contains('<') {
        return entities.decode(inner);
    }
    let mut lexer = Lexer::inside(inner);
    let mut out = Cow::Borrowed("");
    while let Some(token) = lexer.next() {
        match token {
            Token::Text(text) => out += entities.decode(text),
            Token::CData(data) => out += data,
            Token::Start { .. } | Token::End { .. } | Token::Doctype(_) => {}
        }
    }
    out
}
