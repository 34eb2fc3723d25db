import { utcOffsetMinutes, type Core } from '$lib/api/commands';
import { toApiError } from '$lib/api/errors';
import type { ApiError, AppInfo, CategoryId, CoreEvent, EntryDetail, EntryId, EntrySummary, FeedId, FullTextMode, Scope, Subject } from '$lib/api/bindings/types';
import { I18n } from '$lib/i18n/i18n.svelte';
import type { Act } from '$lib/keys/shortcuts';

import { Article } from './article.svelte';
import { Clock } from './clock.svelte';
import { Entries } from './entries.svelte';
import { Layout, readRemembered, type Remembered } from './layout.svelte';
import { Location, type Overlay, type Trail, type View } from './location.svelte';
import { Notices } from './notices.svelte';
import { DEFAULTS, Preferences, resolveTheme, type Theme } from './settings.svelte';
import { Sources } from './sources.svelte';

/** What the views lend the state: things that only they can do. */
export interface Hands {
  /** Moves the focus to a column's first or current element. */
  focusColumn(step: 1 | -1): void;
  /** Scrolls the article by a page; false when there is nothing further. */
  pageArticle(step: 1 | -1): boolean;
  /** Scrolls the article to its start and puts the focus on its headline. */
  topOfArticle(): void;
  /** Scrolls the article to the end of all that stands in its column; false where none is open. */
  endOfArticle(): boolean;
  /** Whether the focus is in the article. */
  inArticle(): boolean;
  /** Does something with the open article's text; false where it can't be done. */
  withArticle(act: ArticleAct): boolean;
  /** Whether the list shows its first row. */
  listAtTop(): boolean;
}

/** Acts that the article's pane does by itself. */
export type ArticleAct = 'find' | 'find_next' | 'find_previous' | 'outline' | 'copy_text' | 'copy_link' | 'print';

/** How long news about rows are gathered. */
const READY_TOGETHER_MS = 250;

/** The parts of the settings. */
export type SettingsPart = 'reading' | 'look' | 'sources' | 'privacy' | 'transfer';

/** What the edit dialog is about. */
export type Editing =
  /** What the reader decides about feeds. */
  | { kind: 'feeds'; ids: FeedId[] }
  /** A category's name. */
  | { kind: 'category'; id: CategoryId }
  /** Where feeds shall stand. */
  | { kind: 'move_feeds'; ids: FeedId[] }
  /** Where a category shall stand. */
  | { kind: 'move_category'; id: CategoryId };

/** Acts that are about the list and the article, which the sources' screen does not show. */
const OF_ARTICLES: ReadonlySet<Act> = new Set<Act>(['next', 'previous', 'next_unread', 'page_down', 'page_up', 'top', 'end', 'find', 'find_next', 'find_previous', 'outline', 'copy_text', 'copy_link', 'print', 'keep', 'toggle_read', 'browser', 'mark_all']);

/** How long the window waits before it writes down how it looks. */
const REMEMBER_AFTER_MS = 600;

/** Everything the window knows, each concern in a class of its own, and the acts that concern several of them. */
export class AppState {
  readonly core: Core;
  readonly i18n = new I18n();
  readonly clock = new Clock();
  readonly layout = new Layout();
  readonly notices = new Notices();
  readonly settings: Preferences;
  readonly sources: Sources;
  readonly entries: Entries;
  readonly article: Article;
  readonly location: Location;

  #info = $state.raw<AppInfo | null>(null);
  #broken = $state.raw<ApiError | null>(null);
  #phase = $state<'starting' | 'welcome' | 'reading' | 'broken'>('starting');
  #editing = $state.raw<Editing | null>(null);
  #address: string | null = null;
  #part = $state<SettingsPart>('reading');
  #systemDark = $state(false);
  #systemContrast = $state(false);
  readonly #theme = $derived.by(() => resolveTheme(this.settings.value.theme, this.#systemDark, this.#systemContrast));
  #hands: Hands | null = null;
  #remembering: ReturnType<typeof setTimeout> | null = null;
  #remembered = '';
  /** A refresh that was asked for while another ran. */
  #refreshNext: Scope | null = null;
  /** Rows whose pictures or texts have come; looked at together. */
  readonly #ready = new Set<EntryId>();
  #looking: ReturnType<typeof setTimeout> | null = null;

  constructor(core: Core, trail: Trail) {
    this.core = core;
    this.settings = new Preferences(core, this.i18n, this.notices);
    this.sources = new Sources(core, this.notices);
    this.entries = new Entries(core);
    this.article = new Article(core, (summary) => this.entries.patch(summary.id, summary));
    this.location = new Location(trail);
  }

