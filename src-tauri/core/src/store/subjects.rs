//! What entries are about: as it was found when they came, as the reader's corrections have it, and what those say of a
//! source's later entries.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::columns::json;
use crate::contract::SubjectCount;
use crate::html::SafeHtml;
use crate::model::{EntryId, FeedId, Subject, SubjectFrom};
use crate::subject::{Found, Name, fold_name};
use crate::text;

/// Corrections alike that change what is made of a source's guesses: one may be about that one article only.
const ENOUGH: u32 = 2;

fn shown(found: Found) -> Option<(Subject, SubjectFrom)> {
    let named = found.named.map(|subject| (subject, SubjectFrom::Publisher));
    named.or(found.guessed.map(|subject| (subject, SubjectFrom::Automatic)))
}

/// How a row says that a subject was looked for and not found.
const NOTHING: &str = "none";

/// Unread entries by subject, each article once. The index is named for the reason that `window` gives.
pub(super) const UNREAD: &str = "SELECT subject, count(*) FROM entries INDEXED BY entries_unread_by_subject
    WHERE hidden = 0 AND read = 0 AND subject IS NOT NULL AND duplicate_of IS NULL GROUP BY subject";

/// See [`UNREAD`]; subjects of which nothing is unread are left out.
pub(crate) fn unread(db: &Connection) -> Result<Vec<SubjectCount>, StoreError> {
    let mut select = db.prepare_cached(UNREAD)?;
    let mut rows = select.query([])?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        // One that a later version wrote is not offered here.
        if let Some(subject) = Subject::parse(&row.get::<_, String>(0)?) {
            counts.push(SubjectCount { subject, unread: row.get(1)? });
        }
    }
    Ok(counts)
}

/// Entries that no subject was looked for yet, with what one is found from.
#[derive(Debug)]
pub(crate) struct Unsorted {
    pub(crate) id: EntryId,
    pub(crate) feed: FeedId,
    pub(crate) title: String,
    pub(crate) sections: Vec<String>,
    pub(crate) text: SafeHtml,
    /// The feed's title, and the host and language that say where it is made.
    pub(crate) paper: String,
    pub(crate) feed_url: String,
    pub(crate) language: Option<String>,
}

/// What a rule hangs on: the section that names the subject, else the first one that says anything, else the guess.
fn signs(sections: &[String], found: Found) -> Vec<String> {
    let mut signs: Vec<(bool, String)> = sections
        .iter()
        .take(24)
        .filter_map(|name| match fold_name(name, "", None) {
            Name::Subject(subject) => Some((Some(subject) == found.named, name)),
            Name::Other => Some((false, name)),
            Name::Junk | Name::Breaking => None,
        })
        .map(|(is_telling, name)| (is_telling, format!("s:{}", text::fold(name.trim()))))
        .collect();
    signs.sort_by_key(|(is_telling, _)| !is_telling);
    if signs.is_empty() {
        let guessed = found.guessed.map_or(NOTHING, Subject::as_str);
        return vec![format!("g:{guessed}")];
    }
    signs.into_iter().map(|(_, sign)| sign).collect()
}

/// Writes an entry's subject: the reader's own word stays.
pub(super) fn set_found(
    db: &Connection,
    id: EntryId,
    feed: FeedId,
    sections: &[String],
    found: Found,
) -> Result<(), StoreError> {
    let (subject, from) = of_found(db, feed, sections, found)?;
    db.prepare_cached(
        "UPDATE entries SET subject = ?2, subject_from = ?3
         WHERE id = ?1 AND subject_from IS NOT 'reader' AND (subject IS NOT ?2 OR subject_from IS NOT ?3)
             AND NOT (?4 AND subject_from IS 'publisher')",
    )?
    // A feed that names no sections takes nothing back of what the page's own said.
    .execute(params![id.0, subject, from, sections.is_empty()])?;
    Ok(())
}

/// The subject of an entry and how it is known, as columns: what was learned from the reader goes before what was found.
pub(super) fn of_found(
    db: &Connection,
    feed: FeedId,
    sections: &[String],
    found: Found,
) -> Result<(Option<&'static str>, &'static str), StoreError> {
    let learned = learned(db, feed, sections, found)?;
    Ok(match learned.map(|subject| (subject, SubjectFrom::Learned)).or(shown(found)) {
        Some((subject, from)) => (Some(subject.as_str()), from.as_str()),
        None => (None, NOTHING),
    })
}

fn learned(db: &Connection, feed: FeedId, sections: &[String], found: Found) -> Result<Option<Subject>, StoreError> {
    let mut select =
        db.prepare_cached("SELECT subject FROM subject_rules WHERE feed_id = ?1 AND sign = ?2 AND corrections >= ?3")?;
    if !db.prepare_cached("SELECT 1 FROM subject_rules WHERE feed_id = ?1")?.exists([feed.0])? {
        return Ok(None);
    }
    for sign in signs(sections, found) {
        let least = if sign.starts_with("s:") { 1 } else { ENOUGH };
        let rule: Option<String> = select.query_row(params![feed.0, sign, least], |row| row.get(0)).optional()?;
        if let Some(subject) = rule.as_deref().and_then(Subject::parse) {
            return Ok(Some(subject));
        }
    }
    Ok(None)
}

/// What a page's own sections, or its whole text, say of an entry of which the feed's sections said nothing. Of a text
/// that says nothing more surely, what was found before stays.
pub(crate) fn set_from_page(db: &Connection, id: EntryId, sections: &[String], found: Found) -> Result<(), StoreError> {
    if found.named.or(found.guessed).is_none() {
        return Ok(());
    }
    let feed: Option<i64> = db
        .prepare_cached(
            "SELECT feed_id FROM entries
             WHERE id = ?1 AND (subject_from IS NULL OR subject_from IN ('automatic', 'none'))",
        )?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    match feed {
        Some(feed) => set_found(db, id, FeedId(feed), sections, found),
        None => Ok(()),
    }
}

