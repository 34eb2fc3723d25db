import { describe, expect, it } from 'vitest';

import type { EntrySummary } from '$lib/api/bindings/types';

import { rowHeight, wordsHeight, type Ruler } from './rows';

/** Ten pixels a letter. */
const ruler: Ruler = { title: (text) => text.length * 10, excerpt: (text) => text.length * 10 };

function row(change: Partial<EntrySummary>): EntrySummary {
  return { title: 'x', excerpt: '', pictured: false, breaking: false, kept: false, offline: false, thumb: null, unread: true, ...change } as EntrySummary;
}

describe('a row', () => {
  it('is as high as its lines', () => {
    expect(wordsHeight(row({ title: 'x'.repeat(20) }), 370, ruler)).toBe(24);
    expect(wordsHeight(row({ title: 'x'.repeat(60) }), 370, ruler)).toBe(48);
    expect(wordsHeight(row({ title: 'x'.repeat(600), excerpt: 'x'.repeat(600) }), 370, ruler)).toBe(48 + 3 + 42);
    expect(wordsHeight(row({ excerpt: 'short' }), 370, ruler)).toBe(24 + 3 + 21);
  });

  it('gives a near miss two lines rather than cutting it', () => {
    expect(wordsHeight(row({ title: 'x'.repeat(33) }), 370, ruler)).toBe(48);
  });

  it('has room for its picture before the picture is here', () => {
    expect(wordsHeight(row({ pictured: true }), 370, ruler)).toBe(67);
    expect(wordsHeight(row({ pictured: true, thumb: 'a' }), 370, ruler)).toBe(67);
  });

  it('changes with its chips and with nothing else', () => {
    expect(rowHeight(row({ kept: true }), 67) - rowHeight(row({}), 67)).toBe(28);
    expect(rowHeight(row({ unread: false }), 67)).toBe(rowHeight(row({}), 67));
  });
});
