// Headlines of two scripts as they are drawn: which way each runs and what the eye meets from left to right, measured
// letter by letter; and the same in plain text, where marks stand for elements.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { articleFrame, articleReady } from '../support/checks.mjs';
import { openFirst } from '../support/screens.mjs';
import { rows, variant } from '../support/variants.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

const table = readFileSync(new URL('../../fixtures/direction/mixed.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split('\t'))
  .map(([direction, text, order]) => ({ direction, text, order: order.split(' ') }));

/** The list with these headlines, and articles of which each is a paragraph. */
function headlines() {
  const pattern = rows('today');
  const made = table.map(({ direction, text }, index) => ({
    ...pattern[index % pattern.length], id: 700_000 + index, title: text, direction, excerpt: text, published_at: pattern[0].published_at - index * 60_000, pictured: false, thumb: null,
  }));
  return variant('answers', (call) => {
    if (call.command === 'list_entries' && call.request.scope.kind === 'today') call.answer = { ...call.answer, items: made, total: made.length, next: null };
    if (call.command !== 'app_info') return;
    const detail = structuredClone(pattern.map((row) => row.id).map((id) => answerOf(id)).find(Boolean));
    return made.map((summary) => ({
      command: 'get_entry', request: { id: summary.id }, answer: { ...detail, summary, lead: null, html: `<p>${summary.title.replace(/&/g, '&amp;')}</p>`, body_direction: summary.direction, text_state: { kind: 'full' }, place: null },
    }));
  });
}
const answers = variant('answers', () => undefined);
const answerOf = (id) => answers.calls.find((call) => call.command === 'get_entry' && call.request.id === id)?.answer;

/** Where the pieces of a text stand, from left to right: by the boxes of their letters. */
const measure = (element, pieces) => {
  const doc = element.ownerDocument;
  const text = element.textContent;
  const walker = doc.createTreeWalker(element, 4);
  const nodes = [];
  for (let node = walker.nextNode(), at = 0; node; at += node.data.length, node = walker.nextNode()) nodes.push({ node, at });
  const place = (offset) => {
    const found = nodes.findLast((each) => each.at <= offset);
    return [found.node, offset - found.at];
  };
  const spans = pieces.map((piece) => {
    const from = text.indexOf(piece);
    const boxes = [];
    for (let offset = from; offset < from + piece.length; offset++) {
      const range = doc.createRange();
      range.setStart(...place(offset));
      const [node, at] = place(offset);
      range.setEnd(node, at + 1);
      for (const box of range.getClientRects()) if (box.width > 0) boxes.push(box);
    }
    const [left, right] = [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
    return { piece, middle: (left + right) / 2, line: Math.round(boxes[0].top / 8) };
  });
  return { seen: spans.toSorted((a, b) => a.middle - b.middle).map((span) => span.piece), lines: new Set(spans.map((span) => span.line)).size, direction: doc.defaultView.getComputedStyle(element).direction };
};

for (const language of ['ar', 'en']) {
  it(`draws ${table.length} mixed headlines in their order, interface: ${language}`, async () => {
    assert.ok(table.length >= 60);
    const page = await app.open(headlines(), { width: 1900, height: 1000 });
    await page.settings({ language });
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
    // One line each, whatever the type's width.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('#entry-list h2 a { font-size: 9px !important; white-space: nowrap !important; display: block !important; } #headline { font-size: 14px !important; white-space: nowrap; }');
      document.adoptedStyleSheets = [sheet];
    });
    const wrong = [];
    for (const [index, { direction, text, order }] of table.entries()) {
      const row = page.locator(`[data-entry="${700_000 + index}"]`);
      for (let tries = 0; tries < 40 && (await row.count()) === 0; tries++) {
        await page.evaluate(() => document.querySelector('#entry-list').scrollBy(0, 300));
        await page.waitForTimeout(30);
      }
      const seen = await row.evaluate(measure, order);
      if (seen.lines !== 1) wrong.push(`${text}: on ${seen.lines} lines`);
      if (seen.direction !== direction) wrong.push(`${text}: runs ${seen.direction}`);
      if (seen.seen.join(' ') !== order.join(' ')) wrong.push(`${text}:\n    ${seen.seen.join(' ')}\n not ${order.join(' ')}`);
    }
    assert.deepEqual(wrong, []);
    page.problems.length = 0;
    await page.closed();
  });
}

it('keeps their order in the headline, the text and the window\'s title', async () => {
  const page = await app.open(headlines(), { width: 1900, height: 1000 });
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('#headline { font-size: 14px !important; white-space: nowrap; }');
    document.adoptedStyleSheets = [sheet];
  });
  const wrong = [];
  for (const [index, { direction, text, order }] of table.entries()) {
    await page.keyboard.press('j');
    await page.waitForFunction((title) => document.querySelector('#headline')?.textContent === title, text);
    if (index % 4 !== 0) continue;
    const frame = await articleFrame(page);
    await frame.waitForFunction((wanted) => document.body.textContent === wanted, text);
    // Once the text is decorated: the pane knows its document then.
    await page.waitForTimeout(60);
    for (const [where, handle] of [['headline', await page.$('#headline')], ['text', await frame.$('p')]]) {
      const seen = await handle.evaluate(measure, order);
      if (seen.seen.join(' ') !== order.join(' ') || seen.direction !== direction) wrong.push(`${where}: ${text}:\n    ${seen.seen.join(' ')}\n not ${order.join(' ')}`);
    }
    const title = await page.title();
    if (!title.startsWith(direction === 'rtl' ? '\u2067' : '\u2066')) wrong.push(`title: ${title}`);
    if ([...title.matchAll(/[\u2066-\u2068]/g)].length !== [...title.matchAll(/\u2069/g)].length) wrong.push(`isolates of the title: ${title}`);
  }
  assert.deepEqual(wrong, []);
  await page.closed();
});

it('isolates names in what is said in plain text', async () => {
  const page = await app.open();
  await openFirst(page);
  const labels = await page.evaluate(() => [...document.querySelectorAll('[aria-label], [title]')].flatMap((element) => [element.getAttribute('aria-label') ?? '', element.getAttribute('title') ?? '']));
  for (const label of labels) {
    assert.equal([...label.matchAll(/[\u2066-\u2068]/g)].length, [...label.matchAll(/\u2069/g)].length, label);
  }
  await articleReady(page);
  await page.closed();
});
