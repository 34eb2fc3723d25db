//! A page's elements by what rules ask for. Dozens of rules look for elements by CSS selectors, most of which match
//! nothing on most pages: the page is walked once and each rule looks only at elements that may match.

use std::collections::HashMap;

use dom_query::{Document, Matcher, NodeRef};
use html5ever::{LocalName, local_name};

/// Most classes of an element that are looked up.
const MOST_CLASSES: usize = 64;

/// What an element has to have for a selector to match it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Name(LocalName),
    Class(String),
    /// A part of a class name, as `[class*='…']` has it.
    ClassPart(String),
    Id(String),
    /// An attribute, whatever its value.
    Attribute(LocalName),
}

/// One of a selector's alternatives.
#[derive(Debug)]
struct Alternative {
    /// The key of each compound, outermost first: the last is the element's own.
    keys: Vec<Key>,
    /// None when the key says all that the alternative does.
    matcher: Option<Matcher>,
}

/// A CSS selector, compiled: type, class, id and attribute selectors, descendants, alternatives. Made once, in a static.
#[derive(Debug)]
pub(super) struct Query {
    alternatives: Vec<Alternative>,
}

impl Query {
    /// Compiles a selector. An alternative that is none matches nothing; a test compiles all that there are.
    pub(super) fn new(selector: &str) -> Self {
        let alternatives = parts(selector, ',').into_iter().filter_map(Alternative::new).collect();
        Self { alternatives }
    }
}

impl Alternative {
    fn new(selector: &str) -> Option<Self> {
        let matcher = Matcher::new(selector).ok();
        debug_assert!(matcher.is_some(), "{selector}");
        let compounds = parts(selector, ' ');
        let keys: Vec<Key> = compounds.iter().map(|compound| Key::of(compound)).collect::<Option<_>>()?;
        let plain = |compound: &str| !compound.contains(['[', ':']) && compound.matches(['.', '#']).count() == 1;
        let whole = compounds.len() == 1 && compounds[0].starts_with(['.', '#']) && plain(compounds[0]);
        Some(Self { keys, matcher: if whole { None } else { Some(matcher?) } })
    }
}

/// The parts of a selector at a character that stands in no brackets and no quotation marks.
fn parts(selector: &str, at: char) -> Vec<&str> {
    let (mut bracketed, mut quoted) = (false, false);
    let split = selector.split(|c: char| {
        match c {
            '\'' => quoted = !quoted,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ => {}
        }
        c == at && !bracketed && !quoted
    });
    split.map(str::trim).filter(|part| !part.is_empty()).collect()
}

impl Key {
    /// The rarest of what a compound selector asks for.
    fn of(compound: &str) -> Option<Self> {
        let simple = |mark: char| {
            let outside = parts(compound, '[').into_iter().next().filter(|part| !part.contains(']'))?;
            let rest = &outside[outside.find(mark)? + 1..];
            Some(rest.split(['.', '#', ':']).next().unwrap_or_default().to_owned())
        };
        if let Some(id) = simple('#') {
            return Some(Self::Id(id));
        }
        if let Some(class) = simple('.') {
            return Some(Self::Class(class));
        }
        if let Some(open) = compound.find('[') {
            let inner = compound[open + 1..].split(']').next()?;
            let name = inner.split(['=', '*', '~', '$', '^', '|']).next()?.trim();
            let value = inner.split_once("*='").map(|(_, rest)| rest.trim_end_matches('\''));
            return Some(match value {
                Some(part) if name == "class" => Self::ClassPart(part.to_owned()),
                _ => Self::Attribute(LocalName::from(name)),
            });
        }
        Some(Self::Name(LocalName::from(compound)))
    }
}

/// A selector that is compiled where it stands, once.
macro_rules! query {
    ($selector:expr) => {{
        static QUERY: std::sync::LazyLock<$crate::extract::index::Query> =
            std::sync::LazyLock::new(|| $crate::extract::index::Query::new($selector));
        &*QUERY
    }};
}
pub(super) use query;

/// The elements of a document, as it was when it was read: what is taken out of it later is still named here.
pub(super) struct Index<'a> {
    doc: &'a Document,
    /// In document order.
    elements: Vec<NodeRef<'a>>,
    /// Positions in `elements`.
    names: HashMap<LocalName, Vec<u32>>,
    classes: HashMap<String, Vec<u32>>,
    ids: HashMap<String, Vec<u32>>,
    attributes: HashMap<LocalName, Vec<u32>>,
}

