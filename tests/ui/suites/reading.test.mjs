// Reading: finding, contents, footnotes, pictures, cards, places, copying, printing, and the reader's choices of type.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { articleFrame, articleReady, none, violations } from '../support/checks.mjs';
import { openFirst, press } from '../support/screens.mjs';
import { headline, rows, variant, withEverything } from '../support/variants.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

const scrollTop = (page) => page.evaluate(() => document.querySelector('main .page').scrollTop);
const scrollTo = (page, top) => page.evaluate((to) => document.querySelector('main .page').scrollTo({ top: to, behavior: 'instant' }), top);
const frames = (page, count = 2) => page.evaluate(async (times) => {
  for (let i = 0; i < times; i++) await new Promise((done) => requestAnimationFrame(done));
}, count);

/** The article with everything, decorated. */
async function open(options = {}, recording = withEverything()) {
  const page = await app.open(recording, { reducedMotion: 'reduce', ...options });
  await openFirst(page);
  const frame = await articleFrame(page);
  await frame.waitForSelector('[data-scroller]');
  return { page, frame };
}

it('finds words however they are written and counts them', async () => {
  const { page, frame } = await open();
  const text = await frame.evaluate(() => document.body.innerHTML);
  await press(page, 'Slash');
  await page.waitForSelector('.find input:focus');
  await page.keyboard.type('الموسسات');
  await page.waitForFunction(() => document.querySelector('.find output').textContent === '١ من ٦');
  assert.equal(await page.getAttribute('.find output', 'aria-live'), 'polite');
  const highlighted = () => frame.evaluate(() => ({ all: [...CSS.highlights.get('found')].map(String), current: [...CSS.highlights.get('found-current')].map(String) }));
  assert.deepEqual(new Set((await highlighted()).all), new Set(['والمؤسّسات']), 'whole words with their marks');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  assert.equal(await page.textContent('.find output'), '٣ من ٦');
  await page.keyboard.press('Shift+Enter');
  assert.equal(await page.textContent('.find output'), '٢ من ٦');
  assert.equal((await highlighted()).current.length, 1);
  await page.keyboard.press('F3');
  assert.equal(await page.textContent('.find output'), '٣ من ٦');
  // From the last to the first, and the other way round.
  for (let i = 0; i < 4; i++) await page.keyboard.press('Enter');
  assert.equal(await page.textContent('.find output'), '١ من ٦');

  await page.fill('.find input', '1996');
  await page.waitForFunction(() => document.querySelector('.find output').textContent === '١ من ٦');
  await page.fill('.find input', '٢٠٢٦');
  await page.waitForFunction(() => /^[١٢٣٤٥٦٧٨٩] من ٨$/.test(document.querySelector('.find output').textContent), null, { timeout: 3000 }).catch(async () => assert.fail(await page.textContent('.find output')));
  await page.fill('.find input', 'كلمة ليست هنا');
  await page.waitForFunction(() => document.querySelector('.find output').textContent.includes('لا نتائج'));
  assert.equal(await page.locator('.find button').nth(0).isDisabled(), true);
  none(await violations(page), 'find');
  await page.keyboard.press('Escape');
  assert.equal(await page.$('.find'), null);
  assert.equal(await frame.evaluate(() => CSS.highlights.has('found')), false);
  assert.equal(await frame.evaluate(() => document.body.innerHTML), text, 'the text is not touched');
  // What is found is brought into sight.
  await press(page, 'KeyF', { ctrlKey: true });
  await page.fill('.find input', 'خاتمة 14');
  await page.waitForFunction(() => document.querySelector('main .page').scrollTop > 500);
  await page.closed();
});

