//! What articles said before their publishers changed them.

use rusqlite::{Connection, OptionalExtension, params};

use super::texts::POLICY;
use super::{NewText, StoreError, entries, extras, texts};
use crate::contract::{Version, Versions};
use crate::html::{self, SafeHtml};
use crate::model::{EntryId, TextOrigin, Timestamp, VersionId};

/// Versions that an article keeps; of more the oldest but the first go.
const MOST: u32 = 30;

fn origin_text(origin: TextOrigin) -> &'static str {
    match origin {
        TextOrigin::Feed => "feed",
        TextOrigin::Page => "page",
    }
}

/// What of a text is read: its words, however its markup is written.
fn read(title: &str, html: &SafeHtml) -> String {
    let mut words = title.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in html::to_text(html).split_whitespace() {
        words.push(' ');
        words.push_str(word);
    }
    words
}

/// Before an article's text is replaced: what it says is remembered, where the reader kept or read it and the new one
/// says something else.
pub(crate) fn remember(
    db: &Connection,
    id: EntryId,
    origin: TextOrigin,
    (title, text): (&str, &NewText),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(known) = texts::get(db, id, origin)? else { return Ok(false) };
    let (old_title, matters): (String, bool) = db
        .prepare_cached("SELECT title, kept_at IS NOT NULL OR read = 1 FROM entries WHERE id = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if !matters || known.words == 0 || read(&old_title, &known.html) == read(title, &text.html) {
        return Ok(false);
    }
    db.prepare_cached(
        "INSERT INTO versions (entry_id, origin, title, html, words, policy, seen_at, until_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        id.0,
        origin_text(origin),
        old_title,
        known.html.as_str(),
        known.words,
        POLICY,
        known.fetched_at,
        now
    ])?;
    db.prepare_cached(
        "DELETE FROM versions WHERE entry_id = ?1 AND origin = ?2
           AND id > (SELECT min(id) FROM versions WHERE entry_id = ?1 AND origin = ?2)
           AND id NOT IN (SELECT id FROM versions WHERE entry_id = ?1 AND origin = ?2 ORDER BY id DESC LIMIT ?3)",
    )?
    .execute(params![id.0, origin_text(origin), MOST])?;
    Ok(true)
}

/// The versions of the text that an article shows, the present one first.
pub(crate) fn list(db: &Connection, id: EntryId) -> Result<Versions, StoreError> {
    let row = entries::one(db, id)?;
    let shows_page = extras::extras(db, id)?.shows_page;
    let origin = if shows_page { TextOrigin::Page } else { TextOrigin::Feed };
    let present = texts::get(db, id, origin)?.ok_or(StoreError::NoSuch("text"))?;
    let mut items =
        vec![Version { id: None, title: row.title, words: present.words, seen_at: present.fetched_at, until: None }];
    let mut select = db.prepare_cached(
        "SELECT id, title, words, seen_at, until_at FROM versions WHERE entry_id = ?1 AND origin = ?2 ORDER BY id DESC",
    )?;
    let rows = select.query_map(params![id.0, origin_text(origin)], |row| {
        Ok(Version {
            id: Some(VersionId(row.get(0)?)),
            title: row.get(1)?,
            words: row.get(2)?,
            seen_at: row.get(3)?,
            until: row.get(4)?,
        })
    })?;
    for row in rows {
        items.push(row?);
    }
    let gone_at =
        db.prepare_cached("SELECT gone_at FROM entries WHERE id = ?1")?.query_row([id.0], |row| row.get(0))?;
    Ok(Versions { entry: id, items, gone_at })
}

/// One version of an article: headline, markup, when it was fetched. None is the present one.
pub(crate) fn one(
    db: &Connection,
    entry: EntryId,
    version: Option<VersionId>,
) -> Result<(String, SafeHtml, Timestamp), StoreError> {
    let Some(version) = version else {
        let title = entries::one(db, entry)?.title;
        let shows_page = extras::extras(db, entry)?.shows_page;
        let origin = if shows_page { TextOrigin::Page } else { TextOrigin::Feed };
        let text = texts::get(db, entry, origin)?.ok_or(StoreError::NoSuch("text"))?;
        return Ok((title, text.html, text.fetched_at));
    };
    let found: Option<(String, String, i64, i64)> = db
        .prepare_cached("SELECT title, html, policy, seen_at FROM versions WHERE id = ?1 AND entry_id = ?2")?
        .query_row(params![version.0, entry.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let (title, markup, policy, seen_at) = found.ok_or(StoreError::NoSuch("version"))?;
    let stored = SafeHtml::from_store(markup);
    // Made safe by an older policy: made safe again before anything sees it.
    Ok((title, if policy < POLICY { html::resanitise(&stored) } else { stored }, seen_at))
}

/// The feed says that an article changed: its page, where that is what is shown, is to be fetched again.
pub(super) fn page_is_stale(db: &Connection, id: EntryId) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE entries SET page_stale = 1 WHERE id = ?1
           AND EXISTS (SELECT 1 FROM texts t WHERE t.entry_id = ?1 AND t.origin = 'page')",
    )?
    .execute([id.0])?;
    Ok(())
}

/// Whether the stored page is older than what the feed says of the article.
pub(crate) fn is_stale(db: &Connection, id: EntryId) -> Result<bool, StoreError> {
    Ok(db.prepare_cached("SELECT 1 FROM entries WHERE id = ?1 AND page_stale = 1")?.exists([id.0])?)
}

/// The page was looked at: it is what is stored now, or (`gone`) it is not at its address any more.
pub(crate) fn looked_at(db: &Connection, id: EntryId, gone: Option<Timestamp>) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE entries SET page_stale = 0, gone_at = CASE WHEN ?2 IS NULL THEN NULL ELSE coalesce(gone_at, ?2) END
         WHERE id = ?1",
    )?
    .execute(params![id.0, gone])?;
    Ok(())
}
