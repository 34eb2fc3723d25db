//! The articles of the last days, and which story each is in.

use std::collections::HashMap;

use super::{MOST, OPEN};
use crate::model::{EntryId, FeedId, Timestamp};
use crate::related::{Rarity, Signature};

/// Cosine from which two papers tell one event.
const NEAR: f32 = 0.50;
/// Cosine from which they do if their headlines share telling words.
const NEAR_WITH_TITLE: f32 = 0.32;
/// Telling words that headlines must share for that.
const SHARED_IN_TITLE: usize = 2;
/// A word is telling if no more than this share of articles has it.
const RARE: f32 = 0.01;
/// What one paper writes twice is two articles on two events, unless they are this near.
const NEAR_IN_ONE_PAPER: f32 = 0.72;
/// The nearness that an article of a column needs: it is the same text elsewhere, or nothing.
const NEAR_FOR_COLUMN: f32 = 0.82;
/// What a headline that the other article does not answer adds to the nearness that is needed.
const SIGN: f32 = 0.05;
/// What signs against it add, by their number.
const SIGNS: [f32; 3] = [0.0, 0.05, 0.22];
/// What a day between two articles adds.
const DAY_APART: f32 = 0.05;
const DAY: f32 = 24.0 * 60.0 * 60.0 * 1000.0;
/// What must be left, of the nearness to the nearest, for the story as a whole.
const WHOLE: f32 = 0.60;
/// A story's articles that a new one is compared with beside the nearest: the newest.
const NEWEST: usize = 5;
/// What a story that the reader split asks more.
const SPLIT: f32 = 0.12;
/// From this nearness on, two headlines without a word in common do not matter.
const NEAR_ANYWAY: f32 = 0.72;
/// The share of a headline's weight that the other article has to have.
const ANSWERED: f32 = 0.50;

/// An article, as far as stories go.
#[derive(Debug, Clone)]
pub struct Told {
    /// Which.
    pub id: EntryId,
    /// Its source.
    pub feed: FeedId,
    /// When it was published.
    pub at: Timestamp,
    /// Its headline is one that its paper uses again and again.
    pub column: bool,
    /// Articles that the reader said it is not of one story with.
    pub apart: Vec<EntryId>,
    /// What it is like.
    pub signature: Signature,
}

/// A story: the library's number, or a new one's place in this pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoryKey {
    /// One that the library has.
    Known(i64),
    /// One that begins in this pass, by the article that it begins with.
    New(EntryId),
}

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// The story.
    pub story: StoryKey,
    /// The article that it begins with, if it began just now.
    pub begun_with: Option<EntryId>,
}

struct Slot {
    told: Told,
    length: f32,
    story: Option<StoryKey>,
}

#[derive(Default)]
struct Story {
    members: Vec<usize>,
    last: Timestamp,
    /// Sum of the members' unit vectors.
    sum: HashMap<u32, f32>,
    split: bool,
}

/// The articles of some days, by their words.
#[derive(Default)]
pub struct Window {
    slots: Vec<Slot>,
    by_term: HashMap<u32, Vec<(u32, u8)>>,
    stories: HashMap<StoryKey, Story>,
    dots: Vec<u32>,
    touched: Vec<u32>,
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Window").field("articles", &self.slots.len()).field("stories", &self.stories.len()).finish()
    }
}

impl Window {
    /// Puts an article in whose story is known, or that has none.
    pub fn put(&mut self, told: Told, story: Option<(i64, bool)>) {
        let place = self.enter(told);
        if let Some((number, split)) = story {
            self.add(StoryKey::Known(number), place);
            if let Some(story) = self.stories.get_mut(&StoryKey::Known(number)) {
                story.split = split;
            }
        }
    }

    /// Takes an article in and says which story it joins, if any. Articles come in the order of publication.
    pub fn join(&mut self, told: Told, rarity: &Rarity) -> Option<Joined> {
        let found = self.look(&told, rarity);
        let id = told.id;
        let place = self.enter(told);
        let near = found?;
        let (key, begun_with) = match self.slots.get(near)?.story {
            Some(key) => (key, None),
            None => {
                let first = self.slots.get(near)?.told.id;
                let key = StoryKey::New(first);
                self.add(key, near);
                (key, Some(first))
            }
        };
        debug_assert_ne!(begun_with, Some(id), "an article is no neighbour of itself");
        self.add(key, place);
        Some(Joined { story: key, begun_with })
    }

    fn enter(&mut self, told: Told) -> usize {
        let place = self.slots.len();
        let number = u32::try_from(place).unwrap_or(u32::MAX);
        for (term, weight) in &told.signature.terms {
            self.by_term.entry(*term).or_default().push((number, *weight));
        }
        let length = told.signature.length().max(f32::MIN_POSITIVE);
        self.slots.push(Slot { told, length, story: None });
        self.dots.push(0);
        place
    }

    fn add(&mut self, key: StoryKey, place: usize) {
        let Some(slot) = self.slots.get_mut(place) else { return };
        slot.story = Some(key);
        let story = self.stories.entry(key).or_default();
        story.members.push(place);
        story.last = story.last.max(slot.told.at);
        for (term, weight) in &slot.told.signature.terms {
            *story.sum.entry(*term).or_default() += f32::from(*weight) / slot.length;
        }
    }

