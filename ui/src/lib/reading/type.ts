import type { Settings } from '$lib/api/bindings/types';

/** The families of each reading type, and what stands in where it is missing. */
const FACES: Record<string, { family: string; generic: string }> = {
  naskh: { family: 'Warraq Naskh', generic: 'serif' },
  amiri: { family: 'Warraq Amiri', generic: 'serif' },
  plex: { family: 'Warraq Plex', generic: 'sans-serif' },
  kufi: { family: 'Warraq Kufi', generic: 'sans-serif' },
};
const LATIN: Record<string, string> = { serif: 'Warraq Latin Serif', sans: 'Warraq Latin Sans' };

/** The reading types that the settings offer. */
export const FONTS = ['naskh', 'amiri', 'plex', 'kufi'] as const;

/**
 * The `font-family` of a text: the Latin type where the reader chose one, the Arabic type without vowel marks where they
 * are hidden (`scripts/fonts-without-vowels`), the Arabic type. WebKitGTK has a Naskh of its own (`fonts.css`).
 */
export function families(font: string, { latin_font, hide_vowels }: Pick<Settings, 'latin_font' | 'hide_vowels'>, engine: string): string {
  const { family, generic } = FACES[font] ?? { family: 'Warraq Naskh', generic: 'serif' };
  const own = family === 'Warraq Naskh' && engine === 'webkitgtk' ? 'Warraq Naskh Whole' : family;
  const latin = LATIN[latin_font];
  return [latin, hide_vowels ? `${own} Bare` : undefined, own].flatMap((name) => (name ? [`'${name}'`] : [])).concat(generic).join(', ');
}
