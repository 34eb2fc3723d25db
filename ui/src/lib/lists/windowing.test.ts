import { describe, expect, it } from 'vitest';

import { RowOffsets } from './windowing';

describe('rows of known heights', () => {
  const rows = new RowOffsets([100, 50, 100, 150]);

  it('know where they begin and how high all are', () => {
    expect([0, 1, 2, 3, 4].map((index) => rows.start(index))).toEqual([0, 100, 150, 250, 400]);
    expect(rows.total).toBe(400);
  });

  it('find the row at a place, edges included', () => {
    expect([0, 99, 100, 149, 150, 399, 400, 9999].map((place) => rows.at(place))).toEqual([0, 0, 1, 1, 2, 3, 3, 3]);
  });

  it('draw what is in sight and a little more', () => {
    expect(rows.visible(110, 100, 0)).toEqual({ from: 1, to: 3 });
    expect(rows.visible(110, 100, 5)).toEqual({ from: 0, to: 4 });
    expect(rows.visible(-30, 60, 0)).toEqual({ from: 0, to: 1 });
  });

  it('scroll only as far as a row needs', () => {
    expect(rows.reveal(1, 0, 200)).toBe(0);
    expect(rows.reveal(3, 0, 200)).toBe(200);
    expect(rows.reveal(0, 120, 200)).toBe(0);
  });

  it('are none in an empty list', () => {
    const none = new RowOffsets([]);
    expect(none.total).toBe(0);
    expect(none.visible(0, 500, 4)).toEqual({ from: 0, to: 0 });
  });

  it('draw a handful out of a hundred thousand', () => {
    const many = new RowOffsets(Array.from({ length: 100_000 }, () => 143));
    const { from, to } = many.visible(143 * 50_000, 900, 4);
    expect(from).toBe(49_996);
    expect(to - from).toBeLessThan(17);
  });
});
