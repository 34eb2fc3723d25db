//! What the commands take and give. From these the TypeScript types are generated (`ui/src/lib/api/bindings`), so a
//! field is documented once, here. Optional requests fields have defaults: `{}` is the smallest request.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Fault, macros::dto};
use crate::html::SafeHtml;
use crate::model::{Direction, EntryId, FeedId, FullTextMode, MediaHash, Scope, Subject, TextOrigin, Timestamp};

dto!(
    /// A request without parameters: `{}`.
    request Nothing {}
);

dto!(
    /// The answer of a command that has nothing to say but that it was done.
    answer Done {}
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
        /// The publisher's sections that say something beside the subject: no front pages, prizes or slugs.
        categories: Vec<String>,
        /// What it is about, where that is known.
        subject: Option<EntrySubject>,
    }
);

dto!(
    /// What an entry is about.
    #[derive(Copy, Eq)]
    answer EntrySubject {
        /// Which subject.
        key: Subject,
        /// Guessed from title and text, as the publisher does not say: «تصنيف تلقائي».
        automatic: bool,
    }
);

dto!(
    /// Parameters of `set_subject`.
    request SetSubject {
        /// The entry.
        id: EntryId,
        /// What it is about; none: it shows no subject.
        subject: Option<Subject>,
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
        /// The sub-headline.
        subtitle: Option<String>,
        /// The news agency that the text is by.
        agency: Option<String>,
        /// What the page's site calls itself, where the source has another title.
        publisher: Option<String>,
        /// The publisher's tags.
        tags: Vec<String>,
        /// The address that the page says is its own, where that is another.
        canonical: Option<String>,
        /// «اقرأ أيضاً», in the order of the text; the place of each is marked in `html` by `<aside data-card="N">`, where N
        /// is its number here, from 0.
        read_also: Vec<ReadAlso>,
        /// How the reader wants this article's text; none follows its source.
        text_choice: Option<FullTextMode>,
        /// How the source's texts are obtained.
        feed_choice: FullTextMode,
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
        /// Which way the body runs: a text in another script than its headline is possible.
        body_direction: Direction,
        /// Where the reader stopped, unless that is the start or the end.
        place: Option<ReadingPlace>,
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

/// Where the reader stopped in an article. It counts blocks, not pixels, so that it holds in another width or size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export_to = "types.ts")]
pub struct ReadingPlace {
    /// The block at the window's upper edge, counted from 0 in reading order; at most 100,000.
    pub block: u32,
    /// How much of it is above that edge, in thousandths.
    pub offset: u32,
}

dto!(
    /// Parameters of `save_place`.
    request SavePlace {
        /// The entry.
        id: EntryId,
        /// Where the reader is; none at the start and at the end.
        #[serde(default)]
        place: Option<ReadingPlace>,
    }
);

dto!(
    /// A link to another article that the author put into the text.
    answer ReadAlso {
        /// Its headline as the text has it, plain.
        title: String,
        /// Where it is, http(s).
        url: String,
        /// That article, if it is in the library.
        entry: Option<EntrySummary>,
    }
);

dto!(
    /// Parameters of `open_page`.
    request OpenPage {
        /// The article that holds the link.
        entry: EntryId,
        /// The link, as it stands in the article or in its «اقرأ أيضاً»; refused unless it really stands there.
        href: String,
    }
);

dto!(
    /// Parameters of `set_text_choice`.
    request SetTextChoice {
        /// The article.
        id: EntryId,
        /// How its text is obtained; none follows its source.
        #[serde(default)]
        choice: Option<FullTextMode>,
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

/// What an article can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export_to = "types.ts")]
pub enum ExportFormat {
    /// One HTML file that loads nothing: pictures and style are in it.
    Html,
    /// CommonMark with tables, behind a YAML head.
    Markdown,
}

dto!(
    /// Parameters of `export_article`.
    request ExportArticle {
        /// The article.
        id: EntryId,
        /// What it is written as.
        format: ExportFormat,
        /// Minutes that the reader's local time is ahead of UTC: in it the file's times are written.
        #[serde(default)]
        utc_offset_minutes: i32,
    }
);

dto!(
    /// An article as a file.
    answer ExportedArticle {
        /// The file's text, UTF-8.
        text: String,
        /// A name to offer for it: the headline, with nothing that a file system takes amiss.
        file_name: String,
        /// Its media type.
        media_type: String,
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
        /// The same story as other papers tell it, nearest first, each paper's nearest before its others.
        same_story: Vec<RelatedEntry>,
        /// Other articles on its matter, nearest first: five at the most, two of one source.
        related: Vec<RelatedEntry>,
        /// Why there are none at all.
        none: Option<NoNeighbours>,
    }
);

/// Why an article has no neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum NoNeighbours {
    /// It was stored just now: the pass in the background has not come to it.
    NotLookedAtYet,
    /// It has too few words that tell anything.
    TooShort,
    /// There is nothing else in the library.
    LibraryEmpty,
    /// Nothing in the library is near enough.
    NothingNear,
}

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
        /// `system`, `light` (paper), `white`, `dark`, `sepia` or `contrast`.
        theme: String,
        /// `ar` or `en`.
        language: String,
        /// `arab` (٠١٢) or `latn` (012); `auto` follows the language.
        digits: String,
        /// `gregory`, `both` (Gregorian and Umm al-Qura) or `hijri`.
        calendar: String,
        /// What Gregorian months are called in Arabic: `common` (نوفمبر, Egypt and the Gulf), `levant` (تشرين الثاني),
        /// `morocco` (نونبر) or `algeria` (Algeria and Tunisia, جانفي for January).
        months: String,
        /// Days that the Hijri date is ahead of Umm al-Qura's, -1 to 1, for countries that sight the moon themselves.
        hijri_shift: i32,
        /// `naskh`, `amiri`, `plex` or `kufi`: the reading type of Arabic.
        reading_font: String,
        /// The reading type of Latin letters and digits: `auto` (that of the Arabic type), `serif` or `sans`.
        latin_font: String,
        /// `start` (ragged) or `justify`.
        reading_align: String,
        /// Whether vowel marks are left out when texts are drawn; the texts keep them.
        hide_vowels: bool,
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
        /// Whether to refresh on its own over a network that is paid for by volume.
        refresh_on_metered: bool,
        /// Whether papers of the bundled directory are looked at, to see whether they still answer, while the reader
        /// chooses among them.
        check_directory: bool,
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
        months: Option<String>,
        /// See `Settings`.
        #[serde(default)]
        hijri_shift: Option<i32>,
        /// See `Settings`.
        #[serde(default)]
        reading_font: Option<String>,
        /// See `Settings`.
        #[serde(default)]
        latin_font: Option<String>,
        /// See `Settings`.
        #[serde(default)]
        reading_align: Option<String>,
        /// See `Settings`.
        #[serde(default)]
        hide_vowels: Option<bool>,
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
        /// See [`Settings`].
        #[serde(default)]
        refresh_on_metered: Option<bool>,
        /// See [`Settings`].
        #[serde(default)]
        check_directory: Option<bool>,
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
