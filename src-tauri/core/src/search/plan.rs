//! From a question to what the index is asked: names resolved, words to terms, terms to an expression.

use std::collections::HashSet;

use super::question::{Asked, Origin, OriginKind, Question, Wanted};
use crate::contract::{QueryProblem, QueryProblemCode};
use crate::model::{FeedId, Subject};
use crate::store::search::{self, Lookup};
use crate::store::{Db, StoreError};
use crate::subject::{self, Name};
use crate::text::{self, terms};

/// Before an author's terms, a section's, a feed's number and a subject's key, so that they are found by no word. All are
/// letters to the index's tokenizer, and none survives folding.
pub(super) const AUTHOR: char = '¹';
pub(super) const SECTION: char = '²';
pub(super) const FEED: char = '³';
pub(super) const SUBJECT: char = '⁴';

/// Words that may begin so, while the reader types.
const BEGINNINGS: u32 = 12;
/// Words of which every pair is tried when all together find too little.
const PAIRED: usize = 6;

/// What is asked of the index.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) question: Question,
    /// All that is wanted.
    pub(super) all: Lookup,
    /// Less of it, the closest first: for when all of it finds too little.
    pub(super) wider: Vec<Lookup>,
}

/// Makes a plan. `typing`: the last word may be a beginning.
pub(super) fn plan(db: &Db, mut question: Question, typing: bool) -> Result<Plan, StoreError> {
    if typing {
        expand_last(db, &mut question)?;
    }
    let mut required = Vec::new();
    let mut banned = Vec::new();
    for origin in std::mem::take(&mut question.origins) {
        match expression_of(db, &origin)? {
            Some(expression) if origin.excluded => banned.push(expression),
            Some(expression) => required.push(expression),
            None => {
                // No such name: its words are looked for.
                let code = match origin.kind {
                    OriginKind::Category => QueryProblemCode::UnknownCategory,
                    OriginKind::Source | OriginKind::Author => QueryProblemCode::UnknownSource,
                };
                question.problems.push(QueryProblem { code, text: origin.value.clone() });
                if !origin.excluded {
                    let words = terms::words(&origin.value).map(|word| Asked {
                        typed: word.text.to_owned(),
                        plain: terms::plain(word.text),
                        terms: terms::of_asked(word.text),
                    });
                    let wanted = words.filter(|word| !word.terms.is_empty());
                    question
                        .groups
                        .extend(wanted.map(|word| vec![Wanted { words: vec![word], exact: false, title: false }]));
                }
            }
        }
    }
    banned.extend(question.excluded.iter().filter(|wanted| !wanted.exact).filter_map(one));
    let groups: Vec<(bool, String)> = question
        .groups
        .iter()
        .filter_map(|group| {
            let any: Vec<String> = group.iter().filter_map(one).collect();
            let exact = group.iter().all(|wanted| wanted.exact);
            (!any.is_empty()).then(|| (exact, any_of(&any)))
        })
        .collect();
    let (exact, loose): (Vec<_>, Vec<_>) = groups.iter().partition(|(exact, _)| *exact);
    let exact: Vec<String> = exact.into_iter().map(|(_, group)| group.clone()).collect();
    let loose: Vec<String> = loose.into_iter().map(|(_, group)| group.clone()).collect();
    let lookup = |words: Vec<String>| {
        let mut all = required.clone();
        all.extend(exact.iter().cloned());
        all.extend(words);
        let expression = (!all.is_empty()).then(|| match banned.as_slice() {
            [] => all.join(" AND "),
            banned => format!("({}) NOT {}", all.join(" AND "), any_of(banned)),
        });
        Lookup {
            expression,
            after: question.after,
            before: question.before,
            kept: question.kept,
            unread: question.unread,
        }
    };
    let mut wider = Vec::new();
    if loose.len() + exact.len() >= 2 && !loose.is_empty() {
        if (3..=PAIRED).contains(&loose.len()) {
            let pairs: Vec<String> = (0..loose.len())
                .flat_map(|a| (a + 1..loose.len()).map(move |b| (a, b)))
                .filter_map(|(a, b)| Some(format!("({} AND {})", loose.get(a)?, loose.get(b)?)))
                .collect();
            wider.push(lookup(vec![any_of(&pairs)]));
        }
        wider.push(lookup(if loose.len() >= 2 { vec![any_of(&loose)] } else { Vec::new() }));
    }
    let all = lookup(loose.clone());
    Ok(Plan { all, wider, question })
}

