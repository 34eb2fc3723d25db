// Generated from src-tauri/core/src/api by `make bindings`. Never edited by hand.

import type { AppInfo, CategoryMade, CategoryRef, CommentForm, CommentSent, CommentThread, CreateCategory, Directory, Discover, Discovery, Done, EntryDetail, EntryPage, EntryRef, ExportArticle, ExportedArticle, FeedCandidate, FeedRef, FeedRefs, Health, ImportOpml, ListEntries, ListSources, MarkAllRead, MoveCategory, Nothing, OlderLoaded, OpenLink, OpenPage, OpmlFile, OpmlImported, OutboxRef, Preview, Refresh, RefreshSummary, Related, RememberedCommenter, RenameCategory, SaveCommentDraft, SavePlace, Schedule, SendComment, SentComment, SetRead, SetSubject, SetTextChoice, Settings, SettingsPatch, SourceTree, Subscribe, Subscribed, UiErrorReport, UiState, Undo, Undoable, UpdateFeeds } from './types';

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
  /** Neighbours of an article in the library. */
  list_related: { request: EntryRef; answer: Related };
  /** Keeps an article: on disk before it is answered; its page and pictures follow. */
  keep: { request: EntryRef; answer: EntryDetail };
  /** Lets a kept article go. */
  unkeep: { request: EntryRef; answer: EntryDetail };
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
  'list_related',
  'keep',
  'unkeep',
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
