//! How papers of the bundled directory answered, and feeds that are dead.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::StoreError;
use crate::contract::ErrorCode;
use crate::model::{FeedId, SourceKind, Timestamp};

/// A feed that fails.
#[derive(Debug, Clone)]
pub(crate) struct Dead {
    pub(crate) id: FeedId,
    pub(crate) feed_url: String,
    pub(crate) code: ErrorCode,
}

/// The followed feeds that failed so many times in a row or more, and were not looked after within a day.
pub(crate) fn dead(db: &Connection, failures: u32, now: Timestamp) -> Result<Vec<Dead>, StoreError> {
    const DAY: Timestamp = 24 * 60 * 60 * 1000;
    let mut select = db.prepare_cached(
        "SELECT f.id, f.feed_url, f.fault_code FROM feeds f LEFT JOIN directory_checks c ON c.feed_url = f.feed_url
         WHERE f.unfollowed_at IS NULL AND f.paused = 0 AND f.failures >= ?1 AND f.fault_code IS NOT NULL
           AND (c.checked_at IS NULL OR c.checked_at <= ?2 - ?3 OR c.checked_at > ?2)",
    )?;
    let rows = select.query_map(params![failures, now, DAY], |row| {
        let code: String = row.get(2)?;
        let code = ErrorCode::parse(&code).unwrap_or(ErrorCode::Internal);
        Ok(Dead { id: FeedId(row.get(0)?), feed_url: row.get(1)?, code })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How a paper of the bundled directory answered when it was last looked at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Check {
    pub(crate) checked_at: Timestamp,
    pub(crate) success_at: Option<Timestamp>,
    pub(crate) fault: Option<ErrorCode>,
    pub(crate) instead: Option<(String, SourceKind)>,
}

/// Every paper of the directory that was looked at, by its address.
pub(crate) fn all(db: &Connection) -> Result<HashMap<String, Check>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT feed_url, checked_at, success_at, fault_code, instead_url, instead_kind FROM directory_checks",
    )?;
    let rows = select.query_map([], |row| {
        let (fault, instead, kind): (Option<String>, Option<String>, Option<String>) =
            (row.get(3)?, row.get(4)?, row.get(5)?);
        let check = Check {
            checked_at: row.get(1)?,
            success_at: row.get(2)?,
            fault: fault.as_deref().and_then(ErrorCode::parse),
            instead: instead.zip(kind.as_deref().and_then(SourceKind::parse)),
        };
        Ok((row.get(0)?, check))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes how a paper of the directory answered, and what answers in its stead.
pub(crate) fn note(
    db: &Connection,
    feed_url: &str,
    now: Timestamp,
    outcome: Result<(), ErrorCode>,
    instead: Option<(&str, SourceKind)>,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO directory_checks (feed_url, checked_at, success_at, fault_code, failures, instead_url, instead_kind)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (feed_url) DO UPDATE SET checked_at = ?2, success_at = coalesce(?3, success_at), fault_code = ?4,
             failures = CASE WHEN ?5 = 0 THEN 0 ELSE failures + 1 END, instead_url = ?6, instead_kind = ?7",
    )?
    .execute(params![
        feed_url,
        now,
        outcome.is_ok().then_some(now),
        outcome.err().map(ErrorCode::as_str),
        u32::from(outcome.is_err()),
        instead.map(|(url, _)| url),
        instead.map(|(_, kind)| kind.as_str()),
    ])?;
    Ok(())
}

/// When each followed source last succeeded, by its address.
pub(crate) fn successes(db: &Connection) -> Result<HashMap<String, Timestamp>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT feed_url, last_success_at FROM feeds WHERE unfollowed_at IS NULL AND last_success_at IS NOT NULL",
    )?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
