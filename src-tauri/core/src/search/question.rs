//! What was typed into the search, taken apart. Nothing that can be typed is an error: what makes no sense as an operator
//! is looked for as words, and said.

use super::dates::Today;
use super::lexemes::{Lexeme, lexemes};
use crate::contract::{QueryPart, QueryPartKind, QueryProblem, QueryProblemCode};
use crate::model::Timestamp;
use crate::text;
use crate::text::terms;

/// More characters are left.
pub(crate) const LONGEST: usize = 500;
/// More words are left.
const MOST_WORDS: usize = 24;

/// A word that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// As it was typed.
    pub(crate) typed: String,
    /// Folded, as quotations are compared.
    pub(crate) plain: String,
    /// The terms that it may be found by.
    pub(crate) terms: Vec<String>,
}

impl Asked {
    fn new(word: &str) -> Self {
        Self { typed: word.to_owned(), plain: terms::plain(word), terms: terms::of_asked(word) }
    }

    pub(crate) fn is_function_word(&self) -> bool {
        terms::is_function_word(&self.plain)
    }
}

/// One thing that an article must have, or must not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// A word, or the words of a quotation in their order.
    pub(crate) words: Vec<Asked>,
    /// To the letter, and in this order.
    pub(crate) exact: bool,
    /// In the headline.
    pub(crate) title: bool,
}

/// Where an article must come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) kind: OriginKind,
    pub(crate) value: String,
    pub(crate) excluded: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OriginKind {
    Source,
    Category,
    Author,
}

/// A question taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Question {
    /// All of these; of each, one alternative is enough.
    pub(crate) groups: Vec<Vec<Wanted>>,
    /// None of these.
    pub(crate) excluded: Vec<Wanted>,
    pub(crate) origins: Vec<Origin>,
    pub(crate) after: Option<Timestamp>,
    pub(crate) before: Option<Timestamp>,
    pub(crate) kept: Option<bool>,
    pub(crate) unread: Option<bool>,
    pub(crate) problems: Vec<QueryProblem>,
    pub(crate) parts: Vec<QueryPart>,
}

impl Question {
    /// Whether it asks for any words.
    pub(crate) fn has_words(&self) -> bool {
        !self.groups.is_empty()
    }

