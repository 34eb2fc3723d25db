//! The contract: what can be asked of the core, once, for the window, the command line and the tests.
//!
//! [`with_commands!`] is the one list. From it come the dispatcher behind [`Core::call`], the shell's handlers, the
//! TypeScript declarations and the test that holds the capability list to it. A command takes one request and gives one
//! answer; it takes ids, never paths and never an address to open unseen.

mod commands;
mod dispatch;
mod export;
mod fallback;
mod fault;
mod load;
mod look;
mod open;
mod recover;
mod schedule;

pub use crate::contract::*;
pub(crate) use dispatch::dispatch;
pub use dispatch::{COMMANDS, CommandInfo, export_types};
pub use load::LoadEntry;
pub use schedule::Step;

/// Calls `$callback! { (name, Request, Answer, "doc"), … }` with every command of the core.
#[macro_export]
macro_rules! with_commands {
    ($callback:ident) => {
        $callback! {
            /// About this program and this library; what the first screen needs to start.
            app_info(Nothing) -> AppInfo,
            /// Categories, feeds and unread counts.
            list_sources(ListSources) -> SourceTree,
            /// Looks at an address and says which feeds it offers.
            discover(Discover) -> Discovery,
            /// Looks at one source that `discover` named.
            preview(Preview) -> FeedCandidate,
            /// Follows a source.
            subscribe(Subscribe) -> Subscribed,
            /// Stops following feeds. What was kept from them stays. Can be undone.
            unsubscribe(FeedRefs) -> Undoable,
            /// Changes what the reader decides about feeds, many at once. Can be undone.
            update_feeds(UpdateFeeds) -> Undoable,
            /// Makes a category. Can be undone.
            create_category(CreateCategory) -> CategoryMade,
            /// Renames a category; one of that title that stands beside it takes its feeds in. Can be undone.
            rename_category(RenameCategory) -> Undoable,
            /// Gives a category another place. Can be undone.
            move_category(MoveCategory) -> Undoable,
            /// Removes a category; its feeds move to the one that it stands in, or to the default one. Can be undone.
            delete_category(CategoryRef) -> Undoable,
            /// How every followed source fares.
            list_health(Nothing) -> Health,
            /// Takes the new address of a source that says that it has moved. Can be undone.
            accept_move(FeedRef) -> Undoable,
            /// Puts a source's state aside until it becomes another. Can be undone.
            dismiss_health(FeedRef) -> Undoable,
            /// Asks a source for articles older than those it shows now: one page further back.
            load_older(FeedRef) -> OlderLoaded,
            /// The bundled directory of papers.
            list_directory(Nothing) -> Directory,
            /// Looks at papers of the bundled directory that were not looked at lately; answers at once.
            check_directory(Nothing) -> Done,
            /// Follows the feeds of an OPML file: all of them or none. Can be undone.
            import_opml(ImportOpml) -> OpmlImported,
            /// Ends the running import; nothing of it stays.
            cancel_import(Nothing) -> Done,
            /// All feeds as an OPML 2.0 file.
            export_opml(Nothing) -> OpmlFile,
            /// Fetches feeds now; answers when the run is over.
            refresh(Refresh) -> RefreshSummary,
            /// Ends the running refresh; what was stored stays.
            cancel_refresh(Nothing) -> Done,
            /// What runs, what is due next, and why nothing is fetched if nothing is.
            schedule_status(Nothing) -> Schedule,
            /// A page of entries, newest first.
            list_entries(ListEntries) -> EntryPage,
            /// One article with its text, from the store alone: never the network.
            get_entry(EntryRef) -> EntryDetail,
            /// Fetches what an opened article still lacks (page text, pictures), then gives it.
            complete_entry(EntryRef) -> EntryDetail,
            /// Opens an article that another one points to: the stored one, else its page is fetched.
            open_page(OpenPage) -> EntryDetail,
            /// How the text of one article is obtained.
            set_text_choice(SetTextChoice) -> EntryDetail,
            /// Marks entries read or unread.
            set_read(SetRead) -> Done,
            /// Notes where the reader stopped in an article.
            save_place(SavePlace) -> Done,
            /// Says what an article is about; its source's later ones of that section follow. Can be undone.
            set_subject(SetSubject) -> Undoable,
            /// Marks a whole list read. Can be undone.
            mark_all_read(MarkAllRead) -> Undoable,
            /// Takes back what an act answered with an undo token.
            undo(Undo) -> Undoable,
            /// Searches the library: words in their other forms, quotations, operators in Arabic and English.
            search(Search) -> Found,
            /// Counts what a search finds, by paper, subject and month.
            search_facets(Search) -> Facets,
            /// Ways to go on with what is being typed.
            suggest(Suggest) -> Suggestions,
            /// Saved searches with their unread counts, and recent ones.
            list_searches(Nothing) -> Searches,
            /// Saves a search as a source of its own.
            save_search(SaveSearch) -> SavedSearch,
            /// Changes a saved search: name, question, place, announcements.
            update_saved_search(UpdateSavedSearch) -> SavedSearch,
            /// Deletes a saved search.
            delete_saved_search(SearchRef) -> Done,
            /// Remembers a question that the reader asked, for suggestions.
            save_recent_search(RecentSearch) -> Done,
            /// Forgets a recent question, or all of them.
            forget_recent_searches(RecentSearch) -> Done,
            /// Neighbours of an article in the library.
            list_related(EntryRef) -> Related,
            /// Stories that several sources tell, newest first.
            list_stories(ListStories) -> StoryPage,
            /// One story with all that is told of it.
            get_story(StoryRef) -> StoryDetail,
            /// Marks all articles of a story read. Can be undone.
            mark_story_read(StoryRef) -> Undoable,
            /// Takes articles out of a story that do not belong to it, and remembers it. Can be undone.
            split_story(SplitStory) -> Undoable,
            /// Keeps an article: on disk before it is answered; its page and pictures follow.
            keep(EntryRef) -> EntryDetail,
            /// Lets a kept article go.
            unkeep(EntryRef) -> EntryDetail,
            /// Keeps articles or lets them go, many at once. Can be undone.
            set_kept(SetKept) -> Undoable,
            /// Keeps the page at an address, whether or not it can be fetched now; asks for it at once.
            keep_page(KeepPage) -> PageKept,
            /// Asks for an article's attached sound, which keeps the article, or lets the sound go.
            set_sound(SetSound) -> EntryDetail,
            /// What an article consists of, and what is known of each piece.
            get_pieces(EntryRef) -> Pieces,
            /// Looks whether everything kept is really on the device; changes nothing.
            check_offline(CheckOffline) -> OfflineReport,
            /// What is kept ready of papers without being kept, and within which bounds.
            list_packs(Nothing) -> Packs,
            /// Says what to keep ready of which papers, and within which bounds.
            set_packs(SetPacks) -> Packs,
            /// Fetches everything that packs and kept articles lack, now; answers when it is done.
            prepare_offline(Nothing) -> Prepared,
            /// Ends the running preparation; what was fetched stays.
            cancel_prepare(Nothing) -> Done,
            /// What a limit would take from sources, before it is set.
            preview_retention(PreviewRetention) -> RetentionPreview,
            /// The backups and where they are.
            list_backups(Nothing) -> Backups,
            /// Makes a backup now.
            create_backup(Nothing) -> Backup,
            /// Puts a backup in the library's place; what was there is backed up first.
            restore_backup(RestoreBackup) -> Restored,
            /// What importing a file of another program would do; changes nothing.
            preview_import(ArticlesFile) -> ImportPreview,
            /// Keeps the articles of another program's file: all of them or none. Can be undone.
            import_articles(ArticlesFile) -> ArticlesImported,
            /// What an article said before its publisher changed it, time after time.
            list_versions(EntryRef) -> Versions,
            /// One version of an article, to be read.
            get_version(GetVersion) -> VersionText,
            /// What changed between two versions of an article, word by word.
            compare_versions(CompareVersions) -> VersionDiff,
            /// A page of what was kept, by collection, tag, paper or words.
            list_kept(ListKept) -> KeptPage,
            /// Collections, tags and papers of what was kept, with their counts.
            list_shelves(Nothing) -> Shelves,
            /// Marked passages of all articles, the last one first.
            list_highlights(ListHighlights) -> HighlightPage,
            /// What the reader did with an article: collections, tags, note, highlights and where they are in its text.
            get_marks(EntryRef) -> Marks,
            /// Makes a collection. Can be undone.
            create_collection(CreateCollection) -> CollectionMade,
            /// Renames a collection; one of that title takes its articles in. Can be undone.
            rename_collection(RenameCollection) -> Undoable,
            /// Gives a collection another place. Can be undone.
            move_collection(MoveCollection) -> Undoable,
            /// Removes a collection; what is in it stays kept. Can be undone.
            delete_collection(CollectionRef) -> Undoable,
            /// Puts articles into a collection, which keeps them, or takes them out. Can be undone.
            set_collected(SetCollected) -> Undoable,
            /// Gives articles tags, which keeps them, and takes tags away. Can be undone.
            set_tags(SetTags) -> Undoable,
            /// Renames a tag; one of that title takes its articles in. Can be undone.
            rename_tag(RenameTag) -> Undoable,
            /// Removes a tag from everything. Can be undone.
            delete_tag(TagRef) -> Undoable,
            /// Writes the note on an article, which keeps it; an empty one deletes the note. Can be undone.
            save_note(SaveNote) -> Undoable,
            /// Marks a passage of an article, which keeps it. Can be undone.
            save_highlight(SaveHighlight) -> HighlightSaved,
            /// Changes the colour of a marked passage, or the note on it. Can be undone.
            update_highlight(UpdateHighlight) -> Undoable,
            /// Takes the mark from a passage. Can be undone.
            delete_highlight(HighlightRef) -> Undoable,
            /// An article's comments, from the store alone: never the network.
            get_comments(EntryRef) -> CommentThread,
            /// Fetches an article's comments, then gives them. A failure is part of the answer.
            fetch_comments(EntryRef) -> CommentThread,
            /// Looks at the article's page and says what its comment form is now.
            check_comment_form(EntryRef) -> CommentForm,
            /// Stores what the reader is writing under an article; an empty text deletes it.
            save_comment_draft(SaveCommentDraft) -> Done,
            /// Sends a comment through the site's own form, now or when the network is back; says what became of it.
            send_comment(SendComment) -> CommentSent,
            /// Sends a comment of the outbox again: one that waits, failed, came too fast or may not have arrived.
            resend_comment(OutboxRef) -> SentComment,
            /// Takes a comment out of the outbox; what the site has of it stays there.
            discard_comment(OutboxRef) -> Done,
            /// The name and the e-mail address that are remembered for comments.
            get_commenter(Nothing) -> RememberedCommenter,
            /// Forgets the name and the e-mail address that were remembered for comments.
            forget_commenter(Nothing) -> Done,
            /// One article as a file: its text, its parts and its pictures.
            export_article(ExportArticle) -> ExportedArticle,
            /// The settings.
            get_settings(Nothing) -> Settings,
            /// Changes settings.
            update_settings(SettingsPatch) -> Settings,
            /// Remembers what the window wants to find again.
            save_ui_state(UiState) -> Done,
            /// Opens a link of an article in the system's browser.
            open_link(OpenLink) -> Done,
            /// Opens an article's page in the system's browser.
            open_entry(EntryRef) -> Done,
            /// Begins a letter with an article's headline and address in the system's mail program.
            mail_entry(EntryRef) -> Done,
            /// Opens a feed's site in the system's browser.
            open_site(FeedRef) -> Done,
            /// Writes a fault of the window to the log.
            report_ui_error(UiErrorReport) -> Done,
        }
    };
}
