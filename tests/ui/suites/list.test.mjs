// The list: long ones, rows that never move, columns, language, numbers.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { articleReady } from '../support/checks.mjs';
import { openFirst, press } from '../support/screens.mjs';
import { longList, offline, rows, withSettings } from '../support/variants.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

const frames = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

it('draws a handful of ten thousand rows and reaches the last', async () => {
  const count = 10_000;
  const page = await app.open(longList(count, 500));
  const drawn = () => page.$$eval('#entry-list article', (all) => all.length);
  let most = await drawn();
  // Down page by page: the core is asked when the end comes near.
  for (let pages = 0; pages < count / 500 + 5 && !(await page.$('#entry-list .end')); pages++) {
    await page.evaluate(() => {
      const list = document.querySelector('#entry-list');
      list.scrollTop = list.scrollHeight;
    });
    await frames(page);
  }
  await page.evaluate(() => document.querySelector('#entry-list').scrollTo(0, 1e9));
  most = Math.max(most, await drawn());
  await frames(page);
  const last = await page.$$eval('#entry-list article', (all) => Math.max(...all.map((each) => Number(each.getAttribute('aria-posinset')))));
  assert.equal(last, count);
  for (const share of [0.9, 0.5, 0.25, 0.01]) {
    await page.evaluate((at) => {
      const list = document.querySelector('#entry-list');
      list.scrollTop = list.scrollHeight * at;
    }, share);
    await frames(page);
    most = Math.max(most, await drawn());
    const covered = await page.evaluate(() => {
      const list = document.querySelector('#entry-list').getBoundingClientRect();
      const boxes = [...document.querySelectorAll('#entry-list article')].map((each) => each.getBoundingClientRect());
      return Math.min(...boxes.map((box) => box.top)) <= list.top && Math.max(...boxes.map((box) => box.bottom)) >= list.bottom;
    });
    assert.ok(covered, `no hole at ${share}`);
  }
  assert.ok(most <= 30, `${most} rows drawn`);
  assert.equal((await page.calls('list_entries')).length, count / 500);
  await page.closed();
});

it('gives each row the height of its words, with nothing cut and nothing left over', async () => {
  const page = await app.open();
  for (const width of [280, 370, 560]) {
    await page.evaluate((to) => {
      const edge = document.querySelectorAll('[role="separator"]')[1];
      for (let i = 0; i < 60; i++) edge.dispatchEvent(new KeyboardEvent('keydown', { code: 'Home', bubbles: true }));
      for (let at = 280; at < to; at += 12) edge.dispatchEvent(new KeyboardEvent('keydown', { code: document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight', bubbles: true }));
    }, width);
    await frames(page);
    const seen = new Set();
    for (let step = 0; step < 8; step++) {
      const found = await page.$$eval('#entry-list article', (all) => all.map((article) => {
        const words = article.querySelector('.words');
        const title = article.querySelector('h2 a');
        const last = article.querySelector('.chips') ?? article.querySelector('.picture') ?? words;
        return {
          at: Number(article.getAttribute('aria-posinset')),
          // A second line that is there but not in sight, or words beyond the room they were given.
          cut: words.scrollHeight - words.clientHeight,
          beyond: last.getBoundingClientRect().bottom - article.getBoundingClientRect().bottom,
          spare: words.clientHeight - [...words.children].reduce((sum, each) => sum + each.getBoundingClientRect().height, 0),
          pictured: article.querySelector('.picture') !== null,
          lines: Math.round(title.getBoundingClientRect().height / 24),
        };
      }));
      for (const row of found) {
        if (seen.has(row.at)) continue;
        seen.add(row.at);
        assert.ok(row.cut <= 1, `row ${row.at} at ${width}: ${row.cut} px of words are cut`);
        assert.ok(row.beyond <= 0, `row ${row.at} at ${width}: ${row.beyond} px beyond its end`);
        assert.ok(row.pictured || row.spare <= 27, `row ${row.at} at ${width}: ${row.spare} px empty`);
      }
      await page.evaluate(() => (document.querySelector('#entry-list').scrollTop += 700));
      await frames(page);
    }
    assert.equal(seen.size, rows('today').length);
    await page.evaluate(() => (document.querySelector('#entry-list').scrollTop = 0));
  }
  await page.closed();
});

it('never moves a row: not for pictures that come late, not for reading, not for type', async () => {
  app.server.delayPictures(400);
  const page = await app.open();
  const places = () => page.$$eval('#entry-list article', (all) => all.map((each) => [each.getAttribute('aria-posinset'), each.getBoundingClientRect().top, each.getBoundingClientRect().height]));
  await frames(page);
  await page.evaluate(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries().map((entry) => [entry.value, entry.sources.map((source) => source.node?.className ?? String(source.node))]))).observe({ type: 'layout-shift' });
  });
  const before = await places();
  await page.waitForFunction(() => [...document.querySelectorAll('#entry-list img')].filter((image) => image.complete && image.naturalWidth > 0).length > 3);
  await frames(page);
  assert.deepEqual(await places(), before);
  assert.deepEqual(await page.evaluate(() => globalThis.shifts), []);
  // Reading a row changes its weight and nothing else.
  await press(page, 'KeyM');
  await page.click('[data-entry] >> nth=2');
  await articleReady(page);
  assert.deepEqual(await places(), before);
  app.server.delayPictures(0);
  await page.closed();
});