it('jumps to headings from the contents, and the focus with it', async () => {
  const { page, frame } = await open();
  await press(page, 'KeyC');
  await page.waitForSelector('nav[popover]:popover-open');
  assert.deepEqual(await page.$$eval('nav[popover] li', (all) => all.map((each) => each.textContent.trim())), ['حسابات السياسة', 'الكلفة', 'ما يقوله الخبراء']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await frames(page);
  assert.equal(await frame.evaluate(() => document.activeElement.textContent), 'ما يقوله الخبراء');
  const place = await page.evaluate(() => {
    const heading = [...document.querySelector('main iframe').contentDocument.querySelectorAll('h2')].at(-1);
    return heading.getBoundingClientRect().top + document.querySelector('main iframe').getBoundingClientRect().top - document.querySelector('main .page').getBoundingClientRect().top;
  });
  assert.ok(place > 0 && place < 60, `the heading is at ${place}`);
  await page.closed();
});

it('has contents only where they are worth while', async () => {
  const [first] = rows('today');
  const short = variant('answers', (call) => {
    if (['get_entry', 'complete_entry'].includes(call.command) && call.request.id === first.id) call.answer.html = '<h2>واحد</h2><p>نص</p><h2>اثنان</h2><p>نص</p>';
  });
  const page = await app.open(short);
  await openFirst(page);
  await page.waitForTimeout(150);
  assert.equal(await page.$('nav[popover]'), null);
  await page.closed();
});

it('follows footnotes within the text and back', async () => {
  const { page, frame } = await open();
  await frame.click('sup a');
  await frames(page);
  assert.equal(await frame.evaluate(() => document.activeElement.tagName), 'LI');
  assert.ok(await scrollTop(page) > 500);
  await frame.focus('li a');
  await page.keyboard.press('Enter');
  await frames(page);
  assert.equal(await frame.evaluate(() => document.activeElement.textContent), '1');
  assert.deepEqual(await page.calls('open_link'), []);
  await page.closed();
});

it('shows pictures by themselves: zoom, pan, the next one, and back where one was', async () => {
  const { page, frame } = await open();
  const picture = await frame.waitForSelector('img[role="button"]');
  assert.match(await picture.getAttribute('aria-label'), /رسم لمسار الخط/);
  await picture.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] .stage img');
  assert.equal(await page.textContent('dialog p'), 'رسم تخطيطي لمسار الخط');
  assert.equal(await page.textContent('dialog .count'), '١ من ٢');
  const image = () => page.evaluate(() => {
    const { left, top, width } = document.querySelector('dialog .stage img').getBoundingClientRect();
    return { left, top, width };
  });
  await page.waitForFunction(() => document.querySelector('dialog .stage img').complete);
  const fit = await image();
  for (let i = 0; i < 3; i++) await page.keyboard.press('Equal');
  const large = await image();
  assert.ok(large.width > fit.width * 3, 'larger');
  await page.keyboard.press('ArrowLeft');
  assert.ok((await image()).left > large.left, 'the left arrow shows what is to the left');
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowLeft');
  assert.ok((await image()).left < 1440, 'not moved out of sight');
  await page.keyboard.press('Digit0');
  assert.deepEqual(await image(), fit);
  none(await violations(page), 'viewer');
  // The next picture is to the left in Arabic; from the last one follows the first.
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => document.querySelector('dialog .count').textContent === '٢ من ٢');
  assert.equal(await page.$('dialog p'), null);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('dialog .count').textContent === '١ من ٢');
  const shown = await page.textContent('#headline');
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
  assert.equal(await page.textContent('#headline'), shown, 'keys in the viewer are its own');
  assert.equal(await frame.evaluate(() => document.activeElement.tagName), 'IMG');
  await page.closed();
});

it('draws what is shown elsewhere as cards that load nothing', async () => {
  const { page, frame } = await open();
  assert.deepEqual(await frame.$$eval('[data-embed]', (all) => all.map((each) => [each.dataset.embed, each.dataset.site, each.dataset.browser])), [
    ['link', 'YouTube', 'افتح في المتصفح'], ['post', 'X', 'افتح في المتصفح'],
  ]);
  await page.settings({ language: 'en' });
  await frame.waitForFunction(() => document.querySelector('[data-embed]').dataset.browser !== 'افتح في المتصفح');
  await frame.click('[data-embed="link"] a');
  assert.deepEqual((await page.calls('open_link')).map((call) => call.href), ['https://www.youtube.com/watch?v=abc']);
  assert.deepEqual(page.left(), []);
  await page.closed();
});

