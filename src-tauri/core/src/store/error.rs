//! What can go wrong with the library, and the codes that it becomes.

use std::path::PathBuf;

use rusqlite::ffi::ErrorCode as Sqlite;

use crate::contract::{ApiError, ErrorCode};

/// A failed read or write of the library.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// SQLite said so.
    #[error("the database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A file or folder.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Another process has the library open.
    #[error("{path} is open in another Warraq")]
    InUse {
        /// The library's folder.
        path: PathBuf,
    },
    /// Written by a newer version.
    #[error("the library has schema {found}, this version knows {known}")]
    Newer {
        /// The library's schema.
        found: i64,
        /// The newest this version knows.
        known: i64,
    },
    /// The database is not sound.
    #[error("the database is damaged")]
    Damaged,
    /// There is no such row.
    #[error("no such {0}")]
    NoSuch(&'static str),
    /// The feed is followed already.
    #[error("the feed is followed already")]
    Known,
    /// What was asked for makes no sense.
    #[error("{0}")]
    Refused(&'static str),
    /// The category for feeds without one can't go while it holds feeds.
    #[error("the default category holds feeds")]
    DefaultCategory,
    /// The reader cancelled it; nothing of it was written.
    #[error("cancelled")]
    Cancelled,
    /// A value in the database is not what the schema says.
    #[error("a stored value can't be read: {0}")]
    Value(String),
    /// The writing thread is gone: the library is being closed, or it died.
    #[error("the library is closed")]
    Closed,
}

impl StoreError {
    /// Wraps an I/O error with the path that it is about.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { path: path.into(), source }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Sqlite(cause) => match cause.sqlite_error_code() {
                Some(Sqlite::DiskFull) => ErrorCode::StorageFull,
                Some(Sqlite::DatabaseCorrupt | Sqlite::NotADatabase) => ErrorCode::LibraryDamaged,
                Some(Sqlite::ReadOnly | Sqlite::CannotOpen | Sqlite::PermissionDenied | Sqlite::SystemIoFailure) => {
                    ErrorCode::LibraryUnreadable
                }
                Some(Sqlite::DatabaseBusy | Sqlite::DatabaseLocked) => ErrorCode::LibraryInUse,
                _ => ErrorCode::Internal,
            },
            StoreError::Io { source, .. } => match source.kind() {
                std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => ErrorCode::StorageFull,
                _ => ErrorCode::LibraryUnreadable,
            },
            StoreError::InUse { .. } => ErrorCode::LibraryInUse,
            StoreError::Newer { .. } => ErrorCode::LibraryNewer,
            StoreError::Damaged => ErrorCode::LibraryDamaged,
            StoreError::NoSuch(_) => ErrorCode::NoSuchItem,
            StoreError::Known => ErrorCode::AlreadySubscribed,
            StoreError::Refused(_) => ErrorCode::InvalidRequest,
            StoreError::DefaultCategory => ErrorCode::DefaultCategory,
            StoreError::Cancelled => ErrorCode::Cancelled,
            StoreError::Value(_) | StoreError::Closed => ErrorCode::Internal,
        };
        let mut answer = Self::from_chain(code, &error);
        if let StoreError::Io { path, .. } | StoreError::InUse { path } = &error {
            answer = answer.with("path", path.display());
        }
        answer
    }
}
