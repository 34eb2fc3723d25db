//! Search: what is asked, found, counted, suggested and saved.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EntrySummary, macros::dto};
use crate::model::{FeedId, SearchId, Subject, Timestamp};

/// The order of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum SearchSort {
    /// Most relevant first; a question without words is answered newest first.
    #[default]
    Relevant,
    /// Newest first.
    Newest,
}

dto!(
    /// Parameters of `search` and `search_facets`.
    request Search {
        /// What was typed. Words are found in their other forms; `"…"` and «…» to the letter. Operators: `-`, OR أو,
        /// `source:` المصدر:, `category:` الفئة:, `author:` الكاتب:, `after:` بعد:, `before:` قبل:, `is:kept` محفوظ:,
        /// `is:unread` غير مقروء:, `in:title` في:العنوان, `title:` العنوان:. What makes no sense is looked for as words.
        query: String,
        /// The order: `relevant` when left out.
        #[serde(default)]
        sort: SearchSort,
        /// The reader is still typing: the last word may be the beginning of one.
        #[serde(default)]
        typing: bool,
        /// So many rows are passed over: for the next page.
        #[serde(default)]
        offset: u32,
        /// How many rows at the most: 1 to 200, 30 when left out.
        #[serde(default)]
        limit: Option<u32>,
        /// Minutes that the reader's local time is ahead of UTC: for «أمس» and the like, and for the months of facets.
        #[serde(default)]
        utc_offset_minutes: i32,
    }
);

dto!(
    /// What was found.
    answer Found {
        /// The rows of this page.
        hits: Vec<SearchHit>,
        /// How many there are in all.
        total: u32,
        /// There are more than `total`: counting ended there.
        more_than_total: bool,
        /// Too little had all of the words: what has some of them follows.
        widened: bool,
        /// How the question was understood, in the order of what was typed: for chips.
        parts: Vec<QueryPart>,
        /// What made no sense and was looked for as words.
        problems: Vec<QueryProblem>,
        /// «هل تقصد»: the question with misspelt words as the library's headlines spell them.
        did_you_mean: Option<String>,
        /// Entries that are still to be indexed: what they hold may not be found yet.
        waiting: u32,
    }
);

dto!(
    /// A row of what was found.
    answer SearchHit {
        /// The entry's row.
        entry: EntrySummary,
        /// The headline, with what was looked for marked.
        title: Vec<MarkedText>,
        /// The piece of the text where what was looked for stands, or its beginning.
        snippet: Vec<MarkedText>,
        /// How well it fits: larger is better; comparable within one answer. 0 when sorted by time.
        score: f64,
    }
);

dto!(
    /// A run of text. Marks take whole words, clitics included, so that no joined letters part.
    #[derive(Eq)]
    answer MarkedText {
        /// The text as the article has it, vowel marks included.
        text: String,
        /// It is what was looked for.
        marked: bool,
    }
);

/// What a piece of a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum QueryPartKind {
    /// A word.
    Word,
    /// A quotation.
    Phrase,
    /// «أو» between two words.
    Or,
    /// `source:`.
    Source,
    /// `category:`.
    Category,
    /// `author:`.
    Author,
    /// `after:`.
    After,
    /// `before:`.
    Before,
    /// `is:kept`.
    Kept,
    /// `is:unread`.
    Unread,
    /// `in:title`.
    InTitle,
}

dto!(
    /// A piece of a question as it was understood.
    #[derive(Eq)]
    answer QueryPart {
        /// What it is.
        kind: QueryPartKind,
        /// The words, or the operator's value.
        value: String,
        /// Behind a minus.
        excluded: bool,
        /// Where it begins in what was typed, in UTF-16 units, as JavaScript counts.
        start: u32,
        /// Where it ends.
        end: u32,
    }
);

/// What made no sense. The words for it are the window's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum QueryProblemCode {
    /// A quotation mark without its partner.
    UnclosedQuote,
    /// No source has such a name.
    UnknownSource,
    /// No category, subject or section has such a name.
    UnknownCategory,
    /// What follows `after:` or `before:` is no date.
    NoDate,
    /// What follows `is:` is neither `kept` nor `unread`.
    UnknownState,
    /// What follows `in:` is not `title`.
    UnknownPlace,
    /// An operator without its value.
    NoValue,
    /// «أو» without words on both sides.
    NothingToChoose,
    /// Only exclusions: nothing says what to look for.
    OnlyExclusions,
    /// The question was cut: 500 characters, 24 words.
    TooLong,
}

