//! Which stored entry is the one that came again (docs/decisions/0008-identity.md).
//!
//! A publisher may change the GUIDs, the addresses, the titles or the texts of its entries, several of them at once, or
//! hand GUIDs from one entry to another. So no single mark decides: everything that agrees counts, the whole document
//! is weighed at once, and the best agreement takes its stored entry first. No stored entry is taken twice.

mod reused;

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{NewEntry, StoreError};
use crate::model::{EntryId, FeedId, Timestamp};

/// The same GUID (or what stands for it, where there is none).
const SAME_IDENTITY: u8 = 4;
/// The same address.
const SAME_ADDRESS: u8 = 3;
/// The same text.
const SAME_TEXT: u8 = 3;
/// The same path on another host: a site that moved.
const SAME_PATH: u8 = 2;
/// The same title.
const SAME_TITLE: u8 = 2;
/// The same time of publication.
const SAME_TIME: u8 = 1;
/// The same title and the same few words of text.
const SAME_FEW_WORDS: u8 = 1;
/// The same content and the same file beside it: a bulletin's recording.
const SAME_ENCLOSURE: u8 = 2;
/// What an address, text or title counts that several entries have: a live blog's, a programme's.
const SHARED: u8 = 1;
/// From here on it is the same entry. A title alone is too little («نشرة الأخبار» comes every day).
const ENOUGH: u8 = 3;
/// A text of so many words is nobody's set phrase.
const MANY_WORDS: u32 = 40;
/// Two dates are those of two bulletins from so many milliseconds on.
const ANOTHER_HOUR: i64 = 60 * 60 * 1_000;
/// Rows looked at for one mark. More than one of them means that the mark is shared.
const LOOKED_AT: u32 = 8;

/// A stored entry.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: EntryId,
    pub(super) identity: String,
    pub(super) url: Option<String>,
    pub(super) url_key: Option<String>,
    pub(super) content_hash: String,
    pub(super) text_key: Option<String>,
    pub(super) published_at: Timestamp,
    pub(super) first_seen_at: Timestamp,
    pub(super) feed: FeedId,
    pub(super) title_key: String,
    pub(super) duplicate_of: Option<EntryId>,
    pub(super) kept: bool,
    /// Something else came under its GUID while it was kept: its text stays as it was.
    pub(super) guarded: bool,
    pub(super) comment_count: Option<u32>,
    /// Nothing but the identity agrees.
    pub(super) by_guid_alone: bool,
    /// It was published more than a day after it was first seen, and so was most of the document: the clock was behind.
    pub(super) came_before_its_time: bool,
}

fn known(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: EntryId(row.get(0)?),
        identity: row.get(1)?,
        url: row.get(2)?,
        url_key: row.get(3)?,
        content_hash: row.get(4)?,
        text_key: row.get(5)?,
        published_at: row.get(6)?,
        kept: row.get::<_, Option<i64>>(7)?.is_some(),
        comment_count: row.get(8)?,
        guarded: row.get(9)?,
        first_seen_at: row.get(10)?,
        title_key: row.get(11)?,
        duplicate_of: row.get::<_, Option<i64>>(12)?.map(EntryId),
        feed: FeedId(row.get(13)?),
        by_guid_alone: false,
        came_before_its_time: false,
    })
}

/// What agrees, as bits: where only one thing does, it matters which.
mod mark {
    pub(super) const IDENTITY: u8 = 1;
    pub(super) const ADDRESS: u8 = 2;
    pub(super) const TEXT: u8 = 4;
    pub(super) const TITLE: u8 = 8;
    pub(super) const TIME: u8 = 16;
}

/// How an entry of the document agrees with a stored one.
#[derive(Debug, Clone, Copy)]
struct Agreement {
    entry: usize,
    row: EntryId,
    score: u8,
    marks: u8,
}