it('lets wide tables and code scroll inside themselves, by keyboard too', async () => {
  const { page, frame } = await open({ width: 1100 });
  const boxes = await frame.$$eval('[data-scroller]', (all) => all.map((each) => ({ tag: each.tagName, tab: each.tabIndex, wide: each.scrollWidth > each.clientWidth, role: each.getAttribute('role'), label: each.getAttribute('aria-label') })));
  assert.equal(boxes.length, 2);
  for (const box of boxes) assert.ok(box.wide && box.tab === 0 && box.role === 'group' && box.label, JSON.stringify(box));
  await frame.focus('[data-scroller]');
  const shown = await page.textContent('#headline');
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(300);
  assert.equal(await page.textContent('#headline'), shown, 'the arrows are the table\'s');
  assert.notEqual(await frame.$eval('[data-scroller]', (element) => element.scrollLeft), 0);
  assert.equal(await frame.$eval('pre', (element) => getComputedStyle(element).direction), 'ltr');
  assert.equal(await frame.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
  await page.closed();
});

it('turns to the next article and back with the arrows of the reading direction', async () => {
  const page = await app.open();
  const [first, second] = rows('today');
  const at = (row) => page.waitForFunction((title) => document.querySelector('#headline')?.textContent === title, headline(row));
  await openFirst(page);
  await page.focus('#headline');
  await page.keyboard.press('ArrowLeft');
  await at(second);
  await page.focus('#headline');
  await page.keyboard.press('ArrowRight');
  await at(first);
  await page.settings({ language: 'en' });
  await page.waitForFunction(() => document.documentElement.dir === 'ltr');
  await page.focus('#headline');
  await page.keyboard.press('ArrowRight');
  await at(second);
  await page.closed();
});

it('remembers where one stopped, across articles, sizes and widths', async () => {
  const { page, frame } = await open();
  const [first] = rows('today');
  const top = () => page.evaluate(() => {
    const iframe = document.querySelector('main iframe');
    const edge = document.querySelector('main .page').getBoundingClientRect().top - iframe.getBoundingClientRect().top;
    return [...iframe.contentDocument.querySelectorAll('p')].findLast((each) => each.getBoundingClientRect().top <= edge + 2)?.textContent.slice(0, 8);
  });
  await frame.evaluate(() => undefined);
  await page.evaluate(() => {
    const iframe = document.querySelector('main iframe');
    const wanted = [...iframe.contentDocument.querySelectorAll('p')].find((each) => each.textContent.startsWith('خاتمة 2:'));
    const scroller = document.querySelector('main .page');
    scroller.scrollTop += iframe.getBoundingClientRect().top - scroller.getBoundingClientRect().top + wanted.getBoundingClientRect().top + 10;
  });
  await page.waitForTimeout(1200);
  const saved = (await page.calls('save_place')).at(-1);
  assert.equal(saved.id, first.id);
  assert.ok(saved.place.block > 10 && saved.place.offset > 0, JSON.stringify(saved));
  assert.equal(await top(), 'خاتمة 2:');
  // Another size and another width, while it is open.
  await page.settings({ reading_size: 28 });
  await page.waitForTimeout(300);
  assert.equal(await top(), 'خاتمة 2:', 'larger type');
  await page.setViewportSize({ width: 900, height: 900 });
  await page.waitForTimeout(300);
  assert.equal(await top(), 'خاتمة 2:', 'narrower');
  // Another article, and back.
  await press(page, 'KeyJ');
  await page.waitForFunction((title) => document.querySelector('#headline')?.textContent !== title, headline(first));
  await articleReady(page);
  assert.equal(await scrollTop(page), 0, 'another article begins at its start');
  await press(page, 'KeyK');
  await page.waitForFunction((title) => document.querySelector('#headline')?.textContent === title, headline(first));
  await page.waitForFunction(() => document.querySelector('main .page').scrollTop > 300);
  await page.waitForTimeout(200);
  assert.equal(await top(), 'خاتمة 2:', 'opened again');
  // Read to its end, there is nothing to come back to.
  await scrollTo(page, 1e6);
  await page.waitForTimeout(1200);
  assert.deepEqual((await page.calls('save_place')).at(-1), { id: first.id, place: null });
  await page.closed();
});

it('begins where one stopped when the window is opened again', async () => {
  const recording = withEverything((answer) => (answer.place = { block: 20, offset: 400 }));
  const { page } = await open({}, recording);
  await page.waitForFunction(() => document.querySelector('main .page').scrollTop > 500);
  await page.waitForSelector('.totop');
  const at = await scrollTop(page);
  await page.waitForTimeout(1100);
  assert.equal(await scrollTop(page), at);
  assert.deepEqual(await page.calls('save_place'), [], 'coming back is no reading');
  await page.closed();
});

it('copies a passage or the whole text with its origin, and a plain copy stays plain', async () => {
  const { page, frame } = await open();
  const [first] = rows('today');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await frame.evaluate(() => getSelection().selectAllChildren(document.querySelector('p[dir="ltr"]')));
  await page.click('main [aria-haspopup="menu"]');
  await page.locator('main [role="menuitem"]').nth(0).click();
  await page.waitForSelector('.notice');
  const passage = await clipboard();
  assert.ok(passage.startsWith('“It is a map of interests, not a railway,” the institute said.\n\nالمصدر\n'), passage);
  assert.ok(passage.includes(first.title) && passage.endsWith(first.url), passage);
  await frame.evaluate(() => getSelection().removeAllRanges());
  await press(page, 'KeyC', { ctrlKey: true, shiftKey: true });
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('خاتمة 14'));
  await press(page, 'KeyL');
  await page.waitForFunction(async (url) => (await navigator.clipboard.readText()) === url, first.url);
  // A plain copy adds nothing.
  await frame.evaluate(() => {
    window.focus();
    getSelection().selectAllChildren(document.querySelector('p[dir="ltr"]'));
  });
  await page.keyboard.press('Control+c');
  assert.equal((await clipboard()).trim(), '“It is a map of interests, not a railway,” the institute said.');
  await press(page, 'Escape');
  await page.click('main [aria-haspopup="menu"]');
  await page.locator('main [role="menuitem"]').nth(2).click();
  await page.waitForTimeout(100);
  assert.deepEqual(await page.calls('mail_entry'), [{ id: first.id }]);
  await page.closed();
});

