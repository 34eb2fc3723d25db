/** Marks, and the letters that are written in several ways, as far as a comparison of words needs. */
function bare(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\u064b-\u065f\u0670\u0640]/g, '')
    .replace(/[\u0622\u0623\u0625\u0671]/g, '\u0627')
    .replace(/^(?:\u0648|\u0628|\u0643|\u0641)?\u0627\u0644|^\u0644\u0644/, '')
    .replace(/(?:\u064a\u0629|\u064a\u0647|\u0629|\u0647|\u064a|\u0649)$/, '');
}

/**
 * Adjectives of place, size, time and order without article and ending: two headlines that share one of these share
 * nothing. North, south, east, west, light, heavy, great, small, new, old, long, short, strong, weak, first to third,
 * last, coming, past, present, general, special, local, world, international, official.
 */
const WEAK = new Set(
  '\u0634\u0645\u0627\u0644 \u062c\u0646\u0648\u0628 \u0634\u0631\u0642 \u063a\u0631\u0628 \u062e\u0641\u064a\u0641 \u062b\u0642\u064a\u0644 \u0643\u0628\u064a\u0631 \u0643\u0628\u0631 \u0635\u063a\u064a\u0631 \u062c\u062f\u064a\u062f \u0642\u062f\u064a\u0645 \u0637\u0648\u064a\u0644 \u0642\u0635\u064a\u0631 \u0642\u0648 \u0636\u0639\u064a\u0641 \u0627\u0648\u0644 \u062b\u0627\u0646 \u062b\u0627\u0644\u062b \u0627\u062e\u0631 \u0627\u062e\u064a\u0631 \u0645\u0642\u0628\u0644 \u0642\u0627\u062f\u0645 \u0645\u0627\u0636 \u062d\u0627\u0644 \u0639\u0627\u0645 \u062e\u0627\u0635 \u0645\u062d\u0644 \u0639\u0627\u0644\u0645 \u062f\u0648\u0644 \u0631\u0633\u0645 northern southern eastern western light heavy great small large new old long short strong weak first second third last next past general special local global international official'.split(' '),
);

/** So many telling words make a reason. */
const ENOUGH = 2;

/**
 * Of the words that two articles share, those that say why they belong together; none where what is left after weak words
 * would be no reason.
 */
export function telling(words: readonly string[]): string[] {
  const strong = words.filter((word) => bare(word).length > 1 && !WEAK.has(bare(word)));
  return strong.length >= ENOUGH ? strong : [];
}
