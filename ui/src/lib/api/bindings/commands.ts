// Generated from src-tauri/core/src/api by `make bindings`. Never edited by hand.

import type { AppInfo, ArticlesFile, ArticlesImported, Backup, Backups, CategoryMade, CategoryRef, CheckOffline, CollectionMade, CollectionRef, CommentForm, CommentSent, CommentThread, CompareVersions, CreateCategory, CreateCollection, Directory, Discover, Discovery, Done, EntryDetail, EntryPage, EntryRef, ExportArticle, ExportedArticle, Facets, FeedCandidate, FeedRef, FeedRefs, Found, GetVersion, Health, HighlightPage, HighlightRef, HighlightSaved, ImportOpml, ImportPreview, KeepPage, KeptPage, ListEntries, ListHighlights, ListKept, ListSources, ListStories, MarkAllRead, Marks, MoveCategory, MoveCollection, Nothing, OfflineReport, OlderLoaded, OpenLink, OpenPage, OpmlFile, OpmlImported, OutboxRef, Packs, PageKept, Pieces, Prepared, Preview, PreviewRetention, RecentSearch, Refresh, RefreshSummary, Related, RememberedCommenter, RenameCategory, RenameCollection, RenameTag, RestoreBackup, Restored, RetentionPreview, SaveCommentDraft, SaveHighlight, SaveNote, SavePlace, SaveSearch, SavedSearch, Schedule, Search, SearchRef, Searches, SendComment, SentComment, SetCollected, SetKept, SetPacks, SetRead, SetSound, SetSubject, SetTags, SetTextChoice, Settings, SettingsPatch, Shelves, SourceTree, SplitStory, StoryDetail, StoryPage, StoryRef, Subscribe, Subscribed, Suggest, Suggestions, TagRef, UiErrorReport, UiState, Undo, Undoable, UpdateFeeds, UpdateHighlight, UpdateSavedSearch, VersionDiff, VersionText, Versions } from './types';

