import { describe, expect, it } from 'vitest';

import { ErrorCodes } from '../../test/codes';
import ar from './ar.json';
import en from './en.json';
import { format, plainText, type PluralForms } from './messages';

const plural = new Intl.PluralRules('ar');
const number = new Intl.NumberFormat('ar-u-nu-arab');
const say = (message: string | PluralForms, params = {}): string => plainText(format(message, params, plural, number));

describe('a message', () => {
  it('bends with its number through all six Arabic forms', () => {
    const sources = ar['sources.count'];
    expect([0, 1, 2, 3, 10, 11, 99, 100, 103].map((count) => say(sources, { count }))).toEqual([
      'لا مصادر', 'مصدر واحد', 'مصدران', '٣ مصادر', '١٠ مصادر', '١١ مصدرًا', '٩٩ مصدرًا', '١٠٠ مصدر', '١٠٣ مصادر',
    ]);
  });

  it('falls back to the form «other» where one is missing', () => {
    expect(say({ other: '{count} غير مقروء' }, { count: 2 })).toBe('٢ غير مقروء');
  });

  it('isolates what comes from outside and leaves its own values alone', () => {
    expect(say('تتابع الآن {name}', { name: 'BBC News' })).toBe('تتابع الآن \u2068BBC News\u2069');
    expect(say('{code} · {when}', { code: '404', when: 'أمس' })).toBe('404 · أمس');
  });

  it('shows the name of a value that is missing rather than nothing', () => {
    expect(say('أ {name}')).toBe('أ {name}');
  });
});

describe('the message files', () => {
  it('have a sentence and a next step for every code of the core, in both languages', () => {
    for (const code of ErrorCodes) {
      for (const messages of [ar, en] as Array<Record<string, unknown>>) {
        expect(messages[`error.${code}.what`], code).toBeTypeOf('string');
        expect(messages[`error.${code}.next`], code).toBeTypeOf('string');
      }
    }
  });

  it('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(ar).sort());
  });
});
