import type { EntryId, Scope } from '$lib/api/bindings/types';

/** What lies over the columns. */
export type Overlay = 'add' | 'edit' | 'settings' | 'shortcuts' | 'about' | null;

/** What the columns show: the news, or the sources and how they fare. */
export type View = 'news' | 'sources';

/** Where the reader is. */
export interface Place {
  scope: Scope;
  entry: EntryId | null;
  overlay: Overlay;
  view: View;
}

/** The part of the window's history that is used; tests bring their own. */
export interface Trail {
  pushState(data: unknown, unused: string): void;
  replaceState(data: unknown, unused: string): void;
  back(): void;
}

/** The router: where the reader is, mirrored to the window's history so that Back works. */
export class Location {
  #place = $state.raw<Place>({ scope: { kind: 'today' }, entry: null, overlay: null, view: 'news' });
  #depth = 0;
  readonly #trail: Trail;

  constructor(trail: Trail) {
    this.#trail = trail;
  }

  get place(): Place {
    return this.#place;
  }

  /** Begins somewhere, without a step to go back to. */
  begin(place: Place): void {
    this.#place = place;
    this.#trail.replaceState({ place, depth: 0 }, '');
  }

  /** Goes somewhere. From article to article is no step: Back leads to the list. */
  go(change: Partial<Place>): void {
    const before = this.#place;
    this.#place = { ...before, ...change };
    const deeper = (before.view !== this.#place.view && this.#place.view === 'sources') || (before.entry === null && this.#place.entry !== null) || (before.overlay === null && this.#place.overlay !== null);
    if (deeper) this.#trail.pushState({ place: this.#place, depth: ++this.#depth }, '');
    else this.#trail.replaceState({ place: this.#place, depth: this.#depth }, '');
  }

  /** Goes back one step; answers false when this is the first. */
  back(): boolean {
    if (this.#depth === 0) return false;
    this.#trail.back();
    return true;
  }

  /** What the window's history went to. */
  arrive(state: unknown): Place | null {
    const entry = state as { place?: Place; depth?: number } | null;
    if (!entry?.place) return null;
    this.#depth = entry.depth ?? 0;
    this.#place = entry.place;
    return entry.place;
  }
}