/// The stored entry of each of the document's entries, in their order; none for a new one.
pub(super) fn assign(db: &Connection, feed: FeedId, entries: &[&NewEntry]) -> Result<Vec<Option<Known>>, StoreError> {
    let stored = Stored { db, feed };
    let shared = Shared::of(entries);
    let old_host = stored.newest_host()?;
    let mut rows: HashMap<EntryId, Known> = HashMap::new();
    let mut by_identity: Vec<Option<EntryId>> = Vec::with_capacity(entries.len());
    let mut agreements: Vec<Agreement> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let same = stored.with("identity = ?2", &entry.identity)?.into_iter().next();
        by_identity.push(same.as_ref().map(|row| row.id));
        // Nothing changed, which is the rule: no need to look any further.
        if let Some(row) = same.as_ref().filter(|row| row.content_hash == entry.content_hash)
            && row.url_key == entry.url_key
            && !stored.has_another_file(row, entry)?
        {
            agreements.push(Agreement { entry: place, row: row.id, score: u8::MAX, marks: u8::MAX });
            rows.insert(row.id, row.clone());
            continue;
        }
        let candidates = stored.candidates(entry, &shared, old_host.as_deref(), same)?;
        for (row, score, marks) in candidates {
            agreements.push(Agreement { entry: place, row: row.id, score, marks });
            rows.insert(row.id, row);
        }
    }
    let reused = reused::find(db, entries, &rows, &agreements)?;
    agreements.retain(|found| !reused.contains(&(found.entry, found.row)));
    // The newer row first where two agree alike; entries in the document's order.
    agreements.sort_by_key(|found| (std::cmp::Reverse(found.score), found.entry, std::cmp::Reverse(found.row)));
    let mut taken: HashSet<EntryId> = HashSet::new();
    let mut answer: Vec<Option<Known>> = vec![None; entries.len()];
    let mut give = |found: &Agreement, answer: &mut Vec<Option<Known>>| {
        if let (Some(place @ None), Some(row)) = (answer.get_mut(found.entry), rows.get(&found.row))
            && taken.insert(found.row)
        {
            *place = Some(Known { by_guid_alone: found.marks == mark::IDENTITY, ..row.clone() });
        }
    };
    // Title and text identify an entry where the publisher has changed everything else at once. Where others are known
    // by their GUIDs as ever, one with a new GUID and address is a new one, however alike, unless its time or a long
    // text says otherwise: few words are said twice («تابعونا على…» in each «نشرة الأخبار»).
    let has_guid = |entry: &NewEntry| entry.identity.starts_with("g:");
    let settled = entries.iter().zip(&by_identity).any(|(entry, row)| row.is_some() && has_guid(entry));
    let is_believed = |found: &Agreement| {
        let Some(entry) = entries.get(found.entry) else { return false };
        let long = found.marks & mark::TEXT != 0 && entry.text.words >= MANY_WORDS;
        !settled || !has_guid(entry) || long || found.marks & (mark::IDENTITY | mark::ADDRESS | mark::TIME) != 0
    };
    for found in agreements.iter().filter(|found| found.marks != mark::IDENTITY && is_believed(found)) {
        give(found, &mut answer);
    }
    // GUIDs that the publisher hands from entry to entry (numbers of places in a list, say) identify nothing: where
    // this document does so once, a GUID alone is not believed in it.
    let handed_on = answer.iter().zip(&by_identity).any(|(found, named)| match (found, named) {
        (Some(found), Some(named)) => found.id != *named,
        _ => false,
    });
    if !handed_on {
        for found in agreements.iter().filter(|found| found.marks == mark::IDENTITY) {
            give(found, &mut answer);
        }
    }
    note_early(entries, &mut answer);
    Ok(answer)
}

