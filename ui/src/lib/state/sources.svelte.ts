import { utcOffsetMinutes, type Core } from '$lib/api/commands';
import { toApiError } from '$lib/api/errors';
import type {
  ApiError, CategoryId, CategoryNode, FeedId, FeedRow, HealthState, LaneCounts, RefreshSummary, Scope, SourceTree, Subject, Subscribe, Undoable,
} from '$lib/api/bindings/types';
import type { MessageKey, Params } from '$lib/i18n/messages';

import type { Notices } from './notices.svelte';

/** How far the running refresh is. */
export interface RefreshProgress {
  done: number;
  total: number;
  failed: number;
  unchanged: number;
  added: number;
  running: FeedId[];
  /** When it began, as far as this window knows. */
  beganAt: number;
}

/** States in which nothing comes any more and the reader has not put that aside: what the sidebar counts. */
const TROUBLED: ReadonlySet<HealthState> = new Set<HealthState>(['gone', 'sign_in', 'insecure', 'failing']);

/** How long news are gathered before the tree is asked for again; longer while a run brings some of every source. */
const TOGETHER_MS = 200;
const TOGETHER_IN_A_RUN_MS = 1000;

const NO_COUNTS: LaneCounts = { breaking: 0, today: 0, unread: 0, kept: 0, offline: 0 };

/** What is followed, what is new in it, and the refresh that brings more. */
export class Sources {
  #tree = $state.raw<SourceTree>({ categories: [], counts: NO_COUNTS, subjects: [], next_refresh_at: null });
  #loaded = $state(false);
  #error = $state.raw<ApiError | null>(null);
  #progress = $state.raw<RefreshProgress | null>(null);
  #online = $state(true);
  #reloading: ReturnType<typeof setTimeout> | null = null;
  readonly #feeds = $derived(this.#tree.categories.flatMap((category) => category.feeds));
  readonly #subjects = $derived(Object.fromEntries(this.#tree.subjects.map(({ subject, unread }) => [subject, unread])) as Partial<Record<Subject, number>>);
  readonly #byId = $derived(new Map(this.#feeds.map((feed) => [feed.id, feed])));
  readonly #troubled = $derived(this.#feeds.filter((feed) => TROUBLED.has(feed.state) && !feed.dismissed));
  readonly #core: Core;
  readonly #notices: Notices;

  constructor(core: Core, notices: Notices) {
    this.#core = core;
    this.#notices = notices;
  }

  get categories(): CategoryNode[] {
    return this.#tree.categories;
  }

  get counts(): LaneCounts {
    return this.#tree.counts;
  }

  /** Unread articles of each subject that has any. */
  get subjects(): Partial<Record<Subject, number>> {
    return this.#subjects;
  }

  /** When the next scheduled refresh is due. */
  get nextRefreshAt(): number | null {
    return this.#tree.next_refresh_at;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  get error(): ApiError | null {
    return this.#error;
  }

  /** The running refresh, if one runs. */
  get progress(): RefreshProgress | null {
    return this.#progress;
  }

  get online(): boolean {
    return this.#online;
  }

  set online(online: boolean) {
    this.#online = online;
  }

  /** Every feed, in the sidebar's order. */
  get feeds(): FeedRow[] {
    return this.#feeds;
  }

  /** Feeds from which nothing comes. Without a network that is no fault of theirs. */
  get troubled(): FeedRow[] {
    return this.#online ? this.#troubled : [];
  }

  /** Whether a feed is to be marked as faulty. */
  isTroubled(feed: FeedRow): boolean {
    return this.#online && TROUBLED.has(feed.state) && !feed.dismissed;
  }

  feed(id: FeedId): FeedRow | undefined {
    return this.#byId.get(id);
  }

  category(id: CategoryId): CategoryNode | undefined {
    return this.#tree.categories.find((category) => category.id === id);
  }

  /** Asks for the tree. */
  async load(): Promise<void> {
    try {
      this.#tree = await this.#core.call('list_sources', { utc_offset_minutes: utcOffsetMinutes() });
      this.#error = null;
    } catch (thrown) {
      this.#error = toApiError(thrown);
    }
    this.#loaded = true;
  }

  /** Asks again soon; many events in a row ask once. */
  reloadSoon(): void {
    if (this.#reloading !== null) return;
    this.#reloading = setTimeout(() => {
      this.#reloading = null;
      void this.load();
    }, this.#progress ? TOGETHER_IN_A_RUN_MS : TOGETHER_MS);
  }

  /** Fetches feeds. Answers with what came of it; `busy` when another run has to end first. */
  async refresh(scope: Scope): Promise<RefreshSummary | 'busy' | null> {
    if (this.#progress) return 'busy';
    this.#progress = { done: 0, total: 0, failed: 0, unchanged: 0, added: 0, running: [], beganAt: Date.now() };
    try {
      return await this.#core.call('refresh', { scope });
    } catch (thrown) {
      const error = toApiError(thrown);
      if (error.code === 'invalid_request' && error.params['running']) return 'busy';
      if (error.code === 'offline') this.#online = false;
      else this.#notices.fail(error);
      return null;
    } finally {
      this.#progress = null;
      await this.load();
    }
  }

  /** How far the refresh is, by the core's events: one may have started without us. */
  follow(progress: Omit<RefreshProgress, 'beganAt'> | null, beganAt = this.#progress?.beganAt ?? Date.now()): void {
    this.#progress = progress && { ...progress, beganAt };
  }

  /** Ends the running refresh. */
  async cancel(): Promise<void> {
    try {
      await this.#core.call('cancel_refresh', {});
    } catch (thrown) {
      this.#notices.fail(toApiError(thrown));
    }
  }

  /** Follows a feed; throws what the form has to show. */
  async subscribe(request: Subscribe): Promise<FeedRow> {
    const { feed } = await this.#core.call('subscribe', request);
    await this.load();
    return feed;
  }

  /**
   * Does what can be taken back: says so, and offers to. `after` runs when it is done and when it was taken back.
   */
  async undoable(act: () => Promise<Undoable>, message: MessageKey, params: Params, after: () => void = () => undefined): Promise<boolean> {
    return this.#try(async () => {
      const { undo } = await act();
      await this.load();
      after();
      if (undo === null) return this.#notices.say(message, params);
      this.#notices.sayUndoable(message, params, () => void this.undo(undo).then(after));
    });
  }

  /** Stops following feeds and offers to take that back. */
  async unsubscribe(feeds: FeedRow[], after: () => void): Promise<boolean> {
    const [first] = feeds;
    if (!first) return false;
    const ids = feeds.map((feed) => feed.id);
    const [message, params] = feeds.length === 1 ? (['notice.unsubscribed', { name: first.title }] as const) : (['notice.unsubscribed_many', { count: ids.length }] as const);
    return this.undoable(() => this.#core.call('unsubscribe', { ids }), message, params, after);
  }

  /** Opens a feed's site in the browser. */
  async openSite(id: FeedId): Promise<void> {
    await this.#try(async () => {
      await this.#core.call('open_site', { id });
    });
  }

  /** Takes back what a token stands for. */
  async undo(token: number): Promise<void> {
    await this.#try(async () => {
      await this.#core.call('undo', { token });
      await this.load();
    });
  }

  async #try(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (thrown) {
      this.#notices.fail(toApiError(thrown));
      return false;
    }
  }
}