  get info(): AppInfo | null {
    return this.#info;
  }

  get phase(): 'starting' | 'welcome' | 'reading' | 'broken' {
    return this.#phase;
  }

  /** Why the library can't be opened. */
  get broken(): ApiError | null {
    return this.#broken;
  }

  /** The theme as it is drawn. */
  get theme(): Theme {
    return this.#theme;
  }

  /** Takes the system's wishes over, for the theme that follows it. */
  systemLook(dark: boolean, contrast: boolean): void {
    this.#systemDark = dark;
    this.#systemContrast = contrast;
  }

  /** What the edit dialog is about. */
  get editing(): Editing | null {
    return this.#editing;
  }

  edit(editing: Editing): void {
    this.#editing = editing;
    this.showOverlay('edit');
  }

  /** Opens the dialog in which sources are added, at an address that is looked at at once. */
  add(address: string | null = null): void {
    this.#address = address;
    this.showOverlay('add');
  }

  /** The address that the dialog for adding begins with. */
  get address(): string | null {
    return this.#address;
  }

  /** Lends the state the views' hands. */
  lend(hands: Hands | null): void {
    this.#hands = hands;
  }

  /** Starts: settings first, then the invitation or the news. */
  async start(): Promise<void> {
    try {
      const info = await this.core.call('app_info', {});
      this.#info = info;
      this.sources.online = info.online;
      await this.settings.accept(info.settings);
      await this.core.listen((event) => this.#hear(event));
      const remembered = readRemembered(info.ui_state);
      this.layout.restore(remembered);
      if (info.empty) {
        this.#phase = 'welcome';
        return;
      }
      await this.read(remembered.scope ?? { kind: 'today' }, remembered.unreadOnly ?? false);
      if (remembered.entry !== undefined && remembered.entry !== null) await this.#reopen(remembered.entry);
    } catch (thrown) {
      this.#broken = toApiError(thrown);
      await this.settings.accept(DEFAULTS);
      this.#phase = 'broken';
    }
  }

  /** Opens the article of the last time, if it is still there. */
  async #reopen(id: EntryId): Promise<void> {
    try {
      const entry = await this.core.call('get_entry', { id });
      await this.open(id, entry.summary);
    } catch {
      // It went with its feed: the list is place enough.
    }
  }

  /** Shows the main window at a list. */
  async read(scope: Scope, unreadOnly = false): Promise<void> {
    this.location.begin({ scope, entry: null, overlay: null, view: 'news' });
    this.#phase = 'reading';
    await Promise.all([this.sources.load(), this.entries.open(scope, unreadOnly)]);
  }

  /** Leaves the invitation with what was chosen and fetches it. */
  async beginReading(): Promise<void> {
    await this.read({ kind: 'all' });
    await this.refresh({ kind: 'all' });
  }

  /** Shows another list. */
  async show(scope: Scope): Promise<void> {
    this.layout.drawer = false;
    this.location.go({ scope, overlay: null, view: 'news', ...(this.layout.fold === 'narrow' ? { entry: null } : {}) });
    await this.entries.open(scope);
    this.rememberSoon();
  }

  async setUnreadOnly(unreadOnly: boolean): Promise<void> {
    await this.entries.open(this.entries.scope, unreadOnly);
    this.rememberSoon();
  }

  /** Opens an article and marks it read. */
  async open(id: EntryId, row: EntrySummary | null = this.entries.row(id) ?? null): Promise<void> {
    this.location.go({ entry: id });
    const opening = this.article.open(id, row);
    this.rememberSoon();
    if (row?.unread) await this.setRead(id, true);
    await opening;
    if (!row && this.article.id === id && this.article.row?.unread) await this.setRead(id, true);
  }

  /** Marks an article read or unread. */
  async setRead(id: EntryId, read: boolean): Promise<void> {
    const patch = (unread: boolean): void => {
      this.entries.patch(id, { unread });
      this.article.patch(id, { unread });
    };
    patch(!read);
    try {
      await this.core.call('set_read', { ids: [id], read });
      this.sources.reloadSoon();
    } catch (thrown) {
      patch(read);
      this.notices.fail(toApiError(thrown));
    }
  }

  /** Says what an article is about, or that it shows no subject, and offers to take that back. */
  async setSubject(id: EntryId, key: Subject | null): Promise<void> {
    const look = async (): Promise<void> => {
      const { summary } = await this.core.call('get_entry', { id });
      this.entries.patch(id, { subject: summary.subject, categories: summary.categories });
      this.article.patch(id, { subject: summary.subject, categories: summary.categories });
    };
    try {
      const { undo } = await this.core.call('set_subject', { id, subject: key });
      await look();
      if (undo === null) return;
      const takeBack = (): void => void this.sources.undo(undo).then(look);
      this.notices.sayUndoable(key === null ? 'notice.subject_none' : 'notice.subject_set', {}, takeBack);
    } catch (thrown) {
      this.notices.fail(toApiError(thrown));
    }
  }

