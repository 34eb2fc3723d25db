import type { EntryDetail, EntryId, ReadingPlace } from '$lib/api/bindings/types';
import type { AppState } from '$lib/state/app.svelte';

import type { ReadingDocument } from './document.svelte';

/** How long the reader rests before the place is written down. */
const REST_MS = 900;

/** Remembers where the reader stops in each article, and goes back there when it is opened again. */
export class PlaceKeeper {
  readonly #app: AppState;
  readonly #reading: ReadingDocument;
  #id: EntryId | null = null;
  #restored: EntryId | null = null;
  #saved = '';
  /** The place that is not written down yet. */
  #waiting: { id: EntryId; place: ReadingPlace | null } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: AppState, reading: ReadingDocument) {
    this.#app = app;
    this.#reading = reading;
  }

  /** Begins with an article; what is answered ends with it. */
  open(id: EntryId | null): () => void {
    this.#id = id;
    this.#restored = null;
    this.#saved = '';
    this.#reading.anchor(null);
    const leave = (): void => this.#store();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }

  /** Goes to where the reader stopped, once, when the text can be measured. */
  restore(entry: EntryDetail): void {
    if (this.#restored === entry.summary.id || this.#id !== entry.summary.id) return;
    this.#restored = entry.summary.id;
    const { page } = this.#reading;
    // Who has scrolled already is where they want to be.
    if (!entry.place || !page || page.scrollTop > 0) return;
    this.#saved = JSON.stringify(entry.place);
    this.#reading.anchor(entry.place);
    this.#reading.settle();
  }

  /** Follows a scroll. */
  follow(): void {
    if (this.#id === null || !this.#reading.follow()) return;
    this.#waiting = { id: this.#id, place: this.#reading.atEnd() ? null : this.#reading.place() };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#store(), REST_MS);
  }

  #store(): void {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    this.#waiting = null;
    if (!waiting) return;
    const json = JSON.stringify(waiting.place ?? '');
    if (json === this.#saved) return;
    this.#saved = json;
    // Not worth a notice: the next scroll tries again.
    void this.#app.core.call('save_place', waiting).catch(() => undefined);
  }
}
