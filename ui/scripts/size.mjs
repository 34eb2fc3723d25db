// Holds the window's script to its budget, in bytes after gzip: all of it, and what the first screen needs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const MOST_IN_ALL = 150_000;
const MOST_AT_START = 70_000;

const dist = new URL('../dist/', import.meta.url).pathname;
const size = (file) => gzipSync(readFileSync(join(dist, 'assets', file)), { level: 9 }).length;
const scripts = readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.js'));
const sizes = new Map(scripts.map((file) => [file, size(file)]));

// The start: what the page names, what that imports at once, and what every start fetches next.
const start = new Set();
const page = readFileSync(join(dist, 'index.html'), 'utf8');
const waiting = scripts.filter((file) => page.includes(file) || /^(ar|tauri)-/.test(file));
while (waiting.length > 0) {
  const file = waiting.pop();
  if (start.has(file)) continue;
  start.add(file);
  const text = readFileSync(join(dist, 'assets', file), 'utf8');
  for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) if (sizes.has(name)) waiting.push(name);
}

const sum = (files) => [...files].reduce((total, file) => total + sizes.get(file), 0);
// The player of recorded answers is for tests and for work in a browser; the app never loads it.
const all = sum(scripts.filter((file) => !file.startsWith('fake-')));
const atStart = sum(start);
for (const file of scripts) console.log(`${String(sizes.get(file)).padStart(7)}  ${start.has(file) ? 'start' : '     '}  ${file}`);
console.log(`${String(atStart).padStart(7)}  at the start, of at most ${MOST_AT_START}`);
console.log(`${String(all).padStart(7)}  in all, of at most ${MOST_IN_ALL}`);
if (all > MOST_IN_ALL || atStart > MOST_AT_START) {
  console.error('The script is over its budget.');
  process.exit(1);
}
