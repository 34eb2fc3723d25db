import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { directed, isolated, majority, pieces } from './isolate';

const marked = (text: string, direction: 'rtl' | 'ltr' = 'rtl'): string => pieces(text, direction).map((piece) => (piece.direction ? `[${piece.text}]` : piece.text)).join('');

describe('pieces of a sentence', () => {
  it.each([
    ['زوروا https://example.org/news/ الآن', 'زوروا [https://example.org/news/] الآن'],
    ['انظر https://example.org/a.', 'انظر [https://example.org/a].'],
    ['البريد editor@example.org متاح', 'البريد [editor@example.org] متاح'],
    ['حساب @user_name يثير', 'حساب [@user_name] يثير'],
    ['الرقم +966 50 123 4567 الآن', 'الرقم [+966 50 123 4567] الآن'],
    ['اتصل 050-123-4567', 'اتصل [050-123-4567]'],
    ['موعد 2026-11-22 رسميا', 'موعد [2026-11-22] رسميا'],
    ['يتجاوز $2,650 للأونصة', 'يتجاوز [$2,650] للأونصة'],
    ['بنسبة 12.5% و-5 درجات', 'بنسبة [12.5%] و-5 درجات'],
    ['حرارة -5 اليوم', 'حرارة [-5] اليوم'],
    ['C++ وC# وDisney+', '[C++] و[C#] و[Disney+]'],
  ])('%s', (text, want) => expect(marked(text)).toBe(want));

  it.each(['الهلال يفوز 3-2 على النصر', 'بين 100-200 دولار', 'الدورة (2025-2026)', '#غزة تتصدر', 'من 10:30 إلى 11:45', '١٥٪ من ٢٠٢٦'])('%s is read in the sentence’s order', (text) => {
    expect(marked(text)).toBe(text);
  });

  it('isolates Arabic in a sentence that runs left to right', () => {
    expect(marked('Al Jazeera الجزيرة العربية 2026 review', 'ltr')).toBe('Al Jazeera [الجزيرة العربية] 2026 review');
  });

  it('leaves every letter where it is', () => {
    const table = readFileSync(new URL('../../../../tests/fixtures/direction/mixed.tsv', import.meta.url), 'utf8');
    for (const line of table.split('\n').filter((each) => each && !each.startsWith('#'))) {
      const [direction = '', text = ''] = line.split('\t');
      expect(pieces(text, direction === 'rtl' ? 'rtl' : 'ltr').map((piece) => piece.text).join('')).toBe(text);
    }
  });

  it('comes to an end on anything', () => {
    const began = performance.now();
    for (const text of ['1 '.repeat(9000), '-'.repeat(19_000), 'a'.repeat(19_000), '@'.repeat(19_000), '+1'.repeat(9000), 'ا '.repeat(9000), 'www.'.repeat(4000)]) {
      for (const direction of ['rtl', 'ltr'] as const) expect(pieces(text, direction).map((piece) => piece.text).join('')).toBe(text);
    }
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

it('plain places get marks', () => {
  expect(isolated('BBC')).toBe('\u2068BBC\u2069');
  expect(directed('حساب @a', 'rtl')).toBe('\u2067حساب \u2066@a\u2069\u2069');
  expect(directed('News', 'ltr')).toBe('\u2066News\u2069');
});

it('counts a name’s direction as the core counts a text’s', () => {
  const table = readFileSync(new URL('../../../../tests/fixtures/direction/mixed.tsv', import.meta.url), 'utf8');
  for (const line of table.split('\n').filter((each) => each && !each.startsWith('#'))) {
    const [direction = '', text = ''] = line.split('\t');
    expect(majority(text) ?? 'rtl', text).toBe(direction);
  }
  expect(majority('2026')).toBeNull();
  expect(isolated('BBC عربي')).toBe('\u2067BBC عربي\u2069');
});
