import { expect, it } from 'vitest';

import { badges, headline } from './badges';

it('says once that the news is breaking', () => {
  expect(badges(['عاجل', 'الأخبار العاجلة', 'زلازل'], true)).toEqual(['زلازل']);
  expect(badges(['عاجل', 'زلازل'], false)).toEqual(['عاجل', 'زلازل']);
  expect(badges(['Breaking News', 'World', 'world'], true)).toEqual(['World']);
});

it('shows a few, not all', () => {
  expect(badges(['a', 'b', 'c', 'd', 'e', 'f'], false)).toHaveLength(4);
});

it('takes the cry off a headline beside the badge, and nothing else', () => {
  for (const [title, shown] of [
    ['عاجل: هزة خفيفة', 'هزة خفيفة'],
    ['عاجل | هزة خفيفة', 'هزة خفيفة'],
    ['عاجل - هزة خفيفة', 'هزة خفيفة'],
    ['عاجل.. هزة خفيفة', 'هزة خفيفة'],
    ['#عاجل هزة خفيفة', 'هزة خفيفة'],
    ['#خبر_عاجل هزة خفيفة', 'هزة خفيفة'],
    ['خبر عاجل: هزة خفيفة', 'هزة خفيفة'],
    ['[عاجل] هزة خفيفة', 'هزة خفيفة'],
    ['«عاجل» هزة خفيفة', 'هزة خفيفة'],
    ['🔴 عاجل: هزة خفيفة', 'هزة خفيفة'],
    ['BREAKING: Light quake', 'Light quake'],
    ['Breaking news | Light quake', 'Light quake'],
    ['عاجل: -3 درجات في الشمال', '-3 درجات في الشمال'],
    // A sentence that begins with the word, or holds it, keeps it.
    ['عاجلًا أم آجلًا ينتهي الخلاف', 'عاجلًا أم آجلًا ينتهي الخلاف'],
    ['عاجل جدًا لمن يهمه الأمر', 'عاجل جدًا لمن يهمه الأمر'],
    ['اجتماع عاجل: لا اتفاق', 'اجتماع عاجل: لا اتفاق'],
    ['Breaking the silence', 'Breaking the silence'],
    ['عاجل:', 'عاجل:'],
  ] as const) {
    expect(headline(title, true)).toBe(shown);
    expect(headline(title, false)).toBe(title);
  }
});
