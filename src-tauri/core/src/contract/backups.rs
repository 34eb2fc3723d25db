//! What the commands about backups and moving house take and give.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::macros::dto;
use crate::model::Timestamp;

// ---- backups -------------------------------------------------------------------------------------------------------

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum BackupReason {
    /// It was another day.
    Daily,
    /// A newer Warraq was about to change the library's schema.
    Migration,
    /// Another backup was about to be put in its place.
    Restore,
    /// The reader asked.
    Hand,
}

dto!(
    /// A backup of the library's database. Pictures are not in it: they are files beside it.
    answer Backup {
        /// Its name, which `restore_backup` takes.
        name: String,
        /// When it was made.
        #[ts(type = "number")]
        at: Timestamp,
        /// Why.
        reason: BackupReason,
        /// Its size in bytes.
        #[ts(type = "number")]
        bytes: u64,
    }
);

dto!(
    /// The backups and where they are.
    answer Backups {
        /// The folder.
        folder: String,
        /// The newest first.
        items: Vec<Backup>,
    }
);

dto!(
    /// Parameters of `restore_backup`.
    request RestoreBackup {
        /// A name that `list_backups` gave.
        name: String,
    }
);

dto!(
    /// What `restore_backup` answers.
    answer Restored {
        /// What the library was before: restoring that takes this back.
        before: Backup,
        /// Stored files that the backup names and that are gone: they are fetched again.
        missing: u32,
    }
);

dto!(
    /// What is known of a library that can't be opened.
    answer Recovery {
        /// The library's folder.
        library: String,
        /// Whether anything of the damaged database can be read.
        readable: bool,
        /// The sound backups, the newest first.
        backups: Vec<SoundBackup>,
    }
);

dto!(
    /// A sound backup, and what it lacks of the damaged library, as far as that can be read.
    answer SoundBackup {
        /// The backup.
        backup: Backup,
        /// Kept articles that it has.
        kept: u32,
        /// How many kept articles fewer than the library it has; none where that can't be read.
        lacks_kept: Option<u32>,
        /// How many notes and highlights fewer.
        lacks_marks: Option<u32>,
        /// How many sources fewer.
        lacks_feeds: Option<u32>,
    }
);

dto!(
    /// What came of recovering a library.
    answer Recovered {
        /// Where the damaged files are now, untouched.
        set_aside: String,
        /// The backup that took their place; none: there was no sound one, and what could be read is what there is.
        backup: Option<Backup>,
        /// What could be read of the damaged library and was merged in.
        salvaged: Option<Salvaged>,
    }
);

dto!(
    /// What was got out of a damaged library.
    answer Salvaged {
        /// Rows that the backup did not have, or had older.
        rows: u32,
        /// Places that could not be read.
        unreadable: u32,
        /// Kept articles among them.
        kept: u32,
    }
);

// ---- moving in -----------------------------------------------------------------------------------------------------

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum ImportFormat {
    /// Pocket's CSV.
    Pocket,
    /// Instapaper's CSV.
    Instapaper,
    /// Omnivore's JSON.
    Omnivore,
    /// wallabag's JSON.
    Wallabag,
    /// Karakeep's JSON.
    Karakeep,
    /// A browser's bookmark file.
    Bookmarks,
}

dto!(
    /// Parameters of `preview_import` and `import_articles`.
    request ArticlesFile {
        /// The file's text, at most 100 MB.
        text: String,
    }
);

dto!(
    /// What importing a file would do.
    answer ImportPreview {
        /// Whose file it is.
        format: ImportFormat,
        /// Articles in it, each address once.
        total: u32,
        /// How many of them are kept here already.
        known: u32,
        /// How many more rows name an address that is in the file already.
        repeated: u32,
        /// Rows without an address of the web.
        refused: u32,
        /// How many come with their text.
        with_text: u32,
        /// How many notes and marked passages come with them.
        marks: u32,
        /// The tags of the file, at most 100, the most used first.
        tags: Vec<String>,
        /// Its folders, which become collections, at most 100.
        folders: Vec<String>,
        /// The first headlines, at most five.
        titles: Vec<String>,
    }
);

dto!(
    /// What `import_articles` did.
    answer ArticlesImported {
        /// Articles that are kept now and were not before.
        added: u32,
        /// Articles that were kept already: tags, folders and marks were added to them.
        known: u32,
        /// Rows without an address of the web.
        refused: u32,
        /// What to hand to `undo`; none when nothing changed.
        #[ts(type = "number | null")]
        undo: Option<i64>,
    }
);
