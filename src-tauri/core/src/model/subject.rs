//! What an article is about, in the few names that every paper's sections come down to.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A subject. The publishers' own sections («أخبار الاقتصاد والمال», "Business") are folded into these by
/// `crate::subject`; the reader's folders of feeds are `Category`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export_to = "types.ts")]
pub enum Subject {
    /// سياسة.
    Politics,
    /// محليات: the paper's own country.
    Local,
    /// عالم: abroad.
    World,
    /// اقتصاد.
    Economy,
    /// رياضة.
    Sports,
    /// مجتمع: people, families, schools, courts and accidents.
    Society,
    /// ثقافة وفن.
    Culture,
    /// تقنية.
    Technology,
    /// علوم: nature and climate among them.
    Science,
    /// صحة.
    Health,
    /// دين.
    Religion,
    /// رأي.
    Opinion,
    /// منوعات.
    Misc,
}

impl Subject {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 13] = [
        Self::Politics,
        Self::Local,
        Self::World,
        Self::Economy,
        Self::Sports,
        Self::Society,
        Self::Culture,
        Self::Technology,
        Self::Science,
        Self::Health,
        Self::Religion,
        Self::Opinion,
        Self::Misc,
    ];

    /// As it is written in the database and in JSON: never changed, whatever the words on the screen become.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Politics => "politics",
            Self::Local => "local",
            Self::World => "world",
            Self::Economy => "economy",
            Self::Sports => "sports",
            Self::Society => "society",
            Self::Culture => "culture",
            Self::Technology => "technology",
            Self::Science => "science",
            Self::Health => "health",
            Self::Religion => "religion",
            Self::Opinion => "opinion",
            Self::Misc => "misc",
        }
    }

    /// The subject written as `text`, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.as_str() == text)
    }
}

/// How an entry's subject was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubjectFrom {
    /// The publisher's sections name it.
    Publisher,
    /// Guessed from title and text.
    Automatic,
    /// A correction of the reader's to another entry of this source says so.
    Learned,
    /// The reader said so.
    Reader,
}

impl SubjectFrom {
    /// As it is written in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publisher => "publisher",
            Self::Automatic => "automatic",
            Self::Learned => "learned",
            Self::Reader => "reader",
        }
    }

    /// What is written as `text`, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Publisher, Self::Automatic, Self::Learned, Self::Reader].into_iter().find(|from| from.as_str() == text)
    }
}
