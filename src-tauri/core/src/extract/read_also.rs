//! «اقرأ أيضاً» as data: links to other stories that a paper puts into the midst of one.
//!
//! Four shapes, all seen in Arabic papers: a box of the theme, a label before links in one line, a label over lines of
//! links, and a line that is nothing but a link to another story of the paper. What is found leaves the text; where it
//! stood is told by the letters around it, so that any way of finding the body may follow.

mod place;
mod title;

use dom_query::{Document, NodeId, NodeRef};
use url::Url;

use super::labels::{Strength, label};
use super::lines::Lines;
use super::meta::web;
use super::{address, dom, phrases};
use place::Lifted;
use title::{is_advertisement, title};

/// Most stories that one article names.
const MOST: usize = 20;

/// Most lines below one label.
const MOST_BELOW: usize = 12;

/// More lone links than this are what an article is about (a list of stories), not asides.
const MOST_LONE: usize = 6;

/// A box or a list of more stories than this is a part of the paper's own pages, not of the article: it goes without
/// becoming cards.
const MOST_IN_LIST: usize = 8;

/// Letters that tell a place.
const ANCHOR: usize = 240;

/// Parts of class and id names of boxes.
const BOXES: &[&str] = &[
    "inline-related",
    "inline_related",
    "related-inline",
    "related_inline",
    "related_posts_inline",
    "related-in",
    "read-also",
    "readalso",
    "read_also",
    "also-read",
    "alsoread",
    "also_read",
    "see-also",
    "seealso",
    "related-article",
    "related_article",
    "relatedarticle",
    "related-news",
    "relatednews",
    "related_news",
    "related-stor",
    "relatedstor",
    "related-post",
    "related_post",
    "relatedpost",
    "related-content",
    "related-topic",
    "related-link",
    "relatedlinks",
    "in-article-related",
    "more-on-this",
    "article-related",
    "story-related",
    "embed-related",
    "you-may-like",
    "read-more-box",
    "read-more-link",
    "readmore-post",
    "related-item",
];

/// A story found.
#[derive(Debug)]
struct Found {
    title: String,
    url: Url,
    /// The line that it stood on.
    line: usize,
}

/// Takes «اقرأ أيضاً» out of `doc`. `own`: the addresses of the page itself.
pub(super) fn lift(doc: &Document, lines: Lines, base: Option<&Url>, own: &[Url]) -> Lifted {
    let Some(body) = doc.body() else { return Lifted::default() };
    let mut work = Work { doc, base, own, lines, found: Vec::new() };
    work.boxes(&body);
    work.labelled();
    work.lone();
    let Work { lines, found, .. } = work;
    let stories = found
        .into_iter()
        .map(|found| {
            let (before, after) = lines.around(found.line, ANCHOR);
            (found.line, found.title, found.url, before, after)
        })
        .collect::<Vec<_>>();
    let mut stories = stories;
    stories.sort_by_key(|story| story.0);
    stories.truncate(MOST);
    Lifted { stories: stories.into_iter().map(|(_, title, url, before, after)| (title, url, before, after)).collect() }
}

/// Parts of a page that hold no article.
pub(super) fn is_outside(node: &NodeRef<'_>) -> bool {
    let Some(name) = node.node_name() else { return true };
    match name.as_ref() {
        "nav" | "iframe" | "button" => true,
        // ASP.NET puts a whole page into a form.
        "form" => dom::short_text(node, 400).is_some(),
        // An article may have a head or a foot of its own with text in it; a page's has none.
        "header" | "footer" => node.parent().is_none_or(|p| p.has_name("body")),
        _ => {
            dom::has_name_like(node, |n| {
                n.starts_with("comment") && !n.contains("off")
                    || n.contains("sidebar")
                        && !n.starts_with("has-")
                        && !n.contains("no-sidebar")
                        && !n.contains("with-sidebar")
                    || n.contains("breadcrumb")
                    || matches!(
                        n,
                        "respond"
                            | "check-also-box"
                            | "share-buttons"
                            | "post-bottom-source"
                            | "site-footer"
                            | "widget"
                            | "menu"
                            | "navbar"
                            | "post-navigation"
                            | "nav-links"
                            | "post-meta"
                            | "entry-meta"
                    )
            }) && !matches!(name.as_ref(), "body" | "main" | "article")
        }
    }
}

struct Work<'a> {
    doc: &'a Document,
    base: Option<&'a Url>,
    own: &'a [Url],
    lines: Lines,
    found: Vec<Found>,
}

