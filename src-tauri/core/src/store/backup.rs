//! Copies of the library's database: made whole, looked at by opening them, kept in turns, put back by one call. Pictures
//! are not in them: those are files that are written once, and are fetched again where one is missing.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup as Copying, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::open::sync_folder;
use super::{StoreError, migrate};
use crate::contract::{Backup, BackupReason};
use crate::model::Timestamp;

/// The folder of backups in the library's.
pub(crate) const BACKUPS: &str = "backups";
/// Copies that stay, of each reason: one a day for a week and one a week for a month; the last ones of the others.
const DAYS: usize = 7;
const WEEKS: usize = 4;
const OTHERS: usize = 3;
const DAY: Timestamp = 24 * 60 * 60 * 1000;
/// Room that is left beside a backup, in bytes: a backup must not be what fills the disk.
const SUFFIX: &str = ".sqlite";

fn reason_text(reason: BackupReason) -> &'static str {
    match reason {
        BackupReason::Daily => "daily",
        BackupReason::Migration => "migration",
        BackupReason::Restore => "restore",
        BackupReason::Hand => "hand",
    }
}

/// Copies the database behind `source` to a new file in `folder`: beside its place, checked, synced, renamed.
pub(crate) fn make(
    source: &Connection,
    folder: &Path,
    reason: BackupReason,
    now: Timestamp,
) -> Result<Backup, StoreError> {
    fs::create_dir_all(folder).map_err(StoreError::io(folder))?;
    let name = format!("{now:014}-{}{SUFFIX}", reason_text(reason));
    let (place, beside) = (folder.join(&name), folder.join(format!("{name}.part")));
    let _ = fs::remove_file(&beside);
    let copied = copy(source, &beside).and_then(|()| {
        look_at(&beside)?;
        fs::File::open(&beside).and_then(|file| file.sync_all()).map_err(StoreError::io(&beside))
    });
    if let Err(error) = copied {
        // What was written so far takes room that may be what was missing.
        for end in ["", "-journal", "-wal", "-shm"] {
            let _ = fs::remove_file(folder.join(format!("{name}.part{end}")));
        }
        return Err(error);
    }
    fs::rename(&beside, &place).map_err(StoreError::io(&place))?;
    sync_folder(folder)?;
    rotate(folder);
    described(folder, &name).ok_or(StoreError::NoSuch("backup"))
}