    /// Every word that is asked for, for highlighting.
    pub(crate) fn wanted(&self) -> impl Iterator<Item = &Wanted> {
        self.groups.iter().flatten()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Source,
    Category,
    Author,
    After,
    Before,
    Title,
    Kept,
    Unread,
    Is,
    In,
}

fn key(name: &str) -> Option<Key> {
    match text::fold(name).trim() {
        "المصدر" | "مصدر" | "الصحيفه" | "صحيفه" | "source" | "site" | "from" | "paper" => {
            Some(Key::Source)
        }
        "الفيه" | "فيه" | "التصنيف" | "تصنيف" | "القسم" | "قسم" | "category" | "section" | "topic" => {
            Some(Key::Category)
        }
        "الكاتب" | "كاتب" | "بقلم" | "author" | "by" => Some(Key::Author),
        "بعد" | "منذ" | "after" | "since" => Some(Key::After),
        "قبل" | "حتي" | "before" | "until" => Some(Key::Before),
        "العنوان" | "عنوان" | "title" | "intitle" => Some(Key::Title),
        "محفوظ" | "المحفوظ" | "محفوظه" | "kept" | "saved" => Some(Key::Kept),
        "مقروء" | "unread" => Some(Key::Unread),
        "is" => Some(Key::Is),
        "في" | "in" => Some(Key::In),
        _ => None,
    }
}

/// Takes apart what was typed.
pub(crate) fn parse(typed: &str, today: Today) -> Question {
    let mut question = Question::default();
    let end = typed.char_indices().nth(LONGEST).map_or(typed.len(), |(at, _)| at);
    if end < typed.len() {
        problem(&mut question, QueryProblemCode::TooLong, "");
    }
    let cut = typed.get(..end).unwrap_or_default();
    let found = lexemes(cut);
    let mut reader = Reader { typed: cut, lexemes: found, at: 0, question, today, title: false, join: false, words: 0 };
    while reader.step() {}
    reader.finish()
}

fn problem(question: &mut Question, code: QueryProblemCode, text: &str) {
    if question.problems.len() < 8 {
        question.problems.push(QueryProblem { code, text: text.to_owned() });
    }
}

struct Reader<'t> {
    typed: &'t str,
    lexemes: Vec<Lexeme<'t>>,
    at: usize,
    question: Question,
    today: Today,
    /// All words are to stand in the headline.
    title: bool,
    /// The next word is an alternative of the last.
    join: bool,
    words: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self, ahead: usize) -> Option<Lexeme<'t>> {
        self.lexemes.get(self.at + ahead).copied()
    }

    fn step(&mut self) -> bool {
        let Some(lexeme) = self.peek(0) else { return false };
        self.at += 1;
        if lexeme.unclosed {
            problem(&mut self.question, QueryProblemCode::UnclosedQuote, lexeme.text);
        }
        if lexeme.quoted {
            self.words(lexeme, lexeme.text, true, false);
            return true;
        }
        if matches!(lexeme.text, "OR" | "|" | "||" | "أو" | "او") && !lexeme.negated {
            let joins = !self.question.groups.is_empty() && self.peek(0).is_some();
            self.join = joins;
            if joins {
                self.part(QueryPartKind::Or, "", lexeme, lexeme.end, false);
            } else {
                problem(&mut self.question, QueryProblemCode::NothingToChoose, lexeme.text);
                self.words(lexeme, lexeme.text, false, false);
            }
            return true;
        }
        if matches!(lexeme.text, "AND" | "&" | "&&" | "+") {
            return true;
        }
        if lexeme.text == "NOT" && self.peek(0).is_some() {
            if let Some(next) = self.lexemes.get_mut(self.at) {
                next.negated = true;
            }
            return true;
        }
        // «غير مقروء:» and «في العنوان:» are two words.
        if let Some(next) = self.peek(0).filter(|next| !next.quoted && !next.negated)
            && let Some((name, value)) = next.text.split_once(':')
        {
            let both = (text::fold(lexeme.text), text::fold(name));
            match (both.0.as_str(), both.1.as_str()) {
                ("غير", "مقروء" | "المقروء" | "مقروءه") => {
                    self.at += 1;
                    self.flag(Key::Unread, !lexeme.negated, lexeme, next.end);
                    self.rest(next, value);
                    return true;
                }
                ("في", "العنوان" | "عنوان") => {
                    self.at += 1;
                    return self.titled(lexeme, next, value);
                }
                _ => {}
            }
        }
        if let Some((name, value)) = lexeme.text.split_once([':', '：'])
            && let Some(key) = key(name)
        {
            return self.operator(key, lexeme, value);
        }
        self.words(lexeme, lexeme.text, false, self.title);
        true
    }

    /// What stands behind an operator that takes no value is a word.
    fn rest(&mut self, lexeme: Lexeme<'t>, value: &'t str) {
        if !value.is_empty() {
            self.words(Lexeme { negated: false, ..lexeme }, value, false, self.title);
        }
    }

    /// The value of an operator: behind its colon, or the next piece.
    fn value(&mut self, lexeme: Lexeme<'t>, value: &'t str) -> Option<(&'t str, usize, bool)> {
        if !value.is_empty() {
            return Some((value, lexeme.end, false));
        }
        let next = self.peek(0).filter(|next| !next.negated)?;
        self.at += 1;
        Some((next.text, next.end, next.quoted))
    }

    fn titled(&mut self, lexeme: Lexeme<'t>, named: Lexeme<'t>, value: &'t str) -> bool {
        match self.value(named, value) {
            Some((value, end, quoted)) => {
                let whole = Lexeme { end, quoted, ..lexeme };
                self.words(whole, value, quoted, true);
            }
            None => {
                self.title = true;
                self.part(QueryPartKind::InTitle, "", lexeme, named.end, false);
            }
        }
        true
    }

    fn operator(&mut self, key: Key, lexeme: Lexeme<'t>, value: &'t str) -> bool {
        match key {
            Key::Kept => {
                self.flag(Key::Kept, !lexeme.negated, lexeme, lexeme.end);
                self.rest(lexeme, value);
            }
            Key::Unread if text::fold(lexeme.text).starts_with("مقروء") => {
                self.flag(Key::Unread, lexeme.negated, lexeme, lexeme.end);
                self.rest(lexeme, value);
            }
            Key::Unread => {
                self.flag(Key::Unread, !lexeme.negated, lexeme, lexeme.end);
                self.rest(lexeme, value);
            }
            Key::Is => match text::fold(value).as_str() {
                "kept" | "saved" | "starred" | "محفوظ" => {
                    self.flag(Key::Kept, !lexeme.negated, lexeme, lexeme.end)
                }
                "unread" | "new" => self.flag(Key::Unread, !lexeme.negated, lexeme, lexeme.end),
                "read" => self.flag(Key::Unread, lexeme.negated, lexeme, lexeme.end),
                _ => self.unknown(QueryProblemCode::UnknownState, lexeme),
            },
            Key::In => match text::fold(value).as_str() {
                "title" | "العنوان" | "عنوان" => {
                    self.title = true;
                    self.part(QueryPartKind::InTitle, "", lexeme, lexeme.end, false);
                }
                _ => self.unknown(QueryProblemCode::UnknownPlace, lexeme),
            },
            Key::Title => return self.titled(lexeme, lexeme, value),
            Key::After | Key::Before => self.date(key, lexeme, value),
            Key::Source | Key::Category | Key::Author => match self.value(lexeme, value) {
                Some((value, end, _)) if !terms::plain(value).is_empty() => {
                    let (kind, part) = match key {
                        Key::Source => (OriginKind::Source, QueryPartKind::Source),
                        Key::Category => (OriginKind::Category, QueryPartKind::Category),
                        _ => (OriginKind::Author, QueryPartKind::Author),
                    };
                    let excluded = lexeme.negated;
                    self.question.origins.push(Origin { kind, value: value.to_owned(), excluded });
                    self.part(part, value, lexeme, end, excluded);
                }
                _ => self.unknown(QueryProblemCode::NoValue, lexeme),
            },
        }
        true
    }

    /// A time may be several words: the longest that says one is taken.
    fn date(&mut self, key: Key, lexeme: Lexeme<'t>, value: &'t str) {
        let mut text = value.to_owned();
        let mut best = self.today.start(&text).map(|at| (at, 0, lexeme.end, text.clone()));
        for ahead in 0..3 {
            let Some(next) = self.peek(ahead).filter(|next| !next.negated) else { break };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(next.text);
            if let Some(at) = self.today.start(&text) {
                best = Some((at, ahead + 1, next.end, text.clone()));
            }
        }
        let Some((at, taken, end, text)) = best else {
            self.unknown(QueryProblemCode::NoDate, lexeme);
            return;
        };
        self.at += taken;
        // «-بعد:» is «قبل:».
        if (key == Key::After) != lexeme.negated {
            self.question.after = Some(self.question.after.map_or(at, |before| before.max(at)));
            self.part(QueryPartKind::After, &text, lexeme, end, false);
        } else {
            self.question.before = Some(self.question.before.map_or(at, |before| before.min(at)));
            self.part(QueryPartKind::Before, &text, lexeme, end, false);
        }
    }

    fn flag(&mut self, key: Key, wanted: bool, lexeme: Lexeme<'t>, end: usize) {
        let kind = if key == Key::Kept {
            self.question.kept = Some(wanted);
            QueryPartKind::Kept
        } else {
            self.question.unread = Some(wanted);
            QueryPartKind::Unread
        };
        self.part(kind, "", lexeme, end, !wanted);
    }

    fn unknown(&mut self, code: QueryProblemCode, lexeme: Lexeme<'t>) {
        problem(&mut self.question, code, lexeme.text);
        self.words(lexeme, lexeme.text, false, self.title);
    }

    fn words(&mut self, lexeme: Lexeme<'t>, text: &str, exact: bool, title: bool) {
        let mut asked: Vec<Asked> = terms::words(text).map(|word| Asked::new(word.text)).collect();
        asked.retain(|word| !word.terms.is_empty());
        asked.truncate(MOST_WORDS - self.words.min(MOST_WORDS));
        if asked.is_empty() {
            if self.words >= MOST_WORDS {
                problem(&mut self.question, QueryProblemCode::TooLong, "");
            }
            self.join = false;
            return;
        }
        self.words += asked.len();
        let kind = if exact { QueryPartKind::Phrase } else { QueryPartKind::Word };
        self.part(kind, text, lexeme, lexeme.end, lexeme.negated);
        let wanted: Vec<Wanted> = if exact {
            vec![Wanted { words: asked, exact, title }]
        } else {
            asked.into_iter().map(|word| Wanted { words: vec![word], exact, title }).collect()
        };
        let join = std::mem::take(&mut self.join);
        if lexeme.negated {
            self.question.excluded.extend(wanted);
            return;
        }
        for (place, wanted) in wanted.into_iter().enumerate() {
            match self.question.groups.last_mut().filter(|_| join && place == 0) {
                Some(group) => group.push(wanted),
                None => self.question.groups.push(vec![wanted]),
            }
        }
    }

    fn part(&mut self, kind: QueryPartKind, value: &str, lexeme: Lexeme<'t>, end: usize, excluded: bool) {
        let utf16 = |end: usize| {
            let count = self.typed.get(..end).map_or(0, |before| before.encode_utf16().count());
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let (start, end) = (utf16(lexeme.start), utf16(end));
        self.question.parts.push(QueryPart { kind, value: value.to_owned(), excluded, start, end });
    }

    fn finish(mut self) -> Question {
        if self.title {
            self.question.groups.iter_mut().flatten().for_each(|wanted| wanted.title = true);
        }
        // Words that only hold a sentence together are passed over beside others that say something.
        let empty = |group: &Vec<Wanted>| {
            group.iter().all(|wanted| !wanted.exact && wanted.words.iter().all(Asked::is_function_word))
        };
        if self.question.groups.iter().any(|group| !empty(group)) {
            self.question.groups.retain(|group| !empty(group));
        }
        let nothing_wanted =
            self.question.groups.is_empty() && self.question.origins.iter().all(|origin| origin.excluded);
        if nothing_wanted && (!self.question.excluded.is_empty() || !self.question.origins.is_empty()) {
            let state = self.question.kept.is_some() || self.question.unread.is_some();
            if !state && self.question.after.is_none() && self.question.before.is_none() {
                problem(&mut self.question, QueryProblemCode::OnlyExclusions, "");
            }
        }
        self.question
    }
}

#[cfg(test)]
mod tests;
