/** Optional marks, tatweel, joiners and invisible marks of direction: no letters. */
// eslint-disable-next-line no-misleading-character-class -- single marks are what is meant
const DROPPED = /[\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u0300-\u036f]/;

/** Letters that are written for one another: carriers of hamza for the bare letter, alef maqsura and the Persian ya for
    ya, ta marbuta for ha, the Persian kaf for kaf. */
const SAME: Record<string, string> = {
  '\u0671': '\u0627', '\u0649': '\u064a', '\u06cc': '\u064a', '\u0629': '\u0647', '\u06c0': '\u0647', '\u06c1': '\u0647', '\u06a9': '\u0643',
};

/** A character as it is compared: several, one or none. */
function folded(char: string): string {
  if (/[ -~]/.test(char)) return char.toLowerCase();
  if (DROPPED.test(char)) return '';
  if (/\s/.test(char)) return ' ';
  let out = '';
  // Presentation forms and composed letters in their parts; the hamza of a carrier is a mark then and goes.
  for (const part of char.normalize('NFKD').toLowerCase()) {
    if (DROPPED.test(part)) continue;
    const code = part.charCodeAt(0);
    if (code >= 0x660 && code <= 0x669) out += String(code - 0x660);
    else if (code >= 0x6f0 && code <= 0x6f9) out += String(code - 0x6f0);
    else out += SAME[part] ?? part;
  }
  return out;
}

/** A text folded for finding, with the place in the original of every letter left: vowels, hamza, digits and case do
    not matter, white space counts once. */
export function fold(text: string): { text: string; at: number[] } {
  let out = '';
  const at: number[] = [];
  let index = 0;
  for (const char of text) {
    for (const part of folded(char)) {
      if (part === ' ' && (out === '' || out.endsWith(' '))) continue;
      out += part;
      at.push(index);
    }
    index += char.length;
  }
  return { text: out, at };
}

/** Whether a character belongs to a word, vowel marks and joiners included. */
function inWord(char: string | undefined): boolean {
  return char !== undefined && (/[\p{L}\p{M}\p{N}_]/u.test(char) || DROPPED.test(char));
}

/** A stretch of a text. */
export interface Stretch {
  start: number;
  end: number;
}

/** The most matches that are told apart. */
export const MOST_MATCHES = 2000;

/**
 * Where a query stands in a text, widened to whole words: a highlight that ends within a word would part letters that
 * join, and its vowel marks from a letter.
 */
export function matches(text: string, query: string): Stretch[] {
  const wanted = fold(query.trim()).text.trim();
  if (!wanted) return [];
  const { text: hay, at } = fold(text);
  const found: Stretch[] = [];
  for (let from = hay.indexOf(wanted); from >= 0 && found.length < MOST_MATCHES; from = hay.indexOf(wanted, from + wanted.length)) {
    let start = at[from] ?? 0;
    let end = (at[from + wanted.length - 1] ?? start) + 1;
    while (start > 0 && inWord(text[start - 1]) && inWord(text[start])) start--;
    while (end < text.length && inWord(text[end]) && inWord(text[end - 1])) end++;
    const last = found.at(-1);
    if (last && last.end > start) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}