dto!(
    /// Something in a question that made no sense.
    #[derive(Eq)]
    answer QueryProblem {
        /// Which.
        code: QueryProblemCode,
        /// What was typed there; empty where it is about the whole.
        text: String,
    }
);

dto!(
    /// How what was found is spread. Counted over the newest 20,000 at the most.
    answer Facets {
        /// By paper, most first, at most 12.
        papers: Vec<PaperCount>,
        /// By subject, most first.
        subjects: Vec<SubjectHits>,
        /// By month in the reader's time, oldest first, without gaps, the last 24 at the most.
        months: Vec<MonthCount>,
        /// How many were counted.
        counted: u32,
        /// There are more than were counted.
        more: bool,
    }
);

dto!(
    /// How many of a paper.
    #[derive(Eq)]
    answer PaperCount {
        /// The feed.
        feed: FeedId,
        /// Its title: the value of `source:` that narrows to it.
        title: String,
        /// Its monogram.
        monogram: String,
        /// The monogram's colour.
        color: u8,
        /// How many.
        count: u32,
    }
);

dto!(
    /// How many on a subject.
    #[derive(Eq)]
    answer SubjectHits {
        /// The subject: its key is a value that `category:` takes.
        subject: Subject,
        /// How many.
        count: u32,
    }
);

dto!(
    /// How many of a month.
    #[derive(Eq)]
    answer MonthCount {
        /// `2026-11`: the value of `after:` and `before:`.
        month: String,
        /// How many.
        count: u32,
    }
);

dto!(
    /// Parameters of `suggest`.
    request Suggest {
        /// What was typed so far; empty: what was searched for lately.
        text: String,
    }
);

/// Where a suggestion comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum SuggestionKind {
    /// A search of the reader's.
    Recent,
    /// A saved search.
    Saved,
    /// A paper.
    Source,
    /// A word of the library's headlines.
    Word,
}

dto!(
    /// A way to go on with what was typed.
    #[derive(Eq)]
    answer Suggestion {
        /// Where it comes from.
        kind: SuggestionKind,
        /// What is shown.
        text: String,
        /// The whole question that it stands for.
        query: String,
    }
);

dto!(
    /// Suggestions, best first, at most 8.
    answer Suggestions {
        /// They.
        items: Vec<Suggestion>,
    }
);

dto!(
    /// Parameters of `save_search`.
    request SaveSearch {
        /// The question.
        query: String,
        /// What it is called; the question when left out.
        #[serde(default)]
        title: Option<String>,
        /// New articles that it finds are announced.
        #[serde(default)]
        notify: bool,
    }
);

dto!(
    /// Parameters of `update_saved_search`: what is left out stays.
    request UpdateSavedSearch {
        /// Which.
        id: SearchId,
        /// What it is called.
        #[serde(default)]
        title: Option<String>,
        /// The question.
        #[serde(default)]
        query: Option<String>,
        /// Whether new articles are announced.
        #[serde(default)]
        notify: Option<bool>,
        /// Its place among the saved ones, from 0.
        #[serde(default)]
        position: Option<u32>,
    }
);

dto!(
    /// Names a saved search.
    #[derive(Copy, Eq)]
    request SearchRef {
        /// Which.
        id: SearchId,
    }
);

dto!(
    /// A saved search: a source of its own.
    #[derive(Eq)]
    answer SavedSearch {
        /// Its number.
        id: SearchId,
        /// What it is called.
        title: String,
        /// The question.
        query: String,
        /// Whether new articles are announced.
        notify: bool,
        /// Unread articles that it finds, at most 1,000.
        unread: u32,
        /// When it was saved.
        #[ts(type = "number")]
        created_at: Timestamp,
    }
);

dto!(
    /// The reader's searches.
    answer Searches {
        /// Saved, in their order.
        saved: Vec<SavedSearch>,
        /// The latest questions, newest first, at most 20.
        recent: Vec<String>,
    }
);

dto!(
    /// Parameters of `save_recent_search` and `forget_recent_searches`.
    request RecentSearch {
        /// The question; for forgetting, all of them when left out.
        #[serde(default)]
        query: Option<String>,
    }
);
