import { describe, expect, it } from 'vitest';

import { offsetOf, placeAt } from './blocks';
import { isBareAddress, isPost, site } from './embeds';
import { fold, matches } from './fold';
import { pairNotes } from './notes';
import { printedBody, readable } from './print';
import { attribution, quoted } from './share';
import { bounded, zoomed } from './pictures';
import { families } from './type';

describe('finding', () => {
  const found = (text: string, query: string): string[] => matches(text, query).map(({ start, end }) => text.slice(start, end));

  it('folds what is written in several ways', () => {
    expect(fold('إِلى الأُمَّةِ').text).toBe('الي الامه');
    expect(fold('ﻻ مســـؤول ٢٠٢٦ Café').text).toBe('لا مسوول 2026 cafe');
    expect(found('مَنْ قَرَأَ فِيهِ', 'قرا')).toEqual(['قَرَأَ']);
    expect(found('عام ١٧٢٦ وعام 1726', '1726')).toEqual(['١٧٢٦', '1726']);
    expect(found('المؤسسة، ومؤسسات', 'موسس')).toEqual(['المؤسسة', 'ومؤسسات']);
    expect(found('على علي', 'علي')).toEqual(['على', 'علي']);
  });

  it('takes whole words with their marks, and phrases over line breaks', () => {
    expect(found('وللكتابِ قيمة', 'كتاب')).toEqual(['وللكتابِ']);
    expect(found('خط\n   حديدي جديد', 'خط حديدي')).toEqual(['خط\n   حديدي']);
    expect(found('(iPhone)', 'phone')).toEqual(['iPhone']);
    expect(found('ا ا ا', '  ')).toEqual([]);
    expect(found('نص', 'نصوص')).toEqual([]);
    expect(found('aaaa', 'a')).toEqual(['aaaa']);
  });
});

describe('a place', () => {
  const boxes = (scale: number) => [{ top: 0, height: 100 * scale }, { top: 110 * scale, height: 300 * scale }, { top: 420 * scale, height: 80 * scale }];

  it('holds in another width and size', () => {
    const place = placeAt(boxes(1), 260);
    expect(place).toEqual({ block: 1, offset: 500 });
    expect(offsetOf(boxes(1.7), place ?? { block: 0, offset: 0 })).toBeCloseTo(260 * 1.7);
  });

  it('is none before the text and the end behind it', () => {
    expect(placeAt(boxes(1), -4)).toBeNull();
    expect(placeAt([], 4)).toBeNull();
    expect(placeAt(boxes(1), 9000)).toEqual({ block: 2, offset: 1000 });
    expect(offsetOf(boxes(1), { block: 99, offset: 0 })).toBe(500);
  });
});

describe('footnotes', () => {
  const page = 'https://paper.example/story/';
  const at = (fragment: string, text = '1') => ({ href: `${page}#${fragment}`, text });

  it.each([
    ['fn1', 'fnref1'], ['fn:2', 'fnref:2'], ['_ftn3', '_ftnref3'], ['cite_note-4', 'cite_ref-4'], ['footnote-5', 'footnote-ref-5'],
    ['sdfootnote6sym', 'sdfootnote6anc'], ['easy-footnote-bottom-7-88', 'easy-footnote-7-88'.replace('easy-footnote', 'easy-footnote-ref')],
  ])('%s and %s belong together', (forth, back) => {
    expect([...pairNotes([{ href: 'https://other.example/#fn1', text: '' }, at(forth), at(back)], page)]).toEqual([[1, 2], [2, 1]]);
  });

  it('leads nowhere else', () => {
    expect(pairNotes([at('comments'), at('fn1'), { href: 'https://other.example/#fnref1', text: '' }, { href: 'x', text: '' }], page).size).toBe(0);
    expect(pairNotes([at('%E0%A4%A'), at('fnref1'), at('fn1')], page).size).toBe(0);
  });
});

describe('embeds', () => {
  it('are known by their sites', () => {
    expect(site('https://www.youtube.com/watch?v=a')).toBe('YouTube');
    expect(site('https://ar-ar.facebook.com/p')).toBe('Facebook');
    expect(site('https://youtube.com.evil.example/')).toBeNull();
    expect(isPost('https://x.com/paper')).toBe(false);
    expect(isPost('https://x.com/paper/status/123')).toBe(true);
    expect(isBareAddress('www.youtube.com', 'https://www.youtube.com/watch?v=a')).toBe(true);
    expect(isBareAddress('افتتاح الخط', 'https://www.youtube.com/watch?v=a')).toBe(false);
  });
});

it('puts the chosen types together', () => {
  expect(families('naskh', { latin_font: 'auto', hide_vowels: false }, 'other')).toBe("'Warraq Naskh', serif");
  expect(families('naskh', { latin_font: 'sans', hide_vowels: true }, 'webkitgtk')).toBe("'Warraq Latin Sans', 'Warraq Naskh Whole Bare', 'Warraq Naskh Whole', serif");
  expect(families('x', { latin_font: 'x', hide_vowels: false }, '')).toBe("'Warraq Naskh', serif");
});

describe('the origin of a text', () => {
  const of = { title: 'خبر', authors: '', source: 'أفق', url: 'https://a.example/%D8%AE', published: '٢٢ نوفمبر' };

  it('stands in lines of its own below what is quoted', () => {
    expect(attribution(of)).toBe('خبر\nأفق\n٢٢ نوفمبر\nhttps://a.example/%D8%AE');
    expect(quoted('فقرة\u00a0أولى\n\n\n\nثانية ', of, 'المصدر')).toBe('فقرة أولى\n\nثانية\n\nالمصدر\nخبر\nأفق\n٢٢ نوفمبر\nhttps://a.example/%D8%AE');
  });

  it('is printed as text', () => {
    const html = printedBody('<p>نص</p>', { ...of, title: '<img src=x onerror=alert(1)>', authors: '"><script>', label: 'المصدر', labelDirection: 'rtl', direction: 'rtl', categories: ['<b>'], lead: { src: '"x', alt: '"', caption: '<i>' } });
    expect(html).not.toMatch(/<script|<img src=x|<b>[^ا]|<i>/);
    expect(html).toContain('<bdi dir="ltr">https://a.example/خ</bdi>');
  });

  it('shows addresses in their own letters, and no invisible ones', () => {
    expect(readable('https://a.example/%D8%AE%20b')).toBe('https://a.example/خ%20b');
    expect(readable('https://a.example/%E2%80%AEx')).toBe('https://a.example/%E2%80%AEx');
    expect(readable('https://a.example/%E0%A4%A')).toBe('https://a.example/%E0%A4%A');
  });
});

describe('a picture', () => {
  it('stays in sight and grows around the point that is looked at', () => {
    expect(bounded({ scale: 0.2, x: 50, y: -50 }, 400, 300)).toEqual({ scale: 1, x: 0, y: 0 });
    expect(bounded({ scale: 2, x: 900, y: -900 }, 400, 300)).toEqual({ scale: 2, x: 200, y: -150 });
    const look = zoomed({ scale: 1, x: 0, y: 0 }, 2, { x: 100, y: 50 }, 400, 300);
    expect(look).toEqual({ scale: 2, x: -100, y: -50 });
    expect(zoomed(look, 99, { x: 0, y: 0 }, 400, 300).scale).toBe(8);
  });
});
