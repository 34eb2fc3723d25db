//! Opening and closing a library's folder.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, Transaction};
use tokio::sync::Semaphore;

use super::writer::{Durability, Writer};
use super::{StoreError, backup, migrate};
use crate::contract::BackupReason;
use crate::model::Timestamp;

/// The database's file in the library's folder.
pub(super) const DATABASE: &str = "warraq.sqlite";
/// The file that is locked while a process may write the library.
const LOCK: &str = "library.lock";
/// The folder of stored pictures.
const MEDIA: &str = "media";
/// Prepared statements that a connection remembers: more than the writer has, or preparing them again costs a refresh more
/// than running them.
const STATEMENTS: usize = 256;
/// Connections that read.
const READERS: usize = 3;

/// What a library is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Reading and writing: one process at a time.
    ReadWrite,
    /// Reading only, beside a process that writes.
    ReadOnly,
}

/// A library that is open.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
    writer: Option<Writer>,
    readers: Mutex<Vec<Connection>>,
    turns: Arc<Semaphore>,
    /// Held while the library may be written; the system lets go of it however the process ends.
    lock: Mutex<Option<File>>,
}

impl Store {
    /// Opens the library in `folder`, making and migrating it where that is needed and allowed.
    pub(crate) fn open(folder: &Path, access: Access, now: Timestamp) -> Result<Self, StoreError> {
        let database = folder.join(DATABASE);
        let lock = match access {
            Access::ReadWrite => {
                fs::create_dir_all(folder.join(MEDIA)).map_err(StoreError::io(folder))?;
                Some(lock(folder)?)
            }
            Access::ReadOnly => None,
        };
        if access == Access::ReadWrite {
            prepare(&database, now)?;
        }
        let readers = (0..READERS).map(|_| reader(&database)).collect::<Result<Vec<_>, _>>()?;
        if let (Access::ReadOnly, Some(first)) = (access, readers.first()) {
            let found = migrate::version(first)?;
            if found > migrate::newest() {
                return Err(StoreError::Newer { found, known: migrate::newest() });
            }
        }
        let writer = match access {
            Access::ReadWrite => {
                let connection = Connection::open(&database)?;
                configure(&connection)?;
                Some(Writer::start(connection, finish).map_err(StoreError::io(folder))?)
            }
            Access::ReadOnly => None,
        };
        Ok(Self {
            folder: folder.to_owned(),
            writer,
            readers: Mutex::new(readers),
            turns: Arc::new(Semaphore::new(READERS)),
            lock: Mutex::new(lock),
        })
    }

    /// The library's folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the stored picture with this hash is. Two levels, so that no folder holds a hundred thousand files.
    pub(crate) fn media_path(&self, hash: &str) -> PathBuf {
        media_path(&self.folder, hash)
    }