    /// The place of the article whose story the new one belongs to.
    fn look(&mut self, told: &Told, rarity: &Rarity) -> Option<usize> {
        let length = told.signature.length();
        if length <= 0.0 {
            return None;
        }
        for (term, weight) in &told.signature.terms {
            for (place, other) in self.by_term.get(term).into_iter().flatten() {
                let Some(dot) = usize::try_from(*place).ok().and_then(|place| self.dots.get_mut(place)) else {
                    continue;
                };
                if *dot == 0 {
                    self.touched.push(*place);
                }
                *dot += u32::from(*weight) * u32::from(*other);
            }
        }
        let mut near: Vec<(f32, usize)> = Vec::new();
        for place in std::mem::take(&mut self.touched) {
            let Ok(place) = usize::try_from(place) else { continue };
            let dot = self.dots.get_mut(place).map_or(0, std::mem::take);
            let Some(slot) = self.slots.get(place) else { continue };
            let cosine = dot as f32 / (length * slot.length);
            if cosine >= NEAR_WITH_TITLE && (slot.told.at - told.at).abs() <= OPEN {
                near.push((cosine, place));
            }
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.into_iter()
            .find(|(cosine, place)| self.belongs(told, length, *cosine, *place, rarity))
            .map(|(_, place)| place)
    }

    fn belongs(&self, told: &Told, length: f32, cosine: f32, place: usize, rarity: &Rarity) -> bool {
        let Some(slot) = self.slots.get(place) else { return false };
        let Some(needed) = needed(told, &slot.told, cosine, rarity) else { return false };
        let Some((key, story)) = slot.story.and_then(|key| self.stories.get(&key).map(|story| (key, story))) else {
            return cosine >= needed;
        };
        debug_assert!(slot.story == Some(key));
        let needed = if story.split { needed + SPLIT } else { needed };
        if cosine < needed || story.members.len() >= MOST || told.at - story.last > OPEN {
            return false;
        }
        let members = || story.members.iter().filter_map(|place| self.slots.get(*place));
        // One of another event among them is one too many: that is how chains begin.
        if members().any(|member| {
            told.apart.contains(&member.told.id) || told.signature.facts.against(&member.told.signature.facts).certain
        }) {
            return false;
        }
        let mut newest: Vec<&Slot> = members().collect();
        newest.sort_by_key(|slot| std::cmp::Reverse((slot.told.at, slot.told.id)));
        let sum: f32 =
            newest.iter().take(NEWEST).map(|slot| crate::related::cosine(&told.signature, &slot.told.signature)).sum();
        let to_newest = sum / newest.len().clamp(1, NEWEST) as f32;
        let to_whole = {
            let dot: f32 = told
                .signature
                .terms
                .iter()
                .filter_map(|(term, weight)| story.sum.get(term).map(|sum| sum * f32::from(*weight)))
                .sum();
            let whole = story.sum.values().map(|sum| sum * sum).sum::<f32>().sqrt();
            dot / (length * whole).max(f32::MIN_POSITIVE)
        };
        to_newest.max(to_whole) >= needed * WHOLE && to_whole >= needed * WHOLE
    }
}

/// The cosine that two articles need to tell one event; none if they can't.
fn needed(one: &Told, other: &Told, cosine: f32, rarity: &Rarity) -> Option<f32> {
    if one.apart.contains(&other.id) || other.apart.contains(&one.id) {
        return None;
    }
    let against = one.signature.facts.against(&other.signature.facts);
    if against.certain {
        return None;
    }
    let titles = (&one.signature.title, &other.signature.title);
    let bulletin = one.column || other.column || (titles.0 == titles.1 && !titles.0.is_empty());
    if against.signs > 0 && bulletin {
        // One headline but for its day.
        return None;
    }
    let shared =
        titles.0.iter().filter(|stem| titles.1.binary_search(stem).is_ok() && rarity.share(**stem) <= RARE).count();
    let mut needed = if shared >= SHARED_IN_TITLE { NEAR_WITH_TITLE } else { NEAR };
    if cosine < NEAR_ANYWAY && !titles.0.is_empty() && !titles.1.is_empty() {
        let answered =
            answered(&one.signature, &other.signature, rarity).min(answered(&other.signature, &one.signature, rarity));
        if answered < ANSWERED {
            // What they share in their headlines is who, not what.
            needed = NEAR + SIGN;
        }
    }
    // More signs than these are no chance.
    needed += SIGNS.get(usize::try_from(against.signs).ok()?)?;
    needed += DAY_APART * (one.at - other.at).unsigned_abs() as f32 / DAY;
    if one.feed == other.feed {
        needed = needed.max(NEAR_IN_ONE_PAPER);
    }
    if one.column || other.column {
        needed = needed.max(NEAR_FOR_COLUMN);
    }
    Some(needed)
}

/// The share of a headline, by its words' rarity, that the other article has.
fn answered(one: &Signature, other: &Signature, rarity: &Rarity) -> f32 {
    let (mut all, mut had) = (0.0, 0.0);
    for stem in &one.title {
        let weight = rarity.idf(*stem);
        all += weight;
        if other.title.binary_search(stem).is_ok() || other.terms.binary_search_by_key(stem, |(stem, _)| *stem).is_ok()
        {
            had += weight;
        }
    }
    if all <= 0.0 { 1.0 } else { had / all }
}
