import type {
  ApiError, CoreEvent, EntryDetail, EntryPage, EntrySummary, ListEntries, MediaHash, Scope, Settings, SourceTree,
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
  readonly #exact = new Map<string, Recording['calls'][number]>();
  readonly #loose = new Map<string, Recording['calls'][number]>();
  readonly #first = new Map<string, Recording['calls'][number]>();
  readonly #listeners = new Set<(event: CoreEvent) => void>();
  readonly #changes = new Map<number, Partial<EntrySummary>>();
  readonly #undo = new Map<number, () => void>();
  #gone = new Set<number>();
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
      case 'set_read': {
        const ids = request['ids'] as number[];
        for (const id of ids) this.#change(id, { unread: !request['read'] });
        this.emit({ type: 'states_changed', entries: ids });
        return {};
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
      case 'unsubscribe': {
        const id = Number((request['ids'] as number[])[0]);
        this.#gone.add(id);
        this.emit({ type: 'sources_changed' });
        return this.#undoable(1, () => this.#gone.delete(id));
      }
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
      case 'update_feeds':
      case 'rename_category':
      case 'move_category':
      case 'delete_category':
      case 'accept_move':
      case 'dismiss_health':
        return this.#undoable(1, () => undefined);
      case 'check_directory':
      case 'cancel_import':
      case 'cancel_refresh':
      case 'open_link':
      case 'open_entry':
      case 'open_site':
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

  #sources(): SourceTree {
    const tree = this.#recorded<SourceTree>('list_sources', {}, true);
    const categories = tree.categories.map((category) => {
      const feeds = category.feeds.filter((feed) => !this.#gone.has(feed.id));
      return { ...category, feeds, unread: feeds.reduce((sum, feed) => sum + feed.unread, 0) };
    });
    return { ...tree, categories };
  }

  #entries(request: ListEntries): EntryPage {
    // A list of unread entries may not have been recorded; it is the whole list's unread part.
    const whole = { ...request, unread_only: false };
    const page = this.#recorded<EntryPage>('list_entries', whole);
    const items = page.items
      .map((item) => ({ ...item, ...this.#changes.get(item.id) }))
      .filter((item) => !this.#gone.has(item.feed_id) && (!request.unread_only || item.unread));
    return { ...page, items };
  }

  #entry(command: string, id: number): EntryDetail {
    let entry: EntryDetail;
    try {
      entry = this.#recorded<EntryDetail>(command, { id });
    } catch (error) {
      if (command === 'get_entry') throw error;
      entry = this.#recorded<EntryDetail>('get_entry', { id });
    }
    return { ...entry, summary: { ...entry.summary, ...this.#changes.get(id) } };
  }

  #refresh(): unknown {
    const summary = this.#recorded<{ total: number; failed: number; added: number }>('refresh', {}, true);
    this.emit({ type: 'refresh_finished', total: summary.total, failed: summary.failed, added: 0, cancelled: false });
    return summary;
  }
}
