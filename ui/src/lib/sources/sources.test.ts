import { describe, expect, it } from 'vitest';

import ar from '$lib/i18n/ar.json';
import en from '$lib/i18n/en.json';
import type { CategoryNode, FeedHealth, FeedRow, HealthState } from '$lib/api/bindings/types';

import { common } from './choices';
import { scrollSpeed } from './drag.svelte';
import { ACTS, bars, groupOf, secondsLeft, whatHappened, whatNext } from './health';
import { feedCounts, searchable, treeRows, type TreeRow } from './rows';
import { Selection } from './selection.svelte';
import { categoryDrop, feedDrop, feedsWithin, pathOf, stepPlace, within } from './tree';

function feed(id: number, category_id: number, title = `صحيفة ${id}`): FeedRow {
  return { id, category_id, title, feed_url: `https://feed${id}.example/rss`, state: 'fine', unread: 0 } as FeedRow;
}

function category(id: number, feeds: FeedRow[], parent_id: number | null = null, depth = 0): CategoryNode {
  return { id, title: `مجلد ${id}`, direction: 'rtl', parent_id, depth, unread: 0, feeds };
}

/** 1 (two feeds) holds 2 (one feed), which holds 3 (none); 4 (one feed) and the empty 5 stand beside 1. */
const categories = [
  category(1, [feed(11, 1, 'ألف'), feed(12, 1, 'جيم')]),
  category(2, [feed(21, 2)], 1, 1),
  category(3, [], 2, 2),
  category(4, [feed(41, 4, 'باء')]),
  category(5, []),
];
const rows = treeRows(categories, { folded: new Set(), empty: true });
const keys = (list: readonly TreeRow[]): string[] => list.map((row) => row.key);
const at = (key: string): number => rows.findIndex((row) => row.key === key);
const NONE = new Set<number>();

describe('the rows of the tree', () => {
  it('are categories, their feeds, and the categories inside them', () => {
    expect(keys(rows)).toEqual(['c1', 'f11', 'f12', 'c2', 'f21', 'c3', 'c4', 'f41', 'c5']);
    expect(rows.map((row) => row.depth)).toEqual([0, 1, 1, 1, 2, 2, 0, 1, 0]);
  });

  it('count what is inside, so that the top adds up to all', () => {
    expect([...feedCounts(categories)]).toEqual([[1, 3], [2, 1], [3, 0], [4, 1], [5, 0]]);
    expect(rows.flatMap((row) => (row.kind === 'category' && row.depth === 0 ? [row.feeds] : [])).reduce((sum, each) => sum + each)).toBe(4);
  });

  it('hide what is folded, with everything in it', () => {
    expect(keys(treeRows(categories, { folded: new Set([1]), empty: true }))).toEqual(['c1', 'c4', 'f41', 'c5']);
    expect(keys(treeRows(categories, { folded: new Set([2]), empty: true }))).toEqual(['c1', 'f11', 'f12', 'c2', 'c4', 'f41', 'c5']);
  });

  it('leave out categories without feeds where only feeds count', () => {
    expect(keys(treeRows(categories, { folded: NONE, empty: false }))).toEqual(['c1', 'f11', 'f12', 'c2', 'f21', 'c4', 'f41']);
  });

  it('find feeds by name, whatever hamza or mark it was written with, in folded categories too', () => {
    expect(searchable('الأَهْرَام')).toBe(searchable('الاهرام'));
    expect(searchable('مدينة')).toBe(searchable('مدينه'));
    expect(keys(treeRows(categories, { folded: new Set([1, 2]), empty: true, query: 'الف' }))).toEqual(['c1', 'f11']);
    expect(keys(treeRows(categories, { folded: NONE, empty: true, query: 'feed21' }))).toEqual(['c1', 'c2', 'f21']);
    expect(treeRows(categories, { folded: NONE, empty: true, query: 'لا شيء' })).toEqual([]);
  });

  it('know what stands in a category and the way to it', () => {
    expect([...within(categories, 1)]).toEqual([1, 2, 3]);
    expect(feedsWithin(categories, 1).map((each) => each.id)).toEqual([11, 12, 21]);
    expect(pathOf(categories, 3)).toEqual(['مجلد 1', 'مجلد 2', 'مجلد 3']);
  });
});

