//! Cleaning of the chosen body: what pages put before, after and between the paragraphs of an article.

use dom_query::{Document, NodeRef};

use url::Url;

use super::blocks::{self, Block, Kind};
use super::{furniture, phrases};

/// What becomes of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Caption,
    Dropped,
}

/// A body that was cleaned.
#[derive(Debug)]
pub(super) struct Tidied {
    /// Its text, captions left out.
    pub(super) text: String,
    /// Characters of the text in no link.
    pub(super) prose: usize,
}

struct Page<'a> {
    blocks: Vec<Block<'a>>,
    fates: Vec<Fate>,
    /// Folded text of the short ones.
    normal: Vec<String>,
    /// Whether each is prose.
    prose: Vec<bool>,
    /// The last labels of the page's host.
    host: Option<&'a str>,
}

/// Cleans `content` and gives its text, captions left out.
pub(super) fn tidy(content: &Document, title: &str, url: Option<&Url>) -> Tidied {
    let root = content.html_root();
    super::names::drop_named(&root);
    let blocks = blocks::blocks(&root);
    let normal = blocks.iter().map(|b| if b.chars <= 160 { phrases::normal(&b.text) } else { String::new() }).collect();
    let prose = blocks.iter().map(is_prose).collect();
    let fates = vec![Fate::Kept; blocks.len()];
    let host = url.and_then(Url::host_str).map(site);
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
    if std::env::var_os("LAB_DEBUG").is_some() {
        for (i, b) in page.blocks.iter().enumerate() {
            eprintln!(
                "{:?} {:?} prose {} chars {} linked {} {:.100}",
                page.fates[i],
                b.kind,
                page.prose[i],
                b.chars,
                b.linked,
                b.text.replace('\n', "|")
            );
        }
    }
    let prose =
        (0..page.blocks.len()).filter(|i| page.live(*i)).map(|i| page.blocks[i].chars - page.blocks[i].linked).sum();
    Tidied { text: page.finish(&root), prose }
}

/// A block that reads like a sentence of a text.
fn is_prose(block: &Block<'_>) -> bool {
    if matches!(block.kind, Kind::Heading | Kind::Caption) {
        return false;
    }
    let own = block.chars - block.linked;
    if block.linked * 2 > block.chars {
        return false;
    }
    own >= 80 || own >= 30 && ends_sentence(&block.text) && !block.text.contains('\u{a9}')
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '»', '“', ')', '\'', '’', ']'])
        .ends_with(['.', '!', '?', '…', ':', '؟', '。', '！', '？', '।', ';', '؛'])
}

