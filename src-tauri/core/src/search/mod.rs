//! Search: what the reader typed, looked up in the library's index of terms (docs/decisions/0023-search.md).
//!
//! A question is taken apart (`question`), its names and words turned into what the index is asked (`plan`), the rows
//! fetched (`store::search`), and what was looked for marked in the article's own spelling (`passages`). Where all words
//! together find too little, what has some of them follows.

mod dates;
mod indexing;
mod lexemes;
mod matching;
mod passages;
mod plan;
mod question;
mod spelling;

use std::collections::{HashMap, HashSet};

use crate::contract::{
    Facets, Found, MonthCount, PaperCount, Search, SearchHit, SearchSort, SubjectHits, Suggestion, SuggestionKind,
};
use crate::html;
use crate::model::{EntryId, FeedId, Subject, Timestamp};
use crate::store::search::{self, Hit};
use crate::store::{Db, StoreError, entries, searches};
use crate::text::{self, terms};
use dates::Today;
pub(crate) use indexing::{index_now, index_soon};
use plan::Plan;
use question::Question;

/// Rows of a page when the request does not say, and at the most.
const PAGE: u32 = 30;
const LARGEST_PAGE: u32 = 200;
/// Rows behind this place are not paged through.
const DEEPEST: u32 = 2_000;
/// Fewer rows than this are too little: what has some of the words follows.
const ENOUGH: usize = 5;
/// Counting ends here.
const COUNTED: u32 = 1_000;
/// Rows that facets count.
const FACETED: u32 = 20_000;
const PAPERS: usize = 12;
const MONTHS: usize = 24;
const SUGGESTED: usize = 8;
/// Says of an entry whether its text is what was asked for.
type Test = Box<dyn Fn(&Db, EntryId) -> Result<bool, StoreError>>;

/// Whether `text` answers `query`, by the rules of the library's own search: words in their other forms, quotations to the
/// letter, exclusions, alternatives. Operators about anything but words are not looked at.
pub fn matches(query: &str, text: &str) -> bool {
    let question = question::parse(query, Today::at(0, 0));
    question.has_words() && matching::is_answer(&question, text, text, false)
}

/// Reads articles where only their text can tell: for quotations.
fn tester(question: &Question) -> Option<Test> {
    if !matching::needs_text(question) {
        return None;
    }
    let question = question.clone();
    Some(Box::new(move |db, id| {
        let (title, text) = article(db, id)?;
        Ok(matching::is_answer(&question, &title, &text, true))
    }))
}

/// Headline and text of an entry.
fn article(db: &Db, id: EntryId) -> Result<(String, String), StoreError> {
    let (title, text, excerpt) = search::readable(db, id)?;
    let text = html::to_text(&text);
    Ok((title, if text.trim().is_empty() { excerpt } else { text }))
}

