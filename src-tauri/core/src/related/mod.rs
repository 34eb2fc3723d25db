//! Neighbours of an article in the reader's own library: words that both headlines and first lines share, rare ones
//! first. Pure: rows in, rows out. `docs/notes` of a later issue replace the scan by signatures; the bounds here keep
//! it under a few tens of milliseconds.

use std::collections::{HashMap, HashSet};

use crate::contract::{EntrySummary, Related, RelatedEntry};
use crate::model::Timestamp;
use crate::text;

/// Rows that are compared.
pub(crate) const CANDIDATES: u32 = 3_000;
/// How far back neighbours are looked for.
pub(crate) const WINDOW: Timestamp = 30 * 24 * 60 * 60 * 1000;
/// Papers tell the same story within this time of each other.
const STORY: Timestamp = 72 * 60 * 60 * 1000;
/// Cosine from which two papers tell the same story. From the table of hand-judged pairs: at .4 to .5 eleven of
/// fourteen did; title and first lines together run a little lower than the whole lead that it was made on.
const SAME: f32 = 0.34;
/// Cosine below which two articles have nothing to do with each other.
const NEAR: f32 = 0.08;
/// Neighbours given at the most, of each kind.
const GIVEN: usize = 8;
/// A headline's word counts so many times one of the first lines.
const TITLE: f32 = 2.0;

type Vector = HashMap<String, f32>;

/// Finds the neighbours of `entry` among `candidates` (newest first; `entry` may be one of them).
pub(crate) fn neighbours(entry: &EntrySummary, candidates: Vec<EntrySummary>) -> Related {
    let own = words(entry);
    let mut documents: HashMap<&str, u32> = HashMap::new();
    let vectors: Vec<HashMap<String, (f32, String)>> = candidates.iter().map(words).collect();
    for vector in &vectors {
        for stem in vector.keys() {
            *documents.entry(stem).or_default() += 1;
        }
    }
    let count = candidates.len().max(1) as f32;
    let rarity = |stem: &str| (1.0 + count / (1.0 + documents.get(stem).copied().unwrap_or(0) as f32)).ln();
    let weigh = |words: &HashMap<String, (f32, String)>| -> Vector {
        words.iter().map(|(stem, (times, _))| (stem.clone(), times.sqrt() * rarity(stem))).collect()
    };
    let own_vector = weigh(&own);
    let own_length = length(&own_vector);
    let mut scored: Vec<(f32, usize, Vec<String>)> = Vec::new();
    for (place, candidate) in candidates.iter().enumerate() {
        if candidate.id == entry.id {
            continue;
        }
        let vector = weigh(&vectors[place]);
        let mut shared: Vec<(f32, &str)> = own_vector
            .iter()
            .filter_map(|(stem, weight)| vector.get(stem).map(|other| (weight * other, stem.as_str())))
            .collect();
        let dot: f32 = shared.iter().map(|(product, _)| product).sum();
        let cosine = dot / (own_length * length(&vector)).max(f32::EPSILON);
        // One common word is chance.
        if cosine < NEAR || shared.len() < 2 {
            continue;
        }
        shared.sort_by(|a, b| b.0.total_cmp(&a.0));
        let named = shared
            .iter()
            .take(3)
            .filter_map(|(_, stem)| vectors[place].get(*stem).map(|(_, original)| original.clone()))
            .collect();
        scored.push((cosine, place, named));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    gather(entry, candidates, scored)
}

fn gather(entry: &EntrySummary, candidates: Vec<EntrySummary>, scored: Vec<(f32, usize, Vec<String>)>) -> Related {
    let mut rows: Vec<Option<EntrySummary>> = candidates.into_iter().map(Some).collect();
    let mut told = HashSet::from([entry.feed_id]);
    let (mut same_story, mut related) = (Vec::new(), Vec::new());
    for (cosine, place, shared) in scored {
        let Some(row) = rows.get_mut(place).and_then(Option::take) else { continue };
        let near_in_time = (row.published_at - entry.published_at).abs() <= STORY;
        let found = RelatedEntry { entry: row, shared };
        if cosine >= SAME && near_in_time && told.insert(found.entry.feed_id) {
            same_story.push(found);
        } else if related.len() < GIVEN {
            related.push(found);
        }
    }
    same_story.truncate(GIVEN);
    same_story.sort_by_key(|found| std::cmp::Reverse(found.entry.published_at));
    Related { same_story, related }
}

/// Stems of headline and first lines with their weight and the word as it was written.
fn words(entry: &EntrySummary) -> HashMap<String, (f32, String)> {
    let mut words: HashMap<String, (f32, String)> = HashMap::new();
    for (text, weight) in [(&entry.title, TITLE), (&entry.excerpt, 1.0)] {
        for (stem, original) in text::content_words(text) {
            words.entry(stem).or_insert((0.0, original)).0 += weight;
        }
    }
    words
}

fn length(vector: &Vector) -> f32 {
    vector.values().map(|weight| weight * weight).sum::<f32>().sqrt()
}
