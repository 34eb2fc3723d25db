//! The index of terms: what is in it, what has still to be, and looking things up in it.
//!
//! A document's number says when its entry was published (`search_docs`): reading from the end is newest first, and the
//! newest so many matches are a range of numbers, within which relevance is reckoned at a bounded cost.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::StoreError;
use super::columns::json;
use crate::html::SafeHtml;
use crate::model::{EntryId, FeedId, Subject, Timestamp};
use crate::text::terms;

/// Milliseconds of a span, and the documents that fit into one.
const SPAN: i64 = 6 * 60 * 60 * 1000;
const IN_SPAN: i64 = 4_096;
/// The last span that a document may be in.
const LAST_SPAN: i64 = 1 << 40;

/// Relevance is reckoned over the newest matches, so many.
const RANKED: i64 = 2_000;
/// Weights of headline and text.
const WEIGHTS: &str = "3.0, 1.0";
/// Rows that are looked at beyond a page, where very many documents are of one time.
const LOOKED_AT: usize = 4_000;
/// Articles that are read for one answer, where only their text can tell.
const TESTED: usize = 600;

/// An entry to be indexed.
#[derive(Debug)]
pub(crate) struct Unindexed {
    pub(crate) id: EntryId,
    pub(crate) change: i64,
    pub(crate) fresh: bool,
    pub(crate) feed: FeedId,
    pub(crate) published: Timestamp,
    pub(crate) title: String,
    pub(crate) authors: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) subject: Option<String>,
    pub(crate) excerpt: String,
    /// The page's text, else the feed's.
    pub(crate) text: SafeHtml,
}

/// What is indexed of an entry.
#[derive(Debug)]
pub(crate) struct Indexed {
    pub(crate) id: EntryId,
    pub(crate) change: i64,
    pub(crate) published: Timestamp,
    pub(crate) title: String,
    pub(crate) body: String,
    /// Words of the headline: folded and as written.
    pub(crate) words: Vec<(String, String)>,
}

/// Entries that are to be indexed, newest first, at most `limit`.
pub(crate) fn unindexed(db: &Connection, limit: u32) -> Result<Vec<Unindexed>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT p.entry_id, p.change, p.fresh, e.feed_id, e.published_at, e.title, e.authors, e.categories, e.subject,
             e.excerpt, coalesce(page.html, feed.html, '')
         FROM search_pending p JOIN entries e ON e.id = p.entry_id
         LEFT JOIN texts page ON page.entry_id = e.id AND page.origin = 'page'
         LEFT JOIN texts feed ON feed.entry_id = e.id AND feed.origin = 'feed'
         ORDER BY p.entry_id DESC LIMIT ?1",
    )?;
    let mut rows = select.query([limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Unindexed {
            id: EntryId(row.get(0)?),
            change: row.get(1)?,
            fresh: row.get(2)?,
            feed: FeedId(row.get(3)?),
            published: row.get(4)?,
            title: row.get(5)?,
            authors: json(&row.get::<_, String>(6)?)?,
            categories: json(&row.get::<_, String>(7)?)?,
            subject: row.get(8)?,
            excerpt: row.get(9)?,
            text: SafeHtml::from_store(row.get(10)?),
        });
    }
    Ok(found)
}

/// How many entries are to be indexed.
pub(crate) fn waiting(db: &Connection) -> Result<u32, StoreError> {
    Ok(db.prepare_cached("SELECT count(*) FROM search_pending")?.query_row([], |row| row.get(0))?)
}

/// Whether any are.
pub(crate) fn is_waiting(db: &Connection) -> Result<bool, StoreError> {
    Ok(db.prepare_cached("SELECT 1 FROM search_pending LIMIT 1")?.exists([])?)
}

/// Puts entries that another analysis indexed in line to be indexed again; what they are found by stays until then.
pub(crate) fn note_version(db: &Connection) -> Result<(), StoreError> {
    let known: Option<i64> = state(db, "version")?;
    if known == Some(terms::VERSION) {
        return Ok(());
    }
    db.execute(
        "INSERT OR IGNORE INTO search_pending (entry_id) SELECT entry_id FROM search_docs WHERE version <> ?1",
        [terms::VERSION],
    )?;
    set_state(db, "version", terms::VERSION)
}

fn state(db: &Connection, key: &str) -> Result<Option<i64>, StoreError> {
    let mut select = db.prepare_cached("SELECT value FROM search_state WHERE key = ?1")?;
    Ok(select.query_row([key], |row| row.get(0)).optional()?)
}