/// Answers a search.
pub(crate) fn find(db: &Db, request: &Search, now: Timestamp) -> Result<Found, StoreError> {
    let question = question::parse(&request.query, Today::at(now, request.utc_offset_minutes));
    let ends_in_word = request.query.chars().next_back().is_some_and(|c| !c.is_whitespace());
    let Plan { question, all, wider } = plan::plan(db, question, request.typing && ends_in_word)?;
    let limit = request.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    let skip = request.offset.min(DEEPEST) as usize;
    let wanted = skip + limit as usize;
    let test = tester(&question);
    let test = test.as_deref();
    let is_empty = all == search::Lookup::default();
    // Without words there is nothing to be relevant to.
    let by_time = request.sort == SearchSort::Newest || !question.has_words();
    let run = |lookup: &search::Lookup, limit: usize| {
        if by_time { lookup.newest(db, 0, limit, test) } else { lookup.relevant(db, limit, test) }
    };
    let mut hits = if is_empty { Vec::new() } else { run(&all, wanted)? };
    let mut total = match test {
        _ if is_empty => 0,
        None if hits.len() < wanted => u32::try_from(hits.len()).unwrap_or(u32::MAX),
        None => all.count(db, COUNTED + 1)?,
        Some(_) => u32::try_from(hits.len()).unwrap_or(u32::MAX),
    };
    let mut more_than_total = match test {
        None => total > COUNTED,
        Some(_) => hits.len() >= wanted,
    };
    let few = hits.len() < ENOUGH;
    let mut widened = false;
    if few && !is_empty {
        let mut seen: HashSet<EntryId> = hits.iter().map(|hit| hit.id).collect();
        let mut least = hits.last().map_or(0.0, |hit| hit.score);
        for lookup in &wider {
            let more = run(lookup, wanted)?;
            // What has less of the question is never said to fit better.
            let most = more.iter().map(|hit| hit.score).fold(0.0, f64::max);
            let scale = if least > 0.0 && most > least { least / most } else { 1.0 };
            let more: Vec<Hit> = more
                .into_iter()
                .filter(|hit| seen.insert(hit.id))
                .map(|hit| Hit { score: hit.score * scale, ..hit })
                .collect();
            widened |= !more.is_empty();
            least = more.last().map_or(least, |hit| hit.score);
            hits.extend(more);
            if hits.len() >= wanted {
                break;
            }
        }
        if widened {
            total = u32::try_from(hits.len()).unwrap_or(u32::MAX);
            more_than_total = hits.len() >= wanted;
        }
    }
    let did_you_mean = if few && skip == 0 { spelling::correction(db, &question, &request.query)? } else { None };
    let mut marker = matching::Marker::new(&question);
    let mut rows = Vec::new();
    for hit in hits.into_iter().skip(skip).take(limit as usize) {
        let entry = entries::one(db, hit.id)?;
        let (title, text) = article(db, hit.id)?;
        rows.push(SearchHit {
            entry,
            title: passages::line(&title, &mut marker),
            snippet: passages::snippet(&text, &mut marker),
            score: hit.score,
        });
    }
    let waiting = if search::is_waiting(db)? { search::waiting(db)? } else { 0 };
    let total = total.min(COUNTED.max(u32::try_from(rows.len()).unwrap_or(u32::MAX)));
    let Question { parts, problems, .. } = question;
    Ok(Found { hits: rows, total, more_than_total, widened, parts, problems, did_you_mean, waiting })
}

/// Counts what a search finds, by paper, subject and month.
pub(crate) fn facets(db: &Db, request: &Search, now: Timestamp) -> Result<Facets, StoreError> {
    let question = question::parse(&request.query, Today::at(now, request.utc_offset_minutes));
    let plan = plan::plan(db, question, false)?;
    let mut papers: HashMap<FeedId, u32> = HashMap::new();
    let mut subjects: HashMap<Subject, u32> = HashMap::new();
    let mut months: HashMap<(i16, i8), u32> = HashMap::new();
    let offset = i64::from(request.utc_offset_minutes.clamp(-24 * 60, 24 * 60)) * 60_000;
    let test = tester(&plan.question);
    let counted = if plan.all == search::Lookup::default() {
        0
    } else {
        plan.all.spread(db, FACETED + 1, test.as_deref(), |feed, subject, at| {
            *papers.entry(feed).or_default() += 1;
            if let Some(subject) = subject {
                *subjects.entry(subject).or_default() += 1;
            }
            if let Ok(at) = jiff::Timestamp::from_millisecond(at.saturating_add(offset)) {
                let date = at.to_zoned(jiff::tz::TimeZone::UTC).date();
                *months.entry((date.year(), date.month())).or_default() += 1;
            }
        })?
    };
    let titles: HashMap<FeedId, String> = search::sources(db)?
        .into_iter()
        .map(|(id, [title, own, ..], _)| (id, if own.is_empty() { title } else { own }))
        .collect();
    let mut papers: Vec<PaperCount> = papers
        .into_iter()
        .map(|(feed, count)| {
            let title = titles.get(&feed).cloned().unwrap_or_default();
            let color = u8::try_from(feed.0.rem_euclid(10)).unwrap_or(0);
            PaperCount { feed, monogram: text::monogram(&title), title, color, count }
        })
        .collect();
    papers.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.feed.cmp(&b.feed)));
    papers.truncate(PAPERS);
    let mut subjects: Vec<SubjectHits> = Subject::ALL
        .iter()
        .filter_map(|subject| Some(SubjectHits { subject: *subject, count: *subjects.get(subject)? }))
        .collect();
    subjects.sort_by_key(|one| std::cmp::Reverse(one.count));
    Ok(Facets {
        papers,
        subjects,
        months: without_gaps(&months),
        counted: counted.min(FACETED),
        more: counted > FACETED,
    })
}

