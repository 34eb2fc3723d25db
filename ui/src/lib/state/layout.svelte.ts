import { SvelteSet } from 'svelte/reactivity';

import type { CategoryId, EntryId, Scope } from '$lib/api/bindings/types';

/** How the window is divided. */
export type Fold =
  /** Four columns. */
  | 'wide'
  /** Related reading under the article. */
  | 'middle'
  /** The sources in a drawer too. */
  | 'compact'
  /** The list and the article take turns. */
  | 'narrow';

/** A column whose edge can be dragged. */
export type Column = 'sources' | 'list' | 'related';

/** The columns' widths in CSS pixels: what they start with and may become. */
export const COLUMNS: Record<Column, { normal: number; min: number; max: number }> = {
  sources: { normal: 220, min: 180, max: 340 },
  list: { normal: 370, min: 280, max: 560 },
  related: { normal: 290, min: 230, max: 440 },
};

/** What an article needs at least beside the columns. */
const ARTICLE_MIN = 420;

/** The most folded categories that are remembered: the core takes 64 kB. */
const MOST_CLOSED = 4000;

/** What the window remembers of itself. */
export interface Remembered {
  widths: Record<Column, number>;
  folded: boolean;
  scope: Scope;
  unreadOnly: boolean;
  /** The article that was open. */
  entry: EntryId | null;
  /** Categories that are folded. */
  closed: CategoryId[];
  /** Whether the list of subjects is open. */
  subjects?: boolean;
}

/** How a window of this width is divided. */
export function foldFor(width: number): Fold {
  if (width >= 1200) return 'wide';
  if (width >= 940) return 'middle';
  if (width >= 680) return 'compact';
  return 'narrow';
}

/** A width within its column's bounds. */
export function clampWidth(column: Column, width: number): number {
  const { min, max } = COLUMNS[column];
  return Math.round(Math.min(max, Math.max(min, width)));
}

/** Reads what was remembered; whatever does not fit is left out, since it may come from another version. */
export function readRemembered(json: string | null): Partial<Remembered> {
  if (!json) return {};
  try {
    const value = JSON.parse(json) as Partial<Remembered>;
    const result: Partial<Remembered> = {};
    if (value.widths && typeof value.widths === 'object') {
      const widths = { sources: COLUMNS.sources.normal, list: COLUMNS.list.normal, related: COLUMNS.related.normal };
      for (const column of Object.keys(widths) as Column[]) {
        const width = Number(value.widths[column]);
        if (Number.isFinite(width)) widths[column] = clampWidth(column, width);
      }
      result.widths = widths;
    }
    if (typeof value.folded === 'boolean') result.folded = value.folded;
    if (typeof value.subjects === 'boolean') result.subjects = value.subjects;
    if (typeof value.unreadOnly === 'boolean') result.unreadOnly = value.unreadOnly;
    if (typeof value.entry === 'number' && Number.isSafeInteger(value.entry)) result.entry = value.entry;
    if (Array.isArray(value.closed)) result.closed = value.closed.filter((id) => Number.isSafeInteger(id)).slice(0, MOST_CLOSED);
    const kinds = ['all', 'today', 'breaking', 'kept', 'category', 'feed', 'subject'];
    if (value.scope && kinds.includes(value.scope.kind)) result.scope = value.scope;
    return result;
  } catch {
    return {};
  }
}

/** The columns: how wide, which of them folded, and the drawer. */
export class Layout {
  #window = $state(1440);
  #widths = $state<Record<Column, number>>({
    sources: COLUMNS.sources.normal,
    list: COLUMNS.list.normal,
    related: COLUMNS.related.normal,
  });
  /** Categories whose feeds are not shown, in the sidebar and on the sources screen. */
  readonly closed = new SvelteSet<CategoryId>();
  /** Whether the list of subjects is open. */
  subjects = $state(false);
  #folded = $state(false);
  #drawer = $state(false);
  readonly #fold = $derived(foldFor(this.#window));

  /** Takes the window's width over; the drawer has no place beside open columns. */
  resizeWindow(width: number): void {
    this.#window = width;
    if (this.#fold === 'wide' || this.#fold === 'middle') this.#drawer = false;
  }

  restore(remembered: Partial<Remembered>): void {
    if (remembered.widths) this.#widths = remembered.widths;
    if (remembered.folded !== undefined) this.#folded = remembered.folded;
    if (remembered.subjects !== undefined) this.subjects = remembered.subjects;
    for (const id of remembered.closed ?? []) this.closed.add(id);
  }

  get fold(): Fold {
    return this.#fold;
  }

  /** Whether the sources are a rail of icons by the reader's choice. */
  get folded(): boolean {
    return this.#folded;
  }

  get drawer(): boolean {
    return this.#drawer;
  }

  set drawer(open: boolean) {
    this.#drawer = open;
  }

  get widths(): Record<Column, number> {
    return this.#widths;
  }

  /** A column's width as drawn: a small window takes from it before it takes from the article. */
  width(column: Column): number {
    if (column === 'sources' && this.#folded) return 56;
    const wanted = this.#widths[column];
    const others = (['sources', 'list', 'related'] as const)
      .filter((other) => other !== column && this.#has(other))
      .reduce((sum, other) => sum + (other === 'sources' && this.#folded ? 56 : this.#widths[other]), 0);
    return Math.max(COLUMNS[column].min, Math.min(wanted, this.#window - others - ARTICLE_MIN));
  }

  setWidth(column: Column, width: number): void {
    this.#widths[column] = clampWidth(column, width);
  }

  /** Folds a category or opens it. */
  toggleCategory(id: CategoryId, close = !this.closed.has(id)): void {
    if (close) this.closed.add(id);
    else this.closed.delete(id);
  }

  /** Folds the sources or brings them back: a rail in a large window, the drawer in a small one. */
  toggleSources(): void {
    if (this.#fold === 'wide' || this.#fold === 'middle') this.#folded = !this.#folded;
    else this.#drawer = !this.#drawer;
  }

  #has(column: Column): boolean {
    if (column === 'related') return this.#fold === 'wide';
    if (column === 'sources') return this.#fold === 'wide' || this.#fold === 'middle';
    return this.#fold !== 'narrow';
  }
}
