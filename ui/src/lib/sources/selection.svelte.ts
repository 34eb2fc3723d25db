import { SvelteSet } from 'svelte/reactivity';

import type { FeedId, FeedRow } from '$lib/api/bindings/types';

import type { TreeRow } from './rows';
import { feedsBetween } from './tree';

/** The feeds that are selected in the tree, and the row at which the keyboard is. */
export class Selection {
  /** The selected feeds. */
  readonly ids = new SvelteSet<FeedId>();
  #active = $state<string | null>(null);
  /** Where a run of rows begins that Shift extends. */
  #anchor: string | null = null;
  /** What the present run has selected, so that it can shrink again. */
  #run: FeedId[] = [];

  /** The key of the row at which the keyboard is. */
  get active(): string | null {
    return this.#active;
  }

  /** Goes to a row; a run of rows begins there. */
  goTo(key: string): void {
    this.#active = key;
    this.#anchor = key;
    this.#run = [];
  }

  /** Goes to a row and selects all from where the run began. */
  extendTo(rows: readonly TreeRow[], key: string): void {
    const from = rows.findIndex((row) => row.key === (this.#anchor ?? key));
    const to = rows.findIndex((row) => row.key === key);
    if (from < 0 || to < 0) return this.goTo(key);
    this.#active = key;
    this.#anchor ??= key;
    for (const id of this.#run) this.ids.delete(id);
    this.#run = feedsBetween(rows, from, to);
    for (const id of this.#run) this.ids.add(id);
  }

  /** Selects feeds, or no longer: all of them are, or none is. */
  toggle(feeds: readonly FeedRow[]): void {
    const all = feeds.every((feed) => this.ids.has(feed.id));
    for (const feed of feeds) {
      if (all) this.ids.delete(feed.id);
      else this.ids.add(feed.id);
    }
    this.#run = [];
  }

  /** Selects every feed of the rows. */
  all(rows: readonly TreeRow[]): void {
    for (const row of rows) if (row.kind === 'feed') this.ids.add(row.feed.id);
  }

  /** Selects none. */
  clear(): void {
    this.ids.clear();
    this.#run = [];
  }

  /** Lets go of feeds that are not followed any more. */
  prune(feeds: readonly FeedRow[]): void {
    const there = new Set(feeds.map((feed) => feed.id));
    for (const id of this.ids) if (!there.has(id)) this.ids.delete(id);
  }
}
