//! The contract: what can be asked of the core, once, for the window, the command line and the tests.
//!
//! [`with_commands!`] is the one list. From it come the dispatcher behind [`Core::call`], the shell's handlers, the
//! TypeScript declarations and the test that holds the capability list to it. A command takes one request and gives one
//! answer; it takes ids, never paths and never an address to open unseen.

mod commands;
mod dispatch;
mod fault;
mod load;
mod open;
mod schedule;

pub use crate::contract::*;
pub(crate) use dispatch::dispatch;
pub use dispatch::{COMMANDS, CommandInfo, export_types};
pub use load::LoadEntry;

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
            /// Follows a feed.
            subscribe(Subscribe) -> Subscribed,
            /// Stops following a feed. What was kept from it stays. Can be undone.
            unsubscribe(FeedRef) -> Undoable,
            /// Changes a feed's title, category or way of obtaining its text.
            update_feed(UpdateFeed) -> Subscribed,
            /// Renames a category; one of that title that exists already takes its feeds in.
            rename_category(RenameCategory) -> Done,
            /// Removes an empty category, or moves its feeds to the default one first.
            delete_category(CategoryRef) -> Done,
            /// The bundled directory of papers.
            list_directory(Nothing) -> Directory,
            /// Follows the feeds of an OPML file.
            import_opml(ImportOpml) -> OpmlImported,
            /// All feeds as an OPML 2.0 file.
            export_opml(Nothing) -> OpmlFile,
            /// Fetches feeds now; answers when the run is over.
            refresh(Refresh) -> RefreshSummary,
            /// Ends the running refresh; what was stored stays.
            cancel_refresh(Nothing) -> Done,
            /// A page of entries, newest first.
            list_entries(ListEntries) -> EntryPage,
            /// One article with its text, from the store alone: never the network.
            get_entry(EntryRef) -> EntryDetail,
            /// Fetches what an opened article still lacks (page text, pictures), then gives it.
            complete_entry(EntryRef) -> EntryDetail,
            /// Marks entries read or unread.
            set_read(SetRead) -> Done,
            /// Marks a whole list read. Can be undone.
            mark_all_read(MarkAllRead) -> Undoable,
            /// Takes back what an act answered with an undo token.
            undo(Undo) -> Undoable,
            /// Neighbours of an article in the library.
            list_related(EntryRef) -> Related,
            /// Keeps an article: on disk before it is answered; its page and pictures follow.
            keep(EntryRef) -> EntryDetail,
            /// Lets a kept article go.
            unkeep(EntryRef) -> EntryDetail,
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
            /// Opens a feed's site in the system's browser.
            open_site(FeedRef) -> Done,
            /// Writes a fault of the window to the log.
            report_ui_error(UiErrorReport) -> Done,
        }
    };
}