/// Marks the rows that were first seen long before they were published, where half of the dated ones were.
fn note_early(entries: &[&NewEntry], found: &mut [Option<Known>]) {
    const DAY: Timestamp = 24 * 60 * 60 * 1_000;
    let mut dated = 0;
    let mut early: Vec<&mut Known> = Vec::new();
    for (entry, row) in entries.iter().zip(found) {
        if let (Some(at), Some(row)) = (entry.published, row) {
            dated += 1;
            if at > row.first_seen_at + DAY {
                early.push(row);
            }
        }
    }
    if early.len() * 2 >= dated {
        early.into_iter().for_each(|row| row.came_before_its_time = true);
    }
}

/// Addresses, titles and texts that several entries of the document have.
struct Shared<'a> {
    urls: HashSet<&'a str>,
    titles: HashSet<&'a str>,
    texts: HashSet<&'a str>,
}

impl<'a> Shared<'a> {
    fn of(entries: &[&'a NewEntry]) -> Self {
        fn twice<'a>(keys: impl Iterator<Item = &'a str>) -> HashSet<&'a str> {
            let mut seen = HashSet::new();
            keys.filter(|key| !seen.insert(*key)).collect()
        }
        Self {
            urls: twice(entries.iter().filter_map(|entry| entry.url_key.as_deref())),
            titles: twice(entries.iter().map(|entry| entry.title_key.as_str())),
            texts: twice(entries.iter().filter_map(|entry| entry.text_key.as_deref())),
        }
    }
}

/// The feed's stored entries, asked by one mark at a time.
struct Stored<'a> {
    db: &'a Connection,
    feed: FeedId,
}

