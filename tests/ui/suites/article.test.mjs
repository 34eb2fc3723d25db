// The article: its own document, its links and pictures, the way back to its top.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { articleFrame, articleReady } from '../support/checks.mjs';
import { openFirst, press } from '../support/screens.mjs';
import { rows, withMarkup } from '../support/variants.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

const LONG = Array.from({ length: 60 }, (_, i) => `<p>فقرة ${i}: وقّعت خمس دول صباح اليوم اتفاقًا لإنشاء ممر بري يصل بين مرفأين على بحرين متباعدين.</p>`).join('');
const scrollTop = (page) => page.evaluate(() => document.querySelector('main .page').scrollTop);

for (const reducedMotion of ['no-preference', 'reduce']) {
  it(`comes back to its top, motion: ${reducedMotion}`, async () => {
    const [first] = rows('today');
    const page = await app.open(withMarkup(first.id, LONG), { reducedMotion });
    await openFirst(page);
    const screen = await page.evaluate(() => document.querySelector('main .page').clientHeight);
    const scrollTo = async (top) => {
      await page.evaluate((to) => document.querySelector('main .page').scrollTo({ top: to, behavior: 'instant' }), top);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    };
    await scrollTo(screen - 10);
    assert.equal(await page.$('.totop'), null, 'not before a whole screen');
    await scrollTo(screen + 10);
    await page.waitForSelector('.totop');

    for (const way of ['mouse', 'Enter', 'Home']) {
      await scrollTo(screen * 2);
      await page.waitForSelector('.totop');
      // How many different places it passes: one jump, or a movement.
      await page.evaluate(() => {
        globalThis.places = new Set();
        globalThis.watch = () => globalThis.places.add(Math.round(document.querySelector('main .page').scrollTop));
        document.querySelector('main .page').addEventListener('scroll', globalThis.watch);
      });
      if (way === 'mouse') await page.click('.totop');
      else if (way === 'Enter') {
        await page.focus('.totop');
        await page.keyboard.press('Enter');
      } else {
        await page.focus('main .page');
        await page.keyboard.press('Home');
      }
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'headline', `${way}: the focus is on the headline`);
      await page.waitForFunction(() => document.querySelector('main .page').scrollTop === 0);
      await page.waitForFunction(() => document.querySelector('.totop') === null);
      const places = await page.evaluate(() => {
        document.querySelector('main .page').removeEventListener('scroll', globalThis.watch);
        return globalThis.places.size;
      });
      if (reducedMotion === 'reduce') assert.equal(places, 1, `${way}: a jump, no movement`);
      else assert.ok(places > 1, `${way}: a movement`);
    }
    await page.closed();
  });
}

it('scrolls by pages with the space bar and says how far one is', async () => {
  const [first] = rows('today');
  const page = await app.open(withMarkup(first.id, LONG), { reducedMotion: 'reduce' });
  await openFirst(page);
  const progress = () => page.evaluate(() => document.querySelector('.progress i').getBoundingClientRect().width / innerWidth);
  assert.equal(await progress(), 0);
  await page.focus('#headline');
  await page.keyboard.press('Space');
  await page.waitForFunction(() => document.querySelector('main .page').scrollTop > 300);
  const down = await scrollTop(page);
  await page.waitForFunction(() => document.querySelector('.progress i').getBoundingClientRect().width > 10);
  await page.keyboard.press('Shift+Space');
  await page.waitForFunction((from) => document.querySelector('main .page').scrollTop < from, down);
  await page.closed();
});

it('hands links to the core and goes nowhere itself', async () => {
  const [first] = rows('today');
  const html = '<p><a href="https://ufuq.example/a">أ</a> <a href="https://ufuq.example/b" target="_blank">ب</a> <a href="/relative">ج</a> <a href="#part">د</a> <a href="mailto:a@ufuq.example">هـ</a> <a href="javascript:document.title=1">و</a></p>';
  const page = await app.open(withMarkup(first.id, html));
  await openFirst(page);
  const frame = await articleFrame(page);
  const address = page.url();
  const links = await frame.$$('a');
  for (const link of links) await link.click();
  await links[0].click({ button: 'middle' });
  await links[0].focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(
    await page.calls('open_link'),
    ['https://ufuq.example/a', 'https://ufuq.example/b', '/relative', '#part', 'mailto:a@ufuq.example', 'javascript:document.title=1', 'https://ufuq.example/a', 'https://ufuq.example/a']
      .map((href) => ({ entry: first.id, href })),
  );
  await page.waitForTimeout(200);
  assert.equal(page.url(), address);
  assert.equal(frame.url(), 'about:srcdoc');
  assert.deepEqual(await frame.$$eval('a', (all) => all.length), 6);
  assert.equal(page.context().pages().length, 1);
  await page.closed();
});

