//! Small shared values.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CategoryId, FeedId, Subject};

/// A moment in UTC, in milliseconds since 1970-01-01T00:00:00Z.
pub type Timestamp = i64;

/// Which way a text runs. Always computed from its content (majority of strong letters, `text::direction`), never taken
/// from its first letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export_to = "types.ts")]
pub enum Direction {
    /// Right to left.
    Rtl,
    /// Left to right.
    Ltr,
}

/// How the text of a feed's entries is obtained. The reader can set it per feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export_to = "types.ts")]
pub enum FullTextMode {
    /// Fetch the page when the feed brings only an excerpt.
    Auto,
    /// Always fetch the page.
    Page,
    /// Always show what the feed brought.
    Feed,
    /// Show what the feed brought and point to the page, which the reader reads in the browser; never fetch it.
    Original,
}

/// How the bytes at a source's address are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum SourceKind {
    /// RSS, Atom or JSON Feed.
    #[default]
    Feed,
    /// Posts of WordPress's REST interface.
    Wordpress,
    /// A news sitemap.
    NewsSitemap,
    /// A page that lists articles.
    Page,
}

impl SourceKind {
    /// As it is written in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Wordpress => "wordpress",
            Self::NewsSitemap => "news_sitemap",
            Self::Page => "page",
        }
    }

    /// The kind written as `text`, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Feed, Self::Wordpress, Self::NewsSitemap, Self::Page].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Where an entry's stored text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export_to = "types.ts")]
pub enum TextOrigin {
    /// The feed's own content.
    Feed,
    /// Extracted from the entry's page.
    Page,
}

/// Which entries a list, a count or an act is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum Scope {
    /// Every entry.
    All,
    /// Entries of the reader's current day (from local midnight, which the caller's offset tells).
    Today,
    /// Breaking news of the last day.
    Breaking,
    /// What the reader kept.
    Kept,
    /// The feeds of one category.
    Category {
        /// The category.
        id: CategoryId,
    },
    /// One feed.
    Feed {
        /// The feed.
        id: FeedId,
    },
    /// Entries on one subject, of whichever feed.
    Subject {
        /// The subject.
        subject: Subject,
    },
}

/// The validators of a stored answer (RFC 9110 §8.8), replayed byte for byte in the next conditional GET. As a
/// header may hold any bytes, each byte is kept as the character of its number (ISO 8859-1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// `ETag`, exactly as received.
    pub etag: Option<String>,
    /// `Last-Modified`, exactly as received.
    pub last_modified: Option<String>,
    /// The address that sent them: they are shown to no other, as two servers may well write the same `"1"`, or have
    /// changed at the same second. Without one, the address that a request begins with.
    pub issuer: Option<String>,
}
