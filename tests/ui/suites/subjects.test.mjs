// The badge that says what an article is about: it leads to its list, says when it was guessed, and can be corrected.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { openFirst } from '../support/screens.mjs';
import { rows, variant } from '../support/variants.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

/** The first article of the day with this subject. */
function withSubject(subject) {
  const [first] = rows('today');
  return variant('answers', (call) => {
    const found = [call.answer?.summary, ...(call.answer?.items ?? [])].filter((row) => row?.id === first.id);
    for (const row of found) row.subject = subject;
  });
}

it('says that a subject was guessed, in words and in dots, and leads to its list', async () => {
  const page = await app.open(withSubject({ key: 'sports', automatic: true }));
  await openFirst(page);
  const badge = page.locator('main header button.badge');
  assert.equal(await badge.textContent(), 'رياضة، تصنيف تلقائي');
  assert.equal(await badge.getAttribute('title'), 'تصنيف تلقائي');
  assert.equal(await badge.evaluate((element) => getComputedStyle(element).outlineStyle), 'dotted');
  await badge.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#list-title')?.textContent === 'رياضة');
  const asked = await page.evaluate(() => globalThis.warraqFake.log.findLast((call) => call.command === 'list_entries').request.scope);
  assert.deepEqual(asked, { kind: 'subject', subject: 'sports' });
  await page.closed();
});

it('is corrected by the keyboard alone, and that is taken back', async () => {
  const page = await app.open(withSubject({ key: 'sports', automatic: true }));
  await openFirst(page);
  await page.focus('main header button[aria-haspopup="menu"]');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('main header button.badge')?.textContent === 'محليات');
  const sent = await page.evaluate(() => globalThis.warraqFake.log.find((call) => call.command === 'set_subject').request);
  assert.equal(sent.subject, 'local');
  assert.equal(await page.locator('main header button.badge').getAttribute('title'), null, 'no guess any more');
  await page.locator('button', { hasText: 'تراجع' }).click();
  await page.waitForFunction(() => document.querySelector('main header button.badge')?.textContent.startsWith('رياضة'));
  await page.closed();
});

it('is missing where nothing is known, and can be named', async () => {
  const page = await app.open(withSubject(null));
  await openFirst(page);
  assert.equal(await page.locator('main header button.badge').count(), 0);
  assert.equal(await page.getAttribute('main header button[aria-haspopup="menu"]', 'aria-label'), 'تحديد الموضوع');
  await page.closed();
});
