//! What readers say under articles, and drafts of what this reader will say.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{direction, direction_text, json};
use super::{StoreError, rows};
use crate::contract::{Comment, CommentDraft, CommentForm, Fault};
use crate::html::{SafeHtml, from_passages, passages};
use crate::model::{Direction, EntryId, Timestamp, Validators};
use crate::text;

/// A comment to store.
#[derive(Debug, Clone)]
pub(crate) struct NewComment {
    pub(crate) key: String,
    pub(crate) parent: Option<String>,
    pub(crate) depth: u32,
    pub(crate) author: String,
    pub(crate) by_writer: bool,
    pub(crate) published: Option<Timestamp>,
    pub(crate) direction: Direction,
    pub(crate) language: Option<String>,
    pub(crate) html: SafeHtml,
}

/// A thread as it was fetched.
#[derive(Debug, Clone)]
pub(crate) struct NewThread {
    /// The kind of place and its address.
    pub(crate) place: (String, String),
    pub(crate) validators: Validators,
    pub(crate) partial: bool,
    pub(crate) comments: Vec<NewComment>,
}

/// What is known of an article's thread as a whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct StoredThread {
    pub(crate) place: Option<(String, String)>,
    pub(crate) validators: Validators,
    pub(crate) fetched_at: Option<Timestamp>,
    pub(crate) declared: Option<u32>,
    pub(crate) partial: bool,
    pub(crate) form: Option<CommentForm>,
    pub(crate) fault: Option<Fault>,
}

/// Where an article's comments may be, as its feed says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Declared {
    pub(crate) page: Option<String>,
    pub(crate) feed: Option<String>,
    pub(crate) count: Option<u32>,
    pub(crate) typed_host: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) direction: Option<Direction>,
}

/// What an article's feed says of its comments.
pub(crate) fn declared(db: &Connection, id: EntryId) -> Result<Declared, StoreError> {
    db.prepare_cached(
        "SELECT e.url, e.comments_url, e.comments_feed, e.comment_count, f.typed_host, e.authors,
                e.direction
         FROM entries e JOIN feeds f ON f.id = e.feed_id WHERE e.id = ?1",
    )?
    .query_row([id.0], |row| {
        let (page, comments): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
        let (authors, way): (String, String) = (row.get(5)?, row.get(6)?);
        Ok(json(&authors).map(|authors| {
            Ok::<_, rusqlite::Error>(Declared {
                page: page.or(comments),
                feed: row.get(2)?,
                count: row.get(3)?,
                typed_host: row.get(4)?,
                authors,
                direction: Some(direction(&way)),
            })
        }))
    })
    .optional()?
    .ok_or(StoreError::NoSuch("entry"))??
    .map_err(StoreError::from)
}

/// Whether an article is kept and its comments, which belong to it, are not here and may be fetched by `due`.
pub(crate) fn wanted_for_keeping(db: &Connection, id: EntryId, due: Option<Timestamp>) -> Result<bool, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT 1 FROM entries e LEFT JOIN comment_threads ct ON ct.entry_id = e.id
             WHERE e.id = ?1 AND e.kept_at IS NOT NULL AND e.comments_feed IS NOT NULL AND e.comment_count > 0
               AND ct.fetched_at IS NULL AND (?2 IS NULL OR ct.retry_at IS NULL OR ct.retry_at <= ?2)",
        )?
        .exists(params![id.0, due])?)
}

/// What is known of an article's thread.
pub(crate) fn thread(db: &Connection, id: EntryId) -> Result<StoredThread, StoreError> {
    let found = db
        .prepare_cached(
            "SELECT place, place_url, etag, last_modified, fetched_at, declared, partial, form,
                    fault_code, fault_params, fault_at, failures, retry_at, issuer
             FROM comment_threads WHERE entry_id = ?1",
        )?
        .query_row([id.0], |row| Ok(stored(row)))
        .optional()?;
    found.unwrap_or_else(|| Ok(StoredThread::default()))
}

fn stored(row: &Row<'_>) -> Result<StoredThread, StoreError> {
    let (kind, url): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
    let form: Option<String> = row.get(7)?;
    Ok(StoredThread {
        place: kind.zip(url),
        validators: Validators { etag: row.get(2)?, last_modified: row.get(3)?, issuer: row.get(13)? },
        fetched_at: row.get(4)?,
        declared: row.get(5)?,
        partial: row.get(6)?,
        // What a later version wrote is looked up again.
        form: form.and_then(|form| serde_json::from_str(&form).ok()),
        fault: rows::fault(row, 8, row.get(11)?, row.get(12)?)?,
    })
}

