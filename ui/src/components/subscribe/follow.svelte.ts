import { SvelteMap } from 'svelte/reactivity';

import { toApiError } from '$lib/api/errors';
import type { ApiError, FeedId, SourceKind } from '$lib/api/bindings/types';
import type { AppState } from '$lib/state/app.svelte';

/** A source that can be followed. */
export interface Offer {
  feed_url: string;
  kind: SourceKind;
  title: string;
  subscribed: FeedId | null;
}

/** What is being followed out of what was found at an address: several at once, each with a state of its own. */
export class Following {
  readonly #app: AppState;
  readonly #onfollowed: ((title: string) => void) | undefined;
  readonly #done = new SvelteMap<string, FeedId>();
  readonly #busy = new SvelteMap<string, true>();
  readonly #errors = new SvelteMap<string, ApiError>();
  /** The category that the next ones are put in; empty for the default one. */
  category = $state('');

  constructor(app: AppState, onfollowed?: (title: string) => void) {
    this.#app = app;
    this.#onfollowed = onfollowed;
  }

  /** Whether it is followed: from before or from here. */
  has(offer: Offer): boolean {
    const id = this.#done.get(offer.feed_url) ?? offer.subscribed;
    return id !== null && this.#app.sources.feed(id) !== undefined;
  }

  busy(offer: Offer): boolean {
    return this.#busy.has(offer.feed_url);
  }

  error(offer: Offer): ApiError | null {
    return this.#errors.get(offer.feed_url) ?? null;
  }

  /** Follows it, or no longer. */
  async toggle(offer: Offer, title: string | null = null): Promise<void> {
    const { sources } = this.#app;
    if (this.busy(offer)) return;
    const id = this.#done.get(offer.feed_url) ?? offer.subscribed;
    const feed = id === null ? undefined : sources.feed(id);
    if (feed) {
      await sources.unsubscribe([feed], () => void this.#app.sourcesChanged());
      return;
    }
    this.#busy.set(offer.feed_url, true);
    this.#errors.delete(offer.feed_url);
    try {
      const made = await sources.subscribe({ feed_url: offer.feed_url, kind: offer.kind, title, category: this.category.trim() || null, deferred: false });
      this.#done.set(offer.feed_url, made.id);
      this.#onfollowed?.(title ?? offer.title);
    } catch (thrown) {
      this.#errors.set(offer.feed_url, toApiError(thrown));
    } finally {
      this.#busy.delete(offer.feed_url);
    }
  }
}
