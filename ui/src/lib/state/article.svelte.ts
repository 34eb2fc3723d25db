import type { Core } from '$lib/api/commands';
import { toApiError } from '$lib/api/errors';
import type { ApiError, EntryDetail, EntryId, EntrySummary, Related } from '$lib/api/bindings/types';

/** A text that could not be had is asked for again when it is opened after this long. */
const RETRY_AFTER_MS = 10 * 60_000;

/**
 * So long the article before it stands while the store is asked for the next one: it answers within a few, and drawing an
 * empty page in between takes as long again as drawing the article.
 */
const PATIENCE_MS = 80;

/** How often an article that is being saved is asked how far it is. */
const LOOK_AGAIN_MS = 1200;

/** Whether the network still has something for this article. */
export function lacksSomething(entry: EntryDetail, now: number): boolean {
  if (entry.text_state.kind === 'excerpt') return true;
  if (entry.text_state.kind === 'failed') return now - entry.text_state.fault.at > RETRY_AFTER_MS;
  if (entry.lead && entry.lead.media === null) return true;
  return /<img(?![^>]*\ssrc=)[^>]*>/.test(entry.html);
}

/** The opened article: from the store at once, completed from the network behind. */
export class Article {
  #id = $state<EntryId | null>(null);
  #row = $state.raw<EntrySummary | null>(null);
  #entry = $state.raw<EntryDetail | null>(null);
  #related = $state.raw<Related | null>(null);
  #error = $state.raw<ApiError | null>(null);
  #completing = $state(false);
  #keeping = $state(false);
  /**
   * What this window has done to the open article's row. It outweighs answers that were on their way meanwhile: the
   * text is asked for while «read» is being written, and would bring the old state back.
   */
  #own: Partial<EntrySummary> = {};
  #looking: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  /** The row of the article that is being opened. */
  #opening: EntrySummary | null = null;
  readonly #core: Core;
  readonly #changed: (summary: EntrySummary) => void;

  /** `changed` hears of every newer row of an article, so that the list agrees. */
  constructor(core: Core, changed: (summary: EntrySummary) => void) {
    this.#core = core;
    this.#changed = changed;
  }

  get id(): EntryId | null {
    return this.#id;
  }

  /** The article's row: known from the list before its text is here. */
  get row(): EntrySummary | null {
    return this.#entry?.summary ?? this.#row;
  }

  get entry(): EntryDetail | null {
    return this.#entry;
  }

  get related(): Related | null {
    return this.#related;
  }

  /** Why it can't be shown at all. */
  get error(): ApiError | null {
    return this.#error;
  }

  /** Whether the network is being asked for the rest. */
  get completing(): boolean {
    return this.#completing;
  }

  get keeping(): boolean {
    return this.#keeping;
  }

  /** Opens an article. */
  async open(id: EntryId, row: EntrySummary | null): Promise<void> {
    this.#id = id;
    this.#opening = row;
    this.#completing = false;
    this.#own = {};
    clearTimeout(this.#looking);
    clearTimeout(this.#patience);
    if (this.#entry) this.#patience = setTimeout(() => this.#clear(), PATIENCE_MS);
    else this.#clear();
    try {
      const entry = await this.#core.call('get_entry', { id });
      if (this.#id !== id) return;
      this.#clear();
      this.#take(entry);
    } catch (thrown) {
      if (this.#id !== id) return;
      this.#clear();
      this.#error = toApiError(thrown);
      return;
    }
    void this.#loadRelated(id);
    if (this.#entry && lacksSomething(this.#entry, Date.now())) await this.complete();
  }

  /** Shows none. */
  close(): void {
    clearTimeout(this.#looking);
    this.#id = null;
    this.#opening = null;
    this.#clear();
  }

  /** Takes what stood here away; the row of the one that is being opened stays. */
  #clear(): void {
    clearTimeout(this.#patience);
    this.#row = this.#opening;
    this.#entry = null;
    this.#related = null;
    this.#error = null;
  }

  /** Asks the network for what is missing. A failure is part of the answer, not an error. */
  async complete(): Promise<void> {
    const id = this.#id;
    if (id === null || this.#completing) return;
    this.#completing = true;
    try {
      const entry = await this.#core.call('complete_entry', { id });
      if (this.#id === id) this.#take(entry);
    } catch {
      // The stored state says what is missing; asking it again is more use than the error.
      await this.reload(id);
    } finally {
      if (this.#id === id) this.#completing = false;
    }
  }

  /** Asks the store again. */
  async reload(id: EntryId): Promise<void> {
    try {
      const entry = await this.#core.call('get_entry', { id });
      if (this.#id === id) this.#take(entry);
      else this.#changed(entry.summary);
    } catch (thrown) {
      if (this.#id === id) this.#error = toApiError(thrown);
    }
  }

  /** Keeps the article or lets it go; throws the core's error. */
  async setKept(id: EntryId, kept: boolean): Promise<void> {
    this.#keeping = this.#id === id;
    try {
      const entry = await this.#core.call(kept ? 'keep' : 'unkeep', { id });
      if (this.#id === id) this.#take(entry);
      else this.#changed(entry.summary);
    } finally {
      this.#keeping = false;
    }
  }

  /** Takes a change of the row over. */
  patch(id: EntryId, change: Partial<EntrySummary>): void {
    if (this.#id === id) this.#own = { ...this.#own, ...change };
    if (this.#opening?.id === id) this.#opening = { ...this.#opening, ...change };
    if (this.#row?.id === id) this.#row = { ...this.#row, ...change };
    if (this.#entry?.summary.id === id) this.#entry = { ...this.#entry, summary: { ...this.#entry.summary, ...change } };
  }

  async #loadRelated(id: EntryId): Promise<void> {
    try {
      const related = await this.#core.call('list_related', { id });
      if (this.#id === id) this.#related = related;
    } catch {
      // Neighbours are a help, not a duty: without them the column says that there are none.
      if (this.#id === id) this.#related = { same_story: [], related: [], none: null };
    }
  }

  #take(entry: EntryDetail): void {
    const summary = { ...entry.summary, ...this.#own };
    this.#entry = { ...entry, summary };
    this.#changed(summary);
    // Saving goes on behind: say how far it is until it is done or has failed.
    clearTimeout(this.#looking);
    if (entry.offline.kind === 'pending') this.#looking = setTimeout(() => void this.reload(summary.id), LOOK_AGAIN_MS);
  }
}
