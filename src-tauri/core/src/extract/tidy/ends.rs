//! What stands before the first paragraph of a body and after the last.

use super::{Fate, Page, ends_sentence};
use crate::extract::blocks::Kind;
use crate::extract::{calls, furniture, phrases};

/// Lines above the first paragraph that may be furniture: with more, the page begins with something else.
const MOST_ABOVE: usize = 20;

/// Longest line that is a label by its length, in characters that aren't white space.
const LABEL: usize = 48;

/// Longest line with a date that is about the page.
const DATED: usize = 120;

/// Last lines among which notices are looked for, and how long one may be.
const LAST: usize = 4;
const LONGEST_NOTICE: usize = 450;

/// So many short lines below the last sentence are a part of the text.
const FEWEST_VERSES: usize = 4;

/// Whether a line stands in brackets, or behind an asterisk.
fn is_note(text: &str) -> bool {
    let text = text.trim();
    text.split_whitespace().count() >= 3
        && (text.starts_with('(') && text.ends_with(')')
            || text.starts_with('*') && text.chars().any(char::is_alphabetic))
}

impl Page<'_> {
    /// Whether a short line is one of the text: Arabic papers end many a paragraph without a full stop («والله ولي
    /// التوفيق»). A word or two, a date, a label and what it labels are none.
    fn is_line(&self, i: usize) -> bool {
        let (block, normal) = (&self.blocks[i], &self.normal[i]);
        let rtl = block.text.chars().any(|c| matches!(c, '\u{620}'..='\u{64A}'));
        rtl && (block.linked * 3 <= block.chars || block.linked * 3 <= block.chars * 2 && self.foreign(block))
            && block.text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() >= 3
            && !furniture::has_date(normal)
            && !block.text.contains(['|', '©'])
            && !phrases::is_furniture_line(normal)
            && !calls::names_a_platform(normal)
    }

    /// The headline again.
    pub(super) fn titles(&mut self, title: &str) {
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

    /// Bylines, dates and the like above the first paragraph.
    pub(super) fn head(&mut self) {
        let Some(first) = (0..self.blocks.len()).find(|i| self.live(*i) && self.prose[*i]) else { return };
        if first > MOST_ABOVE {
            return;
        }
        for i in 0..first {
            let block = &self.blocks[i];
            if !self.live(i) || block.quoted || matches!(block.kind, Kind::Heading | Kind::Cell | Kind::Code) {
                continue;
            }
            if self.heads_an_item(i) || i > 0 && self.heads_an_item(i - 1) {
                continue;
            }
            let item = block.kind == Kind::Item;
            if !item && block.chars <= LABEL && !ends_sentence(&block.text)
                || furniture::has_date(&self.normal[i]) && block.chars <= DATED
                || block.is_link()
            {
                self.fates[i] = Fate::Dropped;
            }
        }
    }

    /// Links, labels and signatures below the last paragraph.
    pub(super) fn tail(&mut self) {
        let Some(last) = (0..self.blocks.len()).rev().find(|i| self.live(*i) && self.prose[*i]) else { return };
        // Verses, and what a writer says in short lines, come in numbers; labels don't.
        let lines = (last + 1..self.blocks.len()).filter(|i| {
            let block = &self.blocks[*i];
            self.live(*i)
                && block.kind == Kind::Paragraph
                && block.linked == 0
                && block.text.split_whitespace().count() >= 3
                && !furniture::has_date(&self.normal[*i])
                && !furniture::begins_line(&self.normal[*i])
        });
        if lines.count() >= FEWEST_VERSES {
            return;
        }
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
                // «(شارك في التغطية …)», «* كاتب وأكاديمي» are the article's own.
                Kind::Paragraph if block.linked == 0 && is_note(&block.text) => false,
                Kind::Paragraph => {
                    block.is_link() || block.chars <= LABEL && !ends_sentence(&block.text) && !self.is_line(i)
                }
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
    pub(super) fn notices(&mut self) {
        let live: Vec<usize> = (0..self.blocks.len()).filter(|i| self.live(*i)).collect();
        let mut any = false;
        for i in live.iter().skip(2).rev().take(LAST) {
            let block = &self.blocks[*i];
            if block.kind == Kind::Paragraph
                && block.chars <= LONGEST_NOTICE
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
}
