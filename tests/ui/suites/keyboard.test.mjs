// Journeys with the keyboard alone, on an Arabic layout: the keys are physical ones, their letters Arabic.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { articleFrame, articleReady } from '../support/checks.mjs';
import { openFirst, press } from '../support/screens.mjs';
import { headline, rows } from '../support/variants.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

const current = (page) => page.evaluate(() => Number(document.querySelector('[data-entry][aria-current="true"]')?.dataset.entry ?? NaN));
const opened = (page, id) => page.waitForFunction((wanted) => Number(document.querySelector('[data-entry][aria-current="true"]')?.dataset.entry) === wanted, id);
/** Keys as the engine itself makes them; `press` where an Arabic letter has to stand on the key. */
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return element?.dataset.entry ? `entry ${element.dataset.entry}` : element?.id || element?.getAttribute('aria-label') || element?.tagName;
});

it('goes from the list to an article, reads it, keeps it, lets it go and takes that back', async () => {
  const page = await app.open();
  const [first, second] = rows('today');
  // Tab finds the list; arrows move in it; Enter opens.
  for (let i = 0; i < 60 && !(await focused(page)).startsWith('entry'); i++) await page.keyboard.press('Tab');
  assert.equal(await focused(page), `entry ${first.id}`);
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), `entry ${second.id}`);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await opened(page, first.id);
  await articleReady(page);
  assert.equal(await page.textContent('#headline'), headline(first));
  assert.deepEqual(await page.calls('set_read'), first.unread ? [{ ids: [first.id], read: true }] : []);

  // ت stands on the physical J; ن on K; س on S.
  await press(page, 'KeyJ');
  await opened(page, second.id);
  await press(page, 'KeyK');
  await opened(page, first.id);

  const was = first.kept ? ['unkeep', 'keep'] : ['keep', 'unkeep'];
  await press(page, 'KeyS');
  await page.waitForFunction((kept) => (document.querySelector('[data-entry][aria-current="true"]').closest('.row').querySelector('.chip.kept') !== null) === kept, !first.kept);
  assert.deepEqual(await page.calls(was[0]), [{ id: first.id }]);
  if (!first.kept) {
    await press(page, 'KeyS');
    await page.waitForSelector('.notice .act');
    assert.equal((await page.calls('unkeep')).length, 1);
  }
  // Undo brings the kept state back.
  await press(page, 'KeyZ', { ctrlKey: true });
  await page.waitForFunction(() => document.querySelector('[data-entry][aria-current="true"]').closest('.row').querySelector('.chip.kept') !== null);
  await page.closed();
});

it('hears its keys when the focus is in the article\'s own document', async () => {
  const page = await app.open();
  const [first, second] = rows('today');
  await openFirst(page);
  await page.evaluate(() => {
    const { body, defaultView } = document.querySelector('main iframe').contentDocument;
    body.dispatchEvent(new defaultView.KeyboardEvent('keydown', { code: 'KeyJ', key: 'ت', bubbles: true, cancelable: true }));
  });
  await opened(page, second.id);
  await articleReady(page);
  // A real key, with the focus really inside.
  const again = await articleFrame(page);
  await again.evaluate(() => {
    document.body.tabIndex = -1;
    window.focus();
    document.body.focus();
  });
  await page.keyboard.press('k');
  await opened(page, first.id);
  await page.closed();
});

it('keeps its letters to itself while something is typed', async () => {
  const page = await app.open('first-start');
  await page.focus('.tray input[inputmode="url"]');
  await page.keyboard.type('jks?a');
  assert.equal(await page.inputValue('.tray input[inputmode="url"]'), 'jks?a');
  assert.equal(await page.$('dialog[open]'), null);
  await page.closed();
});

it('moves between the columns with the arrows of the interface\'s direction', async () => {
  const page = await app.open();
  await openFirst(page);
  const column = () => page.evaluate(() => document.activeElement?.closest('[data-column]')?.dataset.column ?? null);
  await page.focus('#entry-list [data-entry][tabindex="0"]');
  await press(page, 'ArrowLeft');
  assert.equal(await column(), 'article');
  await press(page, 'F6', { shiftKey: true });
  assert.equal(await column(), 'list');
  await press(page, 'F6');
  assert.equal(await column(), 'article');
  await press(page, 'Escape');
  assert.equal(await column(), 'list');
  await page.settings({ language: 'en' });
  await page.waitForFunction(() => document.documentElement.dir === 'ltr');
  await press(page, 'ArrowRight');
  assert.equal(await column(), 'article');
  await press(page, 'Escape');
  await press(page, 'ArrowLeft');
  assert.equal(await column(), 'sources');
  await page.closed();
});

