//! The files of a damaged library: copied to be looked at, set aside, replaced.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::open::{self, DATABASE, sync_folder};
use super::{StoreError, backup, migrate, salvage};
use crate::contract::Salvaged;

/// The database and what belongs to it.
const ENDS: &[&str] = &["", "-wal", "-shm"];

/// Takes the library's lock, for as long as the answer lives.
pub(crate) fn lock(library: &Path) -> Result<File, StoreError> {
    open::lock(library)
}

/// Copies a library's database with its log to a folder; answers the copy. What the shared memory holds is made anew.
pub(crate) fn copy_to(library: &Path, folder: &Path) -> Result<PathBuf, StoreError> {
    fs::create_dir_all(folder).map_err(StoreError::io(folder))?;
    for end in ["", "-wal"] {
        let (from, to) = (library.join(format!("{DATABASE}{end}")), folder.join(format!("damaged.sqlite{end}")));
        match fs::copy(&from, &to) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(StoreError::io(&from)(error)),
        }
    }
    Ok(folder.join("damaged.sqlite"))
}

/// The copy of a damaged database, where anything of it can be read.
pub(crate) fn readable(copy: &Path) -> Option<Connection> {
    salvage::open(copy)
}

/// See [`salvage::counts`].
pub(crate) fn counts(db: &Connection) -> [Option<u32>; 4] {
    salvage::counts(db)
}

/// The same of a backup; none where it has an older schema without these tables.
pub(crate) fn counts_of(path: &Path) -> Option<[Option<u32>; 4]> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Some(salvage::counts(&Connection::open_with_flags(path, flags).ok()?))
}

/// Builds the database that takes a damaged one's place: the backup, or an empty one, with what can be read merged in.
pub(crate) fn build(damaged: &Path, from: Option<PathBuf>, fresh: &Path) -> Result<Option<Salvaged>, StoreError> {
    match from {
        Some(from) => backup::prepared(&from, fresh)?,
        None => migrate::migrate(&mut Connection::open(fresh)?)?,
    }
    let salvaged = match salvage::open(damaged) {
        Some(damaged) => {
            let mut into = Connection::open(fresh)?;
            let salvaged = salvage::merge(&damaged, &mut into)?;
            into.close().map_err(|(_, error)| error)?;
            Some(salvaged)
        }
        None => None,
    };
    backup::look_at(fresh)?;
    File::open(fresh).and_then(|file| file.sync_all()).map_err(StoreError::io(fresh))?;
    Ok(salvaged)
}

/// Moves the damaged files aside and the fresh one into their place.
pub(crate) fn exchange(library: &Path, aside: &Path, fresh: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(aside).map_err(StoreError::io(aside))?;
    for end in ENDS {
        let (from, to) = (library.join(format!("{DATABASE}{end}")), aside.join(format!("{DATABASE}{end}")));
        match fs::rename(&from, &to) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(StoreError::io(&from)(error)),
        }
    }
    sync_folder(aside)?;
    let place = library.join(DATABASE);
    fs::rename(fresh, &place).map_err(StoreError::io(&place))?;
    sync_folder(library)
}