it('hides vowel marks in the drawing alone', async () => {
  const { page, frame } = await open();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const text = await frame.evaluate(() => document.body.textContent);
  assert.match(text, /قَرَأَ/);
  // By their ink: the same line with its marks and without.
  const ink = async () => {
    const box = await (await page.$('main iframe')).boundingBox();
    const line = await frame.$eval('h2 + p', (element) => element.getBoundingClientRect().top);
    const png = (await page.screenshot({ clip: { x: box.x, y: box.y + line, width: box.width, height: 60 } })).toString('base64');
    return page.evaluate(async (data) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
      return image.width;
    }, png).catch(() => png.length);
  };
  const marked = await ink();
  await page.settings({ hide_vowels: true });
  await frame.waitForFunction(() => getComputedStyle(document.body).fontFamily.includes('Bare'));
  await frame.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(200);
  assert.ok(await frame.evaluate(() => document.fonts.check('19px "Warraq Naskh Bare"', 'قَ')));
  const bare = await ink();
  assert.ok(bare < marked, `${bare} of ${marked}: less ink`);
  assert.equal(await frame.evaluate(() => document.body.textContent), text, 'the text is as it was');
  await frame.evaluate(() => {
    window.focus();
    getSelection().selectAllChildren(document.querySelector('h2 + p'));
  });
  await page.keyboard.press('Control+c');
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /مَنْ قَرَأَ فِيهِ فَلْيَدْعُ لِكَاتِبِهِ/);
  await press(page, 'KeyF', { ctrlKey: true });
  for (const query of ['قرا', 'قَرَأَ']) {
    await page.fill('.find input', query);
    await page.waitForFunction(() => document.querySelector('.find output').textContent.endsWith('من ٦'));
  }
  page.problems.length = 0;
  await page.closed();
});

