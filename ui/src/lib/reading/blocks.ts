import type { ReadingPlace } from '$lib/api/bindings/types';

/** What a place in a text is counted in. */
const BLOCKS = 'p, h2, h3, h4, h5, h6, li, dt, dd, blockquote, pre, figure, table, details';

/** As the core has it. */
const MOST_BLOCKS = 100_000;

/** The blocks of a text in reading order; the whole of it where it has none. */
export function blocks(body: HTMLElement): Element[] {
  const found = [...body.querySelectorAll(BLOCKS)].slice(0, MOST_BLOCKS);
  return found.length > 0 ? found : [body];
}

/** The tops and heights of blocks, in pixels from the text's start. */
export interface Box {
  top: number;
  height: number;
}

/** The place that a distance from the text's start lies at: none before its first block. */
export function placeAt(boxes: readonly Box[], y: number): ReadingPlace | null {
  let block = -1;
  // Blocks nest, so a later one may begin above: the last that begins no lower than this.
  for (const [index, box] of boxes.entries()) if (box.top <= y) block = index;
  const box = boxes[block];
  if (!box) return null;
  return { block, offset: Math.round(1000 * Math.min(1, Math.max(0, (y - box.top) / Math.max(1, box.height)))) };
}

/** How far from the text's start a place is; the last block's end where the text has become shorter. */
export function offsetOf(boxes: readonly Box[], place: ReadingPlace): number {
  const box = boxes[place.block];
  if (box) return box.top + (box.height * place.offset) / 1000;
  const last = boxes.at(-1);
  return last ? last.top + last.height : 0;
}

/** A heading of a text. */
export interface Heading {
  element: HTMLElement;
  text: string;
  /** 1 for the highest that the text has. */
  level: number;
  direction: 'rtl' | 'ltr';
}

/** A text of so many words is long, whatever it is made of. */
const LONG_WORDS = 1200;
/** So many headings make an outline worth while. */
const ENOUGH_HEADINGS = 3;
/** The most headings that an outline has. */
const MOST_HEADINGS = 200;

/** The outline of a text, where it is long or has several headings. */
export function outline(body: HTMLElement, words: number): Heading[] {
  const found = [...body.querySelectorAll<HTMLElement>('h2, h3, h4, h5, h6')].filter((element) => element.textContent.trim() !== '').slice(0, MOST_HEADINGS);
  if (found.length < ENOUGH_HEADINGS && !(words > LONG_WORDS && found.length > 0)) return [];
  const depth = (element: HTMLElement): number => Number(element.tagName[1]);
  const highest = Math.min(...found.map(depth));
  return found.map((element) => ({
    element,
    text: element.textContent.replace(/\s+/g, ' ').trim(),
    level: Math.min(3, depth(element) - highest + 1),
    direction: body.ownerDocument.defaultView?.getComputedStyle(element).direction === 'ltr' ? 'ltr' : 'rtl',
  }));
}
