//! Migrations: forward only, each in a transaction of its own, on a connection that is closed before others open (a
//! connection that was open across a change of the schema may hold on to the old one).

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// The migrations in order; the schema's number is how many of them ran (`PRAGMA user_version`).
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_initial.sql"),
    include_str!("../../migrations/0002_sources.sql"),
    include_str!("../../migrations/0003_fetching.sql"),
    include_str!("../../migrations/0004_article.sql"),
    include_str!("../../migrations/0005_comments.sql"),
    include_str!("../../migrations/0006_copies.sql"),
    include_str!("../../migrations/0007_reading_place.sql"),
    include_str!("../../migrations/0008_subjects.sql"),
    include_str!("../../migrations/0009_search.sql"),
    include_str!("../../migrations/0010_stories.sql"),
    include_str!("../../migrations/0011_keeping.sql"),
    include_str!("../../migrations/0012_versions.sql"),
];

/// The newest schema that this version knows.
pub(super) fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// The schema that a database has.
pub(super) fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings a database up to [`newest`]. A newer one is refused before a byte is written.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found > newest() {
        return Err(StoreError::Newer { found, known: newest() });
    }
    for (number, script) in MIGRATIONS.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(script)?;
        step.pragma_update(None, "user_version", i64::try_from(number + 1).unwrap_or(i64::MAX))?;
        step.commit()?;
        tracing::info!(schema = number + 1, "library migrated");
    }
    Ok(())
}