impl<'a> Work<'a> {
    /// Boxes that say by name what they are.
    fn boxes(&mut self, body: &NodeRef<'a>) {
        let Some(root) = self.lines.root else { return };
        let Some(root) = body.tree.get(&root) else { return };
        let boxes: Vec<NodeRef<'_>> = root
            .descendants_it()
            .filter(|n| n.is_element() && !n.has_name("a"))
            .filter(|n| dom::has_name_like(n, |name| BOXES.iter().any(|part| name.contains(part))))
            .take(60)
            .collect();
        for node in boxes {
            let inside = self.inside(&node);
            let (Some(&first), false) = (inside.first(), inside.is_empty()) else { continue };
            if inside.iter().all(|&at| self.lines.lines[at].gone) {
                continue;
            }
            let own_text: usize =
                inside.iter().map(|&at| &self.lines.lines[at]).filter(|l| !l.gone).map(|l| l.letters - l.linked).sum();
            let linked: usize = inside.iter().map(|&at| self.lines.lines[at].linked).sum();
            if linked == 0 || own_text > 700 || own_text > 12 * linked {
                continue;
            }
            self.take_box(&node, first, &inside);
        }
    }

    /// The lines that stand in an element.
    fn inside(&self, node: &NodeRef<'_>) -> Vec<usize> {
        let ids: dom::NodeSet = node.descendants_it().map(|n| n.id).chain([node.id]).collect();
        self.lines
            .lines
            .iter()
            .enumerate()
            .filter(|(_, l)| l.pieces.first().is_some_and(|p| ids.contains(&p.node)))
            .map(|(at, _)| at)
            .collect()
    }

    /// Takes an element away with all its links.
    fn take_box(&mut self, node: &NodeRef<'a>, line: usize, inside: &[usize]) {
        let before = self.found.len();
        for link in dom::links(node) {
            self.story(&link, line, true);
        }
        if self.found.len() - before > MOST_IN_LIST {
            self.found.truncate(before);
        }
        for &at in inside {
            self.lines.lines[at].gone = true;
        }
        node.remove_from_parent();
    }

    /// Labels, each with what follows it.
    fn labelled(&mut self) {
        let mut at = 0;
        while at < self.lines.lines.len() {
            let next = self.at_label(at);
            at = next.max(at + 1);
        }
    }

    /// Looks for a label at the head of a line, then within it. The next line to look at.
    fn at_label(&mut self, at: usize) -> usize {
        let line = &self.lines.lines[at];
        if line.gone || line.letters > 600 {
            return at + 1;
        }
        let text = line.text.clone();
        let (in_root, letters, linked) = (line.in_root, line.letters, line.linked);
        let Some(found) = label(&text) else {
            self.inline(at);
            return at + 1;
        };
        // Below an article «مقالات ذات صلة» heads what the paper shows under all of them.
        let allowed = in_root || found.strength == Strength::Sure && self.has_prose_before(at);
        if !allowed {
            let alone = found.rest.is_empty() && found.strength != Strength::Perhaps;
            return if alone { self.furniture(at) } else { at + 1 };
        }
        let rest = found.rest.chars().filter(|c| c.is_alphanumeric()).count();
        let label_linked = self.label_is_link(at);
        if rest == 0 {
            // A heading that is a link itself («المزيد») labels nothing.
            if found.strength == Strength::Perhaps && (label_linked || !found_is_label_line(&text)) {
                return at + 1;
            }
            return self.below(at, found.strength);
        }
        let covered = linked * 10 >= rest * 8 || linked * 10 >= letters * 8;
        let sure = match found.strength {
            Strength::Sure => true,
            Strength::List | Strength::Perhaps => found.parted && !label_linked,
        };
        if linked > 0 && covered && sure {
            self.take_line(at);
            return at + 1;
        }
        // «للمزيد اقرأ العنوان» with all the rest a link; «شاهد العنوان» that is one link is a lone link.
        if linked > 0 && covered && !label_linked && found.strength == Strength::Perhaps && linked * 10 >= rest * 9 {
            self.take_line(at);
            return at + 1;
        }
        // A card that says its section beside the label.
        if linked == 0 && found.strength == Strength::Sure && rest <= 24 {
            let next = (at + 1..self.lines.lines.len()).find(|&i| !self.lines.lines[i].gone);
            let card = next.filter(|&i| self.lines.lines[i].is_mostly_links()).and_then(|i| self.common_box(at, i));
            if let Some(node) = card {
                let inside = self.inside(&node);
                self.take_box(&node, at, &inside);
                return inside.last().map_or(at + 1, |last| last + 1);
            }
        }
        // A label and a title that lost its link: no card, and no sentence either.
        if linked == 0 && found.strength == Strength::Sure && found.parted && text.split_whitespace().count() <= 25 {
            self.lines.drop_line(self.doc, at);
            return at + 1;
        }
        self.inline(at);
        at + 1
    }

