import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;

/** Source files of the window, tests and generated bindings aside. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['bindings', 'test'].includes(entry.name) ? [] : sources(path);
    return /\.(ts|svelte)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

it('gives every Intl call an explicit tag, since engines’ defaults differ', () => {
  let seen = 0;
  for (const file of sources(root)) {
    const text = readFileSync(file, 'utf8');
    for (const [, call = ''] of text.matchAll(/new Intl\.\w+\(([^;]{0,40})/g)) {
      seen++;
      expect(call, file).toMatch(/^(tag|monthTag)\(/);
    }
    expect(text.match(/\.toLocale(Date|Time|Lower|Upper)?(Case)?String\(|\.toLocale(Lower|Upper)Case\(|\.localeCompare\(/g) ?? [], file).toEqual([]);
  }
  expect(seen).toBeGreaterThan(5);
});