it('keeps the article\'s words in place while its pictures arrive', async () => {
  app.server.delayPictures(500);
  const page = await app.open();
  await page.click('[data-entry] >> nth=0');
  // Dressed, and not yet with its pictures: the style sheet is what the words must have before they are measured.
  await page.waitForFunction(() => {
    const inside = document.querySelector('main iframe')?.contentDocument;
    return inside?.querySelector('p') && inside.defaultView.getComputedStyle(inside.body).fontFamily.includes('Warraq');
  });
  await frames(page);
  await page.waitForTimeout(150);
  const place = () => page.evaluate(() => {
    const frame = document.querySelector('main iframe');
    return [frame.getBoundingClientRect().top, ...[...frame.contentDocument.querySelectorAll('p')].map((each) => each.getBoundingClientRect().top)];
  });
  const before = await place();
  await articleReady(page);
  await page.waitForFunction(() => document.querySelector('main .lead img')?.complete ?? true);
  await frames(page);
  assert.deepEqual(await place(), before);
  app.server.delayPictures(0);
  await page.closed();
});

it('moves its columns\' edges by mouse and by keyboard and remembers them', async () => {
  for (const language of ['ar', 'en']) {
    const page = await app.open(withSettings('answers', { language }));
    const sign = language === 'ar' ? -1 : 1;
    const widths = () => page.evaluate(() => getComputedStyle(document.querySelector('.columns')).gridTemplateColumns.split(' ').map(parseFloat));
    const [sources, list, , related] = await widths();
    assert.deepEqual([sources, list, related], [220, 370, 290]);
    const edges = await page.$$('[role="separator"]');
    assert.equal(edges.length, 3);

    const box = await edges[1].boundingBox();
    await page.mouse.move(box.x + box.width / 2, 400);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + sign * 60, 400, { steps: 4 });
    await page.mouse.up();
    assert.equal((await widths())[1], list + 60, `${language}: the list, dragged`);

    const key = (towardsEnd) => ((language === 'ar') === towardsEnd ? 'ArrowLeft' : 'ArrowRight');
    await edges[0].focus();
    await page.keyboard.press(key(true));
    assert.equal((await widths())[0], sources + 12, `${language}: the sources, by arrow`);
    await page.keyboard.press(key(false));
    await page.keyboard.press('Home');
    assert.equal((await widths())[0], 180);
    await edges[2].focus();
    await page.keyboard.press(key(false));
    assert.equal((await widths())[3], related + 12, `${language}: related reading grows away from its edge`);
    assert.equal(await edges[2].getAttribute('aria-valuenow'), String(related + 12));

    await page.waitForFunction(() => globalThis.warraqFake.log.some((call) => call.command === 'save_ui_state'));
    const remembered = (await page.calls('save_ui_state')).at(-1).json;
    assert.deepEqual(JSON.parse(remembered).widths, { sources: 180, list: 430, related: 302 });
    await page.closed();

    const { variant } = await import('../support/variants.mjs');
    const again = await app.open(variant('answers', (call) => void (call.command === 'app_info' && (call.answer.ui_state = remembered))));
    assert.deepEqual(await again.evaluate(() => getComputedStyle(document.querySelector('.columns')).gridTemplateColumns.split(' ').map(parseFloat).filter((_, at) => at !== 2)), [180, 430, 302]);
    await again.focus('[role="separator"] >> nth=1');
    await again.keyboard.press('Enter');
    assert.equal(await again.getAttribute('[role="separator"] >> nth=1', 'aria-valuenow'), '370', 'Enter: as it was at first');
    await again.closed();
  }
});

