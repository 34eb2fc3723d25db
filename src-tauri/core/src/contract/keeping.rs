//! What the commands about keeping take and give: collections, tags, notes, highlights, the list of what was kept.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Cursor, EntryDetail, EntrySummary, Fault, macros::dto};
use crate::html::SafeHtml;
use crate::model::{CollectionId, Direction, EntryId, FeedId, HighlightId, MediaHash, TagId, Timestamp, VersionId};

dto!(
    /// Parameters of `set_kept`.
    request SetKept {
        /// Entries, at most 500.
        ids: Vec<EntryId>,
        /// Kept, or let go.
        kept: bool,
    }
);

dto!(
    /// Parameters of `keep_page`.
    request KeepPage {
        /// The address of a page, as typed or pasted.
        address: String,
        /// What is known of its headline, until the page says it.
        #[serde(default)]
        title: Option<String>,
        /// A link from outside named it (`warraq://keep`), not the reader: it may not lead into a private network.
        #[serde(default)]
        from_link: bool,
    }
);

dto!(
    /// What `keep_page` answers.
    answer PageKept {
        /// The article as far as it is here: until its page was had, a headline and no text.
        article: EntryDetail,
        /// What to hand to `undo`; none when it was kept already.
        #[ts(type = "number | null")]
        undo: Option<i64>,
    }
);

/// The order of the list of what was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum KeptOrder {
    /// Kept last, first.
    #[default]
    Newest,
    /// Kept first, first.
    Oldest,
    /// Published last, first.
    Published,
}

dto!(
    /// Parameters of `list_kept`. Every condition that is given holds.
    #[derive(Default)]
    request ListKept {
        /// In this collection.
        #[serde(default)]
        collection: Option<CollectionId>,
        /// With this tag.
        #[serde(default)]
        tag: Option<TagId>,
        /// Of this paper.
        #[serde(default)]
        feed: Option<FeedId>,
        /// Only those with a note.
        #[serde(default)]
        noted: bool,
        /// Only those with a highlight.
        #[serde(default)]
        highlighted: bool,
        /// Only unread ones.
        #[serde(default)]
        unread: bool,
        /// Only those in no collection.
        #[serde(default)]
        unfiled: bool,
        /// Words that all stand in headline, paper, first words, note, highlights or tags, however they are spelt; at most
        /// 200 characters.
        #[serde(default)]
        words: Option<String>,
        /// In which order.
        #[serde(default)]
        order: KeptOrder,
        /// Continue behind this place.
        #[serde(default)]
        cursor: Option<Cursor>,
        /// How many at the most: 1 to 500, 60 when left out.
        #[serde(default)]
        limit: Option<u32>,
    }
);

dto!(
    /// A page of the list of what was kept.
    answer KeptPage {
        /// Rows in the order asked for.
        items: Vec<KeptRow>,
        /// Where to go on; none at the end. `at` is the time that the order goes by.
        next: Option<Cursor>,
        /// How many rows the whole list has.
        total: u32,
    }
);

dto!(
    /// A kept article in its list.
    answer KeptRow {
        /// As in every list.
        entry: EntrySummary,
        /// When it was kept.
        #[ts(type = "number")]
        kept_at: Timestamp,
        /// The collections that it is in, in their order.
        collections: Vec<CollectionId>,
        /// Its tags, by title.
        tags: Vec<String>,
        /// The beginning of the reader's note, at most 500 characters.
        note: Option<String>,
        /// The first passage that the reader marked, at most 300 characters.
        highlight: Option<String>,
        /// Its colour.
        highlight_color: Option<HighlightColor>,
        /// How many passages are marked.
        highlights: u32,
        /// What it takes on the disk: texts, pictures, sound. A picture that several articles show counts for each.
        #[ts(type = "number")]
        bytes: u64,
        /// Pieces that are here.
        done: u32,
        /// Pieces in all.
        total: u32,
    }
);

