//! What stands in a body and leads elsewhere: lists of other stories, cards, links on lines of their own.

use url::Url;

use super::{Fate, Page, ends_sentence};
use crate::extract::blocks::{Block, Kind};
use crate::extract::{address, calls, furniture, labels, phrases};

/// So much prose has to be there before lone links are taken for asides: a list of links has none.
const LEAST_PROSE: usize = 3;

/// Most lines that one heading of furniture takes with it.
const MOST_BELOW: usize = 40;

/// Most characters of a card below its heading.
const LONGEST_CARD: usize = 300;

/// Fewest cards in a row.
const FEWEST_CARDS: usize = 3;

/// So many characters of prose have to be left without the cards: else they are what the page is about.
const LEAST_LEFT: usize = 800;

/// The last two labels of a host: enough to tell a site from another.
pub(super) fn site(host: &str) -> &str {
    let cut = host.rmatch_indices('.').nth(1).map_or(0, |(at, _)| at + 1);
    &host[cut..]
}

/// Whether most of a block is links.
fn is_mostly_link(block: &Block<'_>) -> bool {
    block.linked * 10 >= block.chars * 6
}

impl Page<'_> {
    /// Headings of furniture, and the links and short lines under them.
    pub(super) fn sections(&mut self) {
        let first = self.prose.iter().position(|prose| *prose);
        for i in 0..self.blocks.len() {
            if !self.live(i) || self.normal[i].is_empty() || self.prose[i] {
                continue;
            }
            let normal = &self.normal[i];
            if !(furniture::is_heading(normal)
                || phrases::is_furniture_heading(normal)
                || labels::label(&self.blocks[i].text).is_some_and(|l| l.rest.is_empty()))
            {
                continue;
            }
            let mut end = i + 1;
            while end < self.blocks.len() && end < i + MOST_BELOW {
                let block = &self.blocks[end];
                if !is_mostly_link(block) && (self.prose[end] || block.kind == Kind::Heading) {
                    break;
                }
                end += 1;
            }
            // A heading over text of its own is one of the article.
            let links = (i + 1..end).filter(|j| is_mostly_link(&self.blocks[*j])).count();
            if links == 0
                && end < self.blocks.len()
                && self.blocks[i].kind == Kind::Heading
                && self.prose[end]
                && first.is_none_or(|first| first > i)
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

    /// Whether a line is a time in a live blog, which heads its items so.
    pub(super) fn heads_an_item(&self, i: usize) -> bool {
        is_clock(&self.normal[i]) && self.normal.iter().filter(|line| is_clock(line)).count() >= FEWEST_TIMES
    }

    /// Short lines about the site, and counters.
    pub(super) fn lines(&mut self) {
        for i in 0..self.blocks.len() {
            if !self.live(i) || self.normal[i].is_empty() {
                continue;
            }
            let block = &self.blocks[i];
            let normal = &self.normal[i];
            if block.kind == Kind::Cell {
                continue;
            }
            if block.kind == Kind::Paragraph && !block.quoted && calls::is(&block.text, normal, block.linked > 0) {
                self.fates[i] = Fate::Dropped;
                continue;
            }
            let led = furniture::begins_line(normal) || phrases::is_furniture_line(normal);
            let about_site =
                led && (block.linked > 0 && block.chars <= 140 || block.chars <= 60 && !ends_sentence(&block.text));
            if about_site
                || block.kind == Kind::Paragraph
                    && !block.text.starts_with('(')
                    && is_counter(normal)
                    && !self.heads_an_item(i)
            {
                self.fates[i] = Fate::Dropped;
            }
        }
    }

    /// Paragraphs that are nothing but a link to another story.
    pub(super) fn links(&mut self) {
        if self.prose.iter().filter(|p| **p).count() < LEAST_PROSE {
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

    /// Lists of nothing but links that no line leads to.
    pub(super) fn link_lists(&mut self) {
        if self.prose.iter().filter(|p| **p).count() < LEAST_PROSE {
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

    /// Rows of cards: headings that are links, each with little below it.
    pub(super) fn cards(&mut self) {
        let heads: Vec<usize> = (0..self.blocks.len())
            .filter(|i| {
                self.blocks[*i].kind == Kind::Heading && self.blocks[*i].is_link() && self.blocks[*i].chars >= 10
            })
            .collect();
        if heads.len() < FEWEST_CARDS {
            return;
        }
        let mut dropped = vec![false; self.blocks.len()];
        let mut run = vec![heads[0]];
        for (n, head) in heads.iter().enumerate() {
            let next = heads.get(n + 1).copied();
            let near = next.is_some_and(|next| {
                next - head <= 4 && self.blocks[head + 1..next].iter().map(|b| b.chars).sum::<usize>() <= LONGEST_CARD
            });
            if near {
                run.extend(next);
                continue;
            }
            if run.len() >= FEWEST_CARDS {
                for mark in &mut dropped[run[0]..=*head] {
                    *mark = true;
                }
                // The last has no more below it than the others.
                let below = run.windows(2).map(|pair| pair[1] - pair[0] - 1).max().unwrap_or_default();
                let mut said = 0;
                for (block, mark) in self.blocks.iter().zip(&mut dropped).skip(head + 1).take(below) {
                    said += block.chars;
                    if said > LONGEST_CARD || block.kind == Kind::Heading {
                        break;
                    }
                    *mark = true;
                }
            }
            run = next.into_iter().collect();
        }
        let sum = |want: bool| -> usize {
            (0..self.blocks.len()).filter(|i| dropped[*i] == want && self.prose[*i]).map(|i| self.blocks[i].chars).sum()
        };
        if sum(false) >= sum(true) && sum(false) >= LEAST_LEFT {
            for (i, _) in dropped.iter().enumerate().filter(|(_, d)| **d) {
                if self.fates[i] == Fate::Kept {
                    self.fates[i] = Fate::Dropped;
                }
            }
        }
    }

    /// Whether the links of a block lead to other sites.
    pub(super) fn foreign(&self, block: &Block<'_>) -> bool {
        let Some(host) = self.host else { return false };
        let link = std::iter::once(block.parent)
            .filter(|p| p.has_name("a"))
            .chain(block.run.iter().flat_map(|n| std::iter::once(*n).chain(n.descendants_it())))
            .find(|n| n.has_name("a") && n.has_attr("href"));
        let href = link.and_then(|l| l.attr("href"));
        // A file, or a letter to someone, is no story either.
        href.is_some_and(|href| {
            href.starts_with("mailto:")
                || address::is_file(href.split(['?', '#']).next().unwrap_or_default())
                || Url::parse(&href).is_ok_and(|u| u.host_str().is_some_and(|h| site(h) != host))
        })
    }
}

/// Lines that are a time and nothing else, of a live blog at the least.
const FEWEST_TIMES: usize = 3;

/// «10:30».
fn is_clock(normal: &str) -> bool {
    normal.split_once(':').is_some_and(|(hours, minutes)| {
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        (1..=2).contains(&hours.len()) && minutes.len() == 2 && digits(hours) && digits(minutes)
    })
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
