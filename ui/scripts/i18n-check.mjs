// Holds the messages together: every key in every language, every plural form, every placeholder, every key in use,
// and no sentence outside the message files.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = new URL('../src/', import.meta.url).pathname;
const read = (language) => JSON.parse(readFileSync(join(root, 'lib/i18n', `${language}.json`), 'utf8'));
const languages = { ar: read('ar'), en: read('en') };
const problems = [];

/** Keys that are put together from a code; each prefix is followed by what the core or a table gives. */
const COMPOSED = ['error.', 'repair.', 'topic.', 'lane.', 'edge.', 'settings.font_', 'settings.theme_', 'settings.reading', 'settings.look', 'settings.sources', 'settings.privacy', 'settings.transfer', 'keys.', 'kind.', 'schedule.', 'feed.full_text_', 'health.text_', 'health.switched_', 'article.text_', 'subject.', 'comments.state_', 'comments.note_', 'comments.obstacle_', 'comments.problem_'];

const forms = (message) => (typeof message === 'string' ? [message] : Object.values(message));
const placeholders = (message) => new Set(forms(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])));

for (const [language, messages] of Object.entries(languages)) {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  for (const key of Object.keys(languages.ar)) if (!(key in messages)) problems.push(`${language}: ${key} is missing`);
  for (const [key, message] of Object.entries(messages)) {
    if (!(key in languages.ar)) problems.push(`${language}: ${key} is not in the reference`);
    if (typeof message === 'object') {
      if (!('other' in message)) problems.push(`${language}: ${key} lacks the form «other»`);
      // One form alone means that the sentence does not bend with its number.
      const given = Object.keys(message);
      if (given.length > 2 || language !== 'ar') {
        const missing = wanted.filter((form) => !(form in message) && given.length > 1);
        if (missing.length > 0) problems.push(`${language}: ${key} lacks ${missing.join(', ')}`);
      }
    }
    for (const text of forms(message)) if (text !== text.trim()) problems.push(`${language}: ${key} has space around it`);
    const other = languages.ar[key];
    if (other) {
      const here = [...placeholders(message)].filter((name) => name !== 'count').sort().join();
      const there = [...placeholders(other)].filter((name) => name !== 'count').sort().join();
      if (here !== there) problems.push(`${language}: ${key} has the placeholders «${here}», the reference «${there}»`);
    }
  }
}

const files = [];
(function walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['test', 'i18n', 'bindings'].includes(entry.name)) walk(path);
    } else if (/\.(svelte|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts')) files.push(path);
  }
})(root);

const used = new Set();
const ARABIC = /[\u0600-\u06ff]/;
for (const file of files) {
  const name = relative(root, file);
  const text = readFileSync(file, 'utf8');
  for (const [, key] of text.matchAll(/['"`]([a-z]+\.[a-z0-9_.]+)['"`]/g)) if (key in languages.ar) used.add(key);
  const code = text.replace(/<!--[\s\S]*?-->/g, '').replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  if (file.endsWith('.svelte')) {
    const markup = code.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style[\s\S]*?<\/style>/g, '');
    for (const [, attribute, value] of markup.matchAll(/\s(aria-label|title|placeholder|alt|aria-description|aria-valuetext)="([^"{]*\p{L}[^"{]*)"/gu)) {
      if (value !== 'example.org') problems.push(`${name}: ${attribute}="${value}" is no message`);
    }
    // What is left between tags, with every expression and arrow taken out, may hold no letters.
    let bare = markup;
    for (let before = ''; before !== bare; ) {
      before = bare;
      bare = bare.replace(/\{[^{}]*\}/g, ' ');
    }
    for (const piece of bare.replace(/<[^>]*>/g, '\u0000').split('\u0000')) {
      const words = piece.replace(/&\w+;/g, ' ').trim();
      if (/\p{L}{2,}/u.test(words)) problems.push(`${name}: «${words.slice(0, 60)}» is no message`);
    }
  }
  if (ARABIC.test(code) && !name.startsWith('lib/i18n')) {
    const line = code.split('\n').find((each) => ARABIC.test(each));
    // A comma between two formatted values is punctuation, not a sentence.
    if (!/^[^\u0600-\u06ff]*،[^\u0600-\u06ff]*$/.test(line ?? '')) problems.push(`${name}: Arabic outside the message files: ${line?.trim().slice(0, 80)}`);
  }
}
for (const key of Object.keys(languages.ar)) {
  if (!used.has(key) && !COMPOSED.some((prefix) => key.startsWith(prefix))) problems.push(`${key} is not used`);
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${Object.keys(languages.ar).length} messages in ${Object.keys(languages).length} languages, all used.`);