fn set_state(db: &Connection, key: &str, value: i64) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO search_state (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
    )?
    .execute(params![key, value])?;
    Ok(())
}

fn span(at: Timestamp) -> i64 {
    at.div_euclid(SPAN).clamp(0, LAST_SPAN)
}

/// A free number for a document of this time: in its span, or in the next that has room.
fn free_number(db: &Connection, published: Timestamp) -> Result<i64, StoreError> {
    let own = span(published);
    let mut last = db.prepare_cached("SELECT max(doc) FROM search_docs WHERE doc >= ?1 AND doc < ?2")?;
    for later in 0.. {
        let first = (own + later) * IN_SPAN;
        let taken: Option<i64> = last.query_row([first, first + IN_SPAN], |row| row.get(0))?;
        let next = taken.map_or(first, |taken| taken + 1);
        if next < first + IN_SPAN {
            // How far a document may lie behind its time: dates that narrow a search allow for it.
            if later > 0 && state(db, "spilled")?.is_none_or(|known| known < later) {
                set_state(db, "spilled", later)?;
            }
            return Ok(next);
        }
    }
    Err(StoreError::NoSuch("number"))
}

/// Writes what is indexed of entries. One that went meanwhile is left out, one that changed stays in line.
pub(crate) fn index(db: &Connection, entries: &[Indexed]) -> Result<(), StoreError> {
    let mut exists = db.prepare_cached("SELECT 1 FROM entries WHERE id = ?1")?;
    let mut known = db.prepare_cached("SELECT doc FROM search_docs WHERE entry_id = ?1")?;
    let mut remove = db.prepare_cached("DELETE FROM search_index WHERE rowid = ?1")?;
    let mut remove_doc = db.prepare_cached("DELETE FROM search_docs WHERE entry_id = ?1")?;
    let mut insert = db.prepare_cached("INSERT INTO search_index (rowid, title, body) VALUES (?1, ?2, ?3)")?;
    let mut insert_doc = db.prepare_cached("INSERT INTO search_docs (doc, entry_id, version) VALUES (?1, ?2, ?3)")?;
    let mut done = db.prepare_cached("DELETE FROM search_pending WHERE entry_id = ?1 AND change = ?2")?;
    let mut count = db.prepare_cached(
        "INSERT INTO search_words (word, shown, docs) VALUES (?1, ?2, 1) ON CONFLICT (word) DO UPDATE SET docs = docs + 1",
    )?;
    for entry in entries {
        done.execute(params![entry.id.0, entry.change])?;
        if !exists.exists([entry.id.0])? {
            continue;
        }
        let before: Option<i64> = known.query_row([entry.id.0], |row| row.get(0)).optional()?;
        if let Some(before) = before {
            remove.execute([before])?;
            remove_doc.execute([entry.id.0])?;
        } else {
            for (word, shown) in &entry.words {
                count.execute(params![word, shown])?;
            }
        }
        let doc = match before.filter(|doc| doc.div_euclid(IN_SPAN) == span(entry.published)) {
            Some(doc) => doc,
            None => free_number(db, entry.published)?,
        };
        insert.execute(params![doc, entry.title, entry.body])?;
        insert_doc.execute(params![doc, entry.id.0, terms::VERSION])?;
    }
    Ok(())
}

/// Merges a little of what many small writes left in pieces. Answers whether there was anything to merge.
pub(crate) fn tidy(db: &Connection) -> Result<bool, StoreError> {
    let before = db.total_changes();
    db.prepare_cached("INSERT INTO search_index (search_index, rank) VALUES ('merge', 200)")?.execute([])?;
    Ok(db.total_changes().saturating_sub(before) >= 2)
}

/// What to look for, in stored terms.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Lookup {
    /// FTS5's expression; none: no words narrow it.
    pub(crate) expression: Option<String>,
    pub(crate) after: Option<Timestamp>,
    pub(crate) before: Option<Timestamp>,
    pub(crate) kept: Option<bool>,
    pub(crate) unread: Option<bool>,
}

/// An entry that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    pub(crate) id: EntryId,
    pub(crate) published: Timestamp,
    /// Larger is better.
    pub(crate) score: f64,
}

/// Says of an entry whether it is what was asked for, where the index alone can't tell.
pub(crate) type Test<'t> = &'t dyn Fn(&Connection, EntryId) -> Result<bool, StoreError>;