/// Entries without a subject looked for, at most `limit`, newest first.
pub(crate) fn unsorted(db: &Connection, limit: u32) -> Result<Vec<Unsorted>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT e.id, e.feed_id, e.title, e.categories, t.html, f.title, f.feed_url, coalesce(f.language, e.language)
         FROM entries e INDEXED BY entries_without_subject JOIN feeds f ON f.id = e.feed_id
         LEFT JOIN texts t ON t.entry_id = e.id AND t.origin = 'feed'
         WHERE e.subject_from IS NULL ORDER BY e.id DESC LIMIT ?1",
    )?;
    let mut rows = select.query([limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let sections: String = row.get(3)?;
        found.push(Unsorted {
            id: EntryId(row.get(0)?),
            feed: FeedId(row.get(1)?),
            title: row.get(2)?,
            sections: json(&sections)?,
            text: SafeHtml::from_store(row.get::<_, Option<String>>(4)?.unwrap_or_default()),
            paper: row.get(5)?,
            feed_url: row.get(6)?,
            language: row.get(7)?,
        });
    }
    Ok(found)
}

/// Writes what was found for [`unsorted`] entries.
pub(crate) fn sort(db: &Connection, found: &[(Found, Unsorted)]) -> Result<(), StoreError> {
    found.iter().try_for_each(|(found, entry)| set_found(db, entry.id, entry.feed, &entry.sections, *found))
}

/// What a correction changed, for taking it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Corrected {
    entry: EntryId,
    /// Key and origin before, and the key that was set.
    subject_before: Option<String>,
    from_before: Option<String>,
    subject_after: Option<String>,
    rule: Option<RuleChange>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct RuleChange {
    feed: FeedId,
    sign: String,
    before: Option<(String, u32)>,
    after: (String, u32),
}

fn rule(db: &Connection, feed: FeedId, sign: &str) -> Result<Option<(String, u32)>, StoreError> {
    Ok(db
        .prepare_cached("SELECT subject, corrections FROM subject_rules WHERE feed_id = ?1 AND sign = ?2")?
        .query_row(params![feed.0, sign], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

fn set_rule(db: &Connection, feed: FeedId, sign: &str, rule: Option<&(String, u32)>) -> Result<(), StoreError> {
    match rule {
        Some((subject, corrections)) => db
            .prepare_cached(
                "INSERT INTO subject_rules (feed_id, sign, subject, corrections) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (feed_id, sign) DO UPDATE SET subject = ?3, corrections = ?4",
            )?
            .execute(params![feed.0, sign, subject, corrections])?,
        None => db
            .prepare_cached("DELETE FROM subject_rules WHERE feed_id = ?1 AND sign = ?2")?
            .execute(params![feed.0, sign])?,
    };
    Ok(())
}

/// The reader says what an entry is about, or (`None`) that it is to show no subject. What it says of the source's later
/// entries is remembered. None when nothing changed.
pub(crate) fn correct(db: &Connection, id: EntryId, subject: Option<Subject>) -> Result<Option<Corrected>, StoreError> {
    let (feed, sections, subject_before, from_before): (i64, String, Option<String>, Option<String>) = db
        .prepare_cached("SELECT feed_id, categories, subject, subject_from FROM entries WHERE id = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?
        .ok_or(StoreError::NoSuch("entry"))?;
    let subject_after = subject.map(|subject| subject.as_str().to_owned());
    if subject_before == subject_after && from_before.as_deref() == Some(SubjectFrom::Reader.as_str()) {
        return Ok(None);
    }
    let feed = FeedId(feed);
    let shown = subject_before.as_deref().and_then(Subject::parse);
    let from = from_before.as_deref().and_then(SubjectFrom::parse);
    // A second thought about the same article is no second correction of the source.
    let teaches = subject_before != subject_after && from != Some(SubjectFrom::Reader);
    let rule = match subject_after.clone().filter(|_| teaches) {
        Some(subject) => {
            let found = match from {
                Some(SubjectFrom::Automatic) => Found { named: None, guessed: shown },
                _ => Found { named: shown, guessed: None },
            };
            let sign = signs(&json::<Vec<String>>(&sections)?, found).into_iter().next().unwrap_or_default();
            let before = rule(db, feed, &sign)?;
            let times = before.as_ref().filter(|(said, _)| *said == subject).map_or(0, |(_, times)| *times);
            let after = (subject, times + 1);
            set_rule(db, feed, &sign, Some(&after))?;
            Some(RuleChange { feed, sign, before, after })
        }
        None => None,
    };
    db.prepare_cached("UPDATE entries SET subject = ?2, subject_from = 'reader' WHERE id = ?1")?
        .execute(params![id.0, subject_after])?;
    Ok(Some(Corrected { entry: id, subject_before, from_before, subject_after, rule }))
}

/// Takes a correction back, what was corrected since left alone. Answers how many entries changed.
pub(super) fn take_back(db: &Connection, act: &Corrected) -> Result<usize, StoreError> {
    if let Some(change) = &act.rule
        && rule(db, change.feed, &change.sign)?.as_ref() == Some(&change.after)
    {
        set_rule(db, change.feed, &change.sign, change.before.as_ref())?;
    }
    Ok(db
        .prepare_cached(
            "UPDATE entries SET subject = ?2, subject_from = ?3
             WHERE id = ?1 AND subject_from IS 'reader' AND subject IS ?4",
        )?
        .execute(params![act.entry.0, act.subject_before, act.from_before, act.subject_after])?)
}
