//! The sections of a site as a tree: from the navigation of its pages, and from feeds that a page links to.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};
use url::Url;

use crate::feed;
use crate::html::to_line;
use crate::model::SourceKind;

/// Sections of a site in all.
const MAX_SECTIONS: usize = 120;
/// How deep the tree goes.
const DEEPEST: usize = 4;
/// A section's name is no longer, in characters.
const LONGEST_NAME: usize = 40;

/// A section of a site.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Section {
    /// Its name, plain text.
    pub(crate) title: String,
    /// Its articles, where the site says how many.
    pub(crate) count: Option<u32>,
    /// Where its articles are read from.
    pub(crate) url: Url,
    /// How it is read.
    pub(crate) kind: SourceKind,
    /// Sections of it.
    pub(crate) children: Vec<Section>,
}

impl Section {
    /// A section without sections of its own.
    pub(crate) fn new(title: String, count: Option<u32>, url: Url, kind: SourceKind) -> Self {
        Self { title, count, url, kind, children: Vec::new() }
    }
}

/// The tree that the page's navigation shows. On a WordPress site a section leads to its feed, elsewhere to its page.
pub(super) fn of_navigation(doc: &Document, base: &Url, wordpress: bool) -> Vec<Section> {
    let mut seen = HashSet::new();
    let mut left = MAX_SECTIONS;
    let mut best = Vec::new();
    // Outermost lists only: what is within them is theirs.
    let lists = doc
        .select("nav ul, [role='navigation'] ul, header ul, [class*='menu'] ul, ul[class*='menu'], ul[class*='nav']");
    for list in lists.nodes().iter().take(40) {
        let inner = list.ancestors_it(Some(12)).any(|above| above.has_name("li"));
        if !inner {
            best.extend(of_list(list, base, wordpress, &mut seen, &mut left, DEEPEST));
        }
    }
    best
}

fn of_list(
    list: &NodeRef<'_>,
    base: &Url,
    wordpress: bool,
    seen: &mut HashSet<String>,
    left: &mut usize,
    depth: usize,
) -> Vec<Section> {
    let mut out = Vec::new();
    for item in list.element_children().into_iter().filter(|child| child.has_name("li")).take(MAX_SECTIONS) {
        let link = first_link(&item);
        let marked = item.class().is_some_and(|class| class.contains("menu-item-object-category"));
        let section = link.and_then(|link| section(&link, base, wordpress, marked)).filter(|_| *left > 0);
        let section = section.filter(|section| seen.insert(section.url.to_string()));
        *left -= usize::from(section.is_some());
        let mut children = Vec::new();
        if depth > 1 {
            for inner in inner_lists(&item) {
                children.extend(of_list(&inner, base, wordpress, seen, left, depth - 1));
            }
        }
        match section {
            Some(mut section) => {
                section.children = children;
                out.push(section);
            }
            // An item that only opens («المزيد») is no section, what it opens is.
            None => out.append(&mut children),
        }
    }
    out
}

/// The item's own link: not one of the lists within it.
fn first_link<'a>(item: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let mut waiting: Vec<NodeRef<'a>> = item.element_children();
    waiting.reverse();
    let mut steps = 0;
    while let Some(node) = waiting.pop() {
        steps += 1;
        if steps > 60 || node.has_name("ul") {
            continue;
        }
        if node.has_name("a") && node.has_attr("href") {
            return Some(node);
        }
        waiting.extend(node.element_children().into_iter().rev());
    }
    None
}

fn inner_lists<'a>(item: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    let mut found = Vec::new();
    let mut waiting: Vec<NodeRef<'a>> = item.element_children();
    let mut steps = 0;
    while let Some(node) = waiting.pop() {
        steps += 1;
        if node.has_name("ul") {
            found.push(node);
        } else if steps < 200 {
            waiting.extend(node.element_children());
        }
    }
    found.reverse();
    found
}

fn section(link: &NodeRef<'_>, base: &Url, wordpress: bool, marked: bool) -> Option<Section> {
    let title = to_line(&link.text());
    let title = if title.is_empty() { to_line(&link.attr("title")?) } else { title };
    if title.chars().count() > LONGEST_NAME || !title.chars().any(char::is_alphabetic) {
        return None;
    }
    let mut url = feed::resolve(&link.attr("href")?, Some(base)).filter(|url| super::same_site(url, base))?;
    url.set_fragment(None);
    if url.path() == "/" && url.query().is_none() || !(marked || is_section(&url)) {
        return None;
    }
    Some(if wordpress {
        Section::new(title, None, super::wordpress::feed_of_category(&url), SourceKind::Feed)
    } else {
        Section::new(title, None, url, SourceKind::Page)
    })
}