fn any_of(alternatives: &[String]) -> String {
    match alternatives {
        [one] => one.clone(),
        many => format!("({})", many.join(" OR ")),
    }
}

/// A term as FTS5 reads it. Terms hold letters and digits alone; a quotation mark would be doubled all the same.
fn quoted(term: &str) -> String {
    format!("\"{}\"", term.replace('"', "\"\""))
}

/// The expression of a word or quotation: what it finds is looked at again where a quotation has to be to the letter.
fn one(wanted: &Wanted) -> Option<String> {
    let word = |asked: &Asked| {
        let alternatives: Vec<String> = asked.terms.iter().map(|term| quoted(term)).collect();
        let any = any_of(&alternatives);
        // Texts are indexed without the words that only hold sentences together.
        if wanted.title { format!("title : ({any})") } else { any }
    };
    if !wanted.exact {
        return wanted.words.first().filter(|asked| !asked.terms.is_empty()).map(word);
    }
    let all: Vec<&Asked> = wanted.words.iter().collect();
    let telling: Vec<&Asked> = all.iter().copied().filter(|asked| !asked.is_function_word()).collect();
    let sure = |asked: &&Asked| {
        let stored = terms::of_stored(&asked.typed);
        if stored.len() == 1 && !asked.plain.ends_with('ه') { stored.into_iter().next() } else { None }
    };
    let in_order = |words: &[&Asked]| {
        let terms: Option<Vec<String>> = words.iter().map(sure).collect();
        terms.map(|terms| quoted(&terms.join(" ")))
    };
    let any_order = |words: &[&Asked]| {
        let each: Vec<String> = words
            .iter()
            .map(|asked| any_of(&terms::of_stored(&asked.typed).iter().map(|term| quoted(term)).collect::<Vec<_>>()))
            .collect();
        format!("({})", each.join(" AND "))
    };
    let title = in_order(&all).unwrap_or_else(|| any_order(&all));
    if wanted.title || telling.is_empty() {
        return Some(format!("title : ({title})"));
    }
    let body = in_order(&telling).unwrap_or_else(|| any_order(&telling));
    Some(format!("((title : ({title})) OR (body : ({body})))"))
}

/// The last word of a question may be the beginning of one: the commonest words of headlines that begin so are meant too.
fn expand_last(db: &Db, question: &mut Question) -> Result<(), StoreError> {
    let Some(asked) = question.groups.last_mut().and_then(|group| group.last_mut()).filter(|wanted| !wanted.exact)
    else {
        return Ok(());
    };
    let Some(word) = asked.words.last_mut() else { return Ok(()) };
    let (beginning, _) = terms::bare(&word.typed);
    if beginning.chars().count() < 2 {
        return Ok(());
    }
    let mut known: HashSet<String> = word.terms.iter().cloned().collect();
    for (longer, shown, _) in search::words_from(db, &beginning, BEGINNINGS)? {
        if longer != beginning {
            let more = terms::of_stored(&shown).into_iter().filter(|term| known.insert(term.clone()));
            word.terms.extend(more.collect::<Vec<_>>());
        }
    }
    Ok(())
}

