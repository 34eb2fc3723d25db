//! What the commands about versions of articles take and give.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::macros::dto;
use crate::html::SafeHtml;
use crate::model::{Direction, EntryId, Timestamp, VersionId};

// ---- versions ------------------------------------------------------------------------------------------------------

dto!(
    /// What an article said, time after time.
    answer Versions {
        /// The article.
        entry: EntryId,
        /// Its versions, the present one first. One item: it was never changed since it was kept or read.
        items: Vec<Version>,
        /// Since when its page is not at its address any more.
        #[ts(type = "number | null")]
        gone_at: Option<Timestamp>,
    }
);

dto!(
    /// A version of an article.
    answer Version {
        /// Its number; none: the present one.
        id: Option<VersionId>,
        /// The headline then.
        title: String,
        /// Words of the body.
        words: u32,
        /// When it was fetched.
        #[ts(type = "number")]
        seen_at: Timestamp,
        /// When another came in its place.
        #[ts(type = "number | null")]
        until: Option<Timestamp>,
    }
);

dto!(
    /// Parameters of `get_version`.
    request GetVersion {
        /// The article.
        entry: EntryId,
        /// Which version; none: the present one.
        #[serde(default)]
        version: Option<VersionId>,
    }
);

dto!(
    /// A version as it can be read.
    answer VersionText {
        /// The headline then.
        title: String,
        /// Which way the headline runs.
        direction: Direction,
        /// The body; pictures that are here are shown.
        html: SafeHtml,
        /// When it was fetched.
        #[ts(type = "number")]
        seen_at: Timestamp,
    }
);

dto!(
    /// Parameters of `compare_versions`.
    request CompareVersions {
        /// The article.
        entry: EntryId,
        /// The older version.
        from: VersionId,
        /// The newer one; none: the present one.
        #[serde(default)]
        to: Option<VersionId>,
    }
);

dto!(
    /// What changed between two versions, word by word.
    answer VersionDiff {
        /// The headline.
        title: Vec<DiffRun>,
        /// Which way the headline runs.
        title_direction: Direction,
        /// The paragraphs of both, in reading order.
        body: Vec<DiffParagraph>,
        /// Words that only the newer one has.
        added: u32,
        /// Words that only the older one has.
        removed: u32,
    }
);

/// What became of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum DiffKind {
    /// In both versions.
    Same,
    /// Only in the newer one.
    Added,
    /// Only in the older one.
    Removed,
}

dto!(
    /// Words in a row that share a fate; spaces stand at the head of a run.
    answer DiffRun {
        /// Their fate.
        kind: DiffKind,
        /// The words.
        text: String,
    }
);

dto!(
    /// A paragraph of a comparison.
    answer DiffParagraph {
        /// `same`: in both, changed in places or not at all.
        kind: DiffKind,
        /// Which way it runs.
        direction: Direction,
        /// Its words.
        runs: Vec<DiffRun>,
    }
);