    fn has_prose_before(&self, at: usize) -> bool {
        self.lines.lines[..at].iter().any(|l| l.in_root && l.is_prose())
    }

    /// Links under a label outside of the text: what a paper shows below all of its articles. They are no cards, and no
    /// text either.
    fn furniture(&mut self, at: usize) -> usize {
        const MOST: usize = 40;
        let mut end = at + 1;
        while end < self.lines.lines.len() && end - at <= MOST {
            let line = &self.lines.lines[end];
            if !line.gone && (line.in_root || !line.is_mostly_links()) {
                break;
            }
            end += 1;
        }
        if end > at + 1 {
            for line in at..end {
                self.lines.drop_line(self.doc, line);
            }
        }
        end
    }

    /// Whether the first letters of a line stand in a link.
    fn label_is_link(&self, at: usize) -> bool {
        self.lines.lines[at]
            .pieces
            .iter()
            .find(|p| p.text.chars().any(char::is_alphanumeric))
            .is_some_and(|p| p.link.is_some())
    }

    /// A label alone on its line: the links below it. The line after them.
    fn below(&mut self, at: usize, strength: Strength) -> usize {
        let follows = |lines: &Lines, from: usize| (from..lines.lines.len()).find(|&i| !lines.lines[i].gone);
        let Some(first) = follows(&self.lines, at + 1) else {
            self.orphan(at, strength);
            return at + 1;
        };
        if !self.lines.lines[first].is_mostly_links() {
            // A card may say its category or its date before its title.
            let second = follows(&self.lines, first + 1);
            let short = self.lines.lines[first].letters <= 24;
            let card =
                second.filter(|&s| short && self.lines.lines[s].is_mostly_links()).and_then(|s| self.common_box(at, s));
            let Some(node) = card else {
                self.orphan(at, strength);
                return at + 1;
            };
            let inside = self.inside(&node);
            self.take_box(&node, at, &inside);
            return inside.last().map_or(at + 1, |last| last + 1);
        }
        if let Some(node) = self.common_box(at, first) {
            let inside = self.inside(&node);
            self.take_box(&node, at, &inside);
            return inside.last().map_or(at + 1, |last| last + 1);
        }
        let mut taken = Vec::new();
        let mut i = first;
        while i < self.lines.lines.len() && taken.len() < MOST_BELOW {
            let line = &self.lines.lines[i];
            let same_part = line.in_root == self.lines.lines[first].in_root;
            if line.gone {
                i += 1;
                continue;
            }
            if same_part && line.is_mostly_links() && label(&line.text).is_none_or(|l| !l.rest.is_empty()) {
                taken.push(i);
            } else if !(same_part && line.letters <= 24 && line.linked == 0 && self.is_card_detail(i, &taken)) {
                break;
            } else {
                taken.push(i);
            }
            i += 1;
        }
        let before = self.found.len();
        for &line in &taken {
            for id in self.lines.lines[line].links() {
                if let Some(link) = self.doc.tree.get(&id) {
                    self.story(&link, at, true);
                }
            }
        }
        if self.found.len() - before > MOST_IN_LIST {
            self.found.truncate(before);
        }
        if self.found.len() == before && strength == Strength::Perhaps {
            return at + 1;
        }
        for &line in &taken {
            self.lines.drop_line(self.doc, line);
        }
        self.lines.drop_line(self.doc, at);
        i
    }