impl Lookup {
    /// The condition on `e`, and on `s` by the range of numbers, with its values.
    fn condition(&self, db: &Connection) -> Result<(String, Vec<Value>), StoreError> {
        // What the reader left stays found where it is kept; of an article that came by several feeds one is shown.
        let mut condition = match self.kept {
            Some(true) => super::copies::KEPT_ONCE.to_owned(),
            Some(false) => "e.hidden = 0 AND e.duplicate_of IS NULL AND e.kept_at IS NULL".to_owned(),
            None => "(e.hidden = 0 OR e.kept_at IS NOT NULL) AND e.duplicate_of IS NULL".to_owned(),
        };
        let mut values = Vec::new();
        if let Some(unread) = self.unread {
            condition.push_str(if unread { " AND e.read = 0" } else { " AND e.read = 1" });
        }
        for (bound, sign) in [(self.after, ">="), (self.before, "<")] {
            if let Some(at) = bound {
                condition.push_str(&format!(" AND e.published_at {sign} ?"));
                values.push(Value::from(at));
            }
        }
        if self.expression.is_some() {
            if let Some(at) = self.after {
                condition.push_str(" AND s.rowid >= ?");
                values.push(Value::from(span(at) * IN_SPAN));
            }
            if let Some(at) = self.before {
                let spilled = state(db, "spilled")?.unwrap_or(0);
                condition.push_str(" AND s.rowid < ?");
                values.push(Value::from((span(at) + spilled + 1) * IN_SPAN));
            }
        }
        Ok((condition, values))
    }

    /// The expression of the range alone, for statements without `entries`.
    fn range(&self, db: &Connection) -> Result<(i64, i64), StoreError> {
        let first = self.after.map_or(0, |at| span(at) * IN_SPAN);
        let last = match self.before {
            Some(at) => (span(at) + state(db, "spilled")?.unwrap_or(0) + 1) * IN_SPAN,
            None => i64::MAX,
        };
        Ok((first, last))
    }

    /// Newest first: `limit` behind the first `skip`.
    pub(crate) fn newest(
        &self,
        db: &Connection,
        skip: usize,
        limit: usize,
        test: Option<Test<'_>>,
    ) -> Result<Vec<Hit>, StoreError> {
        let (condition, mut values) = self.condition(db)?;
        let statement = match &self.expression {
            Some(expression) => {
                values.insert(0, Value::from(expression.clone()));
                format!(
                    "SELECT e.id, e.published_at, s.rowid FROM search_index s CROSS JOIN search_docs d ON d.doc = s.rowid
                     CROSS JOIN entries e ON e.id = d.entry_id
                     WHERE s.search_index MATCH ? AND {condition} ORDER BY s.rowid DESC"
                )
            }
            None if self.kept == Some(true) => format!(
                "SELECT e.id, e.published_at, 0 FROM entries e INDEXED BY entries_kept WHERE {condition}
                 ORDER BY e.published_at DESC, e.id DESC"
            ),
            None => {
                let condition = condition.replace("(e.hidden = 0 OR e.kept_at IS NOT NULL)", "e.hidden = 0");
                let (index, condition) = if self.unread == Some(true) {
                    ("entries_unread", condition)
                } else {
                    ("entries_newest", condition)
                };
                format!(
                    "SELECT e.id, e.published_at, 0 FROM entries e INDEXED BY {index} WHERE {condition}
                     ORDER BY e.published_at DESC, e.id DESC"
                )
            }
        };
        let mut select = db.prepare_cached(&statement)?;
        let mut rows = select.query(params_from_iter(values))?;
        let wanted = skip.saturating_add(limit);
        let mut found: Vec<Hit> = Vec::new();
        let (mut looked_at, mut last) = (0_usize, i64::MAX);
        while let Some(row) = rows.next()? {
            let hit = Hit { id: EntryId(row.get(0)?), published: row.get(1)?, score: 0.0 };
            // Numbers are in the order of spans; within one, time decides. None that follows can be newer than the last of
            // the page once their spans are older.
            let own = row.get::<_, i64>(2)?.div_euclid(IN_SPAN);
            if found.len() >= wanted {
                let is_older = own < last && own < span(nth_newest(&mut found, wanted));
                if self.expression.is_none() || is_older || found.len() > wanted + LOOKED_AT {
                    break;
                }
            }
            last = own;
            looked_at += 1;
            if test.is_some() && looked_at > TESTED {
                break;
            }
            if test.map_or(Ok(true), |test| test(db, hit.id))? {
                found.push(hit);
            }
        }
        sort_newest(&mut found);
        Ok(found.into_iter().skip(skip).take(limit).collect())
    }

