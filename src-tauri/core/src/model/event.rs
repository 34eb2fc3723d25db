//! What the core tells its listeners. Thin, in the past tense: identifiers, not rows; a listener asks again for what it
//! shows. The shell forwards them to the window as one event named `core`.

use serde::Serialize;
use ts_rs::TS;

use super::{EntryId, FeedId};

/// Something that happened in the core.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum CoreEvent {
    /// Feeds or categories were added, renamed, moved or removed, or a feed's state changed.
    SourcesChanged,
    /// Entries arrived or changed in these feeds.
    EntriesChanged {
        /// The feeds concerned.
        feeds: Vec<FeedId>,
        /// How many entries are new.
        added: u32,
        /// How many known entries were edited by their publisher.
        updated: u32,
    },
    /// Read or kept states changed. Empty: many at once, ask again.
    StatesChanged {
        /// The entries concerned.
        entries: Vec<EntryId>,
    },
    /// An entry's stored text or pictures changed: it may be asked for again.
    EntryReady {
        /// The entry.
        entry: EntryId,
    },
    /// An article's comments, or what the reader sent there, changed.
    CommentsChanged {
        /// The article.
        entry: EntryId,
    },
    /// A refresh run moved on.
    RefreshProgress {
        /// Feeds finished, failed ones included.
        done: u32,
        /// Feeds in the run.
        total: u32,
        /// Feeds that failed so far.
        failed: u32,
        /// Feeds that had nothing new.
        unchanged: u32,
        /// New entries so far.
        added: u32,
        /// The feeds being fetched right now.
        running: Vec<FeedId>,
    },
    /// An import moved on.
    ImportProgress {
        /// Feeds written.
        done: u32,
        /// Feeds in the file.
        total: u32,
    },
    /// Fetching what is kept ready moved on.
    PreparingProgress {
        /// Articles that were looked after.
        done: u32,
        /// Articles in all.
        total: u32,
        /// How many of those are wholly here.
        ready: u32,
    },
    /// Entries of a source arrived of which the reader wants to be told.
    Announced {
        /// The source's title.
        source: String,
        /// Headlines, newest first, at most three.
        headlines: Vec<String>,
        /// The newest entry.
        entry: EntryId,
    },
    /// More of the library was indexed, or saved searches changed: what was found may be asked for again.
    SearchChanged {
        /// Entries that are still to be indexed.
        waiting: u32,
    },
    /// A refresh run ended.
    RefreshFinished {
        /// Feeds tried.
        total: u32,
        /// Feeds that failed.
        failed: u32,
        /// New entries in all.
        added: u32,
        /// Whether the reader cancelled it.
        cancelled: bool,
    },
    /// Whether the network answers changed.
    ConnectivityChanged {
        /// True when a fetch has succeeded since the last failure to reach anything.
        online: bool,
    },
    /// The settings changed.
    SettingsChanged,
}