/// The comments of an article in reading order.
pub(crate) fn of_entry(db: &Connection, id: EntryId) -> Result<Vec<Comment>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT key, parent, depth, author, by_writer, published_at, direction, language, html
         FROM comments WHERE entry_id = ?1 ORDER BY position",
    )?;
    let rows = select.query_map([id.0], |row| {
        let (author, way): (String, String) = (row.get(3)?, row.get(6)?);
        let passages = passages(&SafeHtml::from_store(row.get(8)?));
        Ok(Comment {
            key: row.get(0)?,
            parent: row.get(1)?,
            depth: row.get(2)?,
            monogram: text::monogram(&author),
            author,
            by_writer: row.get(4)?,
            published_at: row.get(5)?,
            direction: direction(&way),
            language: row.get(7)?,
            html: from_passages(&passages),
            passages,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Puts a thread in the place of the one that was there.
pub(crate) fn set(db: &Connection, id: EntryId, thread: &NewThread, now: Timestamp) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM comments WHERE entry_id = ?1")?.execute([id.0])?;
    let mut insert = db.prepare_cached(
        "INSERT INTO comments (entry_id, position, key, parent, depth, author, by_writer, published_at, direction,
                               language, html) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (position, comment) in thread.comments.iter().enumerate() {
        insert.execute(params![
            id.0,
            i64::try_from(position).unwrap_or(i64::MAX),
            comment.key,
            comment.parent,
            comment.depth,
            comment.author,
            comment.by_writer,
            comment.published,
            direction_text(comment.direction),
            comment.language,
            comment.html.as_str()
        ])?;
    }
    db.prepare_cached(
        "INSERT INTO comment_threads (entry_id, place, place_url, etag, last_modified, partial, issuer)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (entry_id) DO UPDATE SET place = ?2, place_url = ?3, etag = ?4, last_modified = ?5, partial = ?6,
             issuer = ?7",
    )?
    .execute(params![
        id.0,
        thread.place.0,
        thread.place.1,
        thread.validators.etag,
        thread.validators.last_modified,
        thread.partial,
        thread.validators.issuer
    ])?;
    confirm(db, id, now)
}

/// Notes that what is here is what the site has now.
pub(crate) fn confirm(db: &Connection, id: EntryId, now: Timestamp) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE comment_threads SET fetched_at = ?2, fault_code = NULL, fault_params = NULL, fault_at = NULL,
                failures = 0, retry_at = NULL,
                declared = (SELECT comment_count FROM entries WHERE id = ?1)
         WHERE entry_id = ?1",
    )?
    .execute(params![id.0, now])?;
    Ok(())
}

/// Notes why a thread could not be had. What is here stays.
pub(crate) fn set_fault(db: &Connection, id: EntryId, fault: &Fault) -> Result<(), StoreError> {
    let parameters = serde_json::to_string(&fault.params).unwrap_or_else(|_| "{}".to_owned());
    db.prepare_cached(
        "INSERT INTO comment_threads (entry_id, fault_code, fault_params, fault_at, failures, retry_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (entry_id) DO UPDATE SET fault_code = ?2, fault_params = ?3, fault_at = ?4, failures = ?5,
             retry_at = ?6",
    )?
    .execute(params![id.0, fault.code.as_str(), parameters, fault.at, fault.failures, fault.retry_at])?;
    Ok(())
}

/// Notes what the site's form is.
pub(crate) fn set_form(db: &Connection, id: EntryId, form: &CommentForm) -> Result<(), StoreError> {
    let form = serde_json::to_string(form).map_err(|error| StoreError::Value(error.to_string()))?;
    db.prepare_cached(
        "INSERT INTO comment_threads (entry_id, form) VALUES (?1, ?2) ON CONFLICT (entry_id) DO UPDATE SET form = ?2",
    )?
    .execute(params![id.0, form])?;
    Ok(())
}

/// Whether an article's stored comments link to an address.
pub(crate) fn link(db: &Connection, id: EntryId, href: &str) -> Result<bool, StoreError> {
    let comments = of_entry(db, id)?;
    let mut runs = comments.iter().flat_map(|comment| &comment.passages).flat_map(|passage| &passage.runs);
    Ok(runs.any(|run| run.href.as_deref() == Some(href)))
}

/// What the reader is writing under an article.
pub(crate) fn draft(db: &Connection, id: EntryId) -> Result<Option<CommentDraft>, StoreError> {
    Ok(db
        .prepare_cached("SELECT parent, body FROM comment_drafts WHERE entry_id = ?1")?
        .query_row([id.0], |row| Ok(CommentDraft { parent: row.get(0)?, body: row.get(1)? }))
        .optional()?)
}

/// Stores what the reader is writing; none deletes it.
pub(crate) fn set_draft(
    db: &Connection,
    id: EntryId,
    draft: Option<&CommentDraft>,
    now: Timestamp,
) -> Result<(), StoreError> {
    match draft {
        None => {
            db.prepare_cached("DELETE FROM comment_drafts WHERE entry_id = ?1")?.execute([id.0])?;
        }
        Some(draft) => {
            db.prepare_cached(
                "INSERT INTO comment_drafts (entry_id, parent, body, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (entry_id) DO UPDATE SET parent = ?2, body = ?3, at = ?4",
            )?
            .execute(params![id.0, draft.parent, draft.body, now])?;
        }
    }
    Ok(())
}
