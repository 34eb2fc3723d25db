//! Which entries a list, a count or an act is about, and the index that each is answered from.
//!
//! The index is named (`INDEXED BY`) rather than left to SQLite: what `PRAGMA optimize` learns about a library (that
//! hardly any row is hidden, for one) makes it read whole tables for a count, and a wrong guess shows only in libraries
//! that are large. A statement whose index does not fit is an error, which every test of a list meets.

use rusqlite::types::Value;

use super::copies;
use crate::model::{Scope, Timestamp};

/// The window, in terms of stored values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) scope: Scope,
    pub(crate) unread_only: bool,
    /// Where the reader's day began.
    pub(crate) today: Timestamp,
    /// Where the breaking lane begins.
    pub(crate) breaking: Timestamp,
}

/// The feeds of a category; the categories inside it belong to it.
const INSIDE: &str = "WITH RECURSIVE inside (id) AS (
        SELECT ? UNION SELECT c.id FROM categories c JOIN inside ON c.parent_id = inside.id)
    SELECT f.id FROM feeds f WHERE f.category_id IN (SELECT id FROM inside)";

impl Window {
    /// The condition on `e` and its values; none of them comes from outside as text.
    pub(super) fn condition(&self) -> (String, Vec<Value>) {
        let (mut condition, values) = match self.scope {
            // Of an article that several feeds bring, one entry.
            Scope::All => ("e.hidden = 0 AND e.duplicate_of IS NULL".to_owned(), vec![]),
            Scope::Today => (
                "e.hidden = 0 AND e.duplicate_of IS NULL AND e.published_at >= ?".to_owned(),
                vec![Value::from(self.today)],
            ),
            Scope::Breaking => (
                "e.hidden = 0 AND e.duplicate_of IS NULL AND e.breaking = 1 AND e.published_at >= ?".to_owned(),
                vec![Value::from(self.breaking)],
            ),
            Scope::Kept => (copies::KEPT_ONCE.to_owned(), vec![]),
            Scope::Category { id } => (
                format!("e.hidden = 0 AND e.feed_id IN ({INSIDE}) AND {}", copies::once_among(INSIDE)),
                vec![Value::from(id.0), Value::from(id.0)],
            ),
            Scope::Subject { subject } => (
                "e.hidden = 0 AND e.duplicate_of IS NULL AND e.subject = ?".to_owned(),
                vec![Value::from(subject.as_str().to_owned())],
            ),
            Scope::Feed { id } => ("e.hidden = 0 AND e.feed_id = ?".to_owned(), vec![Value::from(id.0)]),
        };
        if self.unread_only {
            condition.push_str(" AND e.read = 0");
        }
        (condition, values)
    }

    /// The index that brings the entries newest first, without sorting.
    pub(super) fn order(&self) -> &'static str {
        match (self.scope, self.unread_only) {
            (Scope::All | Scope::Today | Scope::Category { .. }, false) => "entries_newest",
            (Scope::All | Scope::Today | Scope::Category { .. }, true) => "entries_unread",
            (Scope::Breaking, _) => "entries_breaking",
            (Scope::Kept, _) => "entries_kept",
            (Scope::Subject { .. }, false) => "entries_by_subject",
            (Scope::Subject { .. }, true) => "entries_unread_by_subject",
            (Scope::Feed { .. }, false) => "entries_by_feed",
            (Scope::Feed { .. }, true) => "entries_unread_by_feed",
        }
    }

    /// The index that holds the entries closest together, in whatever order.
    pub(super) fn members(&self) -> &'static str {
        match (self.scope, self.unread_only) {
            (Scope::Category { .. }, false) => "entries_by_feed",
            (Scope::Category { .. }, true) => "entries_unread_by_feed",
            _ => self.order(),
        }
    }
}