/// Whether an address is that of a section: `/category/…`, `/section/…`, `?cat=7` and what else sites call it.
pub(crate) fn is_section(url: &Url) -> bool {
    const NAMES: [&str; 16] = [
        "category",
        "categories",
        "cat",
        "section",
        "sections",
        "topic",
        "topics",
        "channel",
        "channels",
        "rubrique",
        "قسم",
        "أقسام",
        "اقسام",
        "تصنيف",
        "فئة",
        "الأقسام",
    ];
    if url.query_pairs().any(|(name, _)| matches!(&*name, "cat" | "category_name" | "category" | "section")) {
        return true;
    }
    let parts: Vec<String> = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .map(|part| super::sitemap::percent_decoded(part).unwrap_or_else(|| part.to_owned()).to_lowercase())
        .collect();
    let named = |part: &String| NAMES.contains(&part.as_str());
    // `/section/politics` is one; `/section` names none, and `/category/x/2026/11/…` is an article.
    let at = parts.iter().position(named);
    at.is_some_and(|at| {
        at + 1 < parts.len()
            && parts.len() - at <= 4
            && !parts.iter().any(|part| part.len() == 4 && part.starts_with("20"))
    })
}

/// Feeds that a page links to by a name of their own («سياسة» → `/rss/politics.xml`): sections with feeds.
pub(super) fn of_feed_links(doc: &Document, base: &Url) -> Vec<Section> {
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for link in doc.select("a[href]").nodes().iter().take(3_000) {
        let Some(url) = link.attr("href").and_then(|href| feed::resolve(&href, Some(base))) else { continue };
        if !feed::looks_like_feed(&url) || !super::same_site(&url, base) {
            continue;
        }
        let title = to_line(&link.text());
        let plain =
            matches!(title.to_ascii_lowercase().as_str(), "" | "rss" | "atom" | "feed" | "xml" | "rss feed" | "خلاصة");
        if !plain && title.chars().count() <= LONGEST_NAME && out.len() < MAX_SECTIONS && seen.insert(url.clone()) {
            out.push(Section::new(title, None, url, SourceKind::Feed));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn base() -> Url {
        Url::parse("https://jisr.example/").unwrap()
    }

    #[test]
    fn a_menu_becomes_a_tree() {
        let page = "<nav><ul class=menu><li class='menu-item-home'><a href=/>الرئيسية</a></li>
            <li><a href=/category/news/>أخبار</a><ul class=sub-menu><li><a href='/category/news/local/'>محليات</a></li></ul></li>
            <li><a href='#'>المزيد</a><div><ul><li class='menu-item menu-item-object-category'><a href=/sport/>رياضة</a></li></ul></div></li>
            <li><a href='https://other.example/category/x/'>شقيقة</a></li><li><a href=/about>من نحن</a></li></ul></nav>
            <footer><ul class=footer-menu><li><a href=/category/news/>أخبار</a></li></ul></footer>";
        let tree = of_navigation(&Document::from(page), &base(), true);
        let titles: Vec<_> = tree.iter().map(|section| (section.title.as_str(), section.url.path())).collect();
        assert_eq!(titles, [("أخبار", "/category/news/feed/"), ("رياضة", "/sport/feed/")]);
        assert_eq!(tree[0].children[0].url.path(), "/category/news/local/feed/");
        let custom = of_navigation(&Document::from(page), &base(), false);
        assert_eq!((custom[0].url.path(), custom[0].kind), ("/category/news/", SourceKind::Page));
    }

    #[test]
    fn sections_are_told_from_articles() {
        let section = |path: &str| is_section(&base().join(path).unwrap());
        assert!(section("/section/1110") && section("/?cat=7") && section("/قسم/سياسة") && section("/a/category/b/c/"));
        assert!(!section("/about") && !section("/category/") && !section("/category/a/2026/11/x"));
    }

    #[test]
    fn links_to_feeds_by_name_are_sections_with_feeds() {
        let page = "<a href=/rss/politics.xml>سياسة</a><a href=/rss.xml>RSS</a><a href=/rss/politics.xml>سياسة</a><a href=/x>س</a>";
        let found = of_feed_links(&Document::from(page), &base());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].url.path(), "/rss/politics.xml");
    }
}
