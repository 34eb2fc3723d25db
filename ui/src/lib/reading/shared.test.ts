import { expect, it } from 'vitest';

import { telling } from './shared';

it('says nothing of words that two headlines share by chance', () => {
  expect(telling(['خفيفة', 'الغربي', 'الساحل'])).toEqual([]);
  expect(telling(['الجديدة', 'الأولى'])).toEqual([]);
  expect(telling(['local', 'new'])).toEqual([]);
  expect(telling([])).toEqual([]);
});

it('says the telling ones among them', () => {
  expect(telling(['هزة', 'خفيفة', 'الساحل'])).toEqual(['هزة', 'الساحل']);
  expect(telling(['القمح', 'المخازن'])).toEqual(['القمح', 'المخازن']);
});