  /** Keeps an article or lets it go. */
  async setKept(id: EntryId, kept: boolean): Promise<void> {
    const patch = (value: boolean): void => {
      this.entries.patch(id, { kept: value });
      this.article.patch(id, { kept: value });
    };
    patch(kept);
    try {
      await this.article.setKept(id, kept);
      this.sources.reloadSoon();
      if (kept) this.notices.say('notice.kept');
      else this.notices.sayUndoable('notice.unkept', {}, () => void this.setKept(id, true));
    } catch (thrown) {
      patch(!kept);
      this.notices.fail(toApiError(thrown));
    }
  }

  /** Marks the shown list read and offers to take that back. */
  async markAllRead(): Promise<void> {
    const scope = this.entries.scope;
    if (this.entries.unread === 0) return;
    try {
      const request = { scope, seen_before: this.entries.seenAt || null, utc_offset_minutes: utcOffsetMinutes() };
      const { count, undo } = await this.core.call('mark_all_read', request);
      this.entries.patchAllRead();
      if (this.article.id !== null) this.article.patch(this.article.id, { unread: false });
      await this.sources.load();
      const takeBack = (): void => {
        if (undo !== null) void this.sources.undo(undo).then(() => this.entries.reload());
      };
      this.notices.sayUndoable('notice.marked_read', { count }, takeBack);
    } catch (thrown) {
      this.notices.fail(toApiError(thrown));
    }
  }

  /** Fetches feeds and says what came of it. */
  async refresh(scope: Scope): Promise<void> {
    const summary = await this.sources.refresh(scope);
    if (summary === 'busy') this.#refreshNext = scope;
    if (summary === 'busy' || summary === null) return;
    this.clock.tick();
    if (summary.cancelled) this.notices.say('notice.refresh_cancelled');
    else if (summary.failed > 0) {
      const action = { label: 'health.open', run: () => this.showSources() } as const;
      this.notices.say('notice.refreshed_with_faults', { count: summary.failed, added: summary.added }, action, true);
    } else this.notices.say('notice.refreshed', { count: summary.added });
  }

  /** Asks the shown feed for articles older than those it shows now. */
  async loadOlder(): Promise<void> {
    try {
      await this.entries.loadOlder();
      this.sources.reloadSoon();
    } catch (thrown) {
      const error = toApiError(thrown);
      if (error.code === 'offline') this.sources.online = false;
      else this.notices.fail(error);
    }
  }

  /** Opens an article's page in the browser. */
  async openInBrowser(id: EntryId): Promise<void> {
    try {
      await this.core.call('open_entry', { id });
    } catch (thrown) {
      this.notices.fail(toApiError(thrown));
    }
  }

  /** Opens a link of an article in the browser. */
  async openLink(entry: EntryId, href: string): Promise<void> {
    try {
      await this.core.call('open_link', { entry, href });
    } catch (thrown) {
      this.notices.fail(toApiError(thrown));
    }
  }

  /** Opens an article that another one points to: the stored one, else its page is fetched into the reader. */
  async openPage(entry: EntryId, href: string): Promise<void> {
    const from = this.article.id;
    try {
      const { summary } = await this.core.call('open_page', { entry, href });
      // The reader has gone on meanwhile: what was fetched is there when it is asked for again.
      if (this.article.id === from) await this.open(summary.id, summary);
    } catch (thrown) {
      this.notices.fail(toApiError(thrown), { label: 'act.browser', run: () => void this.openLink(entry, href) });
    }
  }

  /** Opens what an article names as its source in the browser. */
  async openSource(entry: EntryDetail): Promise<void> {
    if (entry.source.url === entry.summary.url || entry.source.url === null) await this.openInBrowser(entry.summary.id);
    else await this.openLink(entry.summary.id, entry.source.url);
  }

  /** Says how the text of one article is obtained; none follows its source. */
  async chooseText(id: EntryId, choice: FullTextMode | null): Promise<void> {
    try {
      await this.core.call('set_text_choice', { id, choice });
      if (this.article.id !== id) return;
      await this.article.reload(id);
      if (choice !== 'original') await this.article.complete();
    } catch (thrown) {
      this.notices.fail(toApiError(thrown));
    }
  }

