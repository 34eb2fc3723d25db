//! Sources: following, arranging, refreshing and looking after them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::macros::dto;
use super::{ApiError, ErrorCode};
use crate::model::{CategoryId, Direction, FeedId, FullTextMode, MediaHash, Scope, SourceKind, Subject, Timestamp};

dto!(
    /// What the sidebar shows.
    answer SourceTree {
        /// Categories in the reader's order, each followed by those inside it; empty ones too.
        categories: Vec<CategoryNode>,
        /// Unread counts of the lanes above the categories.
        counts: LaneCounts,
        /// The subjects that have anything unread, each with how much.
        subjects: Vec<SubjectCount>,
        /// When the next scheduled refresh of any feed is due; none when there is no feed.
        #[ts(type = "number | null")]
        next_refresh_at: Option<Timestamp>,
    }
);

dto!(
    /// How much is unread about a subject.
    #[derive(Copy, Eq)]
    answer SubjectCount {
        /// The subject.
        subject: Subject,
        /// Unread entries, each article once.
        unread: u32,
    }
);

dto!(
    /// Parameters of `list_sources`.
    #[derive(Default)]
    request ListSources {
        /// Minutes that the reader's local time is ahead of UTC: it decides where «today» begins.
        #[serde(default)]
        utc_offset_minutes: i32,
    }
);

dto!(
    /// Counts of the lanes that stand above the categories.
    answer LaneCounts {
        /// Unread breaking news of the last day.
        breaking: u32,
        /// Unread entries of today.
        today: u32,
        /// All unread entries.
        unread: u32,
        /// Kept entries, read or not.
        kept: u32,
        /// Kept entries that are wholly on the device.
        offline: u32,
    }
);

dto!(
    /// A category and its feeds.
    answer CategoryNode {
        /// Its number.
        id: CategoryId,
        /// Its title as the reader named it.
        title: String,
        /// The title's direction.
        direction: Direction,
        /// The category it stands in; none at the top.
        parent_id: Option<CategoryId>,
        /// How many categories it stands in: 0 at the top.
        depth: u32,
        /// Unread entries in all its feeds, those of categories inside it included.
        unread: u32,
        /// Its feeds, by title.
        feeds: Vec<FeedRow>,
    }
);

dto!(
    /// A feed as the sidebar and the health page show it.
    answer FeedRow {
        /// Its number.
        id: FeedId,
        /// The category it stands in.
        category_id: CategoryId,
        /// The reader's title for it, or else the publisher's.
        title: String,
        /// The title's direction.
        direction: Direction,
        /// Where it is fetched from.
        feed_url: String,
        /// The site it belongs to.
        site_url: Option<String>,
        /// One letter that stands for the paper where there is no icon.
        monogram: String,
        /// A number from 0 to 9 that picks the monogram's colour; stable for a feed.
        color: u8,
        /// Unread entries.
        unread: u32,
        /// All stored entries.
        total: u32,
        /// How the text is obtained.
        full_text: FullTextMode,
        /// The last refresh that succeeded.
        #[ts(type = "number | null")]
        last_success_at: Option<Timestamp>,
        /// When it is due next.
        #[ts(type = "number | null")]
        next_check_at: Option<Timestamp>,
        /// What went wrong last, if the last attempt failed.
        fault: Option<Fault>,
        /// What had to be repaired to read it at all, as message keys (`repair.<key>`); empty for a sound feed.
        repairs: Vec<String>,
        /// How its bytes are read.
        kind: SourceKind,
        /// The publisher's icon, if one is stored.
        icon: Option<MediaHash>,
        /// The reader has stopped it for a while.
        paused: bool,
        /// Minutes between two visits; 0 as the general setting says.
        interval_minutes: u32,
        /// Days after which what is not kept is deleted; 0 for never.
        keep_days: u32,
        /// Whether the reader wants to be told of new articles.
        notify: bool,
        /// Whether older articles may still be had from the source; it is not known before it was tried.
        can_load_older: bool,
        /// The reader has put its present state aside.
        dismissed: bool,
        /// How it fares.
        state: HealthState,
    }
);

