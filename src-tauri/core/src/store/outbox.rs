//! What the reader has sent: nothing leaves but what is written down here first, and each state is written before what it
//! speaks of is done.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::json;
use super::{StoreError, marks, rows};
use crate::contract::{ErrorCode, Fault, Obstacle, SentComment, SentState};
use crate::model::{Direction, EntryId, OutboxId, Timestamp};
use crate::text;

/// A comment to send.
#[derive(Debug, Clone)]
pub(crate) struct NewSent {
    pub(crate) entry: EntryId,
    pub(crate) parent: Option<String>,
    pub(crate) body: String,
    pub(crate) author: String,
    pub(crate) email: String,
}

/// A comment that may be sent now, with everything that sending needs.
#[derive(Debug, Clone)]
pub(crate) struct Sendable {
    pub(crate) id: OutboxId,
    pub(crate) content: NewSent,
    pub(crate) failures: u32,
}

/// What became of a comment.
#[derive(Debug, Clone)]
pub(crate) struct Fate {
    pub(crate) state: SentState,
    pub(crate) reason: Option<String>,
    /// The site's number for it.
    pub(crate) key: Option<String>,
}

impl From<SentState> for Fate {
    fn from(state: SentState) -> Self {
        Self { state, reason: None, key: None }
    }
}

const COLUMNS: &str = "id, entry_id, parent, body, author, state, reason, created_at, changed_at, fault_code,
    fault_params, fault_at, failures, retry_at";

fn sent(row: &Row<'_>) -> Result<SentComment, StoreError> {
    let (body, state): (String, String) = (row.get(3)?, row.get(5)?);
    let reason: Option<String> = row.get(6)?;
    let (failures, retry_at): (u32, Option<Timestamp>) = (row.get(12)?, row.get(13)?);
    let fault = rows::fault(row, 9, failures, retry_at)?;
    let internal = || Fault {
        code: ErrorCode::Internal,
        params: std::collections::BTreeMap::default(),
        at: 0,
        failures: 0,
        retry_at: None,
    };
    let obstacle = reason.as_deref().and_then(|reason| json::<Obstacle>(&format!("{reason:?}")).ok());
    let (state, reason) = match state.as_str() {
        "waiting" => (SentState::Waiting { fault }, None),
        "sending" => (SentState::Sending, None),
        "published" => (SentState::Published, reason),
        "held" => (SentState::Held, reason),
        "accepted" => (SentState::Accepted, reason),
        "duplicate" => (SentState::Duplicate, reason),
        "too_fast" => (SentState::TooFast { retry_at: retry_at.unwrap_or(0) }, reason),
        "refused" => (SentState::Refused, reason),
        "blocked" => (SentState::Blocked { obstacle: obstacle.unwrap_or(Obstacle::NotFound) }, None),
        // Closed with the site's own words.
        "closed" => (SentState::Blocked { obstacle: Obstacle::Closed }, reason),
        "sign_in" => (SentState::Blocked { obstacle: Obstacle::SignIn }, reason),
        "failed" => (SentState::Failed { fault: fault.unwrap_or_else(internal) }, None),
        // A state that a later version wrote is nothing to act on.
        _ => (SentState::Unknown, None),
    };
    Ok(SentComment {
        id: OutboxId(row.get(0)?),
        entry: EntryId(row.get(1)?),
        parent: row.get(2)?,
        direction: text::direction(&body, Direction::Rtl),
        body,
        author: row.get(4)?,
        state,
        reason,
        created_at: row.get(7)?,
        changed_at: row.get(8)?,
    })
}

/// What the reader sent under an article, oldest first.
pub(crate) fn of_entry(db: &Connection, entry: EntryId) -> Result<Vec<SentComment>, StoreError> {
    let mut select =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM comment_outbox WHERE entry_id = ?1 ORDER BY id"))?;
    let rows = select.query_map([entry.0], |row| Ok(sent(row)))?;
    rows.map(|row| row?).collect()
}

/// One of them.
pub(crate) fn one(db: &Connection, id: OutboxId) -> Result<SentComment, StoreError> {
    db.prepare_cached(&format!("SELECT {COLUMNS} FROM comment_outbox WHERE id = ?1"))?
        .query_row([id.0], |row| Ok(sent(row)))
        .optional()?
        .ok_or(StoreError::NoSuch("sent comment"))?
}