    /// Most relevant first, among the newest [`RANKED`] matches: `limit` at the most. Answers none without words.
    pub(crate) fn relevant(
        &self,
        db: &Connection,
        limit: usize,
        test: Option<Test<'_>>,
    ) -> Result<Vec<Hit>, StoreError> {
        let Some(expression) = &self.expression else { return Ok(Vec::new()) };
        let (first, last) = self.range(db)?;
        let oldest: Option<i64> = db
            .prepare_cached(
                "SELECT min(r) FROM (SELECT rowid r FROM search_index
                    WHERE search_index MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC LIMIT ?4)",
            )?
            .query_row(params![expression, first, last, RANKED], |row| row.get(0))?;
        let Some(oldest) = oldest else { return Ok(Vec::new()) };
        let (condition, values) = self.condition(db)?;
        let statement = format!(
            "SELECT e.id, e.published_at, f.score FROM (
                 SELECT rowid AS r, bm25(search_index, {WEIGHTS}) AS score FROM search_index
                 WHERE search_index MATCH ? AND rowid >= ? AND rowid < ?) f
             CROSS JOIN search_docs d ON d.doc = f.r CROSS JOIN entries e ON e.id = d.entry_id
             WHERE {} ORDER BY f.score, e.published_at DESC",
            condition.replace("s.rowid", "f.r")
        );
        let mut all = vec![Value::from(expression.clone()), Value::from(oldest), Value::from(last)];
        all.extend(values);
        let mut select = db.prepare_cached(&statement)?;
        let mut rows = select.query(params_from_iter(all))?;
        let mut found = Vec::new();
        let mut looked_at = 0_usize;
        while found.len() < limit
            && let Some(row) = rows.next()?
        {
            looked_at += 1;
            if test.is_some() && looked_at > TESTED {
                break;
            }
            let score: f64 = row.get(2)?;
            let hit = Hit { id: EntryId(row.get(0)?), published: row.get(1)?, score: -score };
            if test.map_or(Ok(true), |test| test(db, hit.id))? {
                found.push(hit);
            }
        }
        Ok(found)
    }

    /// How many there are, counted up to `most`.
    pub(crate) fn count(&self, db: &Connection, most: u32) -> Result<u32, StoreError> {
        let (condition, mut values) = self.condition(db)?;
        let from = self.source(&mut values);
        values.push(Value::from(i64::from(most)));
        let statement = format!("SELECT count(*) FROM (SELECT 1 FROM {from} {condition} LIMIT ?)");
        Ok(db.prepare_cached(&statement)?.query_row(params_from_iter(values), |row| row.get(0))?)
    }

    /// The tables and the beginning of the condition of a statement whose order does not matter.
    fn source(&self, values: &mut Vec<Value>) -> &'static str {
        match &self.expression {
            Some(expression) => {
                values.insert(0, Value::from(expression.clone()));
                "search_index s CROSS JOIN search_docs d ON d.doc = s.rowid CROSS JOIN entries e ON e.id = d.entry_id
                 WHERE s.search_index MATCH ? AND"
            }
            None => "entries e WHERE",
        }
    }

    /// Feed, subject and time of what was found, newest first, at most `most`.
    pub(crate) fn spread(
        &self,
        db: &Connection,
        most: u32,
        test: Option<Test<'_>>,
        mut each: impl FnMut(FeedId, Option<Subject>, Timestamp),
    ) -> Result<u32, StoreError> {
        let (condition, mut values) = self.condition(db)?;
        let from = self.source(&mut values);
        let order = if self.expression.is_some() { "s.rowid" } else { "e.published_at" };
        values.push(Value::from(i64::from(most)));
        let statement = format!(
            "SELECT e.feed_id, e.subject, e.published_at, e.id FROM {from} {condition} ORDER BY {order} DESC LIMIT ?"
        );
        let mut select = db.prepare_cached(&statement)?;
        let mut rows = select.query(params_from_iter(values))?;
        let (mut counted, mut looked_at) = (0, 0_usize);
        while let Some(row) = rows.next()? {
            looked_at += 1;
            if let Some(test) = test {
                if looked_at > TESTED {
                    break;
                }
                if !test(db, EntryId(row.get(3)?))? {
                    continue;
                }
            }
            let subject = row.get::<_, Option<String>>(1)?.as_deref().and_then(Subject::parse);
            each(FeedId(row.get(0)?), subject, row.get(2)?);
            counted += 1;
        }
        Ok(counted)
    }

    /// Those of `entries` that are found.
    pub(crate) fn among(
        &self,
        db: &Connection,
        entries: &[EntryId],
        test: Option<Test<'_>>,
    ) -> Result<Vec<EntryId>, StoreError> {
        let (condition, mut values) = self.condition(db)?;
        let from = self.source(&mut values);
        let statement = format!("SELECT 1 FROM {from} {condition} AND e.id = ?");
        let narrowed = statement.replace(
            "s.search_index MATCH ? AND",
            "s.search_index MATCH ? AND s.rowid = (SELECT own.doc FROM search_docs own WHERE own.entry_id = ?) AND",
        );
        let mut select = db.prepare_cached(&narrowed)?;
        let mut found = Vec::new();
        for id in entries {
            let mut all = values.clone();
            if self.expression.is_some() {
                all.insert(1, Value::from(id.0));
            }
            all.push(Value::from(id.0));
            if select.exists(params_from_iter(all))? && test.map_or(Ok(true), |test| test(db, *id))? {
                found.push(*id);
            }
        }
        Ok(found)
    }
}

