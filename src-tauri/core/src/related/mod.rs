//! Neighbours of an article in the reader's own library: words that both headlines and first lines share, rare ones
//! first. Pure: rows in, rows out. `docs/notes` of a later issue replace the scan by signatures; the bounds here keep
//! it under a few tens of milliseconds.

use std::collections::HashSet;

use crate::contract::{EntrySummary, Related, RelatedEntry};
use crate::model::Timestamp;
use crate::text::Stems;

/// Rows that are compared.
pub(crate) const CANDIDATES: u32 = 2_500;
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
/// Shared words that are named.
const NAMED: usize = 3;

/// Finds the neighbours of `entry` among `candidates` (newest first; `entry` may be one of them).
pub(crate) fn neighbours(entry: &EntrySummary, candidates: Vec<EntrySummary>) -> Related {
    let mut stems = Stems::default();
    let own = words(&mut stems, entry);
    let bags: Vec<Bag> = candidates.iter().map(|candidate| words(&mut stems, candidate)).collect();
    let mut documents = vec![0_u32; stems.count()];
    for (stem, _) in bags.iter().flatten() {
        documents[*stem] += 1;
    }
    let count = candidates.len().max(1) as f32;
    let rarity: Vec<f32> = documents.iter().map(|holding| (1.0 + count / (1.0 + *holding as f32)).ln()).collect();
    let weight = |(stem, times): &(usize, f32)| times.sqrt() * rarity[*stem];
    let length = |bag: &Bag| bag.iter().map(|word| weight(word).powi(2)).sum::<f32>().sqrt();
    // By stem's number; 0 for the ones that the entry lacks.
    let mut wanted = vec![0.0_f32; stems.count()];
    for word in &own {
        wanted[word.0] = weight(word);
    }
    let own_length = length(&own);
    let mut scored: Vec<(f32, usize, Vec<usize>)> = Vec::new();
    for (place, (candidate, bag)) in candidates.iter().zip(&bags).enumerate() {
        if candidate.id == entry.id {
            continue;
        }
        let mut shared: Vec<(f32, usize)> = bag
            .iter()
            .map(|word| (wanted[word.0] * weight(word), word.0))
            .filter(|(product, _)| *product > 0.0)
            .collect();
        // One common word is chance.
        if shared.len() < 2 {
            continue;
        }
        let dot: f32 = shared.iter().map(|(product, _)| product).sum();
        let cosine = dot / (own_length * length(bag)).max(f32::EPSILON);
        if cosine < NEAR {
            continue;
        }
        shared.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored.push((cosine, place, shared.into_iter().take(NAMED).map(|(_, stem)| stem).collect()));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    gather(entry, candidates, scored, &mut stems)
}

fn gather(
    entry: &EntrySummary,
    candidates: Vec<EntrySummary>,
    scored: Vec<(f32, usize, Vec<usize>)>,
    stems: &mut Stems,
) -> Related {
    let mut rows: Vec<Option<EntrySummary>> = candidates.into_iter().map(Some).collect();
    let mut told = HashSet::from([entry.feed_id]);
    let (mut same_story, mut related) = (Vec::new(), Vec::new());
    for (cosine, place, shared) in scored {
        let Some(row) = rows.get_mut(place).and_then(Option::take) else { continue };
        let near_in_time = (row.published_at - entry.published_at).abs() <= STORY;
        let same = cosine >= SAME && near_in_time && told.insert(row.feed_id);
        if same {
            if same_story.len() < GIVEN {
                same_story.push(RelatedEntry { shared: written(stems, &row, &shared), entry: row });
            }
        } else if related.len() < GIVEN {
            related.push(RelatedEntry { shared: written(stems, &row, &shared), entry: row });
        }
    }
    same_story.sort_by_key(|found: &RelatedEntry| std::cmp::Reverse(found.entry.published_at));
    Related { same_story, related }
}

/// Stems of a text, each once, and how often they come; a headline's count more.
type Bag = Vec<(usize, f32)>;

fn words(stems: &mut Stems, entry: &EntrySummary) -> Bag {
    let mut bag = Bag::new();
    for (text, weight) in [(&entry.title, TITLE), (&entry.excerpt, 1.0)] {
        bag.extend(stems.content_words(text).into_iter().map(|(stem, _)| (stem, weight)));
    }
    bag.sort_unstable_by_key(|(stem, _)| *stem);
    bag.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
    bag
}

/// These stems as the row first writes them.
fn written(stems: &mut Stems, row: &EntrySummary, wanted: &[usize]) -> Vec<String> {
    let mut words = stems.content_words(&row.title);
    words.extend(stems.content_words(&row.excerpt));
    let first = |stem: &usize| words.iter().find(|(other, _)| other == stem).map(|(_, word)| (*word).to_owned());
    wanted.iter().filter_map(first).collect()
}
