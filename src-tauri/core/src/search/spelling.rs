//! «هل تقصد»: words that nothing is found by, as the library's headlines spell them.

use super::question::Question;
use crate::store::search;
use crate::store::{Db, StoreError};
use crate::text::terms;

/// Letters that a word of the library may have in the place of another, or more.
const ARABIC: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءىة";
const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
/// Words that begin alike and are compared.
const COMPARED: u32 = 400;

/// The question with its unknown words corrected; none when there is nothing to correct.
pub(super) fn correction(db: &Db, question: &Question, typed: &str) -> Result<Option<String>, StoreError> {
    let mut corrected = typed.to_owned();
    let mut changed = false;
    for word in question.wanted().filter(|wanted| !wanted.exact).flat_map(|wanted| &wanted.words) {
        let (bare, written) = terms::bare(&word.typed);
        if word.is_function_word() || bare.chars().count() < 3 || bare.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let any: Vec<String> = word.terms.iter().map(|term| format!("\"{term}\"")).collect();
        let known = search::word(db, &bare)?.map_or(0, |(_, docs)| docs);
        if known > 2 || (known == 0 && search::is_known(db, &any.join(" OR "))?) {
            continue;
        }
        if let Some((near, docs)) = nearest(db, &bare)?
            && docs > known * 20
            && corrected.contains(&written)
        {
            corrected = corrected.replacen(&written, &near, 1);
            changed = true;
        }
    }
    Ok(changed.then_some(corrected))
}

/// The commonest word of headlines at one edit, or for longer words two.
fn nearest(db: &Db, word: &str) -> Result<Option<(String, u32)>, StoreError> {
    let mut best: Option<(String, u32)> = None;
    let mut offer = |shown: String, docs: u32| {
        if best.as_ref().is_none_or(|(_, most)| docs > *most) {
            best = Some((shown, docs));
        }
    };
    for edit in edits(word) {
        if let Some((shown, docs)) = search::word(db, &edit)? {
            offer(shown, docs);
        }
    }
    if best.is_some() || word.chars().count() < 6 {
        return Ok(best);
    }
    let mut offer = |shown: String, docs: u32| {
        if best.as_ref().is_none_or(|(_, most)| docs > *most) {
            best = Some((shown, docs));
        }
    };
    let beginning: String = word.chars().take(3).collect();
    for (other, shown, docs) in search::words_from(db, &beginning, COMPARED)? {
        if other != word && distance(&other, word, 2) <= 2 {
            offer(shown, docs);
        }
    }
    Ok(best)
}

/// All words at one edit.
fn edits(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().take(24).collect();
    let alphabet = if letters.iter().any(char::is_ascii_alphabetic) { LATIN } else { ARABIC };
    let mut found = Vec::new();
    for at in 0..=letters.len() {
        let (head, tail) = letters.split_at(at);
        let mut add =
            |middle: &[char], tail: &[char]| found.push(head.iter().chain(middle).chain(tail).collect::<String>());
        if let [first, rest @ ..] = tail {
            add(&[], rest);
            if let [second, after @ ..] = rest {
                add(&[*second, *first], after);
            }
            for letter in alphabet.chars().filter(|letter| letter != first) {
                add(&[letter], rest);
            }
        }
        for letter in alphabet.chars() {
            add(&[letter], tail);
        }
    }
    found
}

/// Edits between two words, neighbours exchanged counting as one; more than `most` is not told apart.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut rows = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0].iter_mut().enumerate().for_each(|(j, cell)| *cell = j);
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, edits};

    #[test]
    fn edits_and_distances_agree() {
        for edit in edits("قطار") {
            assert!(distance(&edit, "قطار", 2) <= 1, "{edit}");
        }
        assert_eq!(distance("نتنياهو", "نتينياهو", 2), 1);
        assert_eq!(distance("نتنياهو", "نتيناهو", 2), 1);
        assert_eq!(distance("كتاب", "مكاتيب", 2), 3);
        assert_eq!(distance("", "اب", 2), 2);
    }
}
