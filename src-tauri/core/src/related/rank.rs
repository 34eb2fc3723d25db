//! Which of the near articles are given: not the same story, not all of one paper, each with a reason.

use std::collections::{HashMap, HashSet};

use super::signature::{Signature, cosine};
use super::topic::overlap;
use crate::model::{EntryId, FeedId, Timestamp};

/// Cosine from which two articles are one text, whenever they came: of hand-judged pairs at .7 all told one story.
pub const SAME: f32 = 0.70;
/// Cosine below which two articles have nothing to do with each other, what a common subject is worth added.
const NEAR: f32 = 0.15;
/// Cosine below which no common subject helps.
const LEAST: f32 = 0.05;
/// What a common subject is worth beside the words.
const TOPIC: f32 = 0.15;
/// Related articles that are given.
const GIVEN: usize = 5;
/// Of one paper.
const OF_ONE_PAPER: usize = 2;
/// Articles that tell the same story and are given.
const SAME_GIVEN: usize = 24;
/// An article loses half of [`FADED`] in so many milliseconds.
const HALF: f32 = 30.0 * 24.0 * 60.0 * 60.0 * 1000.0;
/// The share of its nearness that an article of long ago loses. What the reader kept loses nothing.
const FADED: f32 = 0.12;

/// An article that may be a neighbour.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Which.
    pub id: EntryId,
    /// The source that it came from.
    pub feed: FeedId,
    /// When it was published.
    pub at: Timestamp,
    /// Whether the reader kept it.
    pub kept: bool,
    /// Whether it is a member of the article's story.
    pub told: bool,
    /// Whether the reader said that it is not of the article's story.
    pub apart: bool,
    /// Its signature.
    pub signature: Signature,
}

/// What was found, nearest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranked {
    /// The same story, or the same text.
    pub same_story: Vec<(EntryId, f32)>,
    /// Other articles on its matter.
    pub related: Vec<(EntryId, f32)>,
}

/// Orders `candidates` by how near they are to an article of the source `feed`, published at `at`. `explained` says whether a neighbour can
/// say what it shares with the article: one that can't is not given as related.
pub fn rank(
    own: &Signature,
    (feed, at): (FeedId, Timestamp),
    candidates: &[Candidate],
    explained: impl Fn(&Candidate) -> bool,
) -> Ranked {
    let mut scored: Vec<(f32, f32, &Candidate)> = candidates
        .iter()
        .filter_map(|candidate| {
            let cosine = cosine(own, &candidate.signature);
            let topic = overlap(&own.topic, &candidate.signature.topic).map_or(0.0, |overlap| overlap * TOPIC);
            (candidate.told || (cosine >= LEAST && cosine + topic >= NEAR))
                .then(|| (score(own, at, candidate, cosine), cosine, candidate))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.2.at.cmp(&a.2.at)).then(b.2.id.cmp(&a.2.id)));
    let mut ranked = Ranked::default();
    let mut of_paper: HashMap<FeedId, usize> = HashMap::new();
    for (score, cosine, candidate) in scored {
        let same = candidate.told
            || (cosine >= SAME && !candidate.apart && !own.facts.against(&candidate.signature.facts).certain);
        if same {
            ranked.same_story.push((candidate.id, cosine));
            continue;
        }
        if ranked.related.len() >= GIVEN {
            continue;
        }
        let given = of_paper.entry(candidate.feed).or_default();
        if *given < OF_ONE_PAPER && explained(candidate) {
            *given += 1;
            ranked.related.push((candidate.id, score));
        }
    }
    ranked.same_story.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let papers: HashMap<EntryId, FeedId> = candidates.iter().map(|candidate| (candidate.id, candidate.feed)).collect();
    let mut told = HashSet::from([feed]);
    // Another paper's telling says more than a second one of the same.
    let (first, again): (Vec<_>, Vec<_>) =
        ranked.same_story.into_iter().partition(|(id, _)| papers.get(id).is_some_and(|paper| told.insert(*paper)));
    ranked.same_story = first.into_iter().chain(again).take(SAME_GIVEN).collect();
    ranked
}

fn score(own: &Signature, at: Timestamp, candidate: &Candidate, cosine: f32) -> f32 {
    let topic = overlap(&own.topic, &candidate.signature.topic).map_or(0.0, |overlap| overlap * TOPIC);
    let apart = (at - candidate.at).unsigned_abs() as f32;
    let faded = if candidate.kept { 0.0 } else { FADED * (1.0 - (-apart / HALF * std::f32::consts::LN_2).exp()) };
    (cosine + topic) / (1.0 + TOPIC) * (1.0 - faded)
}
