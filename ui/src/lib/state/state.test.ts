import { describe, expect, it } from 'vitest';

import { Core } from '$lib/api/commands';
import { canonical, FakeTransport } from '$lib/api/fake';
import type { EntryDetail } from '$lib/api/bindings/types';

import answers from '../../test/answers.json';
import { AppState } from './app.svelte';
import { lacksSomething } from './article.svelte';
import { clampWidth, COLUMNS, foldFor, Layout, readRemembered } from './layout.svelte';
import { Location, type Trail } from './location.svelte';
import { resolveTheme } from './settings.svelte';

function trail(): Trail & { states: unknown[] } {
  const states: unknown[] = [];
  return { states, pushState: (data) => void states.push(data), replaceState: () => undefined, back: () => void states.pop() };
}

async function started(): Promise<{ app: AppState; fake: FakeTransport }> {
  const fake = new FakeTransport(structuredClone(answers) as unknown as ConstructorParameters<typeof FakeTransport>[0]);
  const app = new AppState(new Core(fake), trail());
  await app.start();
  return { app, fake };
}

describe('the recorded core', () => {
  it('knows a request by what decides it', () => {
    expect(canonical({ b: 1, a: { z: null, y: 2 }, limit: 60, unread_only: false })).toBe('{"a":{"y":2},"b":1}');
  });
});

describe('the app', () => {
  it('starts at today with sources and rows', async () => {
    const { app } = await started();
    expect(app.phase).toBe('reading');
    expect(app.entries.items.length).toBe(9);
    expect(app.sources.feeds.length).toBe(7);
    expect(app.i18n.language).toBe('ar');
  });

  it('marks an opened article read, in the list and in the core, and no answer on its way undoes it', async () => {
    const { app, fake } = await started();
    await app.open(100);
    expect(app.entries.row(100)?.unread).toBe(false);
    expect(app.article.row?.unread).toBe(false);
    expect(fake.log).toContainEqual({ command: 'set_read', request: { ids: [100], read: true } });
    expect(app.article.related?.same_story.length).toBe(3);
  });

  it('walks the list by keys and skips what was read', async () => {
    const { app } = await started();
    expect(app.act('next')).toBe(true);
    expect(app.article.id).toBe(100);
    app.act('next');
    expect(app.article.id).toBe(101);
    app.act('next_unread');
    expect(app.article.id).toBe(103);
    app.act('previous');
    expect(app.article.id).toBe(102);
  });

  it('marks all read and takes it back by Ctrl+Z', async () => {
    const { app } = await started();
    await app.markAllRead();
    expect(app.entries.unread).toBe(0);
    expect(app.notices.shown.at(-1)?.message).toBe('notice.marked_read');
    expect(app.act('undo')).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(app.entries.items.filter((row) => row.unread).length).toBeGreaterThan(0);
    expect(app.act('undo')).toBe(false);
  });

  it('keeps and lets go', async () => {
    const { app } = await started();
    await app.open(101);
    await app.setKept(101, true);
    expect(app.entries.row(101)?.kept).toBe(true);
    expect(app.article.row?.kept).toBe(true);
    await app.setKept(101, false);
    expect(app.entries.row(101)?.kept).toBe(false);
  });

  it('pages on by cursor and repeats no row', async () => {
    const { app } = await started();
    await app.show({ kind: 'all' });
    expect(app.entries.items.length).toBe(100);
    await app.entries.more();
    expect(app.entries.items.length).toBe(309);
    expect(new Set(app.entries.items.map((row) => row.id)).size).toBe(309);
    expect(app.entries.hasMore).toBe(false);
  });

  it('does not move the list under the reader when news arrive', async () => {
    const { app, fake } = await started();
    app.lend({ focusColumn: () => undefined, pageArticle: () => false, topOfArticle: () => undefined, endOfArticle: () => false, inArticle: () => false, withArticle: () => false, listAtTop: () => false });
    fake.emit({ type: 'refresh_finished', total: 7, failed: 0, added: 5, cancelled: false });
    expect(app.entries.arrived).toBe(5);
  });

  it('takes a setting back that the core refuses', async () => {
    const { app, fake } = await started();
    const call = fake.call.bind(fake);
    fake.call = (command, request) => (command === 'update_settings' ? Promise.reject({ code: 'storage_full', params: {}, detail: '' }) : call(command, request));
    await app.settings.change({ theme: 'dark' });
    expect(app.settings.value.theme).toBe('light');
    expect(app.notices.shown.at(-1)?.error?.code).toBe('storage_full');
  });

  it('says so when the library can’t be opened', async () => {
    const app = new AppState(new Core(new FakeTransport({ calls: [{ command: 'app_info', request: {}, error: { code: 'library_in_use', params: { path: 'x' }, detail: '' } }] })), trail());
    await app.start();
    expect(app.phase).toBe('broken');
    expect(app.broken?.code).toBe('library_in_use');
  });
});

describe('the layout', () => {
  it('folds in the order of the columns’ worth', () => {
    expect([1440, 1000, 800, 420].map(foldFor)).toEqual(['wide', 'middle', 'compact', 'narrow']);
  });

  it('keeps widths within their bounds and leaves the article room', () => {
    expect(clampWidth('list', 10_000)).toBe(COLUMNS.list.max);
    const layout = new Layout();
    layout.setWidth('list', 560);
    layout.resizeWindow(1210);
    const taken = layout.width('sources') + layout.width('list') + layout.width('related');
    expect(1210 - taken).toBeGreaterThanOrEqual(400);
  });

  it('reads what it remembered and mistrusts the rest', () => {
    expect(readRemembered('nonsense')).toEqual({});
    expect(readRemembered(JSON.stringify({ widths: { list: 99_999 }, folded: 'x', scope: { kind: 'odd' } }))).toEqual({ widths: { sources: 220, list: 560, related: 290 } });
    expect(readRemembered(JSON.stringify({ scope: { kind: 'feed', id: 3 }, folded: true }))).toEqual({ scope: { kind: 'feed', id: 3 }, folded: true });
  });
});

describe('the place', () => {
  it('makes one step into an article, however many are read', () => {
    const steps = trail();
    const location = new Location(steps);
    location.begin({ scope: { kind: 'all' }, entry: null, overlay: null, view: 'news' });
    location.go({ entry: 1 });
    location.go({ entry: 2 });
    expect(steps.states.length).toBe(1);
    expect(location.back()).toBe(true);
    expect(location.arrive({ place: { scope: { kind: 'all' }, entry: null, overlay: null, view: 'news' }, depth: 0 })?.entry).toBeNull();
    expect(location.back()).toBe(false);
  });
});

describe('small rules', () => {
  it('resolve the theme', () => {
    expect(resolveTheme('system', true, false)).toBe('dark');
    expect(resolveTheme('system', true, true)).toBe('contrast');
    expect(resolveTheme('sepia', true, true)).toBe('sepia');
  });

  it('ask the network only for what is missing', () => {
    const entry = (change: Partial<EntryDetail>): EntryDetail => ({ text_state: { kind: 'full' }, lead: null, html: '<p>x</p>', ...change }) as EntryDetail;
    expect(lacksSomething(entry({}), 0)).toBe(false);
    expect(lacksSomething(entry({ text_state: { kind: 'excerpt' } }), 0)).toBe(true);
    expect(lacksSomething(entry({ html: '<p><img alt="x"></p>' }), 0)).toBe(true);
    expect(lacksSomething(entry({ html: '<p><img alt="x" src="y"></p>' }), 0)).toBe(false);
  });
});
