import type { CategoryId, CategoryNode, FeedId, FeedRow } from '$lib/api/bindings/types';

/** A category as a row of the tree. */
export interface CategoryRow {
  kind: 'category';
  key: string;
  category: CategoryNode;
  depth: number;
  folded: boolean;
  /** Feeds in it and in the categories inside it. */
  feeds: number;
  /** Whether there is anything to unfold. */
  filled: boolean;
}

/** A feed as a row of the tree. */
export interface FeedLeaf {
  kind: 'feed';
  key: string;
  feed: FeedRow;
  depth: number;
}

/** A row of the tree. */
export type TreeRow = CategoryRow | FeedLeaf;

/** What decides which rows there are. */
export interface Shown {
  folded: ReadonlySet<CategoryId>;
  /** Words that a feed's title or address has to hold. */
  query?: string;
  /** Whether categories without any feed are shown. */
  empty: boolean;
}

const MARKS = /[\u064b-\u065f\u0670\u0640]/g;

/** A text as a search compares it: without marks, one alef, one yeh, one heh. */
export function searchable(text: string): string {
  return text.toLowerCase().replace(MARKS, '').replace(/[أإآٱ]/g, 'ا').replace(/ى/g, 'ي').replace(/ة/g, 'ه');
}

/** How many feeds each category holds, those of categories inside it included. */
export function feedCounts(categories: readonly CategoryNode[]): Map<CategoryId, number> {
  const counts = new Map(categories.map((category) => [category.id, category.feeds.length]));
  // Those inside come behind, so from the end each has its own sum before it is added to the one it stands in.
  for (const { id, parent_id } of categories.toReversed()) {
    if (parent_id !== null) counts.set(parent_id, (counts.get(parent_id) ?? 0) + (counts.get(id) ?? 0));
  }
  return counts;
}

/** The rows of the tree, from the start to the end: each category, its feeds, the categories inside it. */
export function treeRows(categories: readonly CategoryNode[], { folded, query = '', empty }: Shown): TreeRow[] {
  const counts = feedCounts(categories);
  const words = searchable(query.trim());
  const matches = words === '' ? null : (feed: FeedRow): boolean => searchable(feed.title).includes(words) || feed.feed_url.toLowerCase().includes(words);
  const found = matches ? feedCounts(categories.map((category) => ({ ...category, feeds: category.feeds.filter(matches) }))) : counts;
  const holding = new Set(categories.map((category) => category.parent_id));
  const hidden = new Set<CategoryId>();
  const rows: TreeRow[] = [];
  for (const category of categories) {
    const inHidden = category.parent_id !== null && hidden.has(category.parent_id);
    const count = counts.get(category.id) ?? 0;
    const left = (matches && found.get(category.id) === 0) || (!empty && count === 0);
    const closed = !matches && folded.has(category.id);
    if (inHidden || closed || left) hidden.add(category.id);
    if (inHidden || left) continue;
    rows.push({ kind: 'category', key: `c${category.id}`, category, depth: category.depth, folded: closed, feeds: count, filled: category.feeds.length > 0 || holding.has(category.id) });
    if (closed) continue;
    for (const feed of category.feeds) {
      if (!matches || matches(feed)) rows.push({ kind: 'feed', key: `f${feed.id}`, feed, depth: category.depth + 1 });
    }
  }
  return rows;
}

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
