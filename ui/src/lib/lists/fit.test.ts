import { describe, expect, it } from 'vitest';

import { fit } from './fit';

/** Ten pixels a letter. */
const measure = (text: string): number => text.length * 10;
const cut = (text: string, width: number, lines = 2): string => text.slice(0, fit(text, width, lines, measure));

describe('a text in so many lines', () => {
  it('is whole where it fits', () => {
    expect(cut('قصير', 100)).toBe('قصير');
    expect(cut('كلمة كلمة كلمة', 100)).toBe('كلمة كلمة كلمة');
    expect(cut('كلمة كلمة كلمة كلمة', 100)).toBe('كلمة كلمة كلمة كلمة');
  });

  it('ends with a whole word and room for the ellipsis', () => {
    expect(cut('كلمة كلمة كلمة كلمة كلمة', 100)).toBe('كلمة كلمة كلمة كلمة');
    expect(cut('كلمة كلمة كلمة كلمات كلمة', 100)).toBe('كلمة كلمة كلمة');
    expect(cut('البحرين ويعيد رسم طرق التجارة في الإقليم', 140)).toBe('البحرين ويعيد رسم طرق');
    expect(cut('a b c d e f', 30, 1)).toBe('a');
  });

  it('leaves what has a word wider than a line to the engine', () => {
    const long = `كلمة ${'ا'.repeat(40)} كلمة`;
    expect(cut(long, 100)).toBe(long);
  });

  it('ends where letters end, whatever the width', () => {
    const text = 'وقّعت خمس دول اتفاقًا لإنشاء ممر بري يختصر زمن الشحن من اثني عشر يومًا إلى أربعة أيام';
    for (let width = 90; width < 500; width += 7) expect(/^$|\s/.test(text.charAt(cut(text, width).length))).toBe(true);
  });
});