fn copy(source: &Connection, target: &Path) -> Result<(), StoreError> {
    let mut copy = Connection::open(target)?;
    {
        let copying = Copying::new(source, &mut copy)?;
        // All of it in one step: what others write meanwhile is in the next backup.
        while copying.step(-1)? != StepResult::Done {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
    // One file, nothing beside it.
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Opens a backup and looks whether it is sound and of a schema that this version knows.
pub(crate) fn look_at(path: &Path) -> Result<(), StoreError> {
    let database =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let found = migrate::version(&database)?;
    if found > migrate::newest() {
        return Err(StoreError::Newer { found, known: migrate::newest() });
    }
    if found == 0 { Err(StoreError::Damaged) } else { is_sound(&database) }
}

fn is_sound(database: &Connection) -> Result<(), StoreError> {
    let verdict: String = database.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged) }
}

/// Looks at a library's database before it is opened, and leaves every byte of it and of its log as it is. Answers its
/// schema. `crashed`: the last process did not end by itself; then all of it is looked through.
pub(super) fn look_before(database: &Path, crashed: bool) -> Result<i64, StoreError> {
    let connection =
        Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.pragma_update(None, "query_only", true)?;
    let found = migrate::version(&connection)?;
    if found > migrate::newest() {
        return Err(StoreError::Newer { found, known: migrate::newest() });
    }
    if crashed {
        is_sound(&connection)?;
    }
    Ok(found)
}

/// The backups in a folder, the newest first.
pub(crate) fn list(folder: &Path) -> Vec<Backup> {
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    let names = files.filter_map(|file| file.ok()?.file_name().into_string().ok());
    let mut list: Vec<Backup> = names.filter_map(|name| described(folder, &name)).collect();
    list.sort_by(|one, other| other.name.cmp(&one.name));
    list
}

/// What a backup's name and file say of it; none for any other file.
fn described(folder: &Path, name: &str) -> Option<Backup> {
    let (at, reason) = name.strip_suffix(SUFFIX)?.split_once('-')?;
    let reason = match reason {
        "daily" => BackupReason::Daily,
        "migration" => BackupReason::Migration,
        "restore" => BackupReason::Restore,
        "hand" => BackupReason::Hand,
        _ => return None,
    };
    let digits = at.len() == 14 && at.bytes().all(|byte| byte.is_ascii_digit());
    let at = at.parse().ok().filter(|_| digits)?;
    let bytes = fs::metadata(folder.join(name)).ok()?.len();
    Some(Backup { name: name.to_owned(), at, reason, bytes })
}

/// The file of a backup that is in the list: a name from outside leads nowhere else.
pub(crate) fn path(folder: &Path, name: &str) -> Result<PathBuf, StoreError> {
    described(folder, name).map(|backup| folder.join(backup.name)).ok_or(StoreError::NoSuch("backup"))
}

/// Whether the day's backup has still to be made.
pub(crate) fn is_due(folder: &Path, now: Timestamp) -> bool {
    let newest =
        list(folder).into_iter().filter(|backup| backup.reason == BackupReason::Daily).map(|backup| backup.at).max();
    // A clock that went back does not stop backups.
    newest.is_none_or(|at| at.div_euclid(DAY) != now.div_euclid(DAY))
}

/// Deletes what is more than enough.
fn rotate(folder: &Path) {
    let all = list(folder);
    let mut kept = std::collections::HashSet::new();
    for reason in [BackupReason::Migration, BackupReason::Restore, BackupReason::Hand] {
        kept.extend(all.iter().filter(|backup| backup.reason == reason).take(OTHERS).map(|backup| &backup.name));
    }
    let daily = || all.iter().filter(|backup| backup.reason == BackupReason::Daily);
    for (length, most) in [(DAY, DAYS), (7 * DAY, WEEKS)] {
        let mut last = None;
        let firsts = daily().filter(|backup| {
            let span = backup.at.div_euclid(length);
            last.replace(span) != Some(span)
        });
        kept.extend(firsts.take(most).map(|backup| &backup.name));
    }
    for backup in all.iter().filter(|backup| !kept.contains(&backup.name)) {
        let _ = fs::remove_file(folder.join(&backup.name));
    }
}

/// Makes a copy of a backup that has this version's schema; the backup itself is not touched.
pub(crate) fn prepared(backup: &Path, beside: &Path) -> Result<(), StoreError> {
    look_at(backup)?;
    let _ = fs::remove_file(beside);
    fs::copy(backup, beside).map_err(StoreError::io(beside))?;
    let mut database = Connection::open(beside)?;
    migrate::migrate(&mut database)?;
    database.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    database.close().map_err(|(_, error)| error)?;
    look_at(beside)
}

/// Puts the content of a prepared file into an open database: all of it, in one transaction.
pub(crate) fn pour(from: &Path, into: &mut Connection) -> Result<(), StoreError> {
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    into.pragma_update(None, "synchronous", "FULL")?;
    let copying = Copying::new(&source, into)?;
    for _ in 0..200 {
        match copying.step(-1)? {
            StepResult::Done => return Ok(()),
            // A reader is at it.
            _ => std::thread::sleep(std::time::Duration::from_millis(25)),
        }
    }
    Err(StoreError::Refused("the library is being read"))
}

/// Stored files that are named and not there are forgotten, so that what needs them is fetched again.
pub(crate) fn forget_missing(db: &Connection, exists: impl Fn(&str) -> bool) -> Result<usize, StoreError> {
    let hashes: Vec<String> =
        db.prepare("SELECT hash FROM media")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let gone: Vec<String> = hashes.into_iter().filter(|hash| !exists(hash)).collect();
    gone.iter().try_for_each(|hash| super::pictures::forget(db, hash))?;
    Ok(gone.len())
}