    /// Runs `work` in one write transaction. `Ok` means that it was committed with the durability asked for.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        durability: Durability,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.writer {
            Some(writer) => writer.write(durability, work).await,
            None => Err(StoreError::InUse { path: self.folder.clone() }),
        }
    }

    /// Ends reading and writing, finishes what waits, and lets go of the library's lock: another process may open it when
    /// this returns, whoever still holds a handle.
    pub(crate) async fn close(self: &Arc<Self>) {
        let readers = u32::try_from(READERS).unwrap_or(u32::MAX);
        let _all = self.turns.acquire_many(readers).await;
        self.turns.close();
        let store = Arc::clone(self);
        let closed = tokio::task::spawn_blocking(move || {
            store.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
            if let Some(writer) = &store.writer {
                writer.close();
            }
            store.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
        });
        let _ = closed.await;
    }

    /// Puts the content of a prepared file in the place of all that is here, and forgets stored files that are gone.
    /// Answers how many.
    pub(crate) async fn pour(&self, from: PathBuf) -> Result<u32, StoreError> {
        let Some(writer) = &self.writer else { return Err(StoreError::InUse { path: self.folder.clone() }) };
        writer.whole(move |connection| backup::pour(&from, connection)).await?;
        let folder = self.folder.clone();
        let gone = self
            .write(Durability::Full, move |db| backup::forget_missing(db, |hash| media_path(&folder, hash).exists()));
        Ok(u32::try_from(gone.await?).unwrap_or(u32::MAX))
    }

    /// Lets the database grow by so many bytes at the most, or as it likes.
    pub(crate) async fn limit_growth(&self, bytes: Option<u64>) -> Result<(), StoreError> {
        self.write(Durability::Normal, move |db| {
            let size = |name| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
            let most = match bytes {
                Some(bytes) => {
                    size("page_count")? + i64::try_from(bytes).unwrap_or(i64::MAX) / size("page_size")?.max(1)
                }
                None => i64::from(u32::MAX) - 1,
            };
            db.query_row(&format!("PRAGMA max_page_count = {most}"), [], |_| Ok(()))?;
            Ok(())
        })
        .await
    }

    /// Runs `work` on a connection that can't write, in a thread that may block.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        // The turn goes with the work: were it given back with the asking task, closing could not tell that the work
        // still runs.
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let store = Arc::clone(self);
        let read = move || {
            let _turn = turn;
            let connection = {
                let mut idle = store.readers.lock().unwrap_or_else(PoisonError::into_inner);
                idle.pop()
            };
            // A panic below loses this connection; a fresh one takes its place.
            let connection = match connection {
                Some(connection) => connection,
                None => reader(&store.folder.join(DATABASE))?,
            };
            let answer = work(&connection);
            store.readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            answer
        };
        tokio::task::spawn_blocking(read).await.map_err(|_| StoreError::Closed)?
    }
}

fn media_path(folder: &Path, hash: &str) -> PathBuf {
    folder.join(MEDIA).join(hash.get(..2).unwrap_or("00")).join(hash)
}

/// Takes the library's lock or says who might have it.
pub(super) fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(StoreError::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: folder.to_owned() }),
        Err(TryLockError::Error(source)) => Err(StoreError::Io { path, source }),
    }
}

/// Whether the folder's disk has no room left. SQLite calls a shared-memory file that can't grow an I/O error like any
/// other: only trying tells.
pub(crate) fn is_full(folder: &Path) -> bool {
    let probe = folder.join(".room");
    let outcome = fs::write(&probe, [0_u8; 64 * 1024]);
    let _ = fs::remove_file(&probe);
    outcome
        .is_err_and(|error| matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded))
}

/// Makes or migrates the database on a connection of its own.
fn prepare(database: &Path, now: Timestamp) -> Result<(), StoreError> {
    let fresh = !database.exists();
    let folder = database.parent().unwrap_or(Path::new("."));
    // A log that was left behind: the last process did not end by itself.
    let log = folder.join(format!("{DATABASE}-wal"));
    let crashed = !fresh && fs::metadata(&log).is_ok_and(|log| log.len() > 0);
    // A newer library is refused before anything is written, the journal mode included; a damaged one, too.
    let found = if fresh { 0 } else { backup::look_before(database, crashed)? };
    let mut connection = Connection::open(database)?;
    if found > 0 && found < migrate::newest() {
        backup::make(&connection, &folder.join(backup::BACKUPS), BackupReason::Migration, now)?;
    }
    // EXTRA for the first open: leaving the rollback journal behind is durable only once the folder is synced.
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    configure(&connection)?;
    migrate::migrate(&mut connection)?;
    if fresh {
        connection.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(()))?;
        sync_folder(folder)?;
    }
    Ok(())
}

/// Settings of a connection that writes; the reasons are in docs/decisions/0004-durability.md.
fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    connection.pragma_update(None, "cache_size", -8_192)?;
    #[cfg(target_os = "macos")]
    connection.pragma_update(None, "fullfsync", true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// A connection that can't write.
fn reader(database: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", -8_192)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// What the writer does last.
fn finish(connection: Connection) {
    let tidy = connection
        .execute_batch("PRAGMA optimize")
        .and_then(|()| connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
    if let Err(error) = tidy {
        tracing::warn!(%error, "the library was closed without tidying up");
    }
}

/// Makes a new or renamed file in `folder` durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    File::open(folder).and_then(|handle| handle.sync_all()).map_err(StoreError::io(folder))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
