/** How wide a text is in one type, in CSS pixels. */
export type Measure = (text: string) => number;

/** What stands for the rest. */
const REST = '\u2026';

/**
 * How much of a text stands in so many lines of a width: all of it, or whole words that leave room for an ellipsis.
 * Engines clamp between letters, which parts Arabic ones that are joined. A word that is wider than a line is left to
 * the engine, and so is its text.
 */
export function fit(text: string, width: number, lines: number, measure: Measure): number {
  if (measure(text) <= width) return text.length;
  const space = measure(' ');
  const rest = measure(REST);
  let line = 1;
  let used = 0;
  /** Where the last word ends after which the ellipsis has room in the last line. */
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    const own = measure(word);
    if (own > width) return text.length;
    if (used > 0 && used + space + own > width) {
      line++;
      used = 0;
    }
    if (line > lines) return end || text.length;
    used += own + (used > 0 ? space : 0);
    if (line < lines || used + rest <= width) end = index + word.length;
  }
  return text.length;
}