    /// A short line without a link between two lines of links in one item («منذ ساعتين»).
    fn is_card_detail(&self, at: usize, taken: &[usize]) -> bool {
        let Some(&last) = taken.last() else { return false };
        let (Some(a), Some(b)) =
            (self.doc.tree.get(&self.lines.lines[last].block), self.doc.tree.get(&self.lines.lines[at].block))
        else {
            return false;
        };
        let item = |n: &NodeRef<'a>| {
            std::iter::once(*n).chain(n.ancestors_it(Some(4))).find(|a| a.has_name("li")).map(|n| n.id)
        };
        item(&a).is_some() && item(&a) == item(&b)
    }

    /// The element that holds a label and the first line below it, and nothing that is the article's.
    fn common_box(&self, label: usize, first: usize) -> Option<NodeRef<'a>> {
        let tree = &self.doc.tree;
        let label_block = tree.get(&self.lines.lines[label].block)?;
        let first_block = self.lines.lines[first].block;
        let first_up: std::collections::HashSet<NodeId> =
            tree.get(&first_block)?.ancestors_it(None).map(|a| a.id).chain([first_block]).collect();
        let common =
            std::iter::once(label_block).chain(label_block.ancestors_it(None)).find(|n| first_up.contains(&n.id))?;
        if self.lines.is_frame(common.id) || !common.is_element() || common.has_name("body") {
            return None;
        }
        let mut own_text = 0;
        for at in self.inside(&common) {
            let line = &self.lines.lines[at];
            let own = line.letters - line.linked;
            own_text += own;
            if own > 220 {
                return None;
            }
        }
        (own_text <= 900).then_some(common)
    }

    /// A label with nothing below it that it could label.
    fn orphan(&mut self, at: usize, strength: Strength) {
        if strength != Strength::Perhaps && self.lines.lines[at].in_root {
            self.lines.drop_line(self.doc, at);
        }
    }

    /// A label and its links on one line: the line goes.
    fn take_line(&mut self, at: usize) {
        for id in self.lines.lines[at].links() {
            if let Some(link) = self.doc.tree.get(&id) {
                self.story(&link, at, true);
            }
        }
        self.lines.drop_line(self.doc, at);
    }

    /// «(اقرأ أيضاً: …)» within a sentence: label and link go, the sentence stays.
    fn inline(&mut self, at: usize) {
        let line = &self.lines.lines[at];
        if line.linked == 0 || !line.in_root {
            return;
        }
        let mut cuts: Vec<(usize, usize, NodeId)> = Vec::new();
        for (i, pair) in line.pieces.windows(2).enumerate() {
            let [text, link] = pair else { continue };
            let (None, Some(target)) = (text.link, link.link) else { continue };
            let Some(start) = text
                .text
                .rfind(['(', '[', '.', '؟', '!', '«', '|', '\n', '،', '؛'])
                .map(|p| p + text.text[p..].chars().next().map_or(1, char::len_utf8))
                .or(Some(0))
            else {
                continue;
            };
            let tail = &text.text[start..];
            let Some(found) = label(tail).filter(|l| l.rest.is_empty()) else { continue };
            let colon = tail.trim_end().ends_with([':', '：', '👈', '⬅', '←', '>', '»']);
            let bracket = text.text[..start].ends_with(['(', '[']);
            if found.strength == Strength::Sure && (colon || bracket) || colon && bracket {
                let start = if bracket { start - 1 } else { start };
                cuts.push((i, start, target));
            }
        }
        for (i, start, target) in cuts {
            let Some(link) = self.doc.tree.get(&target) else { continue };
            let before = self.found.len();
            self.story(&link, at + 1, true);
            if self.found.len() == before {
                continue;
            }
            let piece = &self.lines.lines[at].pieces[i];
            let cut = piece.text[..start].to_owned();
            let bracket = piece.text[start..].starts_with(['(', '[']);
            if let Some(node) = self.doc.tree.get(&piece.node) {
                replace_text(&node, &cut);
            }
            link.remove_from_parent();
            if bracket
                && let Some(next) = self.lines.lines[at].pieces[i + 1..].iter().find(|p| p.link != Some(target))
                && let Some(node) = self.doc.tree.get(&next.node)
            {
                let text = node.text().to_string();
                if let Some(rest) = text.trim_start().strip_prefix([')', ']']) {
                    replace_text(&node, rest);
                }
            }
        }
    }

    /// Lines that are nothing but a link to another story.
    fn lone(&mut self) {
        let mut lone = Vec::new();
        let mut prose = false;
        let last_prose = self.lines.lines.iter().rposition(|line| line.in_root && !line.gone && line.is_prose());
        for (at, line) in self.lines.lines.iter().enumerate() {
            if line.gone || !line.in_root {
                continue;
            }
            if line.is_prose() {
                prose = true;
                continue;
            }
            // Behind the last words only what is set as a paragraph: the ways to the next and the last story are not.
            let within = last_prose.is_some_and(|last| at < last) || self.is_paragraph(at);
            if prose && within && line.is_link() && self.is_lone(at) {
                lone.push(at);
            }
        }
        if lone.len() > MOST_LONE {
            return;
        }
        for at in lone {
            let before = self.found.len();
            let known = |work: &Self, link: &NodeRef<'_>| {
                link.attr("href")
                    .and_then(|h| web(&h, work.base))
                    .is_some_and(|u| work.found.iter().any(|f| f.url == u))
            };
            let mut repeated = false;
            for id in self.lines.lines[at].links() {
                if let Some(link) = self.doc.tree.get(&id) {
                    repeated |= known(self, &link);
                    self.story(&link, at, false);
                }
            }
            if self.found.len() > before || repeated {
                self.lines.drop_line(self.doc, at);
            }
        }
    }

    fn is_paragraph(&self, at: usize) -> bool {
        self.doc.tree.get(&self.lines.lines[at].block).is_some_and(|block| block.has_name("p"))
    }

    fn is_lone(&self, at: usize) -> bool {
        let line = &self.lines.lines[at];
        let links = line.links();
        let words = line.text.split_whitespace().count();
        if links.len() != 1 || words < 4 || line.letters < 16 || line.letters > 260 {
            return false;
        }
        let Some(block) = self.doc.tree.get(&line.block) else { return false };
        let Some(link) = self.doc.tree.get(&links[0]) else { return false };
        let inside = std::iter::once(block).chain(block.ancestors_it(Some(3)));
        let embedded = std::iter::once(block)
            .chain(block.ancestors_it(Some(3)))
            .any(|n| dom::has_name_like(&n, |name| name.contains("wp-embedded-content")));
        let in_list = !embedded
            && inside.take_while(|n| !self.lines.is_frame(n.id)).any(|n| {
                n.node_name().is_some_and(|name| {
                    matches!(
                        name.as_ref(),
                        "li" | "td"
                            | "th"
                            | "figcaption"
                            | "figure"
                            | "h1"
                            | "h2"
                            | "h3"
                            | "h4"
                            | "h5"
                            | "h6"
                            | "dd"
                            | "dt"
                    )
                })
            });
        if in_list {
            return false;
        }
        // A publisher names itself by the page's own address: without one, nothing is known of the link.
        let target = link.attr("href").and_then(|href| web(&href, self.base));
        target.is_some_and(|url| {
            self.is_story(&url) && self.own.iter().chain(self.base).any(|own| address::same_publisher(own, &url))
        })
    }

    /// Notes the story behind a link.
    fn story(&mut self, link: &NodeRef<'_>, line: usize, labelled: bool) {
        let Some(url) = link.attr("href").and_then(|href| web(&href, self.base)) else { return };
        let rel = link.attr_or("rel", "").to_ascii_lowercase();
        if rel.split_ascii_whitespace().any(|r| matches!(r, "sponsored" | "tag" | "author" | "category"))
            || !self.is_story(&url)
        {
            return;
        }
        let known_publisher = !self.own.is_empty() || self.base.is_some();
        if known_publisher && !self.own.iter().chain(self.base).any(|own| address::same_publisher(own, &url)) {
            return;
        }
        let Some(title) = title(link) else { return };
        if !labelled && phrases::is_furniture_line(&phrases::normal(&title)) || is_advertisement(&title) {
            return;
        }
        let key = address::story_key(&url);
        if let Some(known) = self.found.iter_mut().find(|f| address::story_key(&f.url) == key) {
            // A picture's caption and the headline lead to one story: the longer one is the headline.
            if known.line == line && title.chars().count() > known.title.chars().count() && title.chars().count() < 160
            {
                known.title = title;
            }
            return;
        }
        self.found.push(Found { title, url, line });
    }

    fn is_story(&self, url: &Url) -> bool {
        let key = address::story_key(url);
        address::may_be_story(url) && self.own.iter().chain(self.base).all(|own| address::story_key(own) != key)
    }
}

/// Whether a label that may be a sentence's word stands as a label: with a colon, or as a heading.
fn found_is_label_line(text: &str) -> bool {
    text.trim_end().ends_with([':', '：', '…', '.', '👇', '⬇'])
}

/// The text of a text node, replaced.
fn replace_text(node: &NodeRef<'_>, text: &str) {
    let new = node.tree.new_text(text.to_owned());
    node.insert_before(&new);
    node.remove_from_parent();
}
