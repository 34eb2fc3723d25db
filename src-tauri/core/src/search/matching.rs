//! A question and a text face to face: for quotations, for marks, and for texts that are in no index.

use std::collections::{HashMap, HashSet};

use super::question::{Question, Wanted};
use crate::text::terms;

/// A text's words, as far as they were needed.
pub(super) struct Words<'t> {
    words: Vec<terms::Word<'t>>,
    plain: Vec<String>,
    terms: Option<HashSet<String>>,
}

impl<'t> Words<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let words: Vec<terms::Word<'t>> = terms::words(text).collect();
        let plain = words.iter().map(|word| terms::plain(word.text)).collect();
        Self { words, plain, terms: None }
    }

    fn has_any(&mut self, asked: &[String]) -> bool {
        let words = &self.words;
        let terms =
            self.terms.get_or_insert_with(|| words.iter().flat_map(|word| terms::of_stored(word.text)).collect());
        asked.iter().any(|term| terms.contains(term))
    }

    fn has_in_order(&self, asked: &[&str]) -> bool {
        !asked.is_empty() && self.plain.windows(asked.len()).any(|window| window.iter().zip(asked).all(|(a, b)| a == b))
    }

    fn has(&mut self, wanted: &Wanted) -> bool {
        if wanted.exact {
            let asked: Vec<&str> = wanted.words.iter().map(|word| word.plain.as_str()).collect();
            return self.has_in_order(&asked);
        }
        wanted.words.iter().all(|word| self.has_any(&word.terms))
    }
}

/// Whether the headline and the text are what is asked for, as far as words go. `only_exact`: what the index has answered
/// for already is not looked at again.
pub(super) fn is_answer(question: &Question, title: &str, text: &str, only_exact: bool) -> bool {
    let (mut title, mut text) = (Words::of(title), Words::of(text));
    let mut has = |wanted: &Wanted| title.has(wanted) || (!wanted.title && text.has(wanted));
    let needs = |wanted: &Wanted| !only_exact || wanted.exact;
    question.groups.iter().filter(|group| group.iter().any(needs)).all(|group| group.iter().any(&mut has))
        && !question.excluded.iter().filter(|wanted| needs(wanted)).any(has)
}

/// Whether only the text can tell what the index can't.
pub(super) fn needs_text(question: &Question) -> bool {
    question.groups.iter().flatten().chain(&question.excluded).any(|wanted| wanted.exact)
}

/// Finds what to mark, and remembers the words that it met.
#[derive(Debug)]
pub(super) struct Marker<'q> {
    terms: HashSet<&'q str>,
    quotations: Vec<Vec<&'q str>>,
    met: HashMap<String, bool>,
}

impl<'q> Marker<'q> {
    pub(super) fn new(question: &'q Question) -> Self {
        let wanted = || question.wanted();
        Self {
            terms: wanted()
                .filter(|one| !one.exact)
                .flat_map(|one| one.words.iter().flat_map(|word| word.terms.iter().map(String::as_str)))
                .collect(),
            quotations: wanted()
                .filter(|one| one.exact)
                .map(|one| one.words.iter().map(|word| word.plain.as_str()).collect())
                .collect(),
            met: HashMap::new(),
        }
    }

    /// Which of the words are to be marked.
    pub(super) fn marked(&mut self, words: &[terms::Word<'_>]) -> Vec<bool> {
        let mut marked: Vec<bool> = words.iter().map(|word| self.is_term(word.text)).collect();
        if !self.quotations.is_empty() {
            let plain: Vec<String> = words.iter().map(|word| terms::plain(word.text)).collect();
            for quotation in &self.quotations {
                for (at, window) in plain.windows(quotation.len().max(1)).enumerate() {
                    if window.iter().zip(quotation).all(|(a, b)| a == b) {
                        marked.iter_mut().skip(at).take(quotation.len()).for_each(|mark| *mark = true);
                    }
                }
            }
        }
        marked
    }

    fn is_term(&mut self, word: &str) -> bool {
        if self.terms.is_empty() {
            return false;
        }
        if let Some(known) = self.met.get(word) {
            return *known;
        }
        let is = terms::of_stored(word).iter().any(|term| self.terms.contains(term.as_str()));
        self.met.insert(word.to_owned(), is);
        is
    }
}
