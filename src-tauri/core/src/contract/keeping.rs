//! What the commands about keeping take and give: collections, tags, notes, highlights, the list of what was kept.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Cursor, EntryDetail, EntrySummary, macros::dto};
use crate::model::{CollectionId, Direction, EntryId, FeedId, HighlightId, MediaHash, TagId, Timestamp};

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
