//! A library that can't be opened: what there is to put in its place, and putting it there. Outside of any open library.

use std::fs;
use std::path::{Path, PathBuf};

use crate::contract::{ApiError, Recovered, Recovery, SoundBackup};
use crate::core::Core;
use crate::model::Timestamp;
use crate::store::{backup, recovery};

impl Core {
    /// What is known of a library that `open` calls damaged. Changes nothing of it.
    ///
    /// # Errors
    /// `library_unreadable`, `storage_full`: the copy that is looked at could not be made.
    pub fn inspect_damage(library: &Path) -> Result<Recovery, ApiError> {
        let look = library.join("recovery");
        let _ = fs::remove_dir_all(&look);
        let copy = recovery::copy_to(library, &look)?;
        let damaged = recovery::readable(&copy);
        let theirs = damaged.as_ref().map(recovery::counts);
        let folder = library.join(backup::BACKUPS);
        let backups = backup::list(&folder).into_iter().filter_map(|known| {
            let path = folder.join(&known.name);
            backup::look_at(&path).ok()?;
            let ours = recovery::counts_of(&path)?;
            let lacks = |at: usize| {
                let their = theirs.as_ref().and_then(|their| *their.get(at)?)?;
                Some(their.saturating_sub(ours.get(at).copied().flatten()?))
            };
            let marks = lacks(1).zip(lacks(2)).map(|(notes, highlights)| notes + highlights);
            let kept = ours.first().copied().flatten().unwrap_or(0);
            Some(SoundBackup { backup: known, kept, lacks_kept: lacks(0), lacks_marks: marks, lacks_feeds: lacks(3) })
        });
        let backups = backups.collect();
        let readable = damaged.is_some();
        drop(damaged);
        let _ = fs::remove_dir_all(&look);
        Ok(Recovery { library: library.display().to_string(), readable, backups })
    }

    /// Sets a damaged library's database aside, untouched, puts a backup in its place (the newest sound one when none is
    /// named) and merges in what can still be read of the damaged one.
    ///
    /// # Errors
    /// `no_such_item` for a backup that is not in the list; `library_in_use`; `storage_full`; `library_unreadable`. The
    /// damaged files are then where they were.
    pub fn recover(library: &Path, named: Option<&str>, now: Timestamp) -> Result<Recovered, ApiError> {
        let _lock = recovery::lock(library)?;
        let folder = library.join(backup::BACKUPS);
        let chosen = match named {
            Some(name) => {
                backup::look_at(&backup::path(&folder, name)?)?;
                backup::list(&folder).into_iter().find(|known| known.name == name)
            }
            None => backup::list(&folder).into_iter().find(|known| backup::look_at(&folder.join(&known.name)).is_ok()),
        };
        // Everything is got ready beside the library: its own files move last.
        let look = library.join("recovery");
        let _ = fs::remove_dir_all(&look);
        let copy = recovery::copy_to(library, &look)?;
        let fresh = look.join("fresh.sqlite");
        let outcome = recovery::build(&copy, chosen.as_ref().map(|known| folder.join(&known.name)), &fresh);
        let salvaged = match outcome {
            Ok(salvaged) => salvaged,
            Err(error) => {
                let _ = fs::remove_dir_all(&look);
                return Err(error.into());
            }
        };
        let aside: PathBuf = library.join(format!("damaged-{now:014}"));
        recovery::exchange(library, &aside, &fresh)?;
        let _ = fs::remove_dir_all(&look);
        Ok(Recovered { set_aside: aside.display().to_string(), backup: chosen, salvaged })
    }
}