/// What an article of this origin is marked with in the index; none when there is no such origin.
fn expression_of(db: &Db, origin: &Origin) -> Result<Option<String>, StoreError> {
    let marked = |mark: char, value: &str| {
        let found: Vec<String> = terms::words(value)
            .filter_map(|word| terms::of_stored(word.text).into_iter().next())
            .map(|term| quoted(&format!("{mark}{term}")))
            .collect();
        (!found.is_empty()).then(|| format!("({})", found.join(" AND ")))
    };
    let feeds = |ids: Vec<FeedId>| -> Vec<String> { ids.iter().map(|id| quoted(&format!("{FEED}{id}"))).collect() };
    Ok(match origin.kind {
        OriginKind::Author => marked(AUTHOR, &origin.value),
        OriginKind::Source => {
            let found = feeds(sources_named(db, &origin.value)?);
            (!found.is_empty()).then(|| any_of(&found))
        }
        OriginKind::Category => {
            let mut any = Vec::new();
            let subject =
                Subject::parse(origin.value.trim()).or_else(|| match subject::fold_name(&origin.value, "", None) {
                    Name::Subject(subject) => Some(subject),
                    _ => None,
                });
            any.extend(subject.map(|subject| quoted(&format!("{SUBJECT}{}", subject.as_str()))));
            any.extend(feeds(feeds_inside(db, &origin.value)?));
            if let Some(section) = marked(SECTION, &origin.value)
                && (!any.is_empty() || search::is_known(db, &section)?)
            {
                any.push(section);
            }
            (!any.is_empty()).then(|| any_of(&any))
        }
    })
}

/// Feeds whose title, own title or host is or holds this name.
fn sources_named(db: &Db, name: &str) -> Result<Vec<FeedId>, StoreError> {
    let folded = text::fold(name);
    let wanted = folded.trim();
    let same = |title: &str| text::fold(title).trim() == wanted;
    let sources = search::sources(db)?;
    let exact: Vec<FeedId> =
        sources.iter().filter(|(_, [title, own, ..], _)| same(title) || same(own)).map(|(id, ..)| *id).collect();
    if !exact.is_empty() {
        return Ok(exact);
    }
    let asked: Vec<Vec<String>> = terms::words(name).map(|word| terms::of_asked(word.text)).collect();
    let holds = |title: &str| {
        let own: Vec<Vec<String>> = terms::words(title).map(|word| terms::of_stored(word.text)).collect();
        !asked.is_empty()
            && asked.iter().all(|word| own.iter().any(|stored| stored.iter().any(|term| word.contains(term))))
    };
    let host = |address: &str| {
        wanted.is_ascii()
            && wanted.len() >= 3
            && url::Url::parse(address)
                .ok()
                .and_then(|url| url.host_str().map(str::to_owned))
                .is_some_and(|host| host.contains(wanted))
    };
    let found = sources.iter().filter(|(_, [title, own, feed, site], _)| {
        holds(title) || holds(own) || host(feed) || host(site) || text::fold(title).contains(wanted)
    });
    Ok(found.map(|(id, ..)| *id).collect())
}

/// Feeds of the reader's categories of this name, and of those inside them.
fn feeds_inside(db: &Db, name: &str) -> Result<Vec<FeedId>, StoreError> {
    let folded = text::fold(name);
    let folders = search::folders(db)?;
    let mut inside: HashSet<i64> =
        folders.iter().filter(|(_, _, title)| text::fold(title).trim() == folded.trim()).map(|(id, ..)| *id).collect();
    loop {
        let more: Vec<i64> = folders
            .iter()
            .filter(|(id, parent, _)| parent.is_some_and(|parent| inside.contains(&parent)) && !inside.contains(id))
            .map(|(id, ..)| *id)
            .collect();
        if more.is_empty() {
            break;
        }
        inside.extend(more);
    }
    if inside.is_empty() {
        return Ok(Vec::new());
    }
    Ok(search::sources(db)?.into_iter().filter(|(.., folder)| inside.contains(folder)).map(|(id, ..)| id).collect())
}
