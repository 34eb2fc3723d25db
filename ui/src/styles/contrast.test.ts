import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const GROUNDS = ['paper', 'paper-2', 'card', 'accent-soft'];
const TEXT: Array<[string, string]> = [
  ...['ink', 'ink-2', 'ink-3'].flatMap((ink) => [...GROUNDS, 'paper-3'].map((ground): [string, string] => [ink, ground])),
  ['ink-2', 'saved-soft'], ['ink', 'saved-soft'], ['ink', 'hit'], ['accent', 'paper'], ['accent', 'card'], ['accent', 'paper-2'],
  ['accent-ink', 'accent-soft'], ['accent-ink', 'paper'], ['accent-ink', 'card'], ['accent-ink', 'hit'], ['on-accent', 'accent'],
  ['breaking', 'paper'], ['breaking', 'paper-2'], ['breaking', 'card'], ['breaking-ink', 'breaking-soft'], ['ink', 'breaking-soft'],
  ['on-breaking', 'breaking'], ['saved-ink', 'saved-soft'], ['saved-ink', 'paper'], ['saved-ink', 'card'], ['paper', 'ink'],
];
const GRAPHICS: Array<[string, string]> = [
  ['line-2', 'card'], ['line-2', 'paper'], ['saved', 'card'], ['saved', 'paper-2'], ['saved', 'saved-soft'], ['accent', 'accent-soft'], ['accent', 'paper-3'],
];

describe.each(['light', 'white', 'dark', 'sepia', 'contrast'])('theme %s', (theme) => {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  const tokens = Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]));

  it.each(TEXT)('%s on %s can be read', (ink, ground) => {
    expect(contrast(tokens[ink] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(GRAPHICS)('%s on %s can be seen', (mark, ground) => {
    expect(contrast(tokens[mark] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(3);
  });
});
