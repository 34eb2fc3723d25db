/**
 * Pieces of a text that have a direction of their own: names in the other script, addresses, handles, telephone numbers,
 * dates in figures, numbers with their signs. Without isolation the bidirectional algorithm hands their outer signs to
 * the sentence around: «@user» becomes «user@», «C++» «++C», «2026-11-22» «22-11-2026».
 */
export interface Piece {
  text: string;
  /** The direction to isolate it in; none for the sentence's own words. */
  direction: 'ltr' | 'rtl' | null;
}

/** What runs left to right in a sentence that runs the other way. Scores and ranges («3-2», «100-200») do not: they are
    read in the sentence's own order. Signs stand at their digits as CLDR has them for `ar` with Latin digits. */
const LEFT_TO_RIGHT = [
  String.raw`(?:https?:\/\/|www\.)[^\s\u0600-\u06ff<>«»"]+[^\s\u0600-\u06ff<>«»".,;:!?)\]]\/?`,
  String.raw`(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}`,
  String.raw`@[A-Za-z0-9_.]{0,64}[A-Za-z0-9_]`,
  String.raw`#[A-Za-z][A-Za-z0-9_]*`,
  // Telephone numbers: with their plus, or in three groups and more.
  String.raw`\+\d[\d\s().-]{5,18}\d`,
  String.raw`(?<![\d.,/-])\d{2,5}(?:[ -]\d{2,5}){2,4}(?![\d.,/-])`,
  // Days as ISO 8601 has them.
  String.raw`(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)`,
  // Prices, shares and numbers below zero in Latin digits.
  String.raw`(?<![\w.])[-\u2212]?[$€£¥]\s?\d[\d.,]{0,30}\d|(?<![\w.])[-\u2212]?[$€£¥]\s?\d`,
  String.raw`(?<![\w.,])[-\u2212]?\d{1,20}(?:[.,]\d{1,20}){0,8}\s?[%‰]`,
  String.raw`(?<![\w.,\u0600-\u06ff)\]-])[-\u2212]\d{1,20}(?:[.,]\d{1,20}){0,8}(?![\w-])`,
  // Names that end with a sign: C++, C#, Disney+.
  String.raw`(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]{0,24}(?:\+{1,2}|#)(?![A-Za-z0-9])`,
];
const IN_RIGHT_TO_LEFT = new RegExp(LEFT_TO_RIGHT.map((each) => `(?:${each})`).join('|'), 'gu');

/** Arabic (or Hebrew) words in a sentence of the other direction: a number behind them must not join them. */
const IN_LEFT_TO_RIGHT = /[\u0590-\u08ff][\u0590-\u08ff\s]*[\u0590-\u08ff]|[\u0590-\u08ff]/gu;

/** A text longer than this is left as it is: it is no headline and no name. */
const LONGEST = 20_000;

/** Parts a text of that direction into its own words and what must be isolated in it. */
export function pieces(text: string, direction: 'rtl' | 'ltr'): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  if (text.length <= LONGEST) {
    for (const match of text.matchAll(direction === 'rtl' ? IN_RIGHT_TO_LEFT : IN_LEFT_TO_RIGHT)) {
      if (match.index > at) found.push({ text: text.slice(at, match.index), direction: null });
      found.push({ text: match[0], direction: direction === 'rtl' ? 'ltr' : 'rtl' });
      at = match.index + match[0].length;
    }
  }
  if (at < text.length) found.push({ text: text.slice(at), direction: null });
  return found;
}

/** A letter that runs right to left, as far as news has any. */
const RTL_LETTER = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LETTER = /\p{L}/u;

/**
 * The direction of a name by the majority of its letters and words, as the core counts whole texts
 * (`text/direction.rs`): for names that come without one. None where there is no letter.
 */
export function majority(text: string): 'rtl' | 'ltr' | null {
  const count = { rtl: { letters: 0, words: 0 }, ltr: { letters: 0, words: 0 } };
  let first: 'rtl' | 'ltr' | null = null;
  for (const word of text.slice(0, LONGEST).split(/\s+/)) {
    if (/:\/\/|^www\.|^[\x20-\x7e]*@/.test(word)) continue;
    let last = '';
    for (const char of word) {
      if (!LETTER.test(char)) continue;
      const way = RTL_LETTER.test(char) ? 'rtl' : 'ltr';
      first ??= way;
      count[way].letters++;
      if (way !== last) count[way].words++;
      last = way;
    }
  }
  if (!first) return LETTER.test(text) ? 'ltr' : null;
  const { rtl, ltr } = count;
  if (rtl.words >= ltr.words && rtl.letters * 2 >= ltr.letters && rtl.letters > 0) return 'rtl';
  if (rtl.letters !== ltr.letters) return rtl.letters > ltr.letters ? 'rtl' : 'ltr';
  return first;
}

const FIRST_STRONG_ISOLATE = '\u2068';
const LEFT_TO_RIGHT_ISOLATE = '\u2066';
const RIGHT_TO_LEFT_ISOLATE = '\u2067';
const POP_ISOLATE = '\u2069';

/** A name within plain text, so that neither disturbs the other's order. */
export function isolated(text: string): string {
  // A Latin word at its head does not make an Arabic name run left to right: «BBC عربي».
  const misled = majority(text) === 'rtl' && /^\P{L}*[A-Za-z\u00c0-\u024f]/u.test(text);
  return (misled ? RIGHT_TO_LEFT_ISOLATE : FIRST_STRONG_ISOLATE) + text + POP_ISOLATE;
}

/** A whole text of a known direction for a place that knows plain text alone, such as a window's title. */
export function directed(text: string, direction: 'rtl' | 'ltr'): string {
  const within = pieces(text, direction)
    .map((piece) => (piece.direction === null ? piece.text : (piece.direction === 'ltr' ? LEFT_TO_RIGHT_ISOLATE : RIGHT_TO_LEFT_ISOLATE) + piece.text + POP_ISOLATE))
    .join('');
  return (direction === 'rtl' ? RIGHT_TO_LEFT_ISOLATE : LEFT_TO_RIGHT_ISOLATE) + within + POP_ISOLATE;
}