  /** Opens the settings at one of their parts. */
  showSettings(part: SettingsPart): void {
    this.#part = part;
    this.showOverlay('settings');
  }

  /** The part of the settings that was looked at last. */
  get settingsPart(): SettingsPart {
    return this.#part;
  }

  set settingsPart(part: SettingsPart) {
    this.#part = part;
  }

  /** What the columns show. */
  get view(): View {
    return this.location.place.view;
  }

  /** Shows the sources and how they fare. */
  showSources(): void {
    this.layout.drawer = false;
    this.location.go({ view: 'sources', overlay: null });
  }

  /** Goes back from the sources to the news. */
  leaveSources(): void {
    if (!this.location.back()) this.location.go({ view: 'news' });
  }

  /** Asks for the list again after sources were changed; it may have gone with its feed or category. */
  async sourcesChanged(): Promise<void> {
    const scope = this.entries.scope;
    const gone = (scope.kind === 'feed' && !this.sources.feed(scope.id)) || (scope.kind === 'category' && !this.sources.category(scope.id));
    if (!gone) return this.entries.reload();
    this.location.go({ scope: { kind: 'all' } });
    await this.entries.open({ kind: 'all' });
  }

  showOverlay(overlay: Overlay): void {
    if (this.location.place.overlay === overlay) return;
    this.layout.drawer = false;
    if (overlay === null) this.closeOverlay();
    else this.location.go({ overlay });
  }

  closeOverlay(): void {
    if (this.location.place.overlay === null) return;
    if (!this.location.back()) this.location.go({ overlay: null });
  }

  /** Goes back to the list in a narrow window. */
  closeArticle(): void {
    if (!this.location.back()) this.location.go({ entry: null });
    this.rememberSoon();
  }

  /** Follows the window's history. */
  async arrive(state: unknown): Promise<void> {
    const place = this.location.arrive(state);
    if (!place) return;
    // In a narrow window the list takes the article's place; the article is still there when the window grows.
    if (place.entry === null) {
      if (this.layout.fold !== 'narrow') this.article.close();
    }
    else if (place.entry !== this.article.id) await this.article.open(place.entry, this.entries.row(place.entry) ?? null);
  }