dto!(
    /// A fault of a background task: a code, never a sentence.
    answer Fault {
        /// The code.
        code: ErrorCode,
        /// Values for its sentence.
        #[ts(type = "Record<string, string>")]
        params: BTreeMap<String, String>,
        /// When it happened.
        #[ts(type = "number")]
        at: Timestamp,
        /// How many attempts in a row have failed.
        failures: u32,
        /// When it is tried again.
        #[ts(type = "number | null")]
        retry_at: Option<Timestamp>,
    }
);

dto!(
    /// Parameters of `discover`.
    request Discover {
        /// What the reader typed or pasted: a site's or a feed's address, with or without a scheme.
        address: String,
    }
);

dto!(
    /// What was found at an address.
    answer Discovery {
        /// The address after redirects.
        url: String,
        /// Sources, best first. Never empty: an address without any is the error `not_a_feed`.
        candidates: Vec<FeedCandidate>,
        /// The site's sections, each a source of its own; empty where it shows none.
        sections: Vec<Section>,
    }
);

dto!(
    /// A feed that could be followed, with enough to decide.
    answer FeedCandidate {
        /// Where it is fetched from.
        feed_url: String,
        /// The publisher's title.
        title: String,
        /// The title's direction.
        direction: Direction,
        /// The publisher's description, plain text.
        description: Option<String>,
        /// The site it belongs to.
        site_url: Option<String>,
        /// How its bytes are read.
        kind: SourceKind,
        /// `RSS`, `Atom`, `JSON Feed`, `WordPress`, `News sitemap` or `Page`, for the preview.
        format: String,
        /// How many entries it holds now.
        entries: u32,
        /// The latest headlines, newest first, at most five.
        headlines: Vec<Headline>,
        /// When its newest entry is from, where that is more than a year ago: it may be forgotten.
        #[ts(type = "number | null")]
        dormant_since: Option<Timestamp>,
        /// The feed's number when it is followed already.
        subscribed: Option<FeedId>,
    }
);

dto!(
    /// A section of a site: a category of its articles with a feed of its own.
    answer Section {
        /// Its name.
        title: String,
        /// The name's direction.
        direction: Direction,
        /// How many articles it holds, where the site says so.
        count: Option<u32>,
        /// Where it is fetched from.
        feed_url: String,
        /// How its bytes are read.
        kind: SourceKind,
        /// Sections inside it.
        children: Vec<Section>,
        /// The feed's number when it is followed already.
        subscribed: Option<FeedId>,
    }
);

dto!(
    /// Parameters of `preview`.
    request Preview {
        /// The source's address, as `discover` gave it.
        feed_url: String,
        /// How its bytes are read; as a feed when left out.
        #[serde(default)]
        kind: Option<SourceKind>,
    }
);

dto!(
    /// One headline of a preview.
    answer Headline {
        /// Plain text.
        title: String,
        /// Its direction.
        direction: Direction,
        /// When it was published, if the feed says so.
        #[ts(type = "number | null")]
        published_at: Option<Timestamp>,
    }
);

dto!(
    /// Parameters of `subscribe`.
    request Subscribe {
        /// The feed's address, as `discover` or the directory gave it.
        feed_url: String,
        /// How its bytes are read, as `discover` gave it; as a feed when left out.
        #[serde(default)]
        kind: Option<SourceKind>,
        /// A title of the reader's own.
        #[serde(default)]
        title: Option<String>,
        /// The title of the category to put it in; created when it does not exist. Without one: the default category.
        #[serde(default)]
        category: Option<String>,
        /// True for papers picked from the bundled directory: the feed is added at once and fetched in the background,
        /// so that a first start without network works.
        #[serde(default)]
        deferred: bool,
    }
);

dto!(
    /// A feed after `subscribe`.
    answer Subscribed {
        /// The feed.
        feed: FeedRow,
    }
);

dto!(
    /// Names a feed.
    request FeedRef {
        /// The feed.
        id: FeedId,
    }
);

dto!(
    /// Names feeds.
    request FeedRefs {
        /// The feeds.
        ids: Vec<FeedId>,
    }
);