it('turns round at once with the language, and back', async () => {
  const page = await app.open();
  await openFirst(page);
  const sides = () => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir, document.querySelector('[data-column="sources"]').getBoundingClientRect().left > document.querySelector('[data-column="article"]').getBoundingClientRect().left]);
  assert.deepEqual(await sides(), ['ar', 'rtl', true]);
  await press(page, 'Comma');
  await page.click('[data-tab="look"]');
  await page.click('dialog label:has-text("English")');
  await page.waitForFunction(() => document.documentElement.dir === 'ltr');
  assert.deepEqual(await sides(), ['en', 'ltr', false]);
  assert.match(await page.textContent('dialog h2'), /Settings/);
  // Nothing of the interface stays in the other language.
  assert.deepEqual(await page.$$eval('dialog label, dialog h3, .lanes button > span:not(.count), #list-title', (all) => all.map((each) => each.textContent.trim()).filter((text) => /[\u0600-\u06ff]/.test(text) && !['العربية', '٠١٢٣'].includes(text))), []);
  await page.click('dialog label:has-text("العربية")');
  await page.waitForFunction(() => document.documentElement.dir === 'rtl');
  assert.deepEqual(await sides(), ['ar', 'rtl', true]);
  assert.deepEqual((await page.calls('update_settings')).map((change) => change.language), ['en', 'ar']);
  await page.closed();
});

it('says each number in its own plural', async () => {
  const words = {
    0: 'لا مقالات محفوظة', 1: 'مقال محفوظ واحد جاهز', 2: 'مقالان محفوظان جاهزان', 3: '٣ مقالات محفوظة', 11: '١١ مقالًا محفوظًا', 100: '١٠٠ مقال محفوظ',
  };
  for (const [count, text] of Object.entries(words)) {
    const page = await app.open(offline(Number(count)));
    assert.ok((await page.textContent('.strip')).includes(text), `${count}: ${await page.textContent('.strip')}`);
    await page.closed();
  }
});

it('shows and hides the strip as the network goes and comes', async () => {
  const page = await app.open();
  assert.equal(await page.$('.strip'), null);
  await page.say({ type: 'connectivity_changed', online: false });
  await page.waitForSelector('.strip[role="status"]');
  await page.say({ type: 'connectivity_changed', online: true });
  await page.waitForFunction(() => document.querySelector('.strip') === null);
  await page.closed();
});

it('does not move under the reader when news arrive', async () => {
  const page = await app.open();
  await page.evaluate(() => (document.querySelector('#entry-list').scrollTop = 900));
  await frames(page);
  await page.say({ type: 'entries_changed', feeds: [1], added: 3 });
  await page.waitForSelector('.arrived');
  assert.equal(await page.evaluate(() => document.querySelector('#entry-list').scrollTop), 900);
  assert.match(await page.textContent('.arrived'), /٣ مقالات جديدة/);
  await page.click('.arrived');
  await page.waitForFunction(() => document.querySelector('#entry-list').scrollTop === 0);
  assert.equal(await page.$('.arrived'), null);
  await page.closed();
});

it('takes turns between list and article in a narrow window', async () => {
  const page = await app.open('answers', { width: 420 });
  await openFirst(page);
  assert.equal(await page.$('#entry-list'), null);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'headline');
  await page.goBack();
  await page.waitForSelector('#entry-list');
  await openFirst(page);
  await page.click('main [role="toolbar"] .icon-btn >> nth=0');
  await page.waitForSelector('#entry-list');
  await page.closed();
});

it('follows the system\'s wish for dark and for contrast', async () => {
  const page = await app.open(withSettings('answers', { theme: 'system' }), { colorScheme: 'dark' });
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
  await page.emulateMedia({ colorScheme: 'light', contrast: 'more' });
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'contrast');
  await page.closed();
});