impl Page<'_> {
    fn live(&self, i: usize) -> bool {
        self.fates[i] == Fate::Kept
    }

    /// Whether the links of a block lead to other sites.
    fn foreign(&self, block: &Block<'_>) -> bool {
        let Some(host) = self.host else { return false };
        let link = std::iter::once(block.parent)
            .filter(|p| p.has_name("a"))
            .chain(block.run.iter().flat_map(|n| std::iter::once(*n).chain(n.descendants_it())))
            .find(|n| n.has_name("a") && n.has_attr("href"));
        let href = link.and_then(|l| l.attr("href"));
        href.and_then(|h| Url::parse(&h).ok()).is_some_and(|u| u.host_str().is_some_and(|h| site(h) != host))
    }

    fn captions(&mut self, root: &NodeRef<'_>) {
        let said: usize = self.blocks.iter().filter(|b| b.kind == Kind::Caption).map(|b| b.chars).sum();
        let all: usize = self.blocks.iter().map(|b| b.chars).sum();
        // Where the pictures' words are the article, they are its text.
        let gallery = said * 2 > all;
        let alts: Vec<String> = root
            .descendants_it()
            .filter(|n| n.has_name("img"))
            .filter_map(|n| n.attr("alt"))
            .map(|alt| phrases::normal(&alt))
            .filter(|alt| alt.chars().count() >= 25)
            .take(100)
            .collect();
        for i in 0..self.blocks.len() {
            let block = &self.blocks[i];
            if block.kind == Kind::Paragraph && block.chars <= 500 && !alts.is_empty() && {
                let normal = phrases::normal(&block.text);
                alts.iter()
                    .any(|alt| normal.starts_with(alt.as_str()) || normal.len() >= 40 && alt.starts_with(&normal))
            } {
                self.fates[i] = Fate::Caption;
            } else if block.kind == Kind::Caption {
                self.fates[i] = if gallery { Fate::Kept } else { Fate::Caption };
            } else if !self.normal[i].is_empty()
                && block.kind == Kind::Paragraph
                && block.chars <= 140
                && furniture::is_credit(&block.text, &self.normal[i])
            {
                self.fates[i] = Fate::Caption;
            }
        }
    }

    fn titles(&mut self, title: &str) {
        let wanted = phrases::normal(title);
        if wanted.is_empty() {
            return;
        }
        for i in 0..self.blocks.len().min(8) {
            if self.normal[i] == wanted && (self.blocks[i].kind == Kind::Heading || !self.prose[i]) {
                self.fates[i] = Fate::Dropped;
            }
        }
    }

    /// Headings of furniture, and the links and short lines under them.
    fn sections(&mut self) {
        for i in 0..self.blocks.len() {
            if !self.live(i) || self.normal[i].is_empty() || self.prose[i] {
                continue;
            }
            let normal = &self.normal[i];
            if !(furniture::is_heading(normal)
                || phrases::is_furniture_heading(normal)
                || super::labels::label(&self.blocks[i].text).is_some_and(|l| l.rest.is_empty()))
            {
                continue;
            }
            let before = self.prose[..i].iter().filter(|p| **p).count();
            let mut end = i + 1;
            while end < self.blocks.len() && end < i + 40 {
                let block = &self.blocks[end];
                let link = block.linked * 10 >= block.chars * 6;
                if !link && (self.prose[end] || block.kind == Kind::Heading) {
                    break;
                }
                end += 1;
            }
            // A heading over text of its own is one of the article.
            let links = (i + 1..end).filter(|j| self.blocks[*j].linked * 10 >= self.blocks[*j].chars * 6).count();
            if links == 0
                && end < self.blocks.len()
                && self.blocks[i].kind == Kind::Heading
                && self.prose[end]
                && before == 0
            {
                continue;
            }
            self.fates[i] = Fate::Dropped;
            if links > 0 {
                for j in i + 1..end {
                    if self.fates[j] == Fate::Kept {
                        self.fates[j] = Fate::Dropped;
                    }
                }
            }
        }
    }

    fn lines(&mut self) {
        for i in 0..self.blocks.len() {
            if !self.live(i) || self.normal[i].is_empty() {
                continue;
            }
            let block = &self.blocks[i];
            let normal = &self.normal[i];
            if block.kind == Kind::Cell {
                continue;
            }
            let led = furniture::begins_line(normal) || phrases::is_furniture_line(normal);
            if led && (block.linked > 0 && block.chars <= 140 || block.chars <= 60 && !ends_sentence(&block.text)) {
                self.fates[i] = Fate::Dropped;
            } else if is_counter(normal) && block.kind == Kind::Paragraph {
                self.fates[i] = Fate::Dropped;
            }
        }
    }

    /// Paragraphs that are nothing but a link to another story.
    fn links(&mut self) {
        let prose = self.prose.iter().filter(|p| **p).count();
        if prose < 3 {
            return;
        }
        for i in 0..self.blocks.len() {
            let block = &self.blocks[i];
            let led_to = i > 0 && self.blocks[i - 1].text.ends_with([':', '：']);
            if self.live(i)
                && block.kind == Kind::Paragraph
                && block.is_link()
                && block.chars >= 15
                && !self.foreign(block)
                && !block.media
                && !block.quoted
                && !led_to
                && !block.text.starts_with("http")
            {
                self.fates[i] = Fate::Dropped;
            }
        }
    }

    /// Rows of cards: headings that are links, each with little below it.
    fn cards(&mut self) {
        let heads: Vec<usize> = (0..self.blocks.len())
            .filter(|i| {
                self.blocks[*i].kind == Kind::Heading && self.blocks[*i].is_link() && self.blocks[*i].chars >= 10
            })
            .collect();
        if heads.len() < 3 {
            return;
        }
        let mut dropped = vec![false; self.blocks.len()];
        let mut run = vec![heads[0]];
        for (n, head) in heads.iter().enumerate() {
            let next = heads.get(n + 1).copied();
            let near = next.is_some_and(|next| {
                next - head <= 4 && self.blocks[head + 1..next].iter().map(|b| b.chars).sum::<usize>() <= 300
            });
            if near {
                run.extend(next);
                continue;
            }
            if run.len() >= 3 {
                for mark in &mut dropped[run[0]..=*head] {
                    *mark = true;
                }
                // The last has no more below it than the others.
                let below = run.windows(2).map(|pair| pair[1] - pair[0] - 1).max().unwrap_or_default();
                let mut said = 0;
                for j in head + 1..self.blocks.len().min(head + 1 + below) {
                    said += self.blocks[j].chars;
                    if said > 300 || self.blocks[j].kind == Kind::Heading {
                        break;
                    }
                    dropped[j] = true;
                }
            }
            run = next.into_iter().collect();
        }
        let sum = |want: bool| -> usize {
            (0..self.blocks.len()).filter(|i| dropped[*i] == want && self.prose[*i]).map(|i| self.blocks[i].chars).sum()
        };
        if sum(false) >= sum(true) && sum(false) >= 800 {
            for (i, _) in dropped.iter().enumerate().filter(|(_, d)| **d) {
                if self.fates[i] == Fate::Kept {
                    self.fates[i] = Fate::Dropped;
                }
            }
        }
    }

    /// Lists of nothing but links that no line leads to.
    fn link_lists(&mut self) {
        if self.prose.iter().filter(|p| **p).count() < 3 {
            return;
        }
        let mut i = 0;
        while i < self.blocks.len() {
            let Some(group) = self.blocks[i].group.filter(|_| self.blocks[i].kind == Kind::Item) else {
                i += 1;
                continue;
            };
            let end =
                (i..self.blocks.len()).find(|j| self.blocks[*j].group != Some(group)).unwrap_or(self.blocks.len());
            let all = (i..end)
                .all(|j| self.blocks[j].is_link() && self.blocks[j].chars >= 12 && !self.foreign(&self.blocks[j]));
            let led = i > 0
                && (self.blocks[i - 1].text.ends_with([':', '：'])
                    || self.blocks[i - 1].kind == Kind::Heading && self.live(i - 1));
            if all && !led {
                for j in i..end {
                    if self.live(j) {
                        self.fates[j] = Fate::Dropped;
                    }
                }
            }
            i = end;
        }
    }

    /// Bylines, dates and the like above the first paragraph.
    fn head(&mut self) {
        let Some(first) = (0..self.blocks.len()).find(|i| self.live(*i) && self.prose[*i]) else { return };
        if first > 20 {
            return;
        }
        for i in 0..first {
            let block = &self.blocks[i];
            if !self.live(i) || block.quoted || matches!(block.kind, Kind::Heading | Kind::Cell | Kind::Code) {
                continue;
            }
            let item = block.kind == Kind::Item;
            if !item && block.chars <= 48 && !ends_sentence(&block.text)
                || furniture::has_date(&self.normal[i]) && block.chars <= 120
                || block.is_link()
            {
                self.fates[i] = Fate::Dropped;
            }
        }
    }

    /// Links, labels and signatures below the last paragraph.
    fn tail(&mut self) {
        let Some(last) = (0..self.blocks.len()).rev().find(|i| self.live(*i) && self.prose[*i]) else { return };
        for i in (last + 1..self.blocks.len()).rev() {
            if !self.live(i) {
                continue;
            }
            let block = &self.blocks[i];
            if block.quoted {
                break;
            }
            let drop = match block.kind {
                Kind::Heading => true,
                Kind::Paragraph => block.is_link() || block.chars <= 48 && !ends_sentence(&block.text),
                Kind::Item => block.is_link(),
                _ => false,
            };
            if !drop {
                break;
            }
            self.fates[i] = Fate::Dropped;
        }
    }

    /// Notices about the site among the last paragraphs, and what they uncover.
    fn notices(&mut self) {
        let live: Vec<usize> = (0..self.blocks.len()).filter(|i| self.live(*i)).collect();
        let mut any = false;
        for i in live.iter().skip(2).rev().take(4) {
            let block = &self.blocks[*i];
            if block.kind == Kind::Paragraph
                && block.chars <= 450
                && furniture::is_notice(&phrases::normal(&block.text))
            {
                self.fates[*i] = Fate::Dropped;
                any = true;
            }
        }
        if any {
            self.tail();
        }
    }

    fn finish(self, root: &NodeRef<'_>) -> String {
        let mut out = String::new();
        let mut cell = None;
        for (block, fate) in self.blocks.iter().zip(&self.fates) {
            match fate {
                Fate::Kept => {
                    if !out.is_empty() {
                        out.push(if cell.is_some() && cell == row(block) { ' ' } else { '\n' });
                    }
                    cell = row(block);
                    out.push_str(block.text.trim());
                }
                Fate::Caption => block.caption(root.id),
                Fate::Dropped => block.remove(root.id),
            }
        }
        out
    }
}

/// The last two labels of a host: enough to tell a site from another.
fn site(host: &str) -> &str {
    let cut = host.rmatch_indices('.').nth(1).map_or(0, |(at, _)| at + 1);
    &host[cut..]
}

fn row(block: &Block<'_>) -> Option<dom_query::NodeId> {
    if block.kind != Kind::Cell {
        return None;
    }
    block.parent.ancestors_it(Some(4)).find(|n| n.has_name("tr")).map(|n| n.id)
}

/// «3 of 8», «1/4», «0», «12 comments».
fn is_counter(normal: &str) -> bool {
    let mut digits = false;
    for word in normal.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if word.chars().all(|c| c.is_ascii_digit()) {
            digits = true;
        } else if !matches!(
            word,
            "of" | "von"
                | "de"
                | "image"
                | "photo"
                | "bild"
                | "foto"
                | "comments"
                | "comment"
                | "kommentare"
                | "shares"
                | "slide"
        ) {
            return false;
        }
    }
    digits
}
