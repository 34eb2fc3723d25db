import { utcOffsetMinutes, type Core } from '$lib/api/commands';
import { toApiError } from '$lib/api/errors';
import { sameScope } from '$lib/lists/scopes';
import type { ApiError, Cursor, EntryId, EntryPage, EntrySummary, FeedId, Scope } from '$lib/api/bindings/types';

/** Rows a page of the list. */
const PAGE = 80;

/** The list: rows newest first, page after page by cursor. */
export class Entries {
  #scope = $state.raw<Scope>({ kind: 'today' });
  #unreadOnly = $state(false);
  #items = $state.raw<EntrySummary[]>([]);
  #next = $state.raw<Cursor | null>(null);
  #total = $state(0);
  #unread = $state(0);
  #phase = $state<'idle' | 'loading' | 'more' | 'ready' | 'failed'>('idle');
  #error = $state.raw<ApiError | null>(null);
  #arrived = $state(0);
  #generation = $state(0);
  #asking = $state(false);
  /** The feed that was asked for older articles last, and what came of it. */
  #asked = $state.raw<{ feed: FeedId; added: number; more: boolean } | null>(null);
  /** When the reader's view of the list was taken: «mark all read» spares what came later. */
  #seenAt = 0;
  #run = 0;
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  get scope(): Scope {
    return this.#scope;
  }

  get unreadOnly(): boolean {
    return this.#unreadOnly;
  }

  get items(): EntrySummary[] {
    return this.#items;
  }

  get total(): number {
    return this.#total;
  }

  get unread(): number {
    return this.#unread;
  }

  get phase(): 'idle' | 'loading' | 'more' | 'ready' | 'failed' {
    return this.#phase;
  }

  get error(): ApiError | null {
    return this.#error;
  }

  /** Whether older rows are still to come. */
  get hasMore(): boolean {
    return this.#next !== null;
  }

  /** New rows that wait above the list; it does not move under the reader's eyes. */
  get arrived(): number {
    return this.#arrived;
  }

  /** Grows with every new list, so that the view scrolls to its start. */
  get generation(): number {
    return this.#generation;
  }

  get seenAt(): number {
    return this.#seenAt;
  }

  /** Shows another list. */
  async open(scope: Scope, unreadOnly: boolean = this.#unreadOnly): Promise<void> {
    this.#scope = scope;
    this.#unreadOnly = unreadOnly;
    this.#items = [];
    this.#next = null;
    this.#generation++;
    await this.#first('loading');
  }

  /** Asks for the same list again; what is shown stays until the answer is here. `more` rows are wanted besides. */
  async reload(more = 0): Promise<void> {
    await this.#first(this.#items.length === 0 ? 'loading' : 'ready', more);
  }

  /** Whether the shown feed is being asked for older articles. */
  get askingOlder(): boolean {
    return this.#asking;
  }

  /** What came of asking the shown feed for older articles; nothing before it was asked. */
  get olderAsked(): { added: number; more: boolean } | null {
    return this.#scope.kind === 'feed' && this.#asked?.feed === this.#scope.id ? this.#asked : null;
  }

