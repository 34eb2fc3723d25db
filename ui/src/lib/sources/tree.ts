import type { CategoryId, CategoryNode, FeedId, FeedRow } from '$lib/api/bindings/types';

import type { TreeRow } from './rows';

/** The category and every one that stands in it. */
export function within(categories: readonly CategoryNode[], id: CategoryId): Set<CategoryId> {
  const ids = new Set([id]);
  for (const category of categories) if (category.parent_id !== null && ids.has(category.parent_id)) ids.add(category.id);
  return ids;
}

/** The feeds of a category, those of categories inside it included. */
export function feedsWithin(categories: readonly CategoryNode[], id: CategoryId): FeedRow[] {
  const ids = within(categories, id);
  return categories.filter((category) => ids.has(category.id)).flatMap((category) => category.feeds);
}

/** A category's names from the top: what tells two of the same name apart. */
export function pathOf(categories: readonly CategoryNode[], id: CategoryId): string[] {
  const path: string[] = [];
  for (let at = categories.find((each) => each.id === id); at && path.length < 40; ) {
    path.unshift(at.title);
    const above: CategoryId | null = at.parent_id;
    at = above === null ? undefined : categories.find((each) => each.id === above);
  }
  return path;
}

/** Where a category would go: into which one, and before which one there; none for its end. */
export interface Place {
  parent: CategoryId | null;
  before: CategoryId | null;
}

/** Where what is dragged would land, and how that is drawn. */
export interface Drop {
  place: Place;
  /** The row that is framed: what is dragged goes into it. */
  into: string | null;
  /** A line over the row of this index, or below the last row when it is the rows' number. */
  line: number | null;
  /** How deep the line begins. */
  depth: number;
}

/** How the core orders feeds in a category: by title, letters of ASCII without regard to case. */
function comesBefore(a: string, b: string): boolean {
  const plain = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return plain(a) < plain(b);
}

/** Where dragged feeds would land when the pointer is over row `index`; none where they are already. */
export function feedDrop(rows: readonly TreeRow[], index: number, feeds: readonly FeedRow[]): Drop | null {
  const over = rows[Math.min(index, rows.length - 1)];
  if (!over) return null;
  const id = over.kind === 'category' ? over.category.id : over.feed.category_id;
  if (feeds.every((feed) => feed.category_id === id)) return null;
  const head = rows.findIndex((row) => row.kind === 'category' && row.category.id === id);
  const row = rows[head];
  if (row?.kind !== 'category') return null;
  const place = { parent: id, before: null };
  const title = feeds.length === 1 ? feeds[0]?.title : undefined;
  if (title === undefined || row.folded) return { place, into: row.key, line: null, depth: 0 };
  // Feeds stand by title: the line says where this one will be, wherever in the category it is let go.
  let line = head + 1;
  for (let at = rows[line]; at?.kind === 'feed' && !comesBefore(title, at.feed.title); at = rows[line]) line++;
  return { place, into: row.key, line, depth: row.depth + 1 };
}

/**
 * Where a dragged category would land when the pointer is over row `index`, at `share` of its height: above it, in it
 * or below it. None where it would stand in itself or stay where it is.
 */
export function categoryDrop(categories: readonly CategoryNode[], rows: readonly TreeRow[], index: number, share: number, dragged: CategoryId): Drop | null {
  const own = within(categories, dragged);
  const allowed = (drop: Drop): Drop | null => {
    const { parent, before } = drop.place;
    if ((parent !== null && own.has(parent)) || before === dragged) return null;
    return stays(categories, dragged, drop.place) ? null : drop;
  };
  if (index >= rows.length) return allowed({ place: { parent: null, before: null }, into: null, line: rows.length, depth: 0 });
  const over = rows[index];
  if (!over) return null;
  if (over.kind === 'feed') {
    return allowed({ place: { parent: over.feed.category_id, before: null }, into: `c${over.feed.category_id}`, line: null, depth: 0 });
  }
  const { category } = over;
  if (share < 0.3) return allowed({ place: { parent: category.parent_id, before: category.id }, into: null, line: index, depth: over.depth });
  const open = !over.folded && over.filled;
  if (share > 0.7 && !open) {
    return allowed({ place: { parent: category.parent_id, before: nextSibling(categories, category, dragged) }, into: null, line: index + 1, depth: over.depth });
  }
  return allowed({ place: { parent: category.id, before: null }, into: over.key, line: null, depth: 0 });
}

function siblings(categories: readonly CategoryNode[], parent: CategoryId | null): CategoryNode[] {
  return categories.filter((category) => category.parent_id === parent);
}

function nextSibling(categories: readonly CategoryNode[], category: CategoryNode, dragged: CategoryId): CategoryId | null {
  const all = siblings(categories, category.parent_id).filter((each) => each.id === category.id || each.id !== dragged);
  return all[all.findIndex((each) => each.id === category.id) + 1]?.id ?? null;
}

/** Whether a category stands at that place already. */
function stays(categories: readonly CategoryNode[], id: CategoryId, place: Place): boolean {
  const category = categories.find((each) => each.id === id);
  if (!category || category.parent_id !== place.parent) return false;
  const all = siblings(categories, place.parent);
  return (all[all.findIndex((each) => each.id === id) + 1]?.id ?? null) === place.before;
}

/** The place one step above or below among those that stand beside it; none at the edge. */
export function stepPlace(categories: readonly CategoryNode[], id: CategoryId, step: 1 | -1): Place | null {
  const category = categories.find((each) => each.id === id);
  if (!category) return null;
  const all = siblings(categories, category.parent_id);
  const at = all.findIndex((each) => each.id === id);
  if (!all[at + step]) return null;
  return { parent: category.parent_id, before: (step === -1 ? all[at - 1]?.id : all[at + 2]?.id) ?? null };
}

/** The feeds between two rows, both included: what Shift selects. */
export function feedsBetween(rows: readonly TreeRow[], from: number, to: number): FeedId[] {
  const [first, last] = from < to ? [from, to] : [to, from];
  return rows.slice(first, last + 1).flatMap((row) => (row.kind === 'feed' ? [row.feed.id] : []));
}
