import { toApiError } from '$lib/api/errors';
import type { ApiError, FeedHealth, Schedule } from '$lib/api/bindings/types';
import type { AppState } from '$lib/state/app.svelte';

import { groupOf, type HealthGroup } from './health';

/** How long news are gathered before the page asks again; longer while a run brings some of every source. */
const TOGETHER_MS = 400;
const TOGETHER_IN_A_RUN_MS = 3000;

/** How every source fares, as the page shows it; asked for when the page is opened, and again when something changed. */
export class HealthReport {
  #feeds = $state.raw<FeedHealth[]>([]);
  #schedule = $state.raw<Schedule | null>(null);
  #error = $state.raw<ApiError | null>(null);
  #loaded = $state(false);
  #waiting: ReturnType<typeof setTimeout> | null = null;
  readonly #groups = $derived.by(() => {
    const groups: Record<HealthGroup, FeedHealth[]> = { attention: [], paused: [], sound: [] };
    for (const health of this.#feeds) groups[groupOf(health)].push(health);
    return groups;
  });
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  get error(): ApiError | null {
    return this.#error;
  }

  /** What is due next, and why nothing is fetched if nothing is. */
  get schedule(): Schedule | null {
    return this.#schedule;
  }

  /** The sources of a group, in the core's order. */
  group(group: HealthGroup): FeedHealth[] {
    return this.#groups[group];
  }

  /** Asks the core. */
  async load(): Promise<void> {
    const { core, sources } = this.#app;
    try {
      const [health, schedule] = await Promise.all([core.call('list_health', {}), core.call('schedule_status', {})]);
      this.#feeds = health.feeds;
      this.#schedule = schedule;
      this.#error = null;
      // A run that began before this window looked.
      if (schedule.running) {
        const { began_at, ...progress } = schedule.running;
        sources.follow(progress, began_at);
      }
    } catch (thrown) {
      this.#error = toApiError(thrown);
    }
    this.#loaded = true;
  }

  /** Asks again soon. */
  loadSoon(): void {
    if (this.#waiting !== null) return;
    this.#waiting = setTimeout(() => {
      this.#waiting = null;
      void this.load();
    }, this.#app.sources.progress ? TOGETHER_IN_A_RUN_MS : TOGETHER_MS);
  }

  /** Follows the core's news until the answered function is called. */
  follow(): () => void {
    let stop: (() => void) | null = null;
    let ended = false;
    void this.load();
    void this.#app.core
      .listen((event) => {
        if (['sources_changed', 'entries_changed', 'refresh_finished', 'connectivity_changed', 'settings_changed'].includes(event.type)) this.loadSoon();
      })
      .then((end) => {
        if (ended) end();
        else stop = end;
      });
    return () => {
      ended = true;
      stop?.();
      if (this.#waiting) clearTimeout(this.#waiting);
    };
  }
}
