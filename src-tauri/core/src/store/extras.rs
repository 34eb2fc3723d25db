//! What the reading pane and the fetching of pages need of an entry beyond its row.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::columns::{json, mode, mode_text};
use super::entries::SHOWN_ORIGIN;
use crate::contract::Enclosure;
use crate::model::{EntryId, FullTextMode, Timestamp};

/// What the reading pane needs beyond the row and the texts.
#[derive(Debug, Clone)]
pub(crate) struct Extras {
    pub(crate) authors: Vec<String>,
    pub(crate) updated_at: Option<Timestamp>,
    pub(crate) needs_page: bool,
    pub(crate) shows_page: bool,
    pub(crate) lead_key: Option<String>,
    pub(crate) lead_alt: Option<String>,
    pub(crate) lead_caption: Option<String>,
    pub(crate) site_url: Option<String>,
    pub(crate) typed_host: Option<String>,
    /// How the reader wants this article's text; none follows the feed.
    pub(crate) text_choice: Option<FullTextMode>,
    /// How the feed's texts are obtained.
    pub(crate) feed_mode: FullTextMode,
    pub(crate) enclosures: Vec<Enclosure>,
}

/// See [`Extras`].
pub(crate) fn extras(db: &Connection, id: EntryId) -> Result<Extras, StoreError> {
    let sql = format!(
        "SELECT e.authors, e.updated_at, e.url IS NOT NULL AND (coalesce(e.text_choice, f.full_text) = 'page'
                    OR (coalesce(e.text_choice, f.full_text) = 'auto' AND e.is_excerpt = 1)),
                {SHOWN_ORIGIN} = 'page', e.lead_key, e.lead_alt, e.lead_caption, f.site_url, f.typed_host,
                e.text_choice, f.full_text
         FROM entries e JOIN feeds f ON f.id = e.feed_id WHERE e.id = ?1"
    );
    let mut extras = db
        .prepare_cached(&sql)?
        .query_row([id.0], |row| {
            let authors: String = row.get(0)?;
            let (choice, feed_mode): (Option<String>, String) = (row.get(9)?, row.get(10)?);
            Ok(json(&authors).and_then(|authors| {
                Ok::<_, StoreError>(Extras {
                    authors,
                    text_choice: choice.as_deref().map(mode).transpose()?,
                    feed_mode: mode(&feed_mode)?,
                    updated_at: row.get(1)?,
                    needs_page: row.get(2)?,
                    shows_page: row.get(3)?,
                    lead_key: row.get(4)?,
                    lead_alt: row.get(5)?,
                    lead_caption: row.get(6)?,
                    site_url: row.get(7)?,
                    typed_host: row.get(8)?,
                    enclosures: Vec::new(),
                })
            }))
        })
        .optional()?
        .ok_or(StoreError::NoSuch("entry"))??;
    let mut select =
        db.prepare_cached("SELECT url, mime, bytes FROM enclosures WHERE entry_id = ?1 ORDER BY position")?;
    let rows = select.query_map([id.0], |row| {
        let bytes: Option<i64> = row.get(2)?;
        Ok(Enclosure { url: row.get(0)?, mime: row.get(1)?, bytes: bytes.and_then(|bytes| u64::try_from(bytes).ok()) })
    })?;
    extras.enclosures = rows.collect::<Result<_, _>>()?;
    Ok(extras)
}

/// Writes how the reader wants an article's text; none follows its feed again.
pub(crate) fn choose_text(db: &Connection, id: EntryId, choice: Option<FullTextMode>) -> Result<(), StoreError> {
    let changed = db
        .prepare_cached("UPDATE entries SET text_choice = ?2 WHERE id = ?1")?
        .execute(params![id.0, choice.map(mode_text)])?;
    if changed == 0 { Err(StoreError::NoSuch("entry")) } else { Ok(()) }
}

/// Takes over what a page says and its feed did not: categories.
pub(crate) fn fill_in(db: &Connection, id: EntryId, categories: &[String]) -> Result<(), StoreError> {
    if !categories.is_empty() {
        let names = serde_json::to_string(categories).unwrap_or_else(|_| "[]".to_owned());
        db.prepare_cached("UPDATE entries SET categories = ?2 WHERE id = ?1 AND categories = '[]'")?
            .execute(params![id.0, names])?;
    }
    Ok(())
}

/// Whether a kept entry is at an address.
pub(crate) fn is_kept_at(db: &Connection, url_key: &str) -> Result<bool, StoreError> {
    Ok(db
        .prepare_cached("SELECT 1 FROM entries INDEXED BY entries_address WHERE url_key = ?1 AND kept_at IS NOT NULL")?
        .exists([url_key])?)
}

/// The entry at an address, whichever feed brought it: one whose whole text is here before one with an excerpt, a kept
/// one before the others, one that a list shows before one that none does, then the newest.
pub(crate) fn at_address(db: &Connection, url_key: &str, but: Option<EntryId>) -> Result<Option<EntryId>, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT id FROM entries INDEXED BY entries_address WHERE url_key = ?1 AND id <> ?2
             ORDER BY is_excerpt AND NOT EXISTS (
                 SELECT 1 FROM texts t WHERE t.entry_id = entries.id AND t.origin = 'page'
             ), kept_at IS NULL, hidden, published_at DESC, id DESC LIMIT 1",
        )?
        .query_row(params![url_key, but.map_or(0, |id| id.0)], |row| row.get(0).map(EntryId))
        .optional()?)
}
