//! Stories: one event, told by several papers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::EntrySummary;
use super::macros::dto;
use crate::model::{EntryId, Timestamp};

dto!(
    /// Parameters of `list_stories`.
    request ListStories {
        /// Only stories with an unread article.
        #[serde(default)]
        unread_only: bool,
        /// Continue behind this place; the first page without one.
        #[serde(default)]
        cursor: Option<StoryCursor>,
        /// How many at the most: 1 to 100, 30 when left out.
        #[serde(default)]
        limit: Option<u32>,
    }
);

dto!(
    /// A place in the list of stories.
    #[derive(Copy, Eq)]
    request StoryCursor {
        /// When the last row's newest article was published.
        #[ts(type = "number")]
        at: Timestamp,
        /// The last row's number.
        #[ts(type = "number")]
        id: i64,
    }
);

dto!(
    /// A page of stories.
    answer StoryPage {
        /// Rows, by their newest article, newest first.
        items: Vec<StoryRow>,
        /// Where to go on; none at the end.
        next: Option<StoryCursor>,
    }
);

dto!(
    /// A story as one row of a list.
    answer StoryRow {
        /// Its number.
        #[ts(type = "number")]
        id: i64,
        /// The article whose headline stands for all: the one that is most like the others.
        lead: EntrySummary,
        /// How many sources tell it: «٤ مصادر».
        sources: u32,
        /// How many articles.
        total: u32,
        /// How many of them are unread.
        unread: u32,
        /// The article that was first.
        first: EntryId,
        /// The source that was first.
        first_source: String,
        /// When its newest article was published.
        #[ts(type = "number")]
        latest_at: Timestamp,
        /// Whether any of its articles is breaking news.
        breaking: bool,
        /// The headlines side by side, in the order of publication, copies of one text folded; at most twelve.
        headlines: Vec<StoryTelling>,
    }
);

dto!(
    /// One text of a story, with the sources that have the same.
    answer StoryTelling {
        /// The article that had it first.
        entry: EntrySummary,
        /// Other articles with nearly the same text: a news agency's, mostly.
        copies: Vec<StoryCopy>,
        /// Words that it adds to what was told before it, as it writes them, at most four.
        adds: Vec<String>,
    }
);

dto!(
    /// A copy of a text in another source.
    answer StoryCopy {
        /// The article.
        id: EntryId,
        /// Its source.
        source: String,
        /// When it was published.
        #[ts(type = "number")]
        published_at: Timestamp,
        /// Not read yet.
        unread: bool,
    }
);

dto!(
    /// Names a story.
    request StoryRef {
        /// Its number.
        #[ts(type = "number")]
        id: i64,
    }
);

dto!(
    /// A story's page.
    answer StoryDetail {
        /// What its row has.
        story: StoryRow,
        /// Every text of it in the order of publication: the timeline.
        timeline: Vec<StoryTelling>,
    }
);

dto!(
    /// Parameters of `split_story`.
    request SplitStory {
        /// The story.
        #[ts(type = "number")]
        id: i64,
        /// Its articles that tell of something else; not all of them. They are one story by themselves.
        entries: Vec<EntryId>,
    }
);