describe('a drag of feeds', () => {
  it('goes into the category under the pointer and says where it will stand by title', () => {
    const drop = feedDrop(rows, at('c1'), [feed(41, 4, 'باء')]);
    expect(drop).toEqual({ place: { parent: 1, before: null }, into: 'c1', line: at('f12'), depth: 1 });
    expect(feedDrop(rows, at('f11'), [feed(41, 4, 'باء')])).toEqual(drop);
    expect(feedDrop(rows, at('c1'), [feed(41, 4, 'ياء')])?.line).toBe(at('c2'));
  });

  it('goes nowhere where they all are already', () => {
    expect(feedDrop(rows, at('f12'), [feed(11, 1)])).toBeNull();
    expect(feedDrop(rows, at('f12'), [feed(11, 1), feed(41, 4)])?.into).toBe('c1');
  });

  it('draws no line for several, and none in a folded category', () => {
    expect(feedDrop(rows, at('c1'), [feed(21, 2), feed(41, 4)])?.line).toBeNull();
    const folded = treeRows(categories, { folded: new Set([1]), empty: true });
    expect(feedDrop(folded, 0, [feed(41, 4)])).toMatchObject({ into: 'c1', line: null });
  });

  it('goes into the last category from below the last row', () => {
    expect(feedDrop(rows, rows.length, [feed(11, 1)])?.into).toBe('c5');
  });
});

describe('a drag of a category', () => {
  const drop = (key: string, share: number, dragged: number) => categoryDrop(categories, rows, key === 'end' ? rows.length : at(key), share, dragged);

  it('goes above, into or below another', () => {
    expect(drop('c1', 0.1, 4)).toMatchObject({ place: { parent: null, before: 1 }, line: 0, into: null });
    expect(drop('c1', 0.5, 4)).toMatchObject({ place: { parent: 1, before: null }, line: null, into: 'c1' });
    expect(drop('c3', 0.9, 4)).toMatchObject({ place: { parent: 2, before: null }, line: at('c3') + 1 });
    expect(drop('c4', 0.1, 2)).toMatchObject({ place: { parent: null, before: 4 } });
  });

  it('goes to the end of the top from below the last row', () => {
    expect(drop('end', 0, 1)).toMatchObject({ place: { parent: null, before: null }, line: rows.length });
  });

  it('never goes into itself or into what stands in it', () => {
    expect(drop('c1', 0.5, 1)).toBeNull();
    expect(drop('c2', 0.5, 1)).toBeNull();
    expect(drop('c3', 0.1, 1)).toBeNull();
    expect(drop('f21', 0.5, 1)).toBeNull();
  });

  it('is none where the category stands already', () => {
    expect(drop('c4', 0.1, 1)).toBeNull();
    expect(drop('end', 0, 5)).toBeNull();
    expect(drop('c2', 0.1, 2)).toBeNull();
  });

  it('steps past its neighbour by key, and not past the edge', () => {
    expect(stepPlace(categories, 4, -1)).toEqual({ parent: null, before: 1 });
    expect(stepPlace(categories, 1, 1)).toEqual({ parent: null, before: 5 });
    expect(stepPlace(categories, 4, 1)).toEqual({ parent: null, before: null });
    expect(stepPlace(categories, 1, -1)).toBeNull();
    expect(stepPlace(categories, 5, 1)).toBeNull();
    expect(stepPlace(categories, 2, 1)).toBeNull();
  });

  it('scrolls the list faster the nearer to the edge', () => {
    expect(scrollSpeed(300, 0, 600)).toBe(0);
    expect(scrollSpeed(590, 0, 600)).toBeGreaterThan(scrollSpeed(570, 0, 600));
    expect(scrollSpeed(2, 0, 600)).toBeLessThan(0);
    expect(scrollSpeed(5000, 0, 600)).toBe(scrollSpeed(600, 0, 600));
  });
});

describe('a selection', () => {
  it('grows and shrinks with Shift, and keeps what was selected one by one', () => {
    const selection = new Selection();
    selection.toggle([feed(41, 4)]);
    selection.goTo('f11');
    selection.extendTo(rows, 'f21');
    expect([...selection.ids].sort()).toEqual([11, 12, 21, 41]);
    selection.extendTo(rows, 'f12');
    expect([...selection.ids].sort()).toEqual([11, 12, 41]);
  });

  it('takes a category as all that is in it, or none', () => {
    const selection = new Selection();
    selection.toggle([feed(11, 1)]);
    selection.toggle(feedsWithin(categories, 1));
    expect([...selection.ids].sort()).toEqual([11, 12, 21]);
    selection.toggle(feedsWithin(categories, 1));
    expect(selection.ids.size).toBe(0);
  });

  it('lets go of what is not followed any more', () => {
    const selection = new Selection();
    selection.all(rows);
    selection.prune([feed(11, 1)]);
    expect([...selection.ids]).toEqual([11]);
  });
});