impl Stored<'_> {
    /// The newest rows that meet the condition on `?2`; each condition has an index.
    fn with(&self, condition: &str, value: &str) -> Result<Vec<Known>, StoreError> {
        let mut select = self.db.prepare_cached(&format!(
            "SELECT id, identity, url, url_key, content_hash, text_key, published_at, kept_at, comment_count,
                    guarded, first_seen_at, title_key, duplicate_of,
                    feed_id
             FROM entries WHERE feed_id = ?1 AND {condition} ORDER BY id DESC LIMIT {LOOKED_AT}"
        ))?;
        let rows = select.query_map(params![self.feed.0, value], known)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Host and port of the newest entry's address: where the site was until now.
    fn newest_host(&self) -> Result<Option<String>, StoreError> {
        let key: Option<Option<String>> = self
            .db
            .prepare_cached("SELECT url_key FROM entries WHERE feed_id = ?1 ORDER BY id DESC LIMIT 1")?
            .query_row([self.feed.0], |row| row.get(0))
            .optional()?;
        Ok(key.flatten().map(|key| split_host(&key).0.to_owned()))
    }

    /// The rows that agree enough with `entry`, with how much. `same`: the row of its identity.
    fn candidates(
        &self,
        entry: &NewEntry,
        shared: &Shared<'_>,
        old_host: Option<&str>,
        same: Option<Known>,
    ) -> Result<Vec<(Known, u8, u8)>, StoreError> {
        let mut found: HashMap<EntryId, (Known, u8, u8)> = HashMap::new();
        let mut add = |rows: Vec<Known>, score: u8, mark: u8| {
            for row in rows {
                let (_, sum, marks) = found.entry(row.id).or_insert_with(|| (row, 0, 0));
                *sum += score;
                *marks |= mark;
            }
        };
        let weight = |rows: &[Known], is_shared: bool, alone: u8| {
            if is_shared || rows.len() > 1 { SHARED } else { alone }
        };
        add(same.into_iter().collect(), SAME_IDENTITY, mark::IDENTITY);
        if let Some(key) = entry.url_key.as_deref() {
            let rows = self.with("url_key = ?2", key)?;
            let (host, path) = split_host(key);
            // Some feeds give every entry the address of the site.
            let names_nothing = shared.urls.contains(key) || path.is_empty();
            let moved = rows.is_empty() && !names_nothing && path.len() > 4;
            let score = weight(&rows, names_nothing, SAME_ADDRESS);
            add(rows, score, mark::ADDRESS);
            if let Some(old_host) = old_host.filter(|old| moved && *old != host) {
                let rows = self.with("url_key = ?2", &format!("{old_host}{path}"))?;
                let score = weight(&rows, false, SAME_PATH);
                add(rows, score, mark::ADDRESS);
            }
        }
        if let Some(key) = entry.text_key.as_deref() {
            let rows = self.with("text_key = ?2", key)?;
            let score = weight(&rows, shared.texts.contains(key), SAME_TEXT);
            add(rows, score, mark::TEXT);
        }
        if !entry.title_key.is_empty() {
            let rows = self.with("title_key = ?2", &entry.title_key)?;
            let score = weight(&rows, shared.titles.contains(entry.title_key.as_str()), SAME_TITLE);
            add(rows, score, mark::TITLE);
        }
        let mut scored = Vec::with_capacity(found.len());
        for (row, mut score, mut marks) in found.into_values() {
            match self.same_file(&row, entry)? {
                Some(true) => score += SAME_ENCLOSURE,
                // Told apart by its recording, unless an address of its own says otherwise.
                Some(false) if !(entry.identity == row.identity && entry.identity.starts_with("u:")) => continue,
                _ => {}
            }
            let same_time = entry.published == Some(row.published_at);
            // Texts of a few words have no key; title and text together are in the hash. Where there is no text, the
            // title stands for the entry only if there is no date either, by which two bulletins could be told apart.
            let same_few_words = entry.text_key.is_none() && row.content_hash == entry.content_hash;
            let telling = match entry.published {
                None => true,
                Some(_) if same_time => true,
                Some(at) => entry.text.words > 0 && !is_another_bulletin(entry, at, &row),
            };
            if same_few_words && telling {
                score += SAME_FEW_WORDS;
            }
            if same_time {
                score += SAME_TIME;
                marks |= mark::TIME;
            }
            if score >= ENOUGH {
                scored.push((row, score, marks));
            }
        }
        Ok(scored)
    }

    /// Whether the entry and the row, whose content is the same and which no GUID tells apart, come with the same file:
    /// by its path, as parameters and hosts change. `None` where that can't be said.
    fn same_file(&self, row: &Known, entry: &NewEntry) -> Result<Option<bool>, StoreError> {
        if row.content_hash != entry.content_hash || entry.identity.starts_with("g:") {
            return Ok(None);
        }
        let Some(new) = entry.enclosures.first() else { return Ok(None) };
        let old: Option<String> = self
            .db
            .prepare_cached("SELECT url FROM enclosures WHERE entry_id = ?1 ORDER BY position LIMIT 1")?
            .query_row([row.id.0], |row| row.get(0))
            .optional()?;
        let Some(old) = old else { return Ok(None) };
        if old == new.url {
            return Ok(Some(true));
        }
        let (old, new) = (file(&old), file(&new.url));
        Ok(if old == new { None } else { Some(false) })
    }

    /// Whether an entry that has nothing but its words to be known by comes with another file than the row.
    fn has_another_file(&self, row: &Known, entry: &NewEntry) -> Result<bool, StoreError> {
        Ok(entry.identity.starts_with("t:") && self.same_file(row, entry)? == Some(false))
    }
}

/// The last segment of an address's path.
fn file(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether dates and addresses tell two of one name apart: «النشرة» of nine o'clock and that of noon. A date alone does
/// not, as there are feeds that give each entry the time of the visit.
fn is_another_bulletin(entry: &NewEntry, at: Timestamp, row: &Known) -> bool {
    let path = |key: &Option<String>| key.as_deref().map(|key| key.split('?').next().unwrap_or(key).to_owned());
    let (new, old) = (path(&entry.url_key), path(&row.url_key));
    (at - row.published_at).abs() >= ANOTHER_HOUR && new.is_some() && old.is_some() && new != old
}

/// Host with port, and the rest, of an address's key.
fn split_host(key: &str) -> (&str, &str) {
    key.split_at(key.find(['/', '?']).unwrap_or(key.len()))
}

#[cfg(test)]
mod tests;