/** Every command of the core: what it takes and what it gives. */
export interface Commands {
  /** About this program and this library; what the first screen needs to start. */
  app_info: { request: Nothing; answer: AppInfo };
  /** Categories, feeds and unread counts. */
  list_sources: { request: ListSources; answer: SourceTree };
  /** Looks at an address and says which feeds it offers. */
  discover: { request: Discover; answer: Discovery };
  /** Looks at one source that `discover` named. */
  preview: { request: Preview; answer: FeedCandidate };
  /** Follows a source. */
  subscribe: { request: Subscribe; answer: Subscribed };
  /** Stops following feeds. What was kept from them stays. Can be undone. */
  unsubscribe: { request: FeedRefs; answer: Undoable };
  /** Changes what the reader decides about feeds, many at once. Can be undone. */
  update_feeds: { request: UpdateFeeds; answer: Undoable };
  /** Makes a category. Can be undone. */
  create_category: { request: CreateCategory; answer: CategoryMade };
  /** Renames a category; one of that title that stands beside it takes its feeds in. Can be undone. */
  rename_category: { request: RenameCategory; answer: Undoable };
  /** Gives a category another place. Can be undone. */
  move_category: { request: MoveCategory; answer: Undoable };
  /** Removes a category; its feeds move to the one that it stands in, or to the default one. Can be undone. */
  delete_category: { request: CategoryRef; answer: Undoable };
  /** How every followed source fares. */
  list_health: { request: Nothing; answer: Health };
  /** Takes the new address of a source that says that it has moved. Can be undone. */
  accept_move: { request: FeedRef; answer: Undoable };
  /** Puts a source's state aside until it becomes another. Can be undone. */
  dismiss_health: { request: FeedRef; answer: Undoable };
  /** Asks a source for articles older than those it shows now: one page further back. */
  load_older: { request: FeedRef; answer: OlderLoaded };
  /** The bundled directory of papers. */
  list_directory: { request: Nothing; answer: Directory };
  /** Looks at papers of the bundled directory that were not looked at lately; answers at once. */
  check_directory: { request: Nothing; answer: Done };
  /** Follows the feeds of an OPML file: all of them or none. Can be undone. */
  import_opml: { request: ImportOpml; answer: OpmlImported };
  /** Ends the running import; nothing of it stays. */
  cancel_import: { request: Nothing; answer: Done };
  /** All feeds as an OPML 2.0 file. */
  export_opml: { request: Nothing; answer: OpmlFile };
  /** Fetches feeds now; answers when the run is over. */
  refresh: { request: Refresh; answer: RefreshSummary };
  /** Ends the running refresh; what was stored stays. */
  cancel_refresh: { request: Nothing; answer: Done };
  /** What runs, what is due next, and why nothing is fetched if nothing is. */
  schedule_status: { request: Nothing; answer: Schedule };
  /** A page of entries, newest first. */
  list_entries: { request: ListEntries; answer: EntryPage };
  /** One article with its text, from the store alone: never the network. */
  get_entry: { request: EntryRef; answer: EntryDetail };
  /** Fetches what an opened article still lacks (page text, pictures), then gives it. */
  complete_entry: { request: EntryRef; answer: EntryDetail };
  /** Opens an article that another one points to: the stored one, else its page is fetched. */
  open_page: { request: OpenPage; answer: EntryDetail };
  /** How the text of one article is obtained. */
  set_text_choice: { request: SetTextChoice; answer: EntryDetail };
  /** Marks entries read or unread. */
  set_read: { request: SetRead; answer: Done };
  /** Notes where the reader stopped in an article. */
  save_place: { request: SavePlace; answer: Done };
  /** Says what an article is about; its source's later ones of that section follow. Can be undone. */
  set_subject: { request: SetSubject; answer: Undoable };
  /** Marks a whole list read. Can be undone. */
  mark_all_read: { request: MarkAllRead; answer: Undoable };
  /** Takes back what an act answered with an undo token. */
  undo: { request: Undo; answer: Undoable };
  /** Searches the library: words in their other forms, quotations, operators in Arabic and English. */
  search: { request: Search; answer: Found };
  /** Counts what a search finds, by paper, subject and month. */
  search_facets: { request: Search; answer: Facets };
  /** Ways to go on with what is being typed. */
  suggest: { request: Suggest; answer: Suggestions };
  /** Saved searches with their unread counts, and recent ones. */
  list_searches: { request: Nothing; answer: Searches };
  /** Saves a search as a source of its own. */
  save_search: { request: SaveSearch; answer: SavedSearch };
  /** Changes a saved search: name, question, place, announcements. */
  update_saved_search: { request: UpdateSavedSearch; answer: SavedSearch };
  /** Deletes a saved search. */
  delete_saved_search: { request: SearchRef; answer: Done };
  /** Remembers a question that the reader asked, for suggestions. */
  save_recent_search: { request: RecentSearch; answer: Done };
  /** Forgets a recent question, or all of them. */
  forget_recent_searches: { request: RecentSearch; answer: Done };
  /** Neighbours of an article in the library. */
  list_related: { request: EntryRef; answer: Related };
  /** Stories that several sources tell, newest first. */
  list_stories: { request: ListStories; answer: StoryPage };
  /** One story with all that is told of it. */
  get_story: { request: StoryRef; answer: StoryDetail };
  /** Marks all articles of a story read. Can be undone. */
  mark_story_read: { request: StoryRef; answer: Undoable };
  /** Takes articles out of a story that do not belong to it, and remembers it. Can be undone. */
  split_story: { request: SplitStory; answer: Undoable };
  /** Keeps an article: on disk before it is answered; its page and pictures follow. */
  keep: { request: EntryRef; answer: EntryDetail };
  /** Lets a kept article go. */
  unkeep: { request: EntryRef; answer: EntryDetail };
  /** Keeps articles or lets them go, many at once. Can be undone. */
  set_kept: { request: SetKept; answer: Undoable };
  /** Keeps the page at an address, whether or not it can be fetched now; asks for it at once. */
  keep_page: { request: KeepPage; answer: PageKept };
  /** Asks for an article's attached sound, which keeps the article, or lets the sound go. */
  set_sound: { request: SetSound; answer: EntryDetail };
  /** What an article consists of, and what is known of each piece. */
  get_pieces: { request: EntryRef; answer: Pieces };
  /** Looks whether everything kept is really on the device; changes nothing. */
  check_offline: { request: CheckOffline; answer: OfflineReport };
  /** What is kept ready of papers without being kept, and within which bounds. */
  list_packs: { request: Nothing; answer: Packs };
  /** Says what to keep ready of which papers, and within which bounds. */
  set_packs: { request: SetPacks; answer: Packs };
  /** Fetches everything that packs and kept articles lack, now; answers when it is done. */
  prepare_offline: { request: Nothing; answer: Prepared };
  /** Ends the running preparation; what was fetched stays. */
  cancel_prepare: { request: Nothing; answer: Done };
  /** What a limit would take from sources, before it is set. */
  preview_retention: { request: PreviewRetention; answer: RetentionPreview };
  /** The backups and where they are. */
  list_backups: { request: Nothing; answer: Backups };
  /** Makes a backup now. */
  create_backup: { request: Nothing; answer: Backup };
  /** Puts a backup in the library's place; what was there is backed up first. */
  restore_backup: { request: RestoreBackup; answer: Restored };
  /** What importing a file of another program would do; changes nothing. */
  preview_import: { request: ArticlesFile; answer: ImportPreview };
  /** Keeps the articles of another program's file: all of them or none. Can be undone. */
  import_articles: { request: ArticlesFile; answer: ArticlesImported };
  /** What an article said before its publisher changed it, time after time. */
  list_versions: { request: EntryRef; answer: Versions };
  /** One version of an article, to be read. */
  get_version: { request: GetVersion; answer: VersionText };
  /** What changed between two versions of an article, word by word. */
  compare_versions: { request: CompareVersions; answer: VersionDiff };
  /** A page of what was kept, by collection, tag, paper or words. */
  list_kept: { request: ListKept; answer: KeptPage };
  /** Collections, tags and papers of what was kept, with their counts. */
  list_shelves: { request: Nothing; answer: Shelves };
  /** Marked passages of all articles, the last one first. */
  list_highlights: { request: ListHighlights; answer: HighlightPage };
  /** What the reader did with an article: collections, tags, note, highlights and where they are in its text. */
  get_marks: { request: EntryRef; answer: Marks };
  /** Makes a collection. Can be undone. */
  create_collection: { request: CreateCollection; answer: CollectionMade };
  /** Renames a collection; one of that title takes its articles in. Can be undone. */
  rename_collection: { request: RenameCollection; answer: Undoable };
  /** Gives a collection another place. Can be undone. */
  move_collection: { request: MoveCollection; answer: Undoable };
  /** Removes a collection; what is in it stays kept. Can be undone. */
  delete_collection: { request: CollectionRef; answer: Undoable };
  /** Puts articles into a collection, which keeps them, or takes them out. Can be undone. */
  set_collected: { request: SetCollected; answer: Undoable };
  /** Gives articles tags, which keeps them, and takes tags away. Can be undone. */
  set_tags: { request: SetTags; answer: Undoable };
  /** Renames a tag; one of that title takes its articles in. Can be undone. */
  rename_tag: { request: RenameTag; answer: Undoable };
  /** Removes a tag from everything. Can be undone. */
  delete_tag: { request: TagRef; answer: Undoable };
  /** Writes the note on an article, which keeps it; an empty one deletes the note. Can be undone. */
  save_note: { request: SaveNote; answer: Undoable };
  /** Marks a passage of an article, which keeps it. Can be undone. */
  save_highlight: { request: SaveHighlight; answer: HighlightSaved };
  /** Changes the colour of a marked passage, or the note on it. Can be undone. */
  update_highlight: { request: UpdateHighlight; answer: Undoable };
  /** Takes the mark from a passage. Can be undone. */
  delete_highlight: { request: HighlightRef; answer: Undoable };
  /** An article's comments, from the store alone: never the network. */
  get_comments: { request: EntryRef; answer: CommentThread };
  /** Fetches an article's comments, then gives them. A failure is part of the answer. */
  fetch_comments: { request: EntryRef; answer: CommentThread };
  /** Looks at the article's page and says what its comment form is now. */
  check_comment_form: { request: EntryRef; answer: CommentForm };
  /** Stores what the reader is writing under an article; an empty text deletes it. */
  save_comment_draft: { request: SaveCommentDraft; answer: Done };
  /** Sends a comment through the site's own form, now or when the network is back; says what became of it. */
  send_comment: { request: SendComment; answer: CommentSent };
  /** Sends a comment of the outbox again: one that waits, failed, came too fast or may not have arrived. */
  resend_comment: { request: OutboxRef; answer: SentComment };
  /** Takes a comment out of the outbox; what the site has of it stays there. */
  discard_comment: { request: OutboxRef; answer: Done };
  /** The name and the e-mail address that are remembered for comments. */
  get_commenter: { request: Nothing; answer: RememberedCommenter };
  /** Forgets the name and the e-mail address that were remembered for comments. */
  forget_commenter: { request: Nothing; answer: Done };
  /** One article as a file: its text, its parts and its pictures. */
  export_article: { request: ExportArticle; answer: ExportedArticle };
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
  /** Begins a letter with an article's headline and address in the system's mail program. */
  mail_entry: { request: EntryRef; answer: Done };
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
  'preview',
  'subscribe',
  'unsubscribe',
  'update_feeds',
  'create_category',
  'rename_category',
  'move_category',
  'delete_category',
  'list_health',
  'accept_move',
  'dismiss_health',
  'load_older',
  'list_directory',
  'check_directory',
  'import_opml',
  'cancel_import',
  'export_opml',
  'refresh',
  'cancel_refresh',
  'schedule_status',
  'list_entries',
  'get_entry',
  'complete_entry',
  'open_page',
  'set_text_choice',
  'set_read',
  'save_place',
  'set_subject',
  'mark_all_read',
  'undo',
  'search',
  'search_facets',
  'suggest',
  'list_searches',
  'save_search',
  'update_saved_search',
  'delete_saved_search',
  'save_recent_search',
  'forget_recent_searches',
  'list_related',
  'list_stories',
  'get_story',
  'mark_story_read',
  'split_story',
  'keep',
  'unkeep',
  'set_kept',
  'keep_page',
  'set_sound',
  'get_pieces',
  'check_offline',
  'list_packs',
  'set_packs',
  'prepare_offline',
  'cancel_prepare',
  'preview_retention',
  'list_backups',
  'create_backup',
  'restore_backup',
  'preview_import',
  'import_articles',
  'list_versions',
  'get_version',
  'compare_versions',
  'list_kept',
  'list_shelves',
  'list_highlights',
  'get_marks',
  'create_collection',
  'rename_collection',
  'move_collection',
  'delete_collection',
  'set_collected',
  'set_tags',
  'rename_tag',
  'delete_tag',
  'save_note',
  'save_highlight',
  'update_highlight',
  'delete_highlight',
  'get_comments',
  'fetch_comments',
  'check_comment_form',
  'save_comment_draft',
  'send_comment',
  'resend_comment',
  'discard_comment',
  'get_commenter',
  'forget_commenter',
  'export_article',
  'get_settings',
  'update_settings',
  'save_ui_state',
  'open_link',
  'open_entry',
  'mail_entry',
  'open_site',
  'report_ui_error',
] as const;
