import type { CategoryId, CategoryNode, FeedRow } from '$lib/api/bindings/types';

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
  return text.toLowerCase().replace(MARKS, '').replace(/[\u0622\u0623\u0625\u0671]/g, '\u0627').replace(/\u0649/g, '\u064a').replace(/\u0629/g, '\u0647');
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