  /** Does what a key asks for; answers whether the key is used up. */
  act(act: Act): boolean {
    if (this.#phase !== 'reading') return this.#actAnywhere(act);
    if (this.view === 'sources' && OF_ARTICLES.has(act)) return false;
    const current = this.article.row;
    switch (act) {
      case 'next':
        return this.#openRow(this.entries.beside(this.article.id, 1));
      case 'previous':
        return this.#openRow(this.entries.beside(this.article.id, -1));
      case 'next_unread':
        return this.#openRow(this.entries.nextUnread(this.article.id));
      case 'columns_forward':
        this.#hands?.focusColumn(1);
        return true;
      case 'columns_back':
        this.#hands?.focusColumn(-1);
        return true;
      case 'forward':
        // In the article the arrows turn to the next one, as pages are turned; elsewhere they change the column.
        if (this.view === 'news' && this.#hands?.inArticle()) return this.#openRow(this.entries.beside(this.article.id, 1));
        return this.act('columns_forward');
      case 'backward':
        if (this.view === 'news' && this.#hands?.inArticle()) return this.#openRow(this.entries.beside(this.article.id, -1));
        return this.act('columns_back');
      case 'find':
      case 'find_next':
      case 'find_previous':
      case 'outline':
      case 'copy_text':
      case 'copy_link':
      case 'print':
        return this.#hands?.withArticle(act) ?? false;
      case 'page_down':
        return this.#hands?.pageArticle(1) ?? false;
      case 'page_up':
        return this.#hands?.pageArticle(-1) ?? false;
      case 'top':
        this.#hands?.topOfArticle();
        return true;
      case 'end':
        return this.#hands?.endOfArticle() ?? false;
      case 'keep':
        if (current) void this.setKept(current.id, !current.kept);
        return current !== null;
      case 'toggle_read':
        if (current) void this.setRead(current.id, current.unread);
        return current !== null;
      case 'browser':
        if (current) void this.openInBrowser(current.id);
        return current !== null;
      case 'refresh':
        void this.refresh({ kind: 'all' });
        return true;
      case 'mark_all':
        void this.markAllRead();
        return true;
      case 'fold_sources':
        this.layout.toggleSources();
        this.rememberSoon();
        return true;
      case 'add':
        this.add();
        return true;
      case 'sources':
        this.showSources();
        return true;
      case 'lane_breaking':
        void this.show({ kind: 'breaking' });
        return true;
      case 'lane_today':
        void this.show({ kind: 'today' });
        return true;
      case 'lane_all':
        void this.show({ kind: 'all' });
        return true;
      case 'lane_kept':
        void this.show({ kind: 'kept' });
        return true;
      case 'back':
        if (this.layout.drawer) this.layout.drawer = false;
        else if (this.view === 'sources') this.leaveSources();
        else if (this.layout.fold === 'narrow' && this.location.place.entry !== null) this.closeArticle();
        else if (this.#hands?.inArticle()) this.#hands.focusColumn(-1);
        else return false;
        return true;
      default:
        return this.#actAnywhere(act);
    }
  }

  /** Writes down how the window looks, once it has stopped changing. */
  rememberSoon(): void {
    if (this.#remembering) clearTimeout(this.#remembering);
    this.#remembering = setTimeout(() => {
      this.#remembering = null;
      const remembered: Remembered = {
        widths: { ...this.layout.widths },
        folded: this.layout.folded,
        scope: this.entries.scope,
        unreadOnly: this.entries.unreadOnly,
        entry: this.layout.fold === 'narrow' ? this.location.place.entry : this.article.id,
        closed: [...this.layout.closed],
        subjects: this.layout.subjects,
      };
      const json = JSON.stringify(remembered);
      if (json === this.#remembered) return;
      this.#remembered = json;
      // Not worth a notice: the next change tries again.
      void this.core.call('save_ui_state', { json }).catch(() => (this.#remembered = ''));
    }, REMEMBER_AFTER_MS);
  }

  /** Writes a fault of the window to the log. */
  report(thrown: unknown): void {
    const message = toApiError(thrown).detail.slice(0, 4000);
    if (message) void this.core.call('report_ui_error', { message }).catch(() => undefined);
  }

  #actAnywhere(act: Act): boolean {
    switch (act) {
      case 'larger':
        this.settings.resize(1);
        return true;
      case 'smaller':
        this.settings.resize(-1);
        return true;
      case 'normal_size':
        this.settings.resize(0);
        return true;
      case 'settings':
        this.showOverlay('settings');
        return true;
      case 'sheet':
        this.showOverlay('shortcuts');
        return true;
      case 'undo':
        return this.notices.undoLast();
      default:
        return false;
    }
  }

  #openRow(row: EntrySummary | undefined): boolean {
    if (row) void this.open(row.id, row);
    return row !== undefined;
  }

  /** A list of eighty rows fetches eighty pictures: one question for all that came within a moment. */
  #readySoon(entry: EntryId): void {
    this.#ready.add(entry);
    if (this.#looking !== null) return;
    this.#looking = setTimeout(() => {
      this.#looking = null;
      const ready = [...this.#ready];
      this.#ready.clear();
      const current = this.article.id;
      if (current !== null && ready.includes(current)) void this.article.reload(current);
      const rows = ready.filter((id) => id !== current && this.entries.row(id));
      if (rows.length > 3) void this.entries.sync();
      else for (const id of rows) void this.article.reload(id);
    }, READY_TOGETHER_MS);
  }

  /** Runs the refresh that waited, once the core has put the ended one away. */
  #refreshWaiting(): void {
    const scope = this.#refreshNext;
    this.#refreshNext = null;
    if (scope) setTimeout(() => void this.refresh(scope), READY_TOGETHER_MS);
  }

  #hear(event: CoreEvent): void {
    switch (event.type) {
      case 'sources_changed':
        return this.sources.reloadSoon();
      case 'entries_changed':
        this.clock.tick();
        this.sources.reloadSoon();
        // A running refresh brings many of these; its end shows them together.
        if ((!this.sources.progress || this.entries.items.length === 0) && this.#phase === 'reading') {
          void this.entries.noteArrived(event.added, this.#hands?.listAtTop() ?? true);
        }
        return;
      case 'states_changed':
        this.sources.reloadSoon();
        // No entries named: too many to name.
        if (event.entries.length === 0 && this.#phase === 'reading') void this.entries.sync();
        return;
      case 'entry_ready':
        return this.#readySoon(event.entry);
      case 'refresh_progress':
        return this.sources.follow({ done: event.done, total: event.total, failed: event.failed, unchanged: event.unchanged, added: event.added, running: event.running });
      case 'refresh_finished':
        this.sources.follow(null);
        this.sources.reloadSoon();
        this.#refreshWaiting();
        if (event.added > 0 && this.#phase === 'reading') {
          void this.entries.noteArrived(event.added, this.#hands?.listAtTop() ?? true);
        }
        return;
      case 'connectivity_changed':
        this.sources.online = event.online;
        return;
      case 'settings_changed':
        void this.settings.reload();
        return;
    }
  }
}
