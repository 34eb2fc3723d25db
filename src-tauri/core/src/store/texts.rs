//! Texts of entries: what the feed brought and what was found in the page.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{StoreError, rows};
use crate::contract::Fault;
use crate::html::SafeHtml;
use crate::model::{EntryId, TextOrigin, Timestamp};

/// The number of the sanitiser's policy, which stored texts carry. It rises when the allow-list tightens, or when more is
/// said of texts than before (2: the direction of each block); texts of an older one are made safe again at the next
/// start.
pub(super) const POLICY: i64 = 2;

/// A text to store.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewText {
    pub(crate) html: SafeHtml,
    pub(crate) words: u32,
    pub(crate) source: Option<(String, Option<String>)>,
    pub(crate) parts: Parts,
}

/// What was found with a text beside its words. All plain text, all addresses http(s).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Parts {
    pub(crate) subtitle: Option<String>,
    pub(crate) authors: Vec<String>,
    /// The news agency that the text is by.
    pub(crate) agency: Option<String>,
    /// What the page's site calls itself.
    pub(crate) publisher: Option<String>,
    pub(crate) published: Option<Timestamp>,
    pub(crate) updated: Option<Timestamp>,
    pub(crate) categories: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) canonical: Option<String>,
    /// «اقرأ أيضاً», in the order of the text.
    pub(crate) read_also: Vec<PointsTo>,
}

/// An «اقرأ أيضاً» of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PointsTo {
    pub(crate) title: String,
    pub(crate) url: String,
    /// The address as entries are looked up by it.
    pub(crate) url_key: String,
    /// After how many blocks of the text it stood (`html::blocks`).
    pub(crate) after: u32,
}

/// A stored text.
#[derive(Debug, Clone)]
pub(crate) struct StoredText {
    pub(crate) html: SafeHtml,
    pub(crate) words: u32,
    pub(crate) fetched_at: Timestamp,
    pub(crate) source: Option<(String, Option<String>)>,
    pub(crate) parts: Parts,
}

fn origin_text(origin: TextOrigin) -> &'static str {
    match origin {
        TextOrigin::Feed => "feed",
        TextOrigin::Page => "page",
    }
}

/// Stores a text in the place of the one that was there.
pub(crate) fn set(
    db: &Connection,
    id: EntryId,
    origin: TextOrigin,
    text: &NewText,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (source_name, source_url) = text.source.clone().map_or((None, None), |(name, url)| (Some(name), url));
    db.prepare_cached(
        "INSERT INTO texts (entry_id, origin, html, words, fetched_at, policy, source_name, source_url, parts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (entry_id, origin) DO UPDATE SET html = ?3, words = ?4, fetched_at = ?5, policy = ?6,
             source_name = ?7, source_url = ?8, parts = ?9",
    )?
    .execute(params![
        id.0,
        origin_text(origin),
        text.html.as_str(),
        text.words,
        now,
        POLICY,
        source_name,
        source_url,
        if text.parts == Parts::default() {
            "{}".to_owned()
        } else {
            serde_json::to_string(&text.parts).unwrap_or_else(|_| "{}".to_owned())
        },
    ])?;
    Ok(())
}

/// Texts that an older policy made safe, at most `limit`.
pub(crate) fn outdated(db: &Connection, limit: u32) -> Result<Vec<(EntryId, String, SafeHtml)>, StoreError> {
    let mut select = db.prepare_cached("SELECT entry_id, origin, html FROM texts WHERE policy < ?1 LIMIT ?2")?;
    let rows = select.query_map(params![POLICY, limit], |row| {
        Ok((EntryId(row.get(0)?), row.get(1)?, SafeHtml::from_store(row.get(2)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Puts a text that was made safe again in its place.
pub(crate) fn renew(db: &Connection, id: EntryId, origin: &str, html: &SafeHtml) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE texts SET html = ?3, policy = ?4 WHERE entry_id = ?1 AND origin = ?2")?
        .execute(params![id.0, origin, html.as_str(), POLICY])?;
    Ok(())
}

/// A stored text.
pub(crate) fn get(db: &Connection, id: EntryId, origin: TextOrigin) -> Result<Option<StoredText>, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT html, words, fetched_at, source_name, source_url, parts FROM texts WHERE entry_id = ?1 AND origin = ?2",
        )?
        .query_row(params![id.0, origin_text(origin)], |row| {
            let name: Option<String> = row.get(3)?;
            let url: Option<String> = row.get(4)?;
            Ok(StoredText {
                html: SafeHtml::from_store(row.get(0)?),
                words: row.get(1)?,
                fetched_at: row.get(2)?,
                source: name.map(|name| (name, url)),
                parts: serde_json::from_str(&row.get::<_, String>(5)?).unwrap_or_default(),
            })
        })
        .optional()?)
}

/// Writes why an entry's page could not be had.
pub(crate) fn set_page_fault(db: &Connection, id: EntryId, fault: &Fault) -> Result<(), StoreError> {
    let parameters = serde_json::to_string(&fault.params).unwrap_or_else(|_| "{}".to_owned());
    db.prepare_cached(
        "INSERT INTO page_faults (entry_id, code, params, at, failures, retry_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (entry_id) DO UPDATE SET code = ?2, params = ?3, at = ?4, failures = ?5, retry_at = ?6",
    )?
    .execute(params![id.0, fault.code.as_str(), parameters, fault.at, fault.failures, fault.retry_at])?;
    Ok(())
}

/// Forgets it.
pub(crate) fn clear_page_fault(db: &Connection, id: EntryId) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM page_faults WHERE entry_id = ?1")?.execute([id.0])?;
    Ok(())
}

/// Why an entry's page could not be had.
pub(crate) fn page_fault(db: &Connection, id: EntryId) -> Result<Option<Fault>, StoreError> {
    db.prepare_cached("SELECT code, params, at, failures, retry_at FROM page_faults WHERE entry_id = ?1")?
        .query_row([id.0], |row| {
            let (failures, retry_at) = (row.get(3)?, row.get(4)?);
            Ok(rows::fault(row, 0, failures, retry_at))
        })
        .optional()?
        .transpose()
        .map(Option::flatten)
}
