import { expect, it } from 'vitest';

import { badges } from './badges';

it('says once that the news is breaking', () => {
  expect(badges(['عاجل', 'الأخبار العاجلة', 'زلازل'], true)).toEqual(['زلازل']);
  expect(badges(['عاجل', 'زلازل'], false)).toEqual(['عاجل', 'زلازل']);
  expect(badges(['Breaking News', 'World', 'world'], true)).toEqual(['World']);
});

it('shows a few, not all', () => {
  expect(badges(['a', 'b', 'c', 'd', 'e', 'f'], false)).toHaveLength(4);
});