dto!(
    /// What kept articles are filed under.
    answer Shelves {
        /// The collections, in the reader's order.
        collections: Vec<Collection>,
        /// The tags, the most used first.
        tags: Vec<TagRow>,
        /// The papers that something was kept from, the most first.
        papers: Vec<KeptPaper>,
        /// How many articles are kept.
        kept: u32,
        /// How many of them are in no collection.
        unfiled: u32,
        /// How many have a note.
        noted: u32,
        /// How many passages are marked.
        highlights: u32,
    }
);

dto!(
    /// A collection.
    answer Collection {
        /// Its number.
        id: CollectionId,
        /// Its title.
        title: String,
        /// Which way the title runs.
        direction: Direction,
        /// How many kept articles are in it.
        count: u32,
        /// Small pictures of its newest articles, at most three.
        thumbs: Vec<MediaHash>,
    }
);

dto!(
    /// A tag.
    answer TagRow {
        /// Its number.
        id: TagId,
        /// Its title.
        title: String,
        /// Which way the title runs.
        direction: Direction,
        /// How many kept articles have it.
        count: u32,
    }
);

dto!(
    /// A paper that something was kept from; it need not be followed.
    answer KeptPaper {
        /// Its number.
        feed: FeedId,
        /// Its title.
        title: String,
        /// How many of its articles are kept.
        count: u32,
    }
);

dto!(
    /// Parameters of `create_collection`.
    request CreateCollection {
        /// Its title, at most 300 characters.
        title: String,
    }
);

dto!(
    /// What `create_collection` answers.
    answer CollectionMade {
        /// The collection; the one of that title where there is one.
        id: CollectionId,
        /// What to hand to `undo`; none when it was there.
        #[ts(type = "number | null")]
        undo: Option<i64>,
    }
);

dto!(
    /// Parameters of `rename_collection`.
    request RenameCollection {
        /// The collection.
        id: CollectionId,
        /// Its new title; a collection that has it takes this one's articles in.
        title: String,
    }
);

dto!(
    /// Parameters of `move_collection`.
    request MoveCollection {
        /// The collection.
        id: CollectionId,
        /// The one that it stands before; none: last.
        #[serde(default)]
        before: Option<CollectionId>,
    }
);

dto!(
    /// Names a collection.
    request CollectionRef {
        /// The collection.
        id: CollectionId,
    }
);

dto!(
    /// Parameters of `set_collected`.
    request SetCollected {
        /// Entries, at most 500; those that are not kept are kept.
        ids: Vec<EntryId>,
        /// The collection.
        collection: CollectionId,
        /// In it, or out of it.
        member: bool,
    }
);

dto!(
    /// Parameters of `set_tags`.
    request SetTags {
        /// Entries, at most 500; those that are given a tag are kept.
        ids: Vec<EntryId>,
        /// Tags to give, by title; those that are new are made. At most 50, each at most 100 characters.
        #[serde(default)]
        add: Vec<String>,
        /// Tags to take away, by title.
        #[serde(default)]
        remove: Vec<String>,
    }
);

dto!(
    /// Parameters of `rename_tag`.
    request RenameTag {
        /// The tag.
        id: TagId,
        /// Its new title; a tag that has it takes this one's articles in.
        title: String,
    }
);

dto!(
    /// Names a tag.
    request TagRef {
        /// The tag.
        id: TagId,
    }
);

dto!(
    /// Parameters of `save_note`.
    request SaveNote {
        /// The article; it is kept with its note.
        id: EntryId,
        /// Plain text of at most 100,000 characters; an empty one deletes the note.
        body: String,
    }
);

/// The colour of a marked passage. Names of pens, not of screen colours: a theme draws them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum HighlightColor {
    /// The first pen.
    #[default]
    Amber,
    /// The second.
    Green,
    /// The third.
    Blue,
    /// The fourth.
    Rose,
}

impl HighlightColor {
    /// As it is written in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Rose => "rose",
        }
    }

    /// The colour written as `text`; the first one for any that is not known.
    pub fn parse(text: &str) -> Self {
        [Self::Amber, Self::Green, Self::Blue, Self::Rose]
            .into_iter()
            .find(|color| color.as_str() == text)
            .unwrap_or_default()
    }
}