/// When the `n`th newest was published.
fn nth_newest(found: &mut [Hit], n: usize) -> Timestamp {
    let place = n.saturating_sub(1).min(found.len().saturating_sub(1));
    found.select_nth_unstable_by_key(place, |hit| std::cmp::Reverse((hit.published, hit.id)));
    found.get(place).map_or(i64::MIN, |hit| hit.published)
}

fn sort_newest(found: &mut [Hit]) {
    found.sort_by_key(|hit| std::cmp::Reverse((hit.published, hit.id)));
}

/// Headline and text of an entry, as they are indexed and shown.
pub(crate) fn readable(db: &Connection, id: EntryId) -> Result<(String, SafeHtml, String), StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT e.title, coalesce((SELECT html FROM texts WHERE entry_id = e.id AND origin = 'page'),
                 (SELECT html FROM texts WHERE entry_id = e.id AND origin = 'feed'), ''), e.excerpt
             FROM entries e WHERE e.id = ?1",
        )?
        .query_row([id.0], |row| Ok((row.get(0)?, SafeHtml::from_store(row.get(1)?), row.get(2)?)))?)
}

/// Whether any document has one of these terms.
pub(crate) fn is_known(db: &Connection, expression: &str) -> Result<bool, StoreError> {
    Ok(db.prepare_cached("SELECT 1 FROM search_index WHERE search_index MATCH ?1 LIMIT 1")?.exists([expression])?)
}

/// A headline's word: as it is written, and in how many it stood.
pub(crate) fn word(db: &Connection, word: &str) -> Result<Option<(String, u32)>, StoreError> {
    Ok(db
        .prepare_cached("SELECT shown, docs FROM search_words WHERE word = ?1")?
        .query_row([word], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Words of headlines that begin so, at most `limit`, the commonest first; of very many, those of the first 5,000.
pub(crate) fn words_from(db: &Connection, prefix: &str, limit: u32) -> Result<Vec<(String, String, u32)>, StoreError> {
    let end = format!("{prefix}\u{10FFFF}");
    let mut select = db.prepare_cached(
        "SELECT word, shown, docs FROM (SELECT word, shown, docs FROM search_words WHERE word >= ?1 AND word < ?2 LIMIT 5000)
         ORDER BY docs DESC, word LIMIT ?3",
    )?;
    let rows = select.query_map(params![prefix, end, limit], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The followed feeds and those with kept entries: number, title, own title, address, site, and the category.
pub(crate) fn sources(db: &Connection) -> Result<Vec<(FeedId, [String; 4], i64)>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT id, title, coalesce(custom_title, ''), feed_url, coalesce(site_url, ''), category_id FROM feeds",
    )?;
    let rows = select.query_map([], |row| {
        Ok((FeedId(row.get(0)?), [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?], row.get(5)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The reader's categories: number, parent, title.
pub(crate) fn folders(db: &Connection) -> Result<Vec<(i64, Option<i64>, String)>, StoreError> {
    let mut select = db.prepare_cached("SELECT id, parent_id, title FROM categories")?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests;
