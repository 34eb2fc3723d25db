//! Words of pictures: in the body's markup they stay, in its text they would stand between sentences.

use dom_query::NodeRef;

use super::{Fate, Page};
use crate::extract::blocks::Kind;
use crate::extract::{furniture, phrases};

/// Shortest `alt` that is compared with lines, in characters: «صورة» is said of anything.
const SHORTEST_ALT: usize = 25;

/// Most pictures whose `alt` is compared.
const MOST_ALTS: usize = 100;

/// Longest line that may repeat an `alt`, in characters.
const LONGEST: usize = 500;

/// A gallery has so many captions, and more of them than paragraphs.
const FEWEST_IN_GALLERY: usize = 3;

/// Shortest paragraph that counts as one, in characters.
const PARAGRAPH: usize = 60;

/// Longest credit.
const LONGEST_CREDIT: usize = 140;

impl Page<'_> {
    /// Tells captions: by mark-up, by a credit's first words, by repeating what a picture says of itself.
    pub(super) fn captions(&mut self, root: &NodeRef<'_>) {
        let said: usize = self.blocks.iter().filter(|b| b.kind == Kind::Caption).map(|b| b.chars).sum();
        let all: usize = self.blocks.iter().map(|b| b.chars).sum();
        let captions = self.blocks.iter().filter(|b| b.kind == Kind::Caption).count();
        let paragraphs = self.blocks.iter().filter(|b| b.kind == Kind::Paragraph && b.chars >= PARAGRAPH).count();
        // Where the pictures' words are the article, they are its text.
        let gallery = said * 2 > all || captions >= FEWEST_IN_GALLERY && captions > paragraphs;
        let alts = alts(root);
        for (i, block) in self.blocks.iter().enumerate() {
            let caption = match block.kind {
                Kind::Caption => !gallery,
                Kind::Paragraph => {
                    block.chars <= LONGEST_CREDIT && furniture::is_credit(&block.text, &self.normal[i])
                        || block.chars <= LONGEST && !alts.is_empty() && repeats(&phrases::normal(&block.text), &alts)
                }
                _ => false,
            };
            if caption {
                self.fates[i] = Fate::Caption;
            }
        }
    }
}

/// What the pictures of a body say of themselves, folded.
fn alts(root: &NodeRef<'_>) -> Vec<String> {
    root.descendants_it()
        .filter(|node| node.has_name("img"))
        .take(MOST_ALTS)
        .filter_map(|node| node.attr("alt"))
        .map(|alt| phrases::normal(&alt))
        .filter(|alt| alt.chars().count() >= SHORTEST_ALT)
        .collect()
}

/// Whether a folded line begins as one of `alts` does.
fn repeats(normal: &str, alts: &[String]) -> bool {
    let long = normal.chars().count() >= SHORTEST_ALT;
    alts.iter().any(|alt| normal.starts_with(alt.as_str()) || long && alt.starts_with(normal))
}