impl<'a> Index<'a> {
    /// Walks a document.
    pub(super) fn read(doc: &'a Document) -> Self {
        let mut index = Self {
            doc,
            elements: Vec::new(),
            names: HashMap::new(),
            classes: HashMap::new(),
            ids: HashMap::new(),
            attributes: HashMap::new(),
        };
        // Pages give the same classes to many elements: each text of them is taken apart once.
        let mut classed: HashMap<String, Vec<u32>> = HashMap::new();
        for node in doc.root().descendants_it() {
            let Some(element) = node.element_ref() else { continue };
            let Ok(at) = u32::try_from(index.elements.len()) else { break };
            index.names.entry(element.name.local.clone()).or_default().push(at);
            for attribute in &element.attrs {
                let name = &attribute.name.local;
                if *name == local_name!("class") {
                    match classed.get_mut(&*attribute.value) {
                        Some(found) => found.push(at),
                        None => _ = classed.insert(attribute.value.to_string(), vec![at]),
                    }
                    continue;
                }
                if *name == local_name!("id") {
                    index.ids.entry(attribute.value.to_string()).or_default().push(at);
                }
                index.attributes.entry(name.clone()).or_default().push(at);
            }
            drop(element);
            index.elements.push(node);
        }
        for (classes, at) in classed {
            for class in classes.split_ascii_whitespace().take(MOST_CLASSES) {
                match index.classes.get_mut(class) {
                    Some(found) => found.extend(&at),
                    None => _ = index.classes.insert(class.to_owned(), at.clone()),
                }
            }
        }
        index
    }

    /// The page's body.
    pub(super) fn body(&self) -> Option<NodeRef<'a>> {
        self.doc.body()
    }

    /// The elements that match, in document order.
    pub(super) fn select(&self, query: &Query) -> Vec<NodeRef<'a>> {
        let mut found: Vec<u32> = Vec::new();
        for alternative in &query.alternatives {
            let Some((own, outer)) = alternative.keys.split_last() else { continue };
            if !outer.iter().all(|key| self.holds(key)) {
                continue;
            }
            let matches = |at: &u32| {
                alternative.matcher.as_ref().is_none_or(|matcher| {
                    self.elements.get(*at as usize).is_some_and(|node| matcher.match_element(node))
                })
            };
            self.each(own, |at| found.extend(at.iter().copied().filter(matches)));
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|at| self.elements.get(at as usize).copied()).collect()
    }

    /// The first element that matches.
    pub(super) fn first(&self, query: &Query) -> Option<NodeRef<'a>> {
        self.select(query).into_iter().next()
    }

    /// An attribute of the first element that matches.
    pub(super) fn attribute(&self, query: &Query, name: &str) -> Option<String> {
        self.first(query)?.attr(name).map(|value| value.to_string())
    }

    fn each(&self, key: &Key, mut with: impl FnMut(&[u32])) {
        match key {
            Key::Name(name) => self.names.get(name).into_iter().for_each(|at| with(at)),
            Key::Class(class) => self.classes.get(class).into_iter().for_each(|at| with(at)),
            Key::ClassPart(part) => {
                self.classes.iter().filter(|(class, _)| class.contains(part.as_str())).for_each(|(_, at)| with(at));
            }
            Key::Id(id) => self.ids.get(id).into_iter().for_each(|at| with(at)),
            Key::Attribute(name) => self.attributes.get(name).into_iter().for_each(|at| with(at)),
        }
    }

    fn holds(&self, key: &Key) -> bool {
        let mut any = false;
        self.each(key, |at| any |= !at.is_empty());
        any
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use dom_query::Document;

    use super::{Index, Query};

    const PAGE: &str = "<html lang=ar><head><title>T</title><meta property='og:type' content='article'></head>
        <body class='single Post'><div class='a b'><p class='b'>1</p><a rel='tag nofollow' href='/x'>2</a>
        <div id=crumbs><a href='/y'>3</a><a>4</a></div></div><div class='tags-box-outer'><a href='/z'>5</a></div>
        <svg class='a'><a class='b'>6</a></svg><time datetime='2026' class=updated>7</time>
        <input TYPE=Password><span itemprop='author name'>8</span></body></html>";

    #[test]
    fn an_index_finds_what_a_walk_of_the_whole_page_finds() {
        let doc = Document::from(PAGE);
        let index = Index::read(&doc);
        for selector in [
            "p",
            "title",
            "head title",
            ".b",
            ".a .b",
            "div.a.b",
            ".b, .a",
            "a, .b, #crumbs a",
            "#crumbs",
            "a[rel~='tag']",
            "a[href]",
            "[class*='tags-box'] a",
            "[class*='st']",
            "[class*='tags-box'], .b",
            "[itemprop~='author']",
            "[itemprop~='author'] [itemprop~='name']",
            "[id*='umb'] a",
            "meta[property='og:type']",
            "time.updated[datetime]",
            "input[type='password']",
            "body.single",
            ".post",
            ".none a",
        ] {
            let walked: Vec<_> = doc.select(selector).nodes().iter().map(|node| node.id).collect();
            let found: Vec<_> = index.select(&Query::new(selector)).iter().map(|node| node.id).collect();
            assert_eq!(found, walked, "{selector}");
        }
        assert_eq!(index.attribute(&Query::new("meta"), "content").as_deref(), Some("article"));
    }
}
