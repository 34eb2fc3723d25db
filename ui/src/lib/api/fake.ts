import { FakeComments } from './fake-comments';
import type {
  ApiError, CategoryNode, CommentThread, CoreEvent, EntryDetail, EntryPage, EntrySummary, FeedRow, FullTextMode, Health, ListEntries, MediaHash, Scope, SendComment, Settings, SourceTree, Subject, UpdateFeeds,
} from './bindings/types';
import type { Transport } from './transport';

/** Answers of the real core, recorded; `media` names the pictures' files. */
export interface Recording {
  calls: Array<{ command: string; request: unknown; answer?: unknown; error?: ApiError }>;
  media?: Record<string, string>;
}

/** Fields that do not decide which recorded answer fits. */
const LOOSE = new Set(['utc_offset_minutes', 'limit', 'seen_before']);

/** A request as one string: keys in order, empty and loose fields left out. */
export function canonical(request: unknown, loose: ReadonlySet<string> = LOOSE): string {
  if (Array.isArray(request)) return `[${request.map((item) => canonical(item, loose)).join(',')}]`;
  if (typeof request !== 'object' || request === null) return JSON.stringify(request) ?? 'null';
  const fields = Object.entries(request)
    .filter(([key, value]) => !loose.has(key) && value !== null && value !== undefined && value !== false)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${canonical(value, loose)}`);
  return `{${fields.join(',')}}`;
}

/** What the reader can arrange. */
interface Arranged {
  tree: SourceTree;
  dismissed: Set<number>;
}

function forFeeds(state: Arranged, ids: Set<number>, change: (feed: FeedRow) => void): void {
  for (const feed of state.tree.categories.flatMap((category) => category.feeds)) if (ids.has(feed.id)) change(feed);
}

function newCategory(id: number, title: string): CategoryNode {
  return { id, title, direction: /[\u0600-\u06ff]/.test(title) ? 'rtl' : 'ltr', parent_id: null, depth: 0, unread: 0, feeds: [] };
}

/** Takes a category out, with those inside it. */
function takeCategory(tree: SourceTree, id: number): CategoryNode[] {
  const ids = new Set([id]);
  for (const category of tree.categories) if (category.parent_id !== null && ids.has(category.parent_id)) ids.add(category.id);
  const block = tree.categories.filter((category) => ids.has(category.id));
  tree.categories = tree.categories.filter((category) => !ids.has(category.id));
  return block;
}

/** Puts a category and those inside it into another, before one of its own; without one, at its end. */
function placeCategory(tree: SourceTree, block: CategoryNode[], parent: number | null, before: number | null): void {
  const [head] = block;
  if (!head) return;
  const above = tree.categories.findIndex((category) => category.id === parent);
  const depth = above < 0 ? 0 : (tree.categories[above]?.depth ?? 0) + 1;
  let at = before === null ? -1 : tree.categories.findIndex((category) => category.id === before);
  if (at < 0) {
    const end = tree.categories.findIndex((category, index) => above >= 0 && index > above && category.depth < depth);
    at = end < 0 ? tree.categories.length : end;
  }
  const by = depth - head.depth;
  tree.categories.splice(at, 0, ...block.map((category) => ({ ...category, depth: category.depth + by, ...(category === head ? { parent_id: parent } : {}) })));
}

/** Does what `update_feeds` asks for. */
function updateFeeds(state: Arranged, ids: Set<number>, { title, category, category_title, full_text, interval_minutes, keep_days, notify, paused }: UpdateFeeds): void {
  const { tree } = state;
  forFeeds(state, ids, (feed) => {
    if (title) feed.title = title;
    if (full_text) feed.full_text = full_text;
    feed.interval_minutes = interval_minutes ?? feed.interval_minutes;
    feed.keep_days = keep_days ?? feed.keep_days;
    feed.notify = notify ?? feed.notify;
    if (paused !== null && paused !== undefined) Object.assign(feed, { paused, state: paused ? 'paused' : feed.fault ? 'failing' : 'fine' });
  });
  let into = tree.categories.find((each) => each.id === category || (category_title && each.title === category_title));
  if (!into && category_title) {
    placeCategory(tree, [newCategory(Math.max(0, ...tree.categories.map((each) => each.id)) + 1, category_title)], null, null);
    into = tree.categories.at(-1);
  }
  if (!into) return;
  const moved = tree.categories.flatMap((each) => each.feeds).filter((feed) => ids.has(feed.id));
  for (const each of tree.categories) each.feeds = each.feeds.filter((feed) => !ids.has(feed.id));
  const { id } = into;
  into.feeds = [...into.feeds, ...moved.map((feed) => ({ ...feed, category_id: id }))].sort((a, b) => (a.title < b.title ? -1 : 1));
}

const WITHOUT_CURSOR = new Set([...LOOSE, 'cursor']);
const NO_SUCH_ITEM: ApiError = { code: 'no_such_item', params: {}, detail: 'nothing recorded for this request' };

/**
 * Plays recorded answers in a plain browser and in tests, with a small memory of its own: what is marked, kept,
 * followed or set shows in later answers.
 */
export class FakeTransport implements Transport {
  readonly mediaBase = '/media/';
  /** Every call, for tests. */
  readonly log: Array<{ command: string; request: unknown }> = [];
  /** What was done with comments. */
  readonly comments = new FakeComments();
  readonly #exact = new Map<string, Recording['calls'][number]>();
  readonly #loose = new Map<string, Recording['calls'][number]>();
  readonly #first = new Map<string, Recording['calls'][number]>();
  readonly #listeners = new Set<(event: CoreEvent) => void>();
  readonly #changes = new Map<number, Partial<EntrySummary>>();
  readonly #choices = new Map<number, FullTextMode | null>();
  readonly #undo = new Map<number, () => void>();
  readonly #places = new Map<number, EntryDetail['place']>();
  #arranged: Arranged | null = null;
  #settings: Partial<Settings> = {};
  #uiState: string | null = null;
  #subscribed = 0;
  #token = 1;

  constructor(recording: Recording) {
    for (const call of recording.calls) {
      const put = (map: Map<string, Recording['calls'][number]>, key: string): void => {
        if (!map.has(key)) map.set(key, call);
      };
      put(this.#exact, `${call.command} ${canonical(call.request)}`);
      put(this.#loose, `${call.command} ${canonical(call.request, WITHOUT_CURSOR)}`);
      put(this.#first, call.command);
    }
  }

  /** Loads the recording that is served beside the bundle; page tests reach the player as `warraqFake`. */
  static async load(path: string): Promise<FakeTransport> {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`no recorded answers at ${path}: ${answer.status}`);
    const player = new FakeTransport((await answer.json()) as Recording);
    Object.assign(globalThis, { warraqFake: player });
    return player;
  }

  mediaUrl(hash: MediaHash): string {
    return this.mediaBase + hash;
  }

  listen(hear: (event: CoreEvent) => void): Promise<() => void> {
    this.#listeners.add(hear);
    return Promise.resolve(() => this.#listeners.delete(hear));
  }

  /** Tells the window that something happened. */
  emit(event: CoreEvent): void {
    for (const hear of this.#listeners) hear(event);
  }

  async call(command: string, request: unknown): Promise<unknown> {
    this.log.push({ command, request });
    await Promise.resolve();
    return structuredClone(this.#answer(command, request as Record<string, unknown>));
  }

  #recorded<T>(command: string, request: unknown, orFirst = false): T {
    const call =
      this.#exact.get(`${command} ${canonical(request)}`) ??
      this.#loose.get(`${command} ${canonical(request, WITHOUT_CURSOR)}`) ??
      (orFirst ? this.#first.get(command) : undefined);
    if (!call) throw NO_SUCH_ITEM;
    if (call.error) throw call.error;
    return call.answer as T;
  }

  #answer(command: string, request: Record<string, unknown>): unknown {
    switch (command) {
      case 'app_info': {
        const info = this.#recorded<{ settings: Settings; empty: boolean; ui_state: string | null }>(command, {}, true);
        return { ...info, empty: info.empty && this.#subscribed === 0, settings: { ...info.settings, ...this.#settings }, ui_state: this.#uiState ?? info.ui_state };
      }
      case 'get_settings':
        return { ...this.#recorded<{ settings: Settings }>('app_info', {}, true).settings, ...this.#settings };
      case 'update_settings':
        for (const [key, value] of Object.entries(request)) if (value !== null) Object.assign(this.#settings, { [key]: value });
        return this.#answer('get_settings', {});
      case 'save_ui_state':
        this.#uiState = String(request['json']);
        return {};
      case 'list_sources':
        return this.#sources();
      case 'list_entries':
        return this.#entries(request as unknown as ListEntries);
      case 'get_entry':
      case 'complete_entry':
        return this.#entry(command, Number(request['id']));
      case 'save_place':
        this.#places.set(Number(request['id']), (request['place'] ?? null) as EntryDetail['place']);
        return {};
      case 'open_page': {
        const entry = this.#entry('get_entry', Number(request['entry']));
        const card = entry.read_also.find((each) => each.url === request['href']);
        if (!card?.entry) throw NO_SUCH_ITEM;
        return this.#entry('get_entry', card.entry.id);
      }
      case 'set_text_choice':
        this.#choices.set(Number(request['id']), request['choice'] as FullTextMode | null);
        return this.#entry('get_entry', Number(request['id']));
      case 'set_read': {
        const ids = request['ids'] as number[];
        for (const id of ids) this.#change(id, { unread: !request['read'] });
        this.emit({ type: 'states_changed', entries: ids });
        return {};
      }
      case 'set_subject': {
        const id = Number(request['id']);
        const key = request['subject'] as Subject | null;
        const before = this.#entry('get_entry', id).summary.subject;
        this.#change(id, { subject: key && { key, automatic: false } });
        this.emit({ type: 'states_changed', entries: [id] });
        return this.#undoable(1, () => this.#change(id, { subject: before }));
      }
      case 'keep':
      case 'unkeep': {
        const id = Number(request['id']);
        this.#change(id, { kept: command === 'keep' });
        const entry = this.#entry('get_entry', id);
        this.emit({ type: 'states_changed', entries: [id] });
        return command === 'unkeep' ? { ...entry, offline: { kind: 'none' } } : entry;
      }
      case 'mark_all_read': {
        const page = this.#entries({ scope: request['scope'] as Scope, unread_only: false, utc_offset_minutes: 0 });
        const ids = page.items.filter((item) => item.unread).map((item) => item.id);
        for (const id of ids) this.#change(id, { unread: false });
        return this.#undoable(ids.length, () => ids.forEach((id) => this.#change(id, { unread: true })));
      }
      case 'unsubscribe':
        return this.#arrange(request['ids'] as number[], (state, ids) => {
          for (const category of state.tree.categories) category.feeds = category.feeds.filter((feed) => !ids.has(feed.id));
        });
      case 'update_feeds':
        return this.#arrange(request['ids'] as number[], (state, ids) => updateFeeds(state, ids, request as unknown as UpdateFeeds));
      case 'create_category': {
        const { categories } = this.#state().tree;
        const id = Math.max(0, ...categories.map((each) => each.id)) + 1;
        const { undo } = this.#arrange([id], (state) => placeCategory(state.tree, [newCategory(id, String(request['title']))], (request['parent'] as number | null) ?? null, null));
        return { id, undo };
      }
      case 'rename_category':
        return this.#arrange([Number(request['id'])], (state, ids) => {
          for (const category of state.tree.categories) if (ids.has(category.id)) category.title = String(request['title']);
        });
      case 'move_category':
        return this.#arrange([Number(request['id'])], (state) => {
          const block = takeCategory(state.tree, Number(request['id']));
          placeCategory(state.tree, block, (request['parent'] as number | null) ?? null, (request['before'] as number | null) ?? null);
        });
      case 'delete_category':
        return this.#arrange([Number(request['id'])], (state) => {
          const [gone, ...inner] = takeCategory(state.tree, Number(request['id']));
          const heir = state.tree.categories.find((each) => each.id === gone?.parent_id) ?? state.tree.categories[0];
          heir?.feeds.push(...[gone, ...inner].flatMap((each) => each?.feeds ?? []).map((feed) => ({ ...feed, category_id: heir.id })));
        });
      case 'accept_move':
        return this.#arrange([Number(request['id'])], (state, ids) => forFeeds(state, ids, (feed) => (feed.state = 'fine')));
      case 'dismiss_health':
        return this.#arrange([Number(request['id'])], (state, ids) => {
          ids.forEach((id) => state.dismissed.add(id));
          forFeeds(state, ids, (feed) => (feed.dismissed = true));
        });
      case 'list_health':
        return this.#health();
      case 'undo': {
        this.#undo.get(Number(request['token']))?.();
        this.emit({ type: 'sources_changed' });
        return { count: 1, undo: null };
      }
      case 'subscribe': {
        this.#subscribed++;
        const feed = this.#sources().categories.flatMap((category) => category.feeds)[0];
        return { feed };
      }
      case 'refresh':
        return this.#refresh();
      case 'get_comments':
      case 'fetch_comments': {
        const fetched = this.#exact.has(`fetch_comments ${canonical(request)}`) ? this.#recorded<CommentThread>('fetch_comments', request) : null;
        const stored = this.#recorded<CommentThread>('get_comments', request);
        if (command === 'fetch_comments') this.comments.fetched(stored.entry);
        return this.comments.thread(stored, fetched);
      }
      case 'save_comment_draft':
        this.comments.draft(Number(request['entry']), (request['parent'] as string | null) ?? null, String(request['body']));
        return {};
      case 'send_comment':
        return this.comments.send(request as unknown as SendComment);
      case 'resend_comment':
        return this.comments.resend(Number(request['id']));
      case 'discard_comment':
        this.comments.discard(Number(request['id']));
        return {};
      case 'get_commenter':
        return { commenter: this.comments.commenter };
      case 'export_article': {
        const { title } = this.#entry('get_entry', Number(request['id'])).summary;
        const html = request['format'] === 'html';
        return { text: title, file_name: `${title}.${html ? 'html' : 'md'}`, media_type: `text/${html ? 'html' : 'markdown'}` };
      }
      case 'forget_commenter':
        this.comments.forget();
        return {};
      case 'check_directory':
      case 'cancel_import':
      case 'cancel_refresh':
      case 'open_link':
      case 'open_entry':
      case 'open_site':
      case 'mail_entry':
      case 'report_ui_error':
        return {};
      case 'discover':
        return this.#recorded(command, request, true);
      default:
        return this.#recorded(command, request, command === 'list_directory' || command.endsWith('_opml'));
    }
  }

  #change(id: number, change: Partial<EntrySummary>): void {
    this.#changes.set(id, { ...this.#changes.get(id), ...change });
  }

  #undoable(count: number, undo: () => void): { count: number; undo: number } {
    const token = this.#token++;
    this.#undo.set(token, undo);
    return { count, undo: token };
  }

  /** What the reader arranges, begun from what was recorded. */
  #state(): Arranged {
    this.#arranged ??= { tree: structuredClone(this.#recorded<SourceTree>('list_sources', {}, true)), dismissed: new Set() };
    return this.#arranged;
  }

  /** Changes the arrangement; what is answered takes the whole of it back. */
  #arrange(ids: number[], change: (state: Arranged, ids: Set<number>) => void): { count: number; undo: number } {
    const before = structuredClone(this.#state());
    change(this.#state(), new Set(ids));
    this.emit({ type: 'sources_changed' });
    return this.#undoable(ids.length, () => (this.#arranged = before));
  }

  #sources(): SourceTree {
    const { tree } = this.#state();
    const categories = tree.categories.map((category) => {
      const inside = [category];
      for (const other of tree.categories) if (inside.some((each) => each.id === other.parent_id)) inside.push(other);
      return { ...category, unread: inside.flatMap((each) => each.feeds).reduce((sum, feed) => sum + feed.unread, 0) };
    });
    return { ...tree, categories };
  }

  #health(): Health {
    const { tree, dismissed } = this.#state();
    const now = new Map(tree.categories.flatMap((category) => category.feeds.map((feed) => [feed.id, { feed, category: category.title }] as const)));
    const { feeds } = this.#recorded<Health>('list_health', {}, true);
    return { feeds: feeds.filter((each) => now.has(each.feed.id)).map((each) => ({ ...each, ...now.get(each.feed.id), dismissed: each.dismissed || dismissed.has(each.feed.id) })) };
  }

  #entries(request: ListEntries): EntryPage {
    // A list of unread entries may not have been recorded; it is the whole list's unread part.
    const whole = { ...request, unread_only: false };
    const page = request.scope.kind === 'subject' ? this.#onSubject(request.scope.subject) : this.#recorded<EntryPage>('list_entries', whole);
    const followed = new Set(this.#state().tree.categories.flatMap((category) => category.feeds.map((feed) => feed.id)));
    const items = page.items
      .map((item) => ({ ...item, ...this.#changes.get(item.id) }))
      .filter((item) => followed.has(item.feed_id) && (!request.unread_only || item.unread));
    return { ...page, items };
  }

  /** The rows on a subject, of all that were recorded. */
  #onSubject(subject: Subject): EntryPage {
    const all = this.#recorded<EntryPage>('list_entries', { scope: { kind: 'all' } }).items;
    const items = all.filter((item) => (this.#changes.get(item.id)?.subject ?? item.subject)?.key === subject);
    return { items, next: null, total: items.length, unread: items.filter((item) => item.unread).length };
  }

  #entry(command: string, id: number): EntryDetail {
    let entry: EntryDetail;
    try {
      entry = this.#recorded<EntryDetail>(command, { id });
    } catch (error) {
      if (command === 'get_entry') throw error;
      entry = this.#recorded<EntryDetail>('get_entry', { id });
    }
    const choice = this.#choices.has(id) ? { text_choice: this.#choices.get(id) ?? null } : {};
    const place = this.#places.has(id) ? (this.#places.get(id) ?? null) : entry.place;
    return { ...entry, ...choice, place, summary: { ...entry.summary, ...this.#changes.get(id) } };
  }

  #refresh(): unknown {
    const summary = this.#recorded<{ total: number; failed: number; added: number }>('refresh', {}, true);
    this.emit({ type: 'refresh_finished', total: summary.total, failed: summary.failed, added: 0, cancelled: false });
    return summary;
  }
}