/// Takes a comment in: it waits to be sent. The same words under the same article that are on their way already are not
/// taken in twice: a second press of a button is no second comment.
pub(crate) fn add(db: &Connection, new: &NewSent, now: Timestamp) -> Result<OutboxId, StoreError> {
    let on_its_way = db
        .prepare_cached(
            "SELECT id FROM comment_outbox WHERE entry_id = ?1 AND parent IS ?2 AND body = ?3 AND author IS ?4
                 AND state IN ('waiting', 'sending') ORDER BY id LIMIT 1",
        )?
        .query_row(params![new.entry.0, new.parent, new.body, new.author], |row| row.get(0).map(OutboxId))
        .optional()?;
    if let Some(id) = on_its_way {
        return Ok(id);
    }
    db.prepare_cached(
        "INSERT INTO comment_outbox (entry_id, parent, body, author, email, state, created_at, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?6)",
    )?
    .execute(params![new.entry.0, new.parent, new.body, new.author, new.email, now])?;
    Ok(OutboxId(db.last_insert_rowid()))
}

/// A waiting comment with everything that sending needs; none when it waits no more.
pub(crate) fn sendable(db: &Connection, id: OutboxId) -> Result<Option<Sendable>, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT entry_id, parent, body, author, coalesce(email, ''), failures FROM comment_outbox
             WHERE id = ?1 AND state = 'waiting'",
        )?
        .query_row([id.0], |row| {
            Ok(Sendable {
                id,
                content: NewSent {
                    entry: EntryId(row.get(0)?),
                    parent: row.get(1)?,
                    body: row.get(2)?,
                    author: row.get(3)?,
                    email: row.get(4)?,
                },
                failures: row.get(5)?,
            })
        })
        .optional()?)
}

