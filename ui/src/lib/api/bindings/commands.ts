// Generated from src-tauri/core/src/api by `make bindings`. Never edited by hand.

import type { AppInfo, CategoryRef, Directory, Discover, Discovery, Done, EntryDetail, EntryPage, EntryRef, FeedRef, ImportOpml, ListEntries, ListSources, MarkAllRead, Nothing, OpenLink, OpmlFile, OpmlImported, Refresh, RefreshSummary, Related, RenameCategory, SetRead, Settings, SettingsPatch, SourceTree, Subscribe, Subscribed, UiErrorReport, UiState, Undo, Undoable, UpdateFeed } from './types';

/** Every command of the core: what it takes and what it gives. */
export interface Commands {
  /** About this program and this library; what the first screen needs to start. */
  app_info: { request: Nothing; answer: AppInfo };
  /** Categories, feeds and unread counts. */
  list_sources: { request: ListSources; answer: SourceTree };
  /** Looks at an address and says which feeds it offers. */
  discover: { request: Discover; answer: Discovery };
  /** Follows a feed. */
  subscribe: { request: Subscribe; answer: Subscribed };
  /** Stops following a feed. What was kept from it stays. Can be undone. */
  unsubscribe: { request: FeedRef; answer: Undoable };
  /** Changes a feed's title, category or way of obtaining its text. */
  update_feed: { request: UpdateFeed; answer: Subscribed };
  /** Renames a category; one of that title that exists already takes its feeds in. */
  rename_category: { request: RenameCategory; answer: Done };
  /** Removes an empty category, or moves its feeds to the default one first. */
  delete_category: { request: CategoryRef; answer: Done };
  /** The bundled directory of papers. */
  list_directory: { request: Nothing; answer: Directory };
  /** Follows the feeds of an OPML file. */
  import_opml: { request: ImportOpml; answer: OpmlImported };
  /** All feeds as an OPML 2.0 file. */
  export_opml: { request: Nothing; answer: OpmlFile };
  /** Fetches feeds now; answers when the run is over. */
  refresh: { request: Refresh; answer: RefreshSummary };
  /** Ends the running refresh; what was stored stays. */
  cancel_refresh: { request: Nothing; answer: Done };
  /** A page of entries, newest first. */
  list_entries: { request: ListEntries; answer: EntryPage };
  /** One article with its text, from the store alone: never the network. */
  get_entry: { request: EntryRef; answer: EntryDetail };
  /** Fetches what an opened article still lacks (page text, pictures), then gives it. */
  complete_entry: { request: EntryRef; answer: EntryDetail };
  /** Marks entries read or unread. */
  set_read: { request: SetRead; answer: Done };
  /** Marks a whole list read. Can be undone. */
  mark_all_read: { request: MarkAllRead; answer: Undoable };
  /** Takes back what an act answered with an undo token. */
  undo: { request: Undo; answer: Undoable };
  /** Neighbours of an article in the library. */
  list_related: { request: EntryRef; answer: Related };
  /** Keeps an article: on disk before it is answered; its page and pictures follow. */
  keep: { request: EntryRef; answer: EntryDetail };
  /** Lets a kept article go. */
  unkeep: { request: EntryRef; answer: EntryDetail };
  /** The settings. */
  get_settings: { request: Nothing; answer: Settings };
  /** Changes settings. */
  update_settings: { request: SettingsPatch; answer: Settings };
  /** Remembers what the window wants to find again. */
  save_ui_state: { request: UiState; answer: Done };
  /** Opens a link of an article in the system's browser. */
  open_link: { request: OpenLink; answer: Done };
  /** Opens an article's page in the system's browser. */
  open_entry: { request: EntryRef; answer: Done };
  /** Opens a feed's site in the system's browser. */
  open_site: { request: FeedRef; answer: Done };
  /** Writes a fault of the window to the log. */
  report_ui_error: { request: UiErrorReport; answer: Done };
}

/** The commands' names. */
export const COMMANDS = [
  'app_info',
  'list_sources',
  'discover',
  'subscribe',
  'unsubscribe',
  'update_feed',
  'rename_category',
  'delete_category',
  'list_directory',
  'import_opml',
  'export_opml',
  'refresh',
  'cancel_refresh',
  'list_entries',
  'get_entry',
  'complete_entry',
  'set_read',
  'mark_all_read',
  'undo',
  'list_related',
  'keep',
  'unkeep',
  'get_settings',
  'update_settings',
  'save_ui_state',
  'open_link',
  'open_entry',
  'open_site',
  'report_ui_error',
] as const;