dto!(
    /// Parameters of `save_highlight`.
    request SaveHighlight {
        /// The article; it is kept with what is marked in it.
        entry: EntryId,
        /// The marked words, at most 10,000 characters.
        text: String,
        /// Words before them, at most 200 characters.
        #[serde(default)]
        before: String,
        /// Words after them, at most 200 characters.
        #[serde(default)]
        after: String,
        /// Where they begin: UTF-16 units of all text nodes of the article's `html`, one after the other.
        #[serde(default)]
        start: u32,
        /// Its colour.
        #[serde(default)]
        color: HighlightColor,
        /// A note on it, at most 10,000 characters.
        #[serde(default)]
        note: Option<String>,
    }
);

dto!(
    /// What `save_highlight` answers.
    answer HighlightSaved {
        /// The marked passage.
        highlight: Highlight,
        /// What to hand to `undo`.
        #[ts(type = "number | null")]
        undo: Option<i64>,
    }
);

dto!(
    /// Parameters of `update_highlight`; what is left out stays.
    request UpdateHighlight {
        /// The passage.
        id: HighlightId,
        /// Its new colour.
        #[serde(default)]
        color: Option<HighlightColor>,
        /// Its new note; an empty one deletes it.
        #[serde(default)]
        note: Option<String>,
    }
);

dto!(
    /// Names a marked passage.
    request HighlightRef {
        /// The passage.
        id: HighlightId,
    }
);

dto!(
    /// A passage that the reader marked.
    answer Highlight {
        /// Its number.
        id: HighlightId,
        /// The article.
        entry: EntryId,
        /// Its colour.
        color: HighlightColor,
        /// The words as they were when they were marked.
        text: String,
        /// The reader's note on it.
        note: Option<String>,
        /// Where it is in the text that the article shows now; none where that text has it no more (the words stay here).
        place: Option<TextPlace>,
        /// When it was marked.
        #[ts(type = "number")]
        created_at: Timestamp,
    }
);

dto!(
    /// A passage's place: UTF-16 units of all text nodes of an article's `html`, one after the other, cards of «اقرأ أيضاً»
    /// left out.
    #[derive(Copy, Eq)]
    answer TextPlace {
        /// The first unit.
        start: u32,
        /// The unit behind the last one.
        end: u32,
        /// The publisher has changed the words since.
        changed: bool,
    }
);

dto!(
    /// What the reader did with an article.
    answer Marks {
        /// The article.
        entry: EntryId,
        /// When it was kept.
        #[ts(type = "number | null")]
        kept_at: Option<Timestamp>,
        /// The collections that it is in.
        collections: Vec<CollectionId>,
        /// Its tags, by title.
        tags: Vec<String>,
        /// The reader's note.
        note: Option<Note>,
        /// What is marked in it, in the order of the text; those that were not found again last.
        highlights: Vec<Highlight>,
    }
);

dto!(
    /// The reader's note on an article.
    answer Note {
        /// Plain text.
        body: String,
        /// Which way it runs.
        direction: Direction,
        /// When it was first written.
        #[ts(type = "number")]
        created_at: Timestamp,
        /// When it was last changed.
        #[ts(type = "number")]
        changed_at: Timestamp,
    }
);

dto!(
    /// Parameters of `list_highlights`.
    #[derive(Default)]
    request ListHighlights {
        /// Only in articles of this collection.
        #[serde(default)]
        collection: Option<CollectionId>,
        /// Only of this colour.
        #[serde(default)]
        color: Option<HighlightColor>,
        /// Continue behind this one.
        #[serde(default)]
        cursor: Option<HighlightId>,
        /// How many at the most: 1 to 500, 60 when left out.
        #[serde(default)]
        limit: Option<u32>,
    }
);

dto!(
    /// A page of marked passages, the last one first. Their places are not looked for here.
    answer HighlightPage {
        /// Passages.
        items: Vec<HighlightRow>,
        /// Where to go on; none at the end.
        next: Option<HighlightId>,
        /// How many the whole list has.
        total: u32,
    }
);

dto!(
    /// A marked passage with its article.
    answer HighlightRow {
        /// The passage.
        highlight: Highlight,
        /// The article.
        article: EntrySummary,
    }
);

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
