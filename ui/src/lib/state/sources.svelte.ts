import { utcOffsetMinutes, type Core } from '$lib/api/commands';
import { toApiError } from '$lib/api/errors';
import type {
  ApiError, CategoryNode, FeedId, FeedRow, FullTextMode, LaneCounts, RefreshSummary, Scope, SourceTree, Subscribe,
} from '$lib/api/bindings/types';

import type { Notices } from './notices.svelte';

/** How far the running refresh is. */
export interface RefreshProgress {
  done: number;
  total: number;
  failed: number;
  unchanged: number;
  added: number;
  running: FeedId[];
}

const NO_COUNTS: LaneCounts = { breaking: 0, today: 0, unread: 0, kept: 0, offline: 0 };

/** What is followed, what is new in it, and the refresh that brings more. */
export class Sources {
  #tree = $state.raw<SourceTree>({ categories: [], counts: NO_COUNTS, next_refresh_at: null });
  #loaded = $state(false);
  #error = $state.raw<ApiError | null>(null);
  #progress = $state.raw<RefreshProgress | null>(null);
  #online = $state(true);
  #reloading: ReturnType<typeof setTimeout> | null = null;
  readonly #feeds = $derived(this.#tree.categories.flatMap((category) => category.feeds));
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

  /** Feeds that need somebody's eye. */
  get faulty(): FeedRow[] {
    return this.#feeds.filter((feed) => feed.fault !== null);
  }

  feed(id: FeedId): FeedRow | undefined {
    return this.#feeds.find((feed) => feed.id === id);
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
    }, 200);
  }

  /** Fetches feeds. Answers with what came of it; `busy` when another run has to end first. */
  async refresh(scope: Scope): Promise<RefreshSummary | 'busy' | null> {
    if (this.#progress) return 'busy';
    this.#progress = { done: 0, total: 0, failed: 0, unchanged: 0, added: 0, running: [] };
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
  follow(progress: RefreshProgress | null): void {
    this.#progress = progress;
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

  /** Stops following a feed and offers to take that back. */
  async unsubscribe(feed: FeedRow, after: () => void): Promise<void> {
    await this.#try(async () => {
      const { undo } = await this.#core.call('unsubscribe', { ids: [feed.id] });
      await this.load();
      after();
      const takeBack = (): void => {
        if (undo !== null) void this.undo(undo).then(after);
      };
      this.#notices.sayUndoable('notice.unsubscribed', { name: feed.title }, takeBack);
    });
  }

  /** Changes a feed's title, category or way of obtaining its text. */
  async update(id: FeedId, change: { title?: string; category?: string; full_text?: FullTextMode }): Promise<boolean> {
    return this.#try(async () => {
      const { category, ...rest } = change;
      await this.#core.call('update_feeds', { ids: [id], ...rest, ...(category === undefined ? {} : { category_title: category }) });
      await this.load();
    });
  }

  async renameCategory(id: number, title: string): Promise<boolean> {
    return this.#try(async () => {
      await this.#core.call('rename_category', { id, title });
      await this.load();
    });
  }

  async deleteCategory(id: number): Promise<boolean> {
    return this.#try(async () => {
      await this.#core.call('delete_category', { id });
      await this.load();
    });
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
