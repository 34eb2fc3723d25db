//! What the commands take and give. From these the TypeScript types are generated (`ui/src/lib/api/bindings`), so a
//! field is documented once, here. Optional requests fields have defaults: `{}` is the smallest request.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ApiError, ErrorCode};
use crate::html::SafeHtml;
use crate::model::{CategoryId, Direction, EntryId, FeedId, FullTextMode, MediaHash, Scope, TextOrigin, Timestamp};

macro_rules! dto {
    ($(#[$doc:meta])* request $name:ident { $($(#[$field_doc:meta])* $field:ident : $ty:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
        #[serde(deny_unknown_fields)]
        #[ts(export_to = "types.ts", optional_fields = nullable)]
        pub struct $name { $($(#[$field_doc])* pub $field: $ty),* }
    };
    ($(#[$doc:meta])* answer $name:ident { $($(#[$field_doc:meta])* $field:ident : $ty:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, TS)]
        #[ts(export_to = "types.ts")]
        pub struct $name { $($(#[$field_doc])* pub $field: $ty),* }
    };
}

dto!(
    /// A request without parameters: `{}`.
    request Nothing {}
);

dto!(
    /// The answer of a command that has nothing to say but that it was done.
    answer Done {}
);

// ---- sources -------------------------------------------------------------------------------------------------------

dto!(
    /// What the sidebar shows.
    answer SourceTree {
        /// Categories in the reader's order, each with its feeds.
        categories: Vec<CategoryNode>,
        /// Unread counts of the lanes above the categories.
        counts: LaneCounts,
        /// When the next scheduled refresh of any feed is due; none when there is no feed.
        #[ts(type = "number | null")]
        next_refresh_at: Option<Timestamp>,
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
        /// Unread entries in all its feeds.
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
        /// Feeds, best first. Never empty: an address without a feed is the error `not_a_feed`.
        candidates: Vec<FeedCandidate>,
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
        /// `RSS`, `Atom` or `JSON Feed`, for the preview.
        format: String,
        /// How many entries it holds now.
        entries: u32,
        /// The latest headlines, newest first, at most five.
        headlines: Vec<Headline>,
        /// The feed's number when it is followed already.
        subscribed: Option<FeedId>,
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
    /// A feed after `subscribe` or `update_feed`.
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
    /// Parameters of `update_feed`; what is left out stays.
    request UpdateFeed {
        /// The feed.
        id: FeedId,
        /// A title of the reader's own; an empty one returns to the publisher's.
        #[serde(default)]
        title: Option<String>,
        /// The title of the category to move it to; created when it does not exist.
        #[serde(default)]
        category: Option<String>,
        /// How to obtain the text.
        #[serde(default)]
        full_text: Option<FullTextMode>,
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
        /// Where its feed is.
        feed_url: String,
        /// One letter that stands for it.
        monogram: String,
        /// Colour of the monogram, 0 to 9.
        color: u8,
        /// The feed's number when it is followed already.
        subscribed: Option<FeedId>,
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

// ---- entries -------------------------------------------------------------------------------------------------------

dto!(
    /// Parameters of `list_entries`.
    request ListEntries {
        /// Which entries.
        scope: Scope,
        /// Only unread ones.
        #[serde(default)]
        unread_only: bool,
        /// Continue behind this place; the first page without one.
        #[serde(default)]
        cursor: Option<Cursor>,
        /// How many at the most: 1 to 500, 60 when left out.
        #[serde(default)]
        limit: Option<u32>,
        /// Minutes that the reader's local time is ahead of UTC: it decides where «today» begins.
        #[serde(default)]
        utc_offset_minutes: i32,
    }
);

dto!(
    /// A place in a list that is ordered newest first: everything older than it, with the row number as tie-break, so
    /// that a page never repeats or skips a row while new ones arrive.
    #[derive(Copy, Eq)]
    request Cursor {
        /// The last row's sort time.
        #[ts(type = "number")]
        at: Timestamp,
        /// The last row's number.
        id: EntryId,
    }
);

dto!(
    /// A page of a list.
    answer EntryPage {
        /// Rows, newest first.
        items: Vec<EntrySummary>,
        /// Where to go on; none at the end.
        next: Option<Cursor>,
        /// How many rows the whole list has.
        total: u32,
        /// How many of them are unread.
        unread: u32,
    }
);

dto!(
    /// What a row of the list needs, no more.
    answer EntrySummary {
        /// Its number.
        id: EntryId,
        /// The feed it came from.
        feed_id: FeedId,
        /// That feed's title.
        source: String,
        /// Monogram of the feed.
        monogram: String,
        /// Colour of the monogram.
        color: u8,
        /// Headline, plain text.
        title: String,
        /// The first words of the text, plain.
        excerpt: String,
        /// Direction of the row.
        direction: Direction,
        /// Language of the text (BCP 47), where known.
        language: Option<String>,
        /// The page's address.
        url: Option<String>,
        /// When it was published, or first seen when the publisher does not say (or says a time to come).
        #[ts(type = "number")]
        published_at: Timestamp,
        /// Not read yet.
        unread: bool,
        /// Kept by the reader.
        kept: bool,
        /// Wholly on the device: text and every picture.
        offline: bool,
        /// Breaking news.
        breaking: bool,
        /// A small picture, if one is stored.
        thumb: Option<MediaHash>,
        /// Whether the entry has a lead picture at all, stored or not: the row keeps its place.
        pictured: bool,
        /// The publisher's categories.
        categories: Vec<String>,
    }
);

dto!(
    /// Names an entry.
    request EntryRef {
        /// The entry.
        id: EntryId,
    }
);

dto!(
    /// An article as the reading pane shows it.
    answer EntryDetail {
        /// Everything that its row has.
        summary: EntrySummary,
        /// Authors, plain text.
        authors: Vec<String>,
        /// When the publisher last changed it, where that differs from publication.
        #[ts(type = "number | null")]
        updated_at: Option<Timestamp>,
        /// When the shown text was fetched.
        #[ts(type = "number")]
        fetched_at: Timestamp,
        /// The lead picture.
        lead: Option<LeadPicture>,
        /// The body, sanitised; pictures in it point to the app's own media scheme.
        html: SafeHtml,
        /// Words of the body.
        words: u32,
        /// Minutes it takes to read, at least one.
        reading_minutes: u32,
        /// Where the text came from.
        origin: TextOrigin,
        /// What the reader gets when only a part of the text is here.
        text_state: TextState,
        /// Where the article says that it comes from, or else the paper itself.
        source: Attribution,
        /// Whether and how far it is on the device.
        offline: OfflineState,
        /// Audio, video and files that the publisher attached.
        enclosures: Vec<Enclosure>,
    }
);

dto!(
    /// The lead picture of an article.
    answer LeadPicture {
        /// The stored picture; none while it is not here.
        media: Option<MediaHash>,
        /// Its alternative text.
        alt: Option<String>,
        /// Its caption, plain text.
        caption: Option<String>,
        /// Width in pixels, where known.
        width: Option<u32>,
        /// Height in pixels, where known.
        height: Option<u32>,
    }
);

dto!(
    /// «المصدر».
    answer Attribution {
        /// Whose text it is.
        name: String,
        /// Where: an http(s) address.
        url: Option<String>,
    }
);

/// How complete the text is.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum TextState {
    /// All of it is here.
    Full,
    /// The feed brought an excerpt and the page has not been fetched yet.
    Excerpt,
    /// Fetching the page failed; the excerpt is shown.
    Failed {
        /// Why.
        fault: Fault,
    },
}

/// How far an article is on the device.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum OfflineState {
    /// Not kept: nothing is promised.
    None,
    /// Kept, and pieces are still missing.
    Pending {
        /// Pieces here.
        done: u32,
        /// Pieces in all (the text and each picture).
        total: u32,
    },
    /// Kept, and some pieces could not be had.
    Partial {
        /// Pieces here.
        done: u32,
        /// Pieces in all.
        total: u32,
        /// What went wrong with the first one missing.
        fault: Fault,
    },
    /// All of it is here.
    Ready,
}

dto!(
    /// A file that the publisher attached.
    answer Enclosure {
        /// Its address (http or https).
        url: String,
        /// Its media type, where given.
        mime: Option<String>,
        /// Its size in bytes, where given.
        #[ts(type = "number | null")]
        bytes: Option<u64>,
    }
);

dto!(
    /// Parameters of `set_read`.
    request SetRead {
        /// Entries, at most 500.
        ids: Vec<EntryId>,
        /// Read or unread.
        read: bool,
    }
);

dto!(
    /// Parameters of `mark_all_read`.
    request MarkAllRead {
        /// Which entries.
        scope: Scope,
        /// Only entries that were here when the reader looked: those first seen no later than this.
        #[ts(type = "number | null")]
        #[serde(default)]
        seen_before: Option<Timestamp>,
        /// Minutes that the reader's local time is ahead of UTC.
        #[serde(default)]
        utc_offset_minutes: i32,
    }
);

dto!(
    /// What can be taken back.
    answer Undoable {
        /// How many entries or feeds it changed.
        count: u32,
        /// What to hand to `undo`; none when nothing changed.
        #[ts(type = "number | null")]
        undo: Option<i64>,
    }
);

dto!(
    /// Parameters of `undo`.
    request Undo {
        /// What the act answered.
        #[ts(type = "number")]
        token: i64,
    }
);

dto!(
    /// Entries that belong beside one.
    answer Related {
        /// The same story as told by other papers, newest first.
        same_story: Vec<RelatedEntry>,
        /// Other articles on its subject, nearest first.
        related: Vec<RelatedEntry>,
    }
);

dto!(
    /// A neighbour and why it is one.
    answer RelatedEntry {
        /// The entry.
        entry: EntrySummary,
        /// Words that both share, as written in the neighbour, at most three.
        shared: Vec<String>,
    }
);

// ---- settings ------------------------------------------------------------------------------------------------------

dto!(
    /// The reader's settings. Unknown values are refused, missing ones keep what they were.
    answer Settings {
        /// `system`, `light`, `dark`, `sepia` or `contrast`.
        theme: String,
        /// `ar` or `en`.
        language: String,
        /// `arab` (٠١٢) or `latn` (012); `auto` follows the language.
        digits: String,
        /// `gregory`, `both` (Gregorian and Umm al-Qura) or `hijri`.
        calendar: String,
        /// `naskh`, `amiri`, `plex` or `kufi`: the reading type.
        reading_font: String,
        /// Reading size in CSS pixels, 14 to 32.
        reading_size: u32,
        /// Line height in hundredths of the size, 140 to 260.
        reading_leading: u32,
        /// Measure in em, 24 to 60.
        reading_width: u32,
        /// Minutes between scheduled refreshes, 15 to 1440; 0 switches them off.
        refresh_minutes: u32,
        /// Whether pictures are fetched when an article is opened.
        load_pictures: bool,
    }
);

dto!(
    /// Parameters of `update_settings`; what is left out stays.
    #[derive(Default)]
    request SettingsPatch {
        /// See `Settings`.
        #[serde(default)]
        theme: Option<String>,
        /// See `Settings`.
        #[serde(default)]
        language: Option<String>,
        /// See `Settings`.
        #[serde(default)]
        digits: Option<String>,
        /// See `Settings`.
        #[serde(default)]
        calendar: Option<String>,
        /// See `Settings`.
        #[serde(default)]
        reading_font: Option<String>,
        /// See `Settings`.
        #[serde(default)]
        reading_size: Option<u32>,
        /// See `Settings`.
        #[serde(default)]
        reading_leading: Option<u32>,
        /// See `Settings`.
        #[serde(default)]
        reading_width: Option<u32>,
        /// See `Settings`.
        #[serde(default)]
        refresh_minutes: Option<u32>,
        /// See `Settings`.
        #[serde(default)]
        load_pictures: Option<bool>,
    }
);

dto!(
    /// What the window remembers of itself: column widths, the last place. Opaque to the core.
    request UiState {
        /// A JSON text of at most 64 kB.
        json: String,
    }
);

// ---- system --------------------------------------------------------------------------------------------------------

dto!(
    /// About this program and this library; everything that the first screen needs to start.
    answer AppInfo {
        /// The version.
        version: String,
        /// Where the library is.
        library: String,
        /// Whether nothing is followed and nothing is kept: the first start.
        empty: bool,
        /// Whether the last attempt to reach anything succeeded; before the first attempt, whether there is a way out of this
        /// machine.
        online: bool,
        /// The settings.
        settings: Settings,
        /// What the window remembered, if anything.
        ui_state: Option<String>,
    }
);

dto!(
    /// Parameters of `open_link`.
    request OpenLink {
        /// The article that holds the link.
        entry: EntryId,
        /// The link as it stands in the article; refused unless it really stands there.
        href: String,
    }
);

dto!(
    /// Parameters of `report_ui_error`.
    request UiErrorReport {
        /// What the window saw, at most 4 kB; goes to the log.
        message: String,
    }
);

impl Fault {
    /// The fault that `error` makes of the attempt number `failures`.
    pub fn from_error(error: &ApiError, at: Timestamp, failures: u32, retry_at: Option<Timestamp>) -> Self {
        Self { code: error.code, params: error.params.clone(), at, failures, retry_at }
    }
}
