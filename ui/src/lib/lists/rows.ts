import type { EntrySummary } from '$lib/api/bindings/types';
import { headline } from '$lib/reading/badges';

import type { Measure } from './fit';

/**
 * How high a row of the list is, before it is drawn. Everything in a row has a fixed line height, so its height follows
 * from how many lines its words take; those are measured once for each text. A row never grows with what arrives
 * later (a picture, a change to «read»), so nothing moves under the reader.
 */
export const ROW = {
  /** Above and below. */
  padding: 13,
  /** At both sides together. */
  sides: 36,
  source: 18,
  gap: 5,
  titleLine: 24,
  excerptLine: 21,
  aboveExcerpt: 3,
  /** The picture and what stands above it; its column with the gap. */
  picture: 67,
  pictureColumn: 90,
  chips: 28,
  rule: 1,
} as const;

/** A text this near to the column's width counts as too wide for one line: engines break lines, not rulers. */
const CERTAIN = 0.97;

/** Widths of texts in their own type, in CSS pixels. */
export interface Ruler {
  title: Measure;
  excerpt: Measure;
}

/** How wide the words of a row may be. */
export function wordsWidth(row: EntrySummary, width: number): number {
  return (width - ROW.sides - (row.pictured ? ROW.pictureColumn : 0)) * CERTAIN;
}

/** How high the words of a row are: a headline of one or two lines, an excerpt of none to two. */
export function wordsHeight(row: EntrySummary, width: number, ruler: Ruler): number {
  const available = wordsWidth(row, width);
  const title = ROW.titleLine * (ruler.title(headline(row.title, row.breaking)) <= available ? 1 : 2);
  const excerpt = row.excerpt === '' ? 0 : ROW.aboveExcerpt + ROW.excerptLine * (ruler.excerpt(row.excerpt) <= available ? 1 : 2);
  return Math.max(title + excerpt, row.pictured ? ROW.picture : 0);
}

/** How high a whole row is. */
export function rowHeight(row: EntrySummary, words: number): number {
  const chips = row.breaking || row.kept || row.offline ? ROW.chips : 0;
  return ROW.padding * 2 + ROW.source + ROW.gap + words + chips + ROW.rule;
}

/** Measures by asking the engine, once for each text; `type` is the beginning of a `font`. */
export function canvasMeasure(type: string): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(document.documentElement).getPropertyValue('--font-ui') || 'sans-serif';
  const known = new Map<string, number>();
  if (context) context.font = `${type} ${family}`;
  return (text) => {
    let width = known.get(text);
    if (width === undefined) {
      // Without a canvas every text counts as long: rows are roomy then, never cut.
      width = context ? context.measureText(text).width : Infinity;
      known.set(text, width);
    }
    return width;
  };
}

/** Tells when what was measured before was measured in another type: engines load type when it is first drawn. */
export function onType(tell: () => void): () => void {
  const { fonts } = document;
  void fonts.ready.then(tell);
  fonts.addEventListener('loadingdone', tell);
  return () => fonts.removeEventListener('loadingdone', tell);
}

/** The ruler of the list's own type. */
export function canvasRuler(): Ruler {
  // Headlines are measured in the weight of unread ones, so that reading one never changes its lines.
  return { title: canvasMeasure('600 15px'), excerpt: canvasMeasure('400 12.8px') };
}
