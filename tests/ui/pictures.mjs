// Writes the pictures of docs/pictures: the real interface over the recorded answers of the real core.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { start } from './support/browser.mjs';
import { articleReady } from './support/checks.mjs';
import { press } from './support/screens.mjs';
import { read, rows, withSettings } from './support/variants.mjs';

const folder = resolve(dirname(fileURLToPath(import.meta.url)), '../../docs/pictures');
mkdirSync(folder, { recursive: true });
const app = await start();

/** Opens the article in the list's row `index`, whatever is in sight. */
async function openRow(page, index) {
  await page.click(`[data-entry] >> nth=${index}`);
  await articleReady(page);
}

/** Writes what is on the screen once every picture is there. */
async function write(page, name) {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur?.());
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.waitForTimeout(400);
  // WebP through the browser itself: a tenth of a PNG's size.
  const png = (await page.screenshot()).toString('base64');
  const blank = await page.context().browser().newPage();
  const webp = await blank.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.9).split(',')[1];
  }, png);
  await blank.close();
  const bytes = Buffer.from(webp, 'base64');
  writeFileSync(resolve(folder, `${name}.webp`), bytes);
  console.log(`docs/pictures/${name}.webp: ${Math.round(bytes.length / 1024)} kB`);
}

async function picture(name, { recording = 'answers', width = 1440, height = 900, settings = {} }, go) {
  const page = await app.open(typeof recording === 'string' ? withSettings(recording, { theme: 'light', ...settings }) : recording, { width, height, deviceScaleFactor: width < 600 ? 2 : 1 });
  await go(page);
  await write(page, name);
  await page.closed();
}

// The article that tells most: with a picture, sections, and other papers on the same event.
const story = rows('today').findIndex((row) => row.title.includes('خط حديدي'));
const storyRead = (settings) => read('answers', rows('today')[story].id, { theme: 'light', ...settings });

try {
  await picture('main-light', { recording: storyRead() }, (page) => openRow(page, story));
  await picture('main-dark', { recording: storyRead({ theme: 'dark' }) }, (page) => openRow(page, story));
  await picture('english', { recording: storyRead({ language: 'en' }) }, (page) => openRow(page, story));
  await picture('first-start', { recording: 'first-start' }, async (page) => {
    for (const index of [0, 2, 4]) await page.locator('.welcome main button[aria-pressed]').nth(index).click();
  });
  await picture('kept', { recording: read('answers', rows('kept')[0].id, { theme: 'sepia' }) }, async (page) => {
    await press(page, 'Digit4');
    await page.waitForSelector('.chip.kept');
    await openRow(page, 0);
  });
  await picture('narrow', { recording: storyRead(), width: 420, height: 860 }, (page) => openRow(page, story));
} finally {
  await app.close();
}
