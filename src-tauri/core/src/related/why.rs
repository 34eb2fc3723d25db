//! Why two articles are neighbours: the telling words that both have, as they are written.

use super::rarity::Rarity;
use super::signature::{Signature, term};

/// Words that are named.
const NAMED: usize = 3;
/// A word that more than this share of all articles has tells nothing.
const COMMON: f32 = 0.02;
/// Letters of the shortest word that is named.
const SHORTEST: usize = 3;
/// What a word is worth more for standing in both headlines.
const IN_BOTH_TITLES: f32 = 1.25;
/// What a word is worth more for looking like a name.
const NAME: f32 = 1.35;
/// Words behind which a name stands, by stem: «الرئيس», «مدينة».
const BEFORE_NAMES: &[&str] = &[
    "رئيس",
    "وزير",
    "امير",
    "ملك",
    "شيخ",
    "سيد",
    "دكتور",
    "مدينه",
    "محافظه",
    "منطقه",
    "قريه",
    "مضيق",
    "نهر",
    "جبل",
    "نادي",
    "فريق",
    "شركه",
    "مصرف",
    "بنك",
    "لاعب",
    "مدرب",
    "قائد",
    "حزب",
    "حركه",
    "تنظيم",
    "جمهوريه",
    "مملكه",
    "دوله",
    "ولايه",
    "امام",
];

/// A word of a text and what is known of it.
struct Seen<'t> {
    word: &'t str,
    term: u32,
    name: bool,
}

fn seen(text: &str) -> Vec<Seen<'_>> {
    let mut before = String::new();
    let mut all = Vec::new();
    for piece in text.split_whitespace() {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let folded = crate::text::stem(word);
        if let Some(term) = term(word) {
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            all.push(Seen { word, term, name: capital || BEFORE_NAMES.contains(&before.as_str()) });
        }
        before = folded;
    }
    all
}

/// Verbs of the present begin so; a name seldom does where it has no article. Only a hint for ordering.
fn looks_like_verb(word: &str) -> bool {
    let letters = word.chars().count();
    let begins = word.starts_with(['ي', 'ت', 'ن', 'س']);
    begins && (letters <= 6 || word.ends_with("ون"))
}

/// The words that two articles share and that tell most, at most three, as written in `neighbour` (headline and
/// beginning of the text); two that stand together in both are given as one.
pub fn telling_words(
    own: &Signature,
    other: &Signature,
    rarity: &Rarity,
    (own_text, neighbour): (&str, &str),
) -> Vec<String> {
    let mut shared: Vec<(u32, f32)> = Vec::new();
    for (stem, weight) in &other.terms {
        if let Ok(place) = own.terms.binary_search_by_key(stem, |(stem, _)| *stem) {
            let opposite = own.terms.get(place).map_or(0, |(_, weight)| *weight);
            if rarity.share(*stem) <= COMMON {
                let mut worth = f32::from(*weight) * f32::from(opposite) * rarity.idf(*stem);
                if own.title.binary_search(stem).is_ok() && other.title.binary_search(stem).is_ok() {
                    worth *= IN_BOTH_TITLES;
                }
                shared.push((*stem, worth));
            }
        }
    }
    if shared.is_empty() {
        return Vec::new();
    }
    let (own_words, words) = (seen(own_text), seen(neighbour));
    for (stem, worth) in &mut shared {
        let of = |all: &[Seen<'_>]| all.iter().any(|seen| seen.term == *stem && seen.name);
        if of(&words) || of(&own_words) {
            *worth *= NAME;
        }
        if words.iter().find(|seen| seen.term == *stem).is_some_and(|seen| looks_like_verb(seen.word)) {
            *worth *= 0.6;
        }
    }
    shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut named: Vec<String> = Vec::new();
    let mut used: Vec<u32> = Vec::new();
    for (stem, _) in &shared {
        if named.len() >= NAMED {
            break;
        }
        if used.contains(stem) {
            continue;
        }
        // The shortest writing: «إيران» rather than «وإيران».
        let Some(place) = words
            .iter()
            .enumerate()
            .filter(|(_, seen)| seen.term == *stem && seen.word.chars().count() >= SHORTEST)
            .min_by_key(|(_, seen)| seen.word.chars().count())
            .map(|(place, _)| place)
        else {
            continue;
        };
        used.push(*stem);
        let phrase = phrase(&words, &own_words, &shared, *stem);
        match phrase {
            Some((first, second)) if !used.contains(&if first.term == *stem { second.term } else { first.term }) => {
                used.extend([first.term, second.term]);
                named.push(format!("{} {}", first.word, second.word));
            }
            _ => named.extend(words.get(place).map(|seen| seen.word.to_owned())),
        }
    }
    named
}

/// Two shared words, the one asked for among them, that stand together in both texts.
fn phrase<'a, 't>(
    words: &'a [Seen<'t>],
    own: &[Seen<'_>],
    shared: &[(u32, f32)],
    stem: u32,
) -> Option<(&'a Seen<'t>, &'a Seen<'t>)> {
    let is_shared = |term: u32| shared.iter().any(|(stem, _)| *stem == term);
    words.windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        let wanted = (first.term == stem || second.term == stem) && first.term != second.term;
        // Apart by nothing but a space.
        let between = second.word.as_ptr().addr().checked_sub(first.word.as_ptr().addr() + first.word.len());
        let together = wanted && between == Some(1) && is_shared(first.term) && is_shared(second.term);
        let in_both =
            || own.windows(2).any(|other| matches!(other, [a, b] if a.term == first.term && b.term == second.term));
        (together && in_both()).then_some((first, second))
    })
}

/// The words that a text adds to those `before` it, rarest first, as it writes them, at most `most`.
pub fn new_words(own: &Signature, before: &[&Signature], rarity: &Rarity, text: &str, most: usize) -> Vec<String> {
    let is_told =
        |stem: u32| before.iter().any(|other| other.terms.binary_search_by_key(&stem, |(stem, _)| *stem).is_ok());
    let words = seen(text);
    let mut new: Vec<(f32, &str)> = Vec::new();
    for (stem, weight) in own.terms.iter().filter(|(stem, _)| !is_told(*stem) && rarity.share(*stem) <= COMMON) {
        let as_written = words.iter().find(|seen| seen.term == *stem && seen.word.chars().count() >= SHORTEST);
        if let Some(seen) = as_written.filter(|seen| seen.name || !looks_like_verb(seen.word)) {
            new.push((f32::from(*weight) * if seen.name { NAME } else { 1.0 }, seen.word));
        }
    }
    new.sort_by(|a, b| b.0.total_cmp(&a.0));
    new.into_iter().take(most).map(|(_, word)| word.to_owned()).collect()
}
