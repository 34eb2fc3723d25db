//! How rare words are: document frequencies of the library over those of a shipped sample, so that a library of its
//! first day already knows that «الرئيس» tells nothing. Counted by hash, in a table of fixed size.

use std::sync::LazyLock;

/// Logarithm to the base 2 of how many counters there are. A stem has two and is as common as the smaller says: what
/// collides in one seldom collides in both.
const BITS: u32 = 18;
const COUNTERS: usize = 1 << BITS;
/// Pieces in which the counters are stored, so that a few new articles do not write all of them again.
pub const SHARDS: usize = 256;
const SHARD: usize = COUNTERS / SHARDS;

/// Logarithm to the base 2 of how many places the sample has.
const PRIOR_BITS: u32 = 16;
/// Each step of a place's byte is so much of a natural logarithm.
const PRIOR_STEP: f32 = 0.04;
/// The sample counts for as much as so many articles of the library.
const PRIOR_WEIGHT: f32 = 3_000.0;

/// The sample: made by `count-terms` from the ANT corpus (Apache-2.0). It holds logarithms of counts by hash; no word
/// can be read back from it.
static SHIPPED: &[u8] = include_bytes!("../../data/rarity.bin");

/// How often stems are in a sample of texts.
#[derive(Debug, Clone)]
pub struct Prior {
    /// A byte a place: 0 for none, else the logarithm of its share.
    places: Vec<u8>,
}

impl Prior {
    /// The sample of `documents` texts in which each stem's hash came in so many of them.
    pub fn new(documents: u32, counts: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut sums = vec![0_u32; 1 << PRIOR_BITS];
        for (term, count) in counts {
            if let Some(sum) = sums.get_mut(prior_place(term)) {
                *sum += count;
            }
        }
        let all = (documents.max(1)) as f32;
        let byte = |count: u32| {
            // A stem that only one text has may be anything: it is as good as unknown.
            if count < 2 { 0 } else { (255.0 + (count as f32 / all).ln() / PRIOR_STEP).clamp(1.0, 255.0) as u8 }
        };
        Self { places: sums.into_iter().map(byte).collect() }
    }

    /// Reads the file's bytes; what is no such file is an empty sample.
    fn read(bytes: &[u8]) -> Self {
        let places = if bytes.len() == 1 << PRIOR_BITS { bytes.to_vec() } else { Vec::new() };
        Self { places }
    }

    /// The file's bytes.
    pub fn write(&self) -> &[u8] {
        &self.places
    }

    /// The share of texts that have the stem.
    fn share(&self, term: u32) -> f32 {
        match self.places.get(prior_place(term)) {
            Some(0) | None => 0.0,
            Some(byte) => ((f32::from(*byte) - 255.0) * PRIOR_STEP).exp(),
        }
    }
}

fn prior_place(term: u32) -> usize {
    usize::try_from(term >> (32 - PRIOR_BITS)).unwrap_or(0)
}

static PRIOR: LazyLock<Prior> = LazyLock::new(|| Prior::read(SHIPPED));

/// Document frequencies of a library.
#[derive(Debug, Clone)]
pub struct Rarity {
    documents: u32,
    counters: Vec<u32>,
    changed: [bool; SHARDS],
}

impl Default for Rarity {
    fn default() -> Self {
        Self { documents: 0, counters: vec![0; COUNTERS], changed: [false; SHARDS] }
    }
}

fn places(term: u32) -> [usize; 2] {
    let other = term.wrapping_mul(0x9E37_79B1).rotate_left(13).wrapping_mul(0x85EB_CA6B);
    [term, other].map(|hash| usize::try_from(hash >> (32 - BITS)).unwrap_or(0))
}

impl Rarity {
    /// The counters of a library of `documents` articles, from its shards; one of a wrong length is left out.
    pub fn read(documents: u32, shards: &[(usize, Vec<u8>)]) -> Self {
        let mut own = Self { documents, ..Self::default() };
        for (number, bytes) in shards {
            let Some(counters) = number.checked_mul(SHARD).and_then(|from| own.counters.get_mut(from..from + SHARD))
            else {
                continue;
            };
            if bytes.len() == SHARD * 4 {
                for (counter, four) in counters.iter_mut().zip(bytes.as_chunks::<4>().0) {
                    *counter = u32::from_le_bytes(*four);
                }
            }
        }
        own
    }

    /// How many articles were counted.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// Counts an article's stems, each once.
    pub fn count(&mut self, terms: impl IntoIterator<Item = u32>) {
        self.documents = self.documents.saturating_add(1);
        for term in terms {
            for place in places(term) {
                if let Some(counter) = self.counters.get_mut(place) {
                    *counter = counter.saturating_add(1);
                }
                if let Some(changed) = self.changed.get_mut(place / SHARD) {
                    *changed = true;
                }
            }
        }
    }

    /// The shards that changed since they were last taken, as they are stored.
    pub fn take_changed(&mut self) -> Vec<(usize, Vec<u8>)> {
        let changed = std::mem::replace(&mut self.changed, [false; SHARDS]);
        let shard = |number: usize| {
            let counters = self.counters.get(number * SHARD..(number + 1) * SHARD).unwrap_or_default();
            (number, counters.iter().flat_map(|counter| counter.to_le_bytes()).collect())
        };
        changed.iter().enumerate().filter(|(_, changed)| **changed).map(|(number, _)| shard(number)).collect()
    }

    /// The share of articles that have the stem, 0 to 1.
    pub fn share(&self, term: u32) -> f32 {
        let own = places(term).into_iter().filter_map(|place| self.counters.get(place)).min().copied().unwrap_or(0);
        let sample = PRIOR.share(term) * PRIOR_WEIGHT;
        ((own as f32 + sample) / (self.documents as f32 + PRIOR_WEIGHT)).min(1.0)
    }

    /// Inverse document frequency: 0 for what every article has.
    pub fn idf(&self, term: u32) -> f32 {
        let all = self.documents as f32 + PRIOR_WEIGHT;
        (-(self.share(term) + 0.5 / all).ln()).max(0.0)
    }
}
