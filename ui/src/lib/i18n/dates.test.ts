import { describe, expect, it } from 'vitest';

import { formatDay, formatRelative, tag, type Writing } from './dates';

const arabic: Writing = { language: 'ar', digits: 'arab', calendar: 'both' };
const noon = new Date(2026, 10, 22, 12, 0).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a date', () => {
  it('carries its calendar and digits whatever the engine would choose', () => {
    expect(tag(arabic)).toBe('ar-u-ca-gregory-nu-arab');
    expect(tag({ ...arabic, language: 'en', digits: 'latn' }, 'islamic-umalqura')).toBe('en-GB-u-ca-islamic-umalqura-nu-latn');
  });

  it('is written in the calendars that were chosen', () => {
    expect(formatDay(noon, arabic)).toBe('٢٢ نوفمبر ٢٠٢٦ — ١٢ جمادى الآخرة ١٤٤٨');
    expect(formatDay(noon, { ...arabic, calendar: 'gregory' })).toBe('٢٢ نوفمبر ٢٠٢٦');
    expect(formatDay(noon, { ...arabic, calendar: 'hijri', digits: 'latn' })).toBe('12 جمادى الآخرة 1448');
    expect(formatDay(noon, { language: 'en', digits: 'latn', calendar: 'gregory' })).toBe('22 November 2026');
  });
});

describe('a relative time', () => {
  const ago = (distance: number): string => formatRelative(noon - distance, noon, arabic);

  it('agrees with its number', () => {
    expect(ago(12 * MINUTE)).toBe('قبل ١٢ دقيقة');
    expect(ago(3 * MINUTE)).toBe('قبل ٣ دقائق');
    expect(ago(2 * HOUR)).toBe('قبل ساعتين');
  });

  it('counts days by the reader’s midnights, not by 24 hours', () => {
    expect(ago(20 * HOUR)).toBe('أمس');
    expect(formatRelative(new Date(2026, 10, 20, 23, 0).getTime(), noon, arabic)).toBe('أول أمس');
  });

  it('becomes the day itself after a month', () => {
    expect(ago(60 * 24 * HOUR)).toBe('٢٣ سبتمبر ٢٠٢٦');
  });

  it('knows the future', () => {
    expect(formatRelative(noon + 16 * MINUTE, noon, arabic)).toBe('خلال ١٦ دقيقة');
  });
});