/// Months in order, those without any between them as well; the last so many.
fn without_gaps(months: &HashMap<(i16, i8), u32>) -> Vec<MonthCount> {
    let (Some(first), Some(last)) = (months.keys().min(), months.keys().max()) else { return Vec::new() };
    let number = |(year, month): (i16, i8)| i64::from(year) * 12 + i64::from(month) - 1;
    let start = number(*first).max(number(*last) - i64::try_from(MONTHS).unwrap_or(24) + 1);
    (start..=number(*last))
        .map(|at| {
            let (year, month) = (at.div_euclid(12), at.rem_euclid(12) + 1);
            let key = (i16::try_from(year).unwrap_or(i16::MAX), i8::try_from(month).unwrap_or(1));
            MonthCount { month: format!("{year:04}-{month:02}"), count: months.get(&key).copied().unwrap_or(0) }
        })
        .collect()
}

/// Unread entries that a question finds, at most 1,000.
pub(crate) fn unread(db: &Db, query: &str, now: Timestamp) -> Result<u32, StoreError> {
    let plan = plan::plan(db, question::parse(query, Today::at(now, 0)), false)?;
    if plan.all == search::Lookup::default() {
        return Ok(0);
    }
    let lookup = search::Lookup { unread: Some(true), ..plan.all.clone() };
    match tester(&plan.question) {
        None => lookup.count(db, COUNTED),
        Some(test) => lookup.spread(db, COUNTED, Some(&*test), |_, _, _| ()),
    }
}

/// Ways to go on with what was typed.
pub(crate) fn suggest(db: &Db, typed: &str) -> Result<Vec<Suggestion>, StoreError> {
    let typed: String = typed.chars().take(question::LONGEST).collect();
    let folded = text::fold(&typed);
    let begun = folded.trim_start();
    let mut found: Vec<Suggestion> = Vec::new();
    let mut add = |kind, text: String, query: String| {
        let key = text::fold(&query);
        if found.len() < SUGGESTED && !found.iter().any(|known| text::fold(&known.query) == key) {
            found.push(Suggestion { kind, text, query });
        }
    };
    for recent in searches::recent(db, 50)?.into_iter().filter(|query| text::fold(query).starts_with(begun)).take(4) {
        add(SuggestionKind::Recent, recent.clone(), recent);
    }
    for saved in searches::saved(db)?.into_iter().filter(|saved| text::fold(&saved.title).contains(begun)).take(3) {
        add(SuggestionKind::Saved, saved.title, saved.query);
    }
    let last =
        typed.split_whitespace().next_back().filter(|_| !typed.ends_with(char::is_whitespace)).unwrap_or_default();
    let before = typed.strip_suffix(last).unwrap_or_default();
    let (beginning, _) = terms::bare(last);
    if beginning.chars().count() >= 2 {
        let sources = search::sources(db)?;
        let named = sources.iter().map(|(_, [title, own, ..], _)| if own.is_empty() { title } else { own });
        for title in named.filter(|title| text::fold(title).contains(text::fold(last).as_str())).take(2) {
            add(SuggestionKind::Source, title.clone(), format!("{before}المصدر:«{title}» "));
        }
        for (_, shown, _) in search::words_from(db, &beginning, 6)? {
            let query = format!("{before}{shown}");
            add(SuggestionKind::Word, query.clone(), query);
        }
    }
    Ok(found)
}
