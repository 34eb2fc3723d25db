//! A text as the index takes it: its terms in order, apart by spaces.

use std::collections::HashMap;

use super::{is_function_word, of_stored, plain, words};

/// Words of one text that are indexed at the most; what follows is left.
const MOST_WORDS: usize = 30_000;
/// Words that are remembered at a time.
const REMEMBERED: usize = 60_000;

/// What a word is indexed by.
#[derive(Debug)]
struct Entry {
    own: Box<str>,
    /// Its other terms, each behind a space.
    others: Box<str>,
    is_function_word: bool,
}

/// Turns texts into what is indexed of them, and remembers the terms of the words that it met: thousands of articles
/// share most of theirs, and finding terms costs far more than finding them again.
#[derive(Debug, Default)]
pub struct Indexer {
    known: HashMap<Box<str>, Entry>,
}

impl Indexer {
    /// All words, as of a headline: the first terms in the order of the text, the other readings behind them.
    pub fn headline(&mut self, text: &str) -> String {
        self.terms(text, true)
    }

    /// The words without those that only hold sentences together: a third of a text, by which nobody finds it.
    pub fn body(&mut self, text: &str) -> String {
        self.terms(text, false)
    }

    fn terms(&mut self, text: &str, all: bool) -> String {
        let mut first = String::with_capacity(text.len());
        let mut others = String::new();
        for word in words(text).take(MOST_WORDS) {
            let entry = self.entry(word.text);
            if entry.own.is_empty() || (entry.is_function_word && !all) {
                continue;
            }
            first.push_str(&entry.own);
            first.push(' ');
            others.push_str(&entry.others);
        }
        first.push_str(&others);
        first
    }

    fn entry(&mut self, word: &str) -> &Entry {
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        if !self.known.contains_key(word) {
            let mut terms = of_stored(word).into_iter();
            let own = terms.next().unwrap_or_default().into_boxed_str();
            let others = terms.flat_map(|term| [" ".to_owned(), term]).collect::<String>().into_boxed_str();
            let is_function_word = is_function_word(&plain(word));
            self.known.insert(word.into(), Entry { own, others, is_function_word });
        }
        &self.known[word]
    }
}

#[cfg(test)]
mod tests {
    use super::Indexer;

    #[test]
    fn terms_stand_in_order_and_other_readings_behind_them() {
        let mut indexer = Indexer::default();
        assert_eq!(indexer.headline("رئيس الوزراء في لمصر"), "رييس وزير في لمصر  مصر");
        assert_eq!(indexer.body("رئيس الوزراء في لمصر"), "رييس وزير لمصر  مصر");
        assert_eq!(indexer.body(""), "");
    }
}