  /** Asks the shown feed for older articles than it shows now; throws what went wrong. */
  async loadOlder(): Promise<void> {
    const scope = this.#scope;
    if (scope.kind !== 'feed' || this.#asking) return;
    this.#asking = true;
    try {
      const answer = await this.#core.call('load_older', { id: scope.id });
      this.#asked = { feed: scope.id, ...answer };
      if (answer.added > 0 && sameScope(scope, this.#scope)) await this.reload(answer.added);
    } finally {
      this.#asking = false;
    }
  }

  /** Notes that entries came in; shows them when nothing would move under the reader. */
  async noteArrived(added: number, atTop: boolean): Promise<void> {
    if (atTop || this.#items.length === 0) await this.reload();
    else this.#arrived += added;
  }

  /** Fetches the next page. */
  async more(): Promise<void> {
    const cursor = this.#next;
    if (!cursor || this.#phase !== 'ready') return;
    const run = this.#run;
    this.#phase = 'more';
    try {
      const page = await this.#ask(cursor);
      if (run !== this.#run) return;
      const known = new Set(this.#items.map((item) => item.id));
      this.#items = [...this.#items, ...page.items.filter((item) => !known.has(item.id))];
      this.#next = page.next;
      this.#total = page.total;
      this.#unread = page.unread;
      this.#phase = 'ready';
    } catch (thrown) {
      if (run !== this.#run) return;
      this.#error = toApiError(thrown);
      this.#phase = 'failed';
    }
  }

  /** Tries again after a page failed. */
  async retry(): Promise<void> {
    if (this.#items.length === 0) return this.reload();
    this.#phase = 'ready';
    return this.more();
  }

  /** Changes a row in place. */
  patch(id: EntryId, change: Partial<EntrySummary>): void {
    const index = this.index(id);
    const row = this.#items[index];
    if (!row) return;
    const items = this.#items.slice();
    items[index] = { ...row, ...change };
    this.#items = items;
    if (change.unread !== undefined && change.unread !== row.unread) this.#unread = Math.max(0, this.#unread + (change.unread ? 1 : -1));
  }

  /**
   * Asks how the shown rows stand now and changes those that differ in place. Which rows there are stays as it is:
   * something happened to them, nothing came.
   */
  async sync(): Promise<void> {
    const run = this.#run;
    try {
      const news = new Map<EntryId, EntrySummary>();
      let cursor: Cursor | null = null;
      do {
        const page = await this.#ask(cursor, 500);
        for (const row of page.items) news.set(row.id, row);
        cursor = page.next;
        if (run !== this.#run) return;
        if (!this.#unreadOnly) this.#unread = page.unread;
      } while (cursor && news.size < this.#items.length);
      this.#items = this.#items.map((row) => news.get(row.id) ?? row);
    } catch {
      // What is shown stays; the next list says it again.
    }
  }

  /** Marks the rows read at once; the core's answer follows. */
  patchAllRead(): void {
    this.#items = this.#items.map((row) => (row.unread ? { ...row, unread: false } : row));
    this.#unread = 0;
  }

  /** Where a row stands, or -1. */
  index(id: EntryId | null): number {
    return id === null ? -1 : this.#items.findIndex((item) => item.id === id);
  }

  row(id: EntryId): EntrySummary | undefined {
    return this.#items[this.index(id)];
  }

  /** The row `step` away from `id`; the first one when `id` is not in the list. */
  beside(id: EntryId | null, step: 1 | -1): EntrySummary | undefined {
    const index = this.index(id);
    return index < 0 ? (step === 1 ? this.#items[0] : undefined) : this.#items[index + step];
  }

  /** The next unread row behind `id`, or the first one of the list. */
  nextUnread(id: EntryId | null): EntrySummary | undefined {
    const index = this.index(id);
    return this.#items.find((item, i) => i > index && item.unread) ?? this.#items.find((item) => item.unread && item.id !== id);
  }

  async #first(phase: 'loading' | 'ready', more = 0): Promise<void> {
    const run = ++this.#run;
    this.#phase = phase;
    this.#error = null;
    const seenAt = Date.now();
    try {
      // As many rows as were shown: the place in the list stays.
      const wanted = this.#items.length + more;
      let page = await this.#ask(null, Math.max(PAGE, Math.min(500, wanted)));
      let items = page.items;
      while (page.next && items.length < wanted && run === this.#run) {
        page = await this.#ask(page.next, Math.min(500, wanted - items.length));
        items = [...items, ...page.items];
      }
      if (run !== this.#run) return;
      this.#seenAt = seenAt;
      this.#items = items;
      this.#next = page.next;
      this.#total = page.total;
      this.#unread = page.unread;
      this.#arrived = 0;
      this.#phase = 'ready';
    } catch (thrown) {
      if (run !== this.#run) return;
      this.#error = toApiError(thrown);
      this.#phase = 'failed';
    }
  }

  #ask(cursor: Cursor | null, limit: number = PAGE): Promise<EntryPage> {
    return this.#core.call('list_entries', {
      scope: this.#scope,
      unread_only: this.#unreadOnly,
      cursor,
      limit,
      utc_offset_minutes: utcOffsetMinutes(),
    });
  }
}