dto!(
    /// Parameters of `update_feeds`; what is left out stays.
    #[derive(Default)]
    request UpdateFeeds {
        /// The feeds, at most 20,000.
        ids: Vec<FeedId>,
        /// A title of the reader's own, for one feed; an empty one returns to the publisher's.
        #[serde(default)]
        title: Option<String>,
        /// The category to move them to.
        #[serde(default)]
        category: Option<CategoryId>,
        /// The title of the category at the top to move them to; created when it does not exist.
        #[serde(default)]
        category_title: Option<String>,
        /// How to obtain the text.
        #[serde(default)]
        full_text: Option<FullTextMode>,
        /// Minutes between two visits, 15 to 10,080; 0 as the general setting says.
        #[serde(default)]
        interval_minutes: Option<u32>,
        /// Days after which what is not kept is deleted, 1 to 3,650; 0 for never.
        #[serde(default)]
        keep_days: Option<u32>,
        /// Whether to tell the reader of new articles.
        #[serde(default)]
        notify: Option<bool>,
        /// Stops them for a while, or takes them up again.
        #[serde(default)]
        paused: Option<bool>,
    }
);

dto!(
    /// Parameters of `create_category`.
    request CreateCategory {
        /// Its title.
        title: String,
        /// The category to put it in; none for the top.
        #[serde(default)]
        parent: Option<CategoryId>,
    }
);

dto!(
    /// A category that was made, or that existed already.
    answer CategoryMade {
        /// Its number.
        id: CategoryId,
        /// Takes the making back, through `undo`; none when it existed.
        #[ts(type = "number | null")]
        undo: Option<i64>,
    }
);

dto!(
    /// Parameters of `move_category`.
    request MoveCategory {
        /// The category.
        id: CategoryId,
        /// The category to put it in; none for the top. Never itself or one inside it.
        #[serde(default)]
        parent: Option<CategoryId>,
        /// The category it shall stand before; none for the end.
        #[serde(default)]
        before: Option<CategoryId>,
    }
);

dto!(
    /// Parameters of `rename_category`.
    request RenameCategory {
        /// The category.
        id: CategoryId,
        /// Its new title.
        title: String,
    }
);

dto!(
    /// Names a category.
    request CategoryRef {
        /// The category.
        id: CategoryId,
    }
);

dto!(
    /// The bundled directory of papers.
    answer Directory {
        /// Papers, in the directory's order.
        papers: Vec<DirectoryPaper>,
    }
);

dto!(
    /// One paper of the bundled directory.
    answer DirectoryPaper {
        /// Its name.
        title: String,
        /// The name's direction.
        direction: Direction,
        /// ISO 3166 codes of its countries; empty when it is of none.
        countries: Vec<String>,
        /// A topic's key (`topic.<key>` in the message files).
        topic: String,
        /// Where it is fetched from.
        feed_url: String,
        /// How its bytes are read.
        kind: SourceKind,
        /// One letter that stands for it.
        monogram: String,
        /// Colour of the monogram, 0 to 9.
        color: u8,
        /// The feed's number when it is followed already.
        subscribed: Option<FeedId>,
        /// When it last answered with articles, as far as this library knows.
        #[ts(type = "number | null")]
        success_at: Option<Timestamp>,
        /// Why it did not when it was last looked at.
        fault: Option<ErrorCode>,
        /// Whether a fallback answers in its stead; it is what would be followed.
        fallback: bool,
    }
);

dto!(
    /// Parameters of `import_opml`.
    request ImportOpml {
        /// The file's text.
        text: String,
    }
);

dto!(
    /// What an import did.
    answer OpmlImported {
        /// Feeds added.
        added: u32,
        /// Feeds that were followed already.
        known: u32,
        /// Outlines that name no usable feed address, with their titles (at most 50 of them).
        refused: Vec<String>,
        /// Categories created.
        categories: u32,
        /// Takes the import back, through `undo`.
        #[ts(type = "number | null")]
        undo: Option<i64>,
    }
);

dto!(
    /// An OPML 2.0 file.
    answer OpmlFile {
        /// The file's text.
        text: String,
        /// A name to offer for it.
        file_name: String,
    }
);

// ---- health --------------------------------------------------------------------------------------------------------

/// How a source fares, worst first: one word for what the reader may do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum HealthState {
    /// It says that it is gone for good, and is not visited any more.
    Gone,
    /// It wants a sign-in or refuses.
    SignIn,
    /// Its connection can't be trusted.
    Insecure,
    /// It fails for another reason.
    Failing,
    /// It says that it has moved for good; the new address is not used yet.
    Moved,
    /// A fallback took over from a dead feed.
    Switched,
    /// It is read only after repairs.
    Repaired,
    /// It answers, and has published nothing for six weeks.
    Silent,
    /// The reader stopped it for a while.
    Paused,
    /// It was not visited yet.
    Waiting,
    /// Nothing to say.
    Fine,
}

