//! What the commands about what is on the device take and give: pieces, the check, packs, limits.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Fault, macros::dto};
use crate::model::{EntryId, FeedId, MediaHash, Timestamp};

// ---- what is on the device -----------------------------------------------------------------------------------------

/// What a piece of an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum PieceKind {
    /// The cleaned text with the parts of the article page.
    Text,
    /// A picture that it shows.
    Picture,
    /// What readers say under it.
    Comments,
    /// Attached sound that the reader asked for.
    Sound,
    /// The paper's icon.
    Icon,
}

dto!(
    /// A piece of an article.
    answer Piece {
        /// What it is.
        kind: PieceKind,
        /// Where it comes from.
        url: Option<String>,
        /// On the device.
        here: bool,
        /// The stored file, for sound and icons.
        media: Option<MediaHash>,
        /// Its size, where known.
        #[ts(type = "number | null")]
        bytes: Option<u64>,
        /// Why it could not be had the last time, and when it is tried again.
        fault: Option<Fault>,
    }
);

dto!(
    /// What an article consists of.
    answer Pieces {
        /// The article.
        entry: EntryId,
        /// Whether it is shown as available offline.
        claims: bool,
        /// Its pieces: the text first.
        pieces: Vec<Piece>,
    }
);

dto!(
    /// Parameters of `check_offline`.
    #[derive(Default)]
    request CheckOffline {
        /// Look at the bytes of every file, too; else at its presence and length alone.
        #[serde(default)]
        bytes: bool,
    }
);

dto!(
    /// What kept articles lack.
    answer OfflineReport {
        /// How many are kept.
        kept: u32,
        /// Of how many every piece is here.
        ready: u32,
        /// How many are shown as available offline.
        claimed: u32,
        /// How many of those are not: always 0, or something is wrong.
        wrong: u32,
        /// What they take, in bytes; a file that several show counts for each.
        #[ts(type = "number")]
        bytes: u64,
        /// Those that lack something, at most 10,000.
        incomplete: Vec<IncompleteEntry>,
    }
);

dto!(
    /// A kept article that lacks something.
    answer IncompleteEntry {
        /// Which.
        entry: EntryId,
        /// Its headline.
        title: String,
        /// Whether it is shown as available offline all the same.
        claims: bool,
        /// What it lacks.
        missing: Vec<Piece>,
    }
);

dto!(
    /// Parameters of `set_sound`.
    request SetSound {
        /// The article; it is kept with its sound.
        id: EntryId,
        /// Its attached sound on the device, or no longer.
        wanted: bool,
    }
);

// ---- packs and limits ----------------------------------------------------------------------------------------------

dto!(
    /// What is kept ready without being kept, and within which bounds.
    answer Packs {
        /// The papers of which articles are kept ready.
        packs: Vec<Pack>,
        /// What pictures of articles that are not kept may take in all, in megabytes of 10⁶ bytes.
        picture_megabytes: u32,
        /// What they take, in bytes: never more than that.
        #[ts(type = "number")]
        picture_bytes: u64,
        /// What attached sound may take in all, in megabytes.
        sound_megabytes: u32,
        /// What it takes, in bytes.
        #[ts(type = "number")]
        sound_bytes: u64,
        /// Whether they are being fetched now.
        running: bool,
    }
);

dto!(
    /// A paper of which articles are kept ready.
    answer Pack {
        /// The paper.
        feed: FeedId,
        /// Its title.
        title: String,
        /// How many of its newest articles.
        newest: u32,
        /// How many of those there are.
        total: u32,
        /// How many of those are wholly here.
        ready: u32,
    }
);

dto!(
    /// Parameters of `set_packs`; what is left out stays.
    #[derive(Default)]
    request SetPacks {
        /// Papers and how many of their newest articles to keep ready: 0 (none) to 500.
        #[serde(default)]
        packs: Vec<SetPack>,
        /// What pictures of articles that are not kept may take: 10 to 100,000 megabytes. What is more goes at once, the
        /// oldest articles' first.
        #[serde(default)]
        picture_megabytes: Option<u32>,
        /// What attached sound may take: 0 to 100,000 megabytes. What is here stays.
        #[serde(default)]
        sound_megabytes: Option<u32>,
    }
);

dto!(
    /// A paper's pack.
    #[derive(Copy, Eq)]
    request SetPack {
        /// The paper.
        feed: FeedId,
        /// How many of its newest articles to keep ready.
        newest: u32,
    }
);

dto!(
    /// What `prepare_offline` answers.
    answer Prepared {
        /// Articles that were not wholly here: those of the packs, and kept ones.
        total: u32,
        /// How many of them are now.
        ready: u32,
        /// Whether it was ended before its time.
        cancelled: bool,
    }
);

dto!(
    /// Parameters of `preview_retention`.
    request PreviewRetention {
        /// The sources, at most 1,000.
        ids: Vec<FeedId>,
        /// For how many days their articles would be kept, at most 36,500; 0: for ever.
        keep_days: u32,
    }
);

dto!(
    /// What a limit would take, said before it acts.
    answer RetentionPreview {
        /// Articles that would go.
        would_go: u32,
        /// Older ones that would stay because they are kept.
        kept: u32,
        /// Older ones that would stay because the reader noted, marked, filed or tagged them, or wrote under them.
        marked: u32,
        /// Articles that are not that old.
        stay: u32,
        /// The date of the oldest that would go.
        #[ts(type = "number | null")]
        oldest: Option<Timestamp>,
        /// The date of the newest that would go.
        #[ts(type = "number | null")]
        newest: Option<Timestamp>,
    }
);