it('asks for pictures from the store alone', async () => {
  const page = await app.open();
  const asked = [];
  page.on('request', (request) => request.resourceType() === 'image' && asked.push(new URL(request.url()).pathname));
  for (const row of rows('today').filter((each) => each.pictured).slice(0, 6)) {
    await page.evaluate((id) => document.querySelector(`[data-entry="${id}"]`)?.click(), row.id);
    await page.waitForTimeout(60);
  }
  await articleReady(page);
  assert.ok(asked.length > 3);
  assert.deepEqual(asked.filter((path) => !/^\/media\/[0-9a-f]{64}$/.test(path)), []);
  await page.closed();
});

it('is refused pictures and styles from elsewhere even if markup names them', async () => {
  const [first] = rows('today');
  const page = await app.open(withMarkup(first.id, '<p style="color:red">أ</p><img src="https://tracker.example/pixel.gif"><style>p{color:red}</style><link rel="stylesheet" href="https://tracker.example/a.css"><p>ب</p>'));
  await page.click('#entry-list [data-entry] >> nth=0');
  const frame = await articleFrame(page);
  assert.notEqual(await frame.$eval('p', (element) => getComputedStyle(element).color), 'rgb(255, 0, 0)');
  // The policy stops the requests before they are made: none left, and each refusal was said.
  assert.deepEqual(page.left(), []);
  assert.ok(page.problems.filter((problem) => problem.includes('Content Security Policy')).length >= 3, page.problems.join('\n'));
  page.problems.length = 0;
  await page.closed();
});

it('shows the newest article when many are asked for in a row', async () => {
  const page = await app.open();
  for (let i = 0; i < 8; i++) await press(page, 'KeyJ');
  const eighth = rows('today')[7];
  await page.waitForFunction((title) => document.querySelector('#headline')?.textContent === title, eighth.title);
  await articleReady(page);
  assert.equal(await page.textContent('#headline'), eighth.title);
  await page.closed();
});

it('takes size and type of the text over without drawing the article again', async () => {
  const page = await app.open();
  await openFirst(page);
  const frame = await articleFrame(page);
  const size = () => frame.$eval('p', (element) => parseFloat(getComputedStyle(element).fontSize));
  await frame.evaluate(() => (globalThis.mark = 'same'));
  const before = await size();
  await press(page, 'Equal', { ctrlKey: true });
  await page.waitForTimeout(300);
  const now = await articleFrame(page);
  assert.equal(await now.evaluate(() => globalThis.mark), 'same', 'larger: the same document');
  assert.ok(await size() > before);
  await press(page, 'KeyS');
  await press(page, 'KeyM');
  await page.settings({ theme: 'sepia' });
  await page.waitForTimeout(300);
  assert.equal(await (await articleFrame(page)).evaluate(() => globalThis.mark), 'same', 'kept, unread, another theme: the same document');
  await page.closed();
});

it('begins in the article\'s own direction whatever the interface\'s', async () => {
  const page = await app.open();
  await press(page, 'Digit3');
  const english = rows('all').find((row) => row.direction === 'ltr');
  for (let i = 0; i < 48; i++) {
    await press(page, 'KeyJ');
    if ((await page.textContent('#headline').catch(() => '')) === english.title) break;
    await page.waitForTimeout(20);
  }
  await articleReady(page);
  assert.equal(await page.getAttribute('main article', 'dir'), 'ltr');
  assert.equal(await (await articleFrame(page)).evaluate(() => document.documentElement.dir), 'ltr');
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  await page.closed();
});