dto!(
    /// What the health page shows.
    answer Health {
        /// Every followed source, the ailing ones first (by state, then since when).
        feeds: Vec<FeedHealth>,
    }
);

dto!(
    /// How one source has fared.
    answer FeedHealth {
        /// The source; its `state` says how it fares now.
        feed: FeedRow,
        /// The title of its category.
        category: String,
        /// Since when it is in that state, where that is known.
        #[ts(type = "number | null")]
        since: Option<Timestamp>,
        /// The reader has put this state aside.
        dismissed: bool,
        /// Where it says that it has moved.
        moved_to: Option<String>,
        /// What a fallback took over from.
        switched_from: Option<String>,
        /// Its newest article.
        #[ts(type = "number | null")]
        newest_at: Option<Timestamp>,
        /// How often it publishes: the median of minutes between two articles.
        pace_minutes: Option<u32>,
        /// The last fourteen days (UTC), oldest first.
        days: Vec<DayOfVisits>,
    }
);

dto!(
    /// What the visits of one day brought.
    answer DayOfVisits {
        /// Visits that succeeded.
        succeeded: u32,
        /// Visits that failed.
        failed: u32,
        /// New articles.
        added: u32,
    }
);

dto!(
    /// What asking for older articles brought.
    answer OlderLoaded {
        /// Articles that were not here yet.
        added: u32,
        /// Whether the source may have still older ones.
        more: bool,
    }
);

// ---- refresh -------------------------------------------------------------------------------------------------------

dto!(
    /// Parameters of `refresh`.
    request Refresh {
        /// Which feeds: `all`, `category` or `feed` (the lanes count as `all`).
        scope: Scope,
    }
);

dto!(
    /// What a refresh run did. The command answers when the run is over; progress comes as events.
    answer RefreshSummary {
        /// Feeds tried.
        total: u32,
        /// Feeds that had nothing new (304, or the same bytes).
        unchanged: u32,
        /// Feeds that failed.
        failed: u32,
        /// New entries.
        added: u32,
        /// Entries edited by their publisher.
        updated: u32,
        /// Whether it was cancelled.
        cancelled: bool,
        /// What failed.
        faults: Vec<FeedFault>,
    }
);

dto!(
    /// A feed and what went wrong with it.
    answer FeedFault {
        /// The feed.
        feed: FeedId,
        /// Its title.
        title: String,
        /// What went wrong.
        fault: Fault,
    }
);

dto!(
    /// What the schedule is about to do.
    answer Schedule {
        /// Why nothing is fetched on its own for now.
        waiting: Option<WaitReason>,
        /// The sources due next, soonest first, at most twenty.
        next: Vec<DueNext>,
        /// How many are due now.
        due: u32,
        /// The run that is going on.
        running: Option<RunProgress>,
    }
);

/// Why the schedule waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum WaitReason {
    /// The reader switched it off.
    Off,
    /// The system says that there is no network.
    Offline,
    /// The system says that the network is paid for by volume, and the reader did not allow it.
    Metered,
}

dto!(
    /// A source and when it is due.
    answer DueNext {
        /// The source.
        feed: FeedId,
        /// Its title.
        title: String,
        /// When.
        #[ts(type = "number")]
        at: Timestamp,
    }
);

dto!(
    /// How far a refresh run has come.
    #[derive(Eq)]
    answer RunProgress {
        /// Sources finished, failed ones included.
        done: u32,
        /// Sources in the run.
        total: u32,
        /// Sources that failed so far.
        failed: u32,
        /// Sources that had nothing new.
        unchanged: u32,
        /// New articles so far.
        added: u32,
        /// The sources being fetched right now.
        running: Vec<FeedId>,
        /// When it began.
        #[ts(type = "number")]
        began_at: Timestamp,
    }
);

impl Fault {
    /// The fault that `error` makes of the attempt number `failures`.
    pub fn from_error(error: &ApiError, at: Timestamp, failures: u32, retry_at: Option<Timestamp>) -> Self {
        Self { code: error.code, params: error.params.clone(), at, failures, retry_at }
    }
}
