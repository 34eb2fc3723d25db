//! Identifier newtypes. In TypeScript they are plain numbers: SQLite's row numbers stay far below 2^53.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(export_to = "types.ts")]
        pub struct $name(#[ts(type = "number")] pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

row_id!(
    /// A category (folder) of feeds in the sidebar.
    CategoryId
);
row_id!(
    /// A feed the reader follows.
    FeedId
);
row_id!(
    /// One entry of a feed, or a page kept by its address.
    EntryId
);

row_id!(
    /// A comment that the reader has sent.
    OutboxId
);

row_id!(
    /// A saved search.
    SearchId
);

row_id!(
    /// A collection of kept articles.
    CollectionId
);

row_id!(
    /// A tag of kept articles.
    TagId
);

row_id!(
    /// A passage that the reader marked.
    HighlightId
);

row_id!(
    /// What an article said before it was changed.
    VersionId
);

/// The SHA-256 of a stored picture's bytes, in 64 lower-case hexadecimal digits. It names the file on disk and is the
/// path of the app's own media scheme, so it can never hold a path part: the constructor admits nothing but digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, TS)]
#[serde(transparent)]
#[ts(export_to = "types.ts")]
pub struct MediaHash(String);

impl MediaHash {
    /// Accepts exactly 64 characters of `0-9a-f`; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for MediaHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::MediaHash;

    #[test]
    fn a_media_hash_is_nothing_but_digits() {
        assert!(MediaHash::parse(&"a1".repeat(32)).is_some());
        for bad in ["", "..", "A1", &"A1".repeat(32), &format!("../{}", "a".repeat(61)), &"a".repeat(65)] {
            assert!(MediaHash::parse(bad).is_none(), "{bad}");
        }
    }
}