describe('how a source fares', () => {
  const NOW = Date.UTC(2026, 10, 22, 12);
  const words = { day: () => '٤ أكتوبر', relative: () => 'أمس' };
  const states = Object.keys(ACTS) as HealthState[];
  const faults: HealthState[] = ['gone', 'sign_in', 'insecure', 'failing'];
  const health = (state: HealthState, change: Partial<FeedHealth> = {}): FeedHealth => ({
    feed: { ...feed(1, 1), state, kind: 'page', fault: faults.includes(state) ? { code: 'timeout', params: {}, at: NOW, failures: 2, retry_at: NOW + 60_000 } : null, repairs: [] },
    category: '', since: NOW - 1, dismissed: false, moved_to: null, switched_from: null, newest_at: null, pace_minutes: null, days: [], ...change,
  });

  it('is said in a message that every language has, whatever the state', () => {
    for (const state of states) {
      for (const since of [NOW - 1, null]) {
        const given = health(state, { since, moved_to: 'https://new.example', switched_from: 'https://old.example' });
        for (const { key } of [whatHappened(given, words), ...whatNext(given, words, NOW)]) {
          expect(ar, `${state}: ${key}`).toHaveProperty([key]);
          expect(en, `${state}: ${key}`).toHaveProperty([key]);
        }
      }
    }
  });

  it('says that two sources became one, and not that a document is faulty', () => {
    const repaired = (...repairs: string[]) => whatHappened({ ...health('repaired'), feed: { ...health('repaired').feed, repairs } }, words).key;
    expect([repaired('merged'), repaired('merged', 'charset'), repaired('charset')]).toEqual(['health.merged', 'health.repaired', 'health.repaired']);
  });

  it('says when it is tried again, and else what can be done', () => {
    expect(whatNext(health('failing'), words, NOW).map((said) => said.key)).toEqual(['health.since', 'health.retry_at']);
    expect(whatNext(health('insecure'), words, NOW).map((said) => said.key)).toEqual(['health.since', 'error.timeout.next']);
    expect(whatNext(health('fine'), words, NOW)).toEqual([]);
  });

  it('offers nothing that would accept what is not safe', () => {
    expect(ACTS.insecure).toEqual(['details', 'pause']);
    expect(states.filter((state) => ACTS[state].includes('accept'))).toEqual(['moved']);
  });

  it('stands among the sound ones once it was put aside; what is stopped stands apart', () => {
    expect(states.map((state) => groupOf(health(state)))).toEqual([...Array<string>(8).fill('attention'), 'paused', 'sound', 'sound']);
    expect(groupOf(health('silent', { dismissed: true }))).toBe('sound');
    expect(groupOf(health('paused', { dismissed: true }))).toBe('paused');
  });

  it('is drawn by day: nothing, a little, most, failed', () => {
    const day = (added: number, succeeded = 1, failed = 0) => ({ added, succeeded, failed });
    expect(bars([day(0), day(1), day(20), day(0, 0, 3), day(0, 1, 3)])).toEqual([
      { height: 0, failed: false }, { height: 29, failed: false }, { height: 100, failed: false }, { height: 0, failed: true }, { height: 0, failed: false },
    ]);
  });

  it('reckons what is left of a run only when there is something to reckon from', () => {
    expect(secondsLeft(0, 100, 9000)).toBeNull();
    expect(secondsLeft(50, 100, 1000)).toBeNull();
    expect(secondsLeft(100, 100, 9000)).toBeNull();
    expect(secondsLeft(74, 120, 32_000)).toBe(20);
    expect(secondsLeft(10, 1000, 10_000)).toBe(17 * 60);
  });

  it('knows what many have in common', () => {
    expect(common([1, 1])).toBe(1);
    expect(common([1, 2])).toBeNull();
    expect(common([])).toBeNull();
  });
});
