//! Signatures: an article's telling stems with their weights, and 512 bits that are near where those are alike.

use std::collections::HashMap;

use super::facts::Facts;
use super::rarity::Rarity;
use super::topic::{Topic, topic};
use crate::text;

/// Content words of a text that are looked at: about 250 of a news text's words, which says all that matters at once.
const BODY_WORDS: usize = 170;
/// Characters of a text that are looked at, whatever they are.
const BODY_CHARS: usize = 4_000;
/// Content words of a headline that are looked at.
const TITLE_WORDS: usize = 24;
/// A headline's word counts for so many of the text's.
const TITLE_TIMES: f32 = 3.0;
/// Stems that a signature has at the most.
const TERMS: usize = 64;
/// Bits of a hash, in words of 64.
pub(super) const WORDS: usize = 8;
/// The layout that [`Signature::write`] writes.
const LAYOUT: u8 = 1;

/// The stems of a text that tell what it is about, hashed (FNV-1a, 32 bits). The one place where this module depends on
/// how words are stemmed; `data/rarity.bin` has to be made again when that changes.
fn stems(text: &str, most: usize) -> Vec<u32> {
    text::leading_stems(text, most).iter().map(|stem| hash(stem)).collect()
}

fn hash(stem: &str) -> u32 {
    let long = stem
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    // The upper bits of a last multiplication are well mixed, the lower ones of FNV are not.
    u32::try_from((long ^ (long >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32).unwrap_or(0)
}

/// The hash of a word's stem, as signatures have it; none for a word that says nothing.
pub(super) fn term(word: &str) -> Option<u32> {
    text::leading_stems(word, 1).first().map(|stem| hash(stem))
}

/// An article's words, as far as they are looked at.
#[derive(Debug, Clone, Default)]
pub struct Words {
    title: Vec<u32>,
    body: Vec<u32>,
    facts: Facts,
    topic: Topic,
}

impl Words {
    /// Reads an article: headline, and plain text.
    pub fn of(title: &str, body: &str) -> Self {
        let body = body.char_indices().nth(BODY_CHARS).map_or(body, |(end, _)| &body[..end]);
        Self {
            title: stems(title, TITLE_WORDS),
            body: stems(body, BODY_WORDS),
            facts: Facts::of(title, body),
            topic: topic(title, body),
        }
    }

    /// Takes the headline's words out: one that a paper puts over everything tells nothing.
    pub fn without_title(mut self) -> Self {
        self.title.clear();
        self
    }

    /// The stems, each once.
    pub fn distinct(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.title.iter().chain(&self.body).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What an article is like.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signature {
    /// Stems and weights, by stem. The largest weight is 255.
    pub terms: Vec<(u32, u8)>,
    /// The headline's stems, each once, sorted.
    pub title: Vec<u32>,
    /// Numbers and days that tell one event from another like it.
    pub facts: Facts,
    /// What it is about at large.
    pub topic: Topic,
}

impl Signature {
    /// The signature of an article's words by how rare they are.
    pub fn new(words: Words, rarity: &Rarity) -> Self {
        let mut times: HashMap<u32, f32> = HashMap::with_capacity(words.title.len() + words.body.len());
        for (stems, weight) in [(&words.title, TITLE_TIMES), (&words.body, 1.0)] {
            for stem in stems {
                *times.entry(*stem).or_default() += weight;
            }
        }
        let mut weights: Vec<(u32, f32)> =
            times.into_iter().map(|(stem, times)| (stem, (1.0 + times.ln()) * rarity.idf(stem))).collect();
        // By stem where weights are equal: the same article has the same signature everywhere.
        weights.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        weights.truncate(TERMS);
        let most = weights.first().map_or(1.0, |(_, weight)| weight.max(f32::MIN_POSITIVE));
        let mut terms: Vec<(u32, u8)> = weights
            .into_iter()
            // In range: no weight is larger than the largest.
            .map(|(stem, weight)| (stem, (weight / most * 255.0).round().clamp(0.0, 255.0) as u8))
            .filter(|(_, weight)| *weight > 0)
            .collect();
        terms.sort_unstable();
        let mut title = words.title;
        title.sort_unstable();
        title.dedup();
        Self { terms, title, facts: words.facts, topic: words.topic }
    }

    /// 512 bits, of which two signatures differ in about angle/π: each stem votes for or against each bit by its hash.
    pub fn bits(&self) -> [u64; WORDS] {
        let mut votes = [0_i32; WORDS * 64];
        for (stem, weight) in &self.terms {
            let weight = i32::from(*weight);
            let mut state = u64::from(*stem) | 0x5851_f42d_0000_0000;
            for eight in votes.chunks_exact_mut(64) {
                // SplitMix64.
                state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut random = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                random = (random ^ (random >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                random ^= random >> 31;
                for (place, vote) in eight.iter_mut().enumerate() {
                    // -1 or 1.
                    let sign = i32::try_from((random >> place) & 1).unwrap_or(0) * 2 - 1;
                    *vote += sign * weight;
                }
            }
        }
        let mut bits = [0_u64; WORDS];
        for (word, votes) in bits.iter_mut().zip(votes.chunks_exact(64)) {
            *word = votes.iter().enumerate().fold(0, |word, (place, vote)| word | (u64::from(*vote > 0) << place));
        }
        bits
    }

    /// Its length as a vector of weights.
    pub fn length(&self) -> f32 {
        let sum: u32 = self.terms.iter().map(|(_, weight)| u32::from(*weight).pow(2)).sum();
        (sum as f32).sqrt()
    }

    /// As it is stored: layout, counts, stems, weights, title, facts, topic.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = vec![LAYOUT, byte(self.terms.len()), byte(self.title.len()), byte(self.facts.0.len())];
        bytes.extend(self.terms.iter().flat_map(|(stem, _)| stem.to_le_bytes()));
        bytes.extend(self.terms.iter().map(|(_, weight)| *weight));
        bytes.extend(self.title.iter().chain(&self.facts.0).flat_map(|stem| stem.to_le_bytes()));
        bytes.extend(self.topic);
        bytes
    }

    /// Reads what [`Signature::write`] wrote; none for anything else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<4>()?;
        let [layout, terms, title, facts] = *head;
        if layout != LAYOUT {
            return None;
        }
        let (terms, title, facts) = (usize::from(terms), usize::from(title), usize::from(facts));
        let (stems, rest) = rest.split_at_checked(terms * 4)?;
        let (weights, rest) = rest.split_at_checked(terms)?;
        let (titles, rest) = rest.split_at_checked(title * 4)?;
        let (numbers, topic) = rest.split_at_checked(facts * 4)?;
        let words = |bytes: &[u8]| bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four)).collect();
        let stems: Vec<u32> = words(stems);
        Some(Self {
            terms: stems.into_iter().zip(weights.iter().copied()).collect(),
            title: words(titles),
            facts: Facts(words(numbers)),
            topic: topic.try_into().ok()?,
        })
    }
}

/// A count that is bounded far below 256.
fn byte(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// The cosine of two signatures' weights, 0 to 1.
pub fn cosine(one: &Signature, other: &Signature) -> f32 {
    let (mut left, mut right) = (one.terms.iter().peekable(), other.terms.iter().peekable());
    let mut dot = 0_u32;
    while let (Some((a, weight)), Some((b, opposite))) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                dot += u32::from(*weight) * u32::from(*opposite);
                left.next();
                right.next();
            }
        }
    }
    dot as f32 / (one.length() * other.length()).max(f32::MIN_POSITIVE)
}