/// The comments that wait and may be tried by `due`, oldest first.
pub(crate) fn waiting(db: &Connection, due: Timestamp) -> Result<Vec<OutboxId>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT id FROM comment_outbox WHERE state = 'waiting' AND coalesce(retry_at, 0) <= ?1 ORDER BY id LIMIT 50",
    )?;
    let rows = select.query_map([due], |row| row.get(0).map(OutboxId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes down that a comment is about to be posted. False, and nothing is written, when it does not wait any more: it
/// must not be posted then.
pub(crate) fn begin(db: &Connection, id: OutboxId, now: Timestamp) -> Result<bool, StoreError> {
    let changed = db
        .prepare_cached(
            "UPDATE comment_outbox SET state = 'sending', changed_at = ?2 WHERE id = ?1 AND state = 'waiting'",
        )?
        .execute(params![id.0, now])?;
    Ok(changed == 1)
}

/// Writes down what became of a comment. Once that is settled the e-mail address is of no more use and goes.
pub(crate) fn settle(db: &Connection, id: OutboxId, fate: &Fate, now: Timestamp) -> Result<(), StoreError> {
    let (state, fault, retry_at) = match &fate.state {
        SentState::Waiting { fault } => ("waiting", fault.as_ref(), None),
        SentState::Sending => ("sending", None, None),
        SentState::Unknown => ("unknown", None, None),
        SentState::Published => ("published", None, None),
        SentState::Held => ("held", None, None),
        SentState::Accepted => ("accepted", None, None),
        SentState::Duplicate => ("duplicate", None, None),
        SentState::TooFast { retry_at } => ("too_fast", None, Some(*retry_at)),
        SentState::Refused => ("refused", None, None),
        SentState::Blocked { obstacle: Obstacle::Closed } if fate.reason.is_some() => ("closed", None, None),
        SentState::Blocked { obstacle: Obstacle::SignIn } if fate.reason.is_some() => ("sign_in", None, None),
        SentState::Blocked { .. } => ("blocked", None, None),
        SentState::Failed { fault } => ("failed", Some(fault), None),
    };
    let reason = match (&fate.reason, &fate.state) {
        (None, SentState::Blocked { obstacle }) => {
            let obstacle = serde_json::to_value(obstacle).map_err(|error| StoreError::Value(error.to_string()))?;
            obstacle.as_str().map(str::to_owned)
        }
        (reason, _) => reason.clone(),
    };
    // What may be sent again as it is still needs the address; everything else is written anew.
    let settled = !matches!(
        fate.state,
        SentState::Waiting { .. }
            | SentState::Sending
            | SentState::Unknown
            | SentState::TooFast { .. }
            | SentState::Failed { .. }
    );
    let parameters = fault.map(|fault| serde_json::to_string(&fault.params).unwrap_or_else(|_| "{}".to_owned()));
    db.prepare_cached(
        "UPDATE comment_outbox SET state = ?2, reason = ?3, key = coalesce(?4, key), changed_at = ?5, fault_code = ?6,
                fault_params = ?7, fault_at = ?8, failures = ?9, retry_at = ?10,
                email = CASE WHEN ?11 THEN NULL ELSE email END
         WHERE id = ?1",
    )?
    .execute(params![
        id.0,
        state,
        reason,
        fate.key,
        now,
        fault.map(|fault| fault.code.as_str()),
        parameters,
        fault.map(|fault| fault.at),
        fault.map_or(0, |fault| fault.failures),
        retry_at.or_else(|| fault.and_then(|fault| fault.retry_at)),
        settled
    ])?;
    Ok(())
}

/// Has a comment wait again, because the reader says so: one of which nobody knows whether it arrived, one that came too
/// fast or failed, or one that waits already and is to be tried now.
pub(crate) fn again(db: &Connection, id: OutboxId, now: Timestamp) -> Result<(), StoreError> {
    one(db, id)?;
    let changed = db
        .prepare_cached(
            "UPDATE comment_outbox SET state = 'waiting', reason = NULL, retry_at = NULL, failures = 0,
                    fault_code = NULL, fault_params = NULL, fault_at = NULL, changed_at = ?2
             WHERE id = ?1 AND state IN ('waiting', 'unknown', 'too_fast', 'failed')",
        )?
        .execute(params![id.0, now])?;
    if changed == 0 { Err(StoreError::Refused("the comment is under way, or the site has answered")) } else { Ok(()) }
}

/// Forgets a comment; not while it is on its way. Answers its article.
pub(crate) fn discard(db: &Connection, id: OutboxId) -> Result<EntryId, StoreError> {
    let entry = one(db, id)?.entry;
    let gone = db.prepare_cached("DELETE FROM comment_outbox WHERE id = ?1 AND state <> 'sending'")?.execute([id.0])?;
    if gone == 0 { Err(StoreError::Refused("the comment is being sent")) } else { Ok(entry) }
}

/// After a start: what was on its way when the program ended may have arrived.
pub(crate) fn wake_up(db: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    Ok(db.execute("UPDATE comment_outbox SET state = 'unknown', changed_at = ?1 WHERE state = 'sending'", [now])?)
}

/// Forgets what the reader was told and the article now shows: comments that are published and stand in the thread.
pub(crate) fn forget_shown(db: &Connection, entry: EntryId) -> Result<(), StoreError> {
    db.prepare_cached(
        "DELETE FROM comment_outbox WHERE entry_id = ?1 AND state IN ('published', 'held', 'accepted', 'duplicate')
           AND key IS NOT NULL AND key IN (SELECT key FROM comments WHERE entry_id = ?1)",
    )?
    .execute([entry.0])?;
    Ok(())
}

/// Gives what is said under an entry that is about to go, and the reader's own words above all, to the one that takes its
/// place. Of two drafts the one that is there already stays.
pub(super) fn hand_over(db: &Connection, from: EntryId, to: EntryId) -> Result<(), StoreError> {
    // Two threads are not mixed.
    db.execute(
        "UPDATE comments SET entry_id = ?2
         WHERE entry_id = ?1 AND NOT EXISTS (SELECT 1 FROM comment_threads WHERE entry_id = ?2)",
        params![from.0, to.0],
    )?;
    marks::hand_over(db, from, to)?;
    for table in ["comment_outbox", "comment_drafts", "comment_threads"] {
        db.execute(&format!("UPDATE OR IGNORE {table} SET entry_id = ?2 WHERE entry_id = ?1"), params![from.0, to.0])?;
    }
    Ok(())
}

/// Entries that the reader's own words hang on are not deleted by any limit: a condition for `WHERE`.
pub(super) const WITHOUT_OWN_WORDS: &str = "NOT EXISTS (SELECT 1 FROM comment_drafts d WHERE d.entry_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM comment_outbox o WHERE o.entry_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.entry_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM highlights h WHERE h.entry_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM collected c WHERE c.entry_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM tagged t WHERE t.entry_id = e.id)";
