import { describe, expect, it } from 'vitest';

import { formatDay, formatExact, formatRelative, formatTime, tag, type Writing } from './dates';

const arabic: Writing = { language: 'ar', digits: 'arab', calendar: 'both', months: 'common', hijriShift: 0 };
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
    expect(formatDay(noon, { ...arabic, language: 'en', digits: 'latn', calendar: 'gregory' })).toBe('22 November 2026');
  });
});

describe('a moment', () => {
  it('has its time of day in the digits that were chosen, hour and half of the day together', () => {
    expect(formatTime(noon, arabic)).toBe('١٢:٠٠\u00a0م');
    expect(formatTime(noon, { ...arabic, digits: 'latn' })).toBe('12:00\u00a0م');
    expect(formatTime(noon, { ...arabic, language: 'en', digits: 'latn' })).toBe('12:00');
  });

  it('is written in full for who asks', () => {
    expect(formatExact(noon, arabic)).toBe('الأحد، ٢٢ نوفمبر ٢٠٢٦ — ١٢ جمادى الآخرة ١٤٤٨، ١٢:٠٠\u00a0م');
    expect(formatExact(noon, { ...arabic, language: 'en', digits: 'latn', calendar: 'gregory' })).toBe('Sunday, 22 November 2026, 12:00');
  });
});

describe('a date of a country', () => {
  const day = (months: Writing['months'], month: number): string => formatDay(new Date(2026, month, 5, 12).getTime(), { ...arabic, calendar: 'gregory', months });

  it('has that country’s months', () => {
    expect([day('common', 10), day('levant', 10), day('morocco', 10), day('algeria', 10)]).toEqual(['٥ نوفمبر ٢٠٢٦', '٥ تشرين الثاني ٢٠٢٦', '٥ نونبر ٢٠٢٦', '٥ نوفمبر ٢٠٢٦']);
    expect([day('common', 0), day('levant', 0), day('morocco', 6), day('algeria', 0)]).toEqual(['٥ يناير ٢٠٢٦', '٥ كانون الثاني ٢٠٢٦', '٥ يوليوز ٢٠٢٦', '٥ جانفي ٢٠٢٦']);
  });

  it('keeps the digits that were chosen whatever that country writes', () => {
    expect(formatDay(noon, { ...arabic, calendar: 'gregory', months: 'morocco', digits: 'arab' })).toBe('٢٢ نونبر ٢٠٢٦');
    expect(formatDay(noon, { ...arabic, calendar: 'gregory', months: 'levant', digits: 'latn' })).toBe('22 تشرين الثاني 2026');
  });

  it('has the Hijri day moved for those who sight the moon', () => {
    const hijri = (hijriShift: number): string => formatDay(noon, { ...arabic, calendar: 'hijri', hijriShift });
    expect([hijri(-1), hijri(0), hijri(1)]).toEqual(['١١ جمادى الآخرة ١٤٤٨', '١٢ جمادى الآخرة ١٤٤٨', '١٣ جمادى الآخرة ١٤٤٨']);
    expect(formatDay(noon, { ...arabic, hijriShift: 1 })).toBe('٢٢ نوفمبر ٢٠٢٦ — ١٣ جمادى الآخرة ١٤٤٨');
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