it('goes to lists by number and by G with a letter', async () => {
  const page = await app.open();
  const title = () => page.textContent('#list-title');
  const names = [];
  for (const code of ['Digit1', 'Digit2', 'Digit3', 'Digit4']) {
    await press(page, code);
    await page.waitForTimeout(50);
    names.push(await title());
  }
  assert.equal(new Set(names).size, 4);
  await press(page, 'KeyG');
  await press(page, 'KeyB');
  await page.waitForFunction((name) => document.querySelector('#list-title').textContent === name, names[0]);
  await page.closed();
});

it('marks a whole list read and takes it back', async () => {
  const page = await app.open();
  const unread = rows('today').filter((row) => row.unread).length;
  const drawnUnread = () => page.evaluate(() => document.querySelectorAll('.row:not(.seen)').length);
  const before = await drawnUnread();
  assert.ok(before > 0);
  await press(page, 'KeyA', { shiftKey: true });
  await page.waitForSelector('.notice .act');
  assert.equal(await drawnUnread(), 0);
  const said = await page.textContent('.notice .words');
  assert.match(said, new RegExp(new Intl.NumberFormat('ar-u-nu-arab').format(unread)));
  await press(page, 'KeyZ', { ctrlKey: true });
  await page.waitForFunction((count) => document.querySelectorAll('.row:not(.seen)').length === count, before);
  assert.equal((await page.calls('undo')).length, 1);
  assert.equal(await page.$('.notice .act'), null);
  await page.closed();
});

it('opens and closes every sheet without the mouse and gives the focus back', async () => {
  const page = await app.open();
  await openFirst(page);
  await page.focus('#entry-list [data-entry][tabindex="0"]');
  const place = await focused(page);
  for (const [code, held] of [['KeyA', {}], ['Comma', {}], ['Slash', { shiftKey: true }], ['F1', {}]]) {
    await press(page, code, held);
    await page.waitForSelector('dialog[open]');
    assert.ok(await page.evaluate(() => document.querySelector('dialog[open]').contains(document.activeElement)), `${code}: the focus is in the dialog`);
    // Tab stays inside (the engine may pass through its own controls, which is the document's body).
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.querySelector('dialog[open]').contains(document.activeElement)), `${code}: Tab leaves the dialog`);
    }
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
    assert.equal(await focused(page), place, `${code}: the focus is back`);
  }
  await page.closed();
});

it('works its menus with arrows, Home, End and Escape', async () => {
  const page = await app.open();
  const button = page.locator('.brand [aria-haspopup="menu"]');
  await button.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.brand [role="menu"]:popover-open');
  const item = () => page.evaluate(() => [...document.querySelectorAll('.brand [role="menuitem"]')].indexOf(document.activeElement));
  assert.equal(await item(), 0);
  await page.keyboard.press('ArrowDown');
  assert.equal(await item(), 1);
  await page.keyboard.press('End');
  const last = await item();
  await page.keyboard.press('ArrowDown');
  assert.deepEqual([last > 3, await item()], [true, 0]);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('.brand [role="menu"]:popover-open') === null);
  assert.ok(await button.evaluate((element) => element === document.activeElement));
  await page.closed();
});

it('opens each shortcut of the sheet\'s table once', async () => {
  const page = await app.open();
  await press(page, 'Slash', { shiftKey: true });
  await page.waitForSelector('dialog kbd');
  const labels = await page.$$eval('dialog li > span:first-child', (all) => all.map((each) => each.textContent));
  assert.equal(new Set(labels).size, labels.length);
  assert.ok(labels.length > 20);
  // Text that has no message is shown as its key: there must be none.
  assert.deepEqual(labels.filter((label) => /^[a-z_.]+$/.test(label)), []);
  await page.closed();
});

it('knows which article is current after going back and forth', async () => {
  const page = await app.open();
  const [first, second, third] = rows('today');
  await press(page, 'KeyJ');
  await opened(page, first.id);
  await press(page, 'KeyJ');
  await press(page, 'KeyJ');
  await opened(page, third.id);
  await articleReady(page);
  const [previous, next] = [page.locator('main nav button').first(), page.locator('main nav button.next')];
  assert.equal(await next.count(), 1);
  await previous.click();
  await opened(page, second.id);
  assert.equal(await page.evaluate(() => document.querySelector('main .page').scrollTop), 0);
  await press(page, 'KeyN');
  const after = rows('today').slice(2).find((row) => row.unread && row.id !== third.id);
  await opened(page, after.id);
  assert.equal(await current(page), after.id);
  await page.closed();
});