it('prints the article with its origin, right to left and nothing else', async () => {
  const { page } = await open();
  const [first] = rows('today');
  await page.evaluate(() => {
    globalThis.printed = [];
    const watch = new MutationObserver(() => {
      const frame = document.querySelector('iframe.paper, main iframe[aria-hidden="true"]');
      if (!frame || frame.watched) return;
      frame.watched = true;
      frame.addEventListener('load', () => {
        frame.contentWindow.print = () => globalThis.printed.push(frame.contentDocument.documentElement.outerHTML);
      });
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
  await press(page, 'KeyP', { ctrlKey: true });
  await page.waitForFunction(() => globalThis.printed.length === 1, null, { timeout: 8000 });
  const html = await page.evaluate(() => globalThis.printed[0]);
  assert.match(html, /^<html[^>]* dir="rtl"/);
  assert.match(html, /data-print/);
  assert.ok(html.includes(`<h1>${first.title}</h1>`));
  assert.match(html, /<footer dir="rtl"><b>المصدر<\/b>/);
  assert.ok(html.slice(html.indexOf('<footer')).includes(decodeURI(first.url)), 'the address is written out');
  assert.match(html, /script-src 'none'/);
  assert.doesNotMatch(html, /loading="lazy"/);
  assert.equal(await page.getAttribute('iframe[aria-hidden="true"]', 'sandbox'), 'allow-same-origin allow-modals');
  // A second time prints anew.
  await press(page, 'KeyP', { ctrlKey: true });
  await page.waitForFunction(() => globalThis.printed.length === 2, null, { timeout: 8000 });
  // The test's own script is refused in a frame that admits none, and Chromium says so.
  page.problems.splice(0, page.problems.length, ...page.problems.filter((problem) => !problem.includes('Blocked script execution')));
  await page.closed();
});

it('shows every reading choice at once in the preview and in the article', async () => {
  const { page, frame } = await open();
  await press(page, 'Comma');
  await page.waitForSelector('dialog .preview article');
  const preview = (property) => page.$eval('dialog .preview .text', (element, name) => getComputedStyle(element)[name], property);
  const article = (property) => frame.$eval('h2 + p', (element, name) => getComputedStyle(element)[name], property);
  const day = () => page.textContent('dialog .preview .by bdi');
  for (const [change, property, want] of [
    [{ reading_font: 'amiri' }, 'fontFamily', /^"?Warraq Amiri"?, serif/],
    [{ reading_font: 'kufi', latin_font: 'serif' }, 'fontFamily', /^"?Warraq Latin Serif"?, "?Warraq Kufi"?/],
    [{ hide_vowels: true }, 'fontFamily', /Warraq Kufi Bare/],
    [{ reading_size: 26 }, 'fontSize', /^26px/],
    [{ reading_leading: 240 }, 'lineHeight', /^62\.4px/],
  ]) {
    await page.settings(change);
    await page.waitForTimeout(120);
    assert.match(await preview(property), want);
    assert.match(await article(property), want);
  }
  await page.settings({ reading_align: 'justify' });
  await page.waitForTimeout(120);
  assert.equal(await article('textAlign'), 'justify');
  assert.equal(await page.$eval('dialog .preview .text p', (element) => getComputedStyle(element).textAlign), 'justify');
  for (const [change, want] of [
    [{ calendar: 'gregory' }, '٢٢ نوفمبر ٢٠٢٦'],
    [{ months: 'levant' }, '٢٢ تشرين الثاني ٢٠٢٦'],
    [{ months: 'morocco' }, '٢٢ نونبر ٢٠٢٦'],
    [{ digits: 'latn' }, '22 نونبر 2026'],
    [{ calendar: 'hijri', hijri_shift: 1 }, '13 جمادى الآخرة 1448'],
    [{ calendar: 'both', hijri_shift: -1 }, '22 نونبر 2026 — 11 جمادى الآخرة 1448'],
  ]) {
    await page.settings(change);
    await page.waitForFunction((text) => document.querySelector('dialog .preview .by bdi').textContent === text, want).catch(async () => assert.equal(await day(), want));
  }
  // By mouse, and all of it taken back by one button.
  await page.click('dialog .fonts label >> nth=1');
  await page.locator('dialog input[type="range"]').nth(0).fill('22');
  await page.waitForFunction(() => getComputedStyle(document.querySelector('dialog .preview .text')).fontSize === '22px');
  await page.click('dialog .top .btn');
  await page.waitForTimeout(200);
  const sent = Object.assign({}, ...(await page.calls('update_settings')));
  assert.deepEqual([sent.reading_font, sent.reading_size, sent.hide_vowels, sent.months, sent.hijri_shift, sent.reading_align], ['naskh', 19, false, 'common', 0, 'start']);
  await page.closed();
});

it('makes no italics of Arabic and puts no box around letters', async () => {
  const { page, frame } = await open();
  const em = await frame.$eval('em', (element) => {
    const { fontStyle, fontSynthesis, fontWeight, display, paddingInlineStart } = getComputedStyle(element);
    return { fontStyle, fontSynthesis, fontWeight, display, paddingInlineStart };
  });
  assert.deepEqual({ ...em, fontWeight: Number(em.fontWeight) >= 600 }, { fontStyle: 'normal', fontSynthesis: 'none', fontWeight: true, display: 'inline', paddingInlineStart: '0px' });
  // Joined letters stay joined under a mark: a word is as wide with half of it marked as without.
  const widths = await frame.evaluate(() => {
    const line = document.createElement('p');
    const whole = document.createElement('span');
    whole.textContent = 'والمستشفيات';
    const marked = document.createElement('span');
    const mark = document.createElement('mark');
    mark.textContent = 'المستش';
    marked.append('و', mark, 'فيات');
    line.append(whole, ' ', marked);
    document.body.append(line);
    return [whole, marked].map((each) => each.getBoundingClientRect().width);
  });
  assert.ok(Math.abs(widths[0] - widths[1]) < 1, widths.join(' and '));
  await page.closed();
});
