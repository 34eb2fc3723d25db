// What the article page and the list say, and how: once, in whole words, with times, and out of the way.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { articleReady } from '../support/checks.mjs';
import { openFirst } from '../support/screens.mjs';
import { headline, rows, variant, withMarkup, withSettings } from '../support/variants.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

const LONG = Array.from({ length: 60 }, (_, i) => `<p>فقرة ${i}: وقّعت خمس دول صباح اليوم اتفاقًا لإنشاء ممر بري يصل بين مرفأين على بحرين متباعدين.</p>`).join('');
const breaking = () => rows('today').find((row) => row.breaking && headline(row) !== row.title);

it('says once that the news is breaking, in the list and in the article', async () => {
  const row = breaking();
  const page = await app.open();
  const title = page.locator(`#title-${row.id}`);
  assert.equal(await title.textContent(), headline(row));
  await title.click();
  await articleReady(page);
  const said = await page.locator('main header').first().textContent();
  assert.equal(said.match(/عاجل/g)?.length, 1, said);
  await page.closed();
});

it('ends a headline that is too long with a whole word, and keeps the rest for who listens', async () => {
  const page = await app.open(variant('answers', (call) => {
    for (const row of call.answer?.items ?? []) row.title = `${row.title} وقد أعلنت الوزارات المعنية أمس أنها ستنظر في كل ما يتصل بذلك من تفاصيل كثيرة`;
  }));
  const found = await page.$$eval('#entry-list [data-entry]', (all) => all.map((link) => ({
    shown: link.querySelector('.cut')?.textContent ?? null,
    rest: link.querySelector('.visually-hidden')?.textContent ?? '',
    lines: Math.round(link.querySelector('.cut')?.getClientRects().length ?? 0),
    whole: link.textContent,
    high: link.scrollHeight <= link.clientHeight + 1,
  })));
  assert.ok(found.length > 3);
  for (const { shown, rest, whole, high } of found) {
    assert.ok(shown !== null && rest.startsWith(' '), `cut between words: ${shown}|${rest}`);
    assert.equal(shown + rest, whole);
    assert.ok(high, `nothing below the second line: ${shown}`);
  }
  await page.closed();
});

it('says the time of day beside the date, in the digits that were chosen, and all of it in the title', async () => {
  const [first] = rows('today');
  for (const [digits, time] of [['arab', /[٠-٩]{1,2}:[٠-٩]{2}\u00a0[صم]$/], ['latn', /\d{1,2}:\d{2}\u00a0[صم]$/]]) {
    const page = await app.open(withSettings('answers', { digits }));
    await openFirst(page);
    const published = page.locator('main header time').first();
    assert.match((await published.textContent()).trim(), time);
    assert.match(await published.getAttribute('title'), /^نُ?شر (?:الأحد|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت)، /u);
    assert.equal(await published.getAttribute('datetime'), new Date(first.published_at).toISOString());
    const fetched = await page.textContent('.provenance');
    assert.match(fetched, /وصل إلى جهازك في .*:/u);
    await page.closed();
  }
});

it('keeps a number and its unit together, however narrow', async () => {
  const page = await app.open('answers', { width: 420 });
  await openFirst(page);
  for (const width of [420, 380, 340, 320]) {
    await page.setViewportSize({ width, height: 900 });
    const broken = await page.$$eval('.by .whole', (all) => all.filter((part) => part.getClientRects().length > 1 || part.offsetHeight > 30).length);
    assert.equal(broken, 0, `${width}`);
  }
  await page.closed();
});

it('goes to the end of the column, whatever has the focus and whatever still comes', async () => {
  const [first] = rows('today');
  for (const focus of ['nothing', 'the text', 'the headline']) {
    const page = await app.open(withMarkup(first.id, LONG), { reducedMotion: 'reduce' });
    await openFirst(page);
    if (focus === 'nothing') await page.evaluate(() => document.activeElement?.blur());
    else if (focus === 'the headline') await page.focus('#headline');
    else await (await (await page.$('main iframe')).contentFrame()).click('p');
    await page.keyboard.press('End');
    const left = () => page.evaluate(() => { const { scrollHeight, scrollTop, clientHeight } = document.querySelector('main .page'); return scrollHeight - scrollTop - clientHeight; });
    await page.waitForFunction(() => document.querySelector('main .page').scrollTop > 500);
    assert.ok((await left()) < 2, `${focus}: ${await left()}`);
    // Something grows below the text.
    await page.evaluate(() => { const more = document.createElement('div'); more.style.blockSize = '400px'; document.querySelector('main .measure').append(more); });
    await page.waitForFunction(() => { const { scrollHeight, scrollTop, clientHeight } = document.querySelector('main .page'); return scrollHeight - scrollTop - clientHeight < 2; });
    // Who goes up stays up.
    await page.evaluate(() => document.querySelector('main .page').scrollBy(0, -600));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.evaluate(() => { const more = document.createElement('div'); more.style.blockSize = '400px'; document.querySelector('main .measure').append(more); });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.ok((await left()) > 500, `${focus}: it stays where the reader went`);
    await page.closed();
  }
});

it('shows the article again after another screen, in an engine that tells of a frame’s first, empty document', async () => {
  const page = await app.open();
  await page.addInitScript(() => {
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'srcdoc');
    Object.defineProperty(HTMLIFrameElement.prototype, 'srcdoc', {
      get,
      set(text) {
        set.call(this, text);
        this.dispatchEvent(new Event('load'));
      },
    });
  });
  await page.reload();
  await page.waitForSelector('#entry-list');
  await openFirst(page);
  const words = () => page.evaluate(() => document.querySelector('main iframe')?.contentDocument?.body?.innerText.length ?? 0);
  await page.waitForFunction(() => (document.querySelector('main iframe')?.contentDocument?.body?.innerText.length ?? 0) > 100);
  const before = await words();
  await page.keyboard.press('KeyH');
  await page.waitForSelector('[data-column="health"]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('main iframe');
  await articleReady(page);
  assert.equal(await words(), before);
  await page.closed();
});

it('keeps a list’s choices in one line beside a long name', async () => {
  const page = await app.open(variant('answers', (call) => {
    if (call.command === 'app_info') call.answer.ui_state = JSON.stringify({ widths: { sources: 220, list: 280, related: 290 } });
  }));
  await page.keyboard.press('Digit3');
  await page.waitForFunction(() => document.querySelector('#list-title')?.textContent === 'كل المقالات');
  const tops = await page.$$eval('.list .segmented label', (all) => all.map((label) => label.getBoundingClientRect().top));
  assert.equal(new Set(tops).size, 1, `${tops}`);
  await page.closed();
});

it('lists the subjects that have something unread, and remembers whether they are open', async () => {
  const page = await app.open();
  const head = page.locator('.sidebar button[aria-controls]', { hasText: 'المواضيع' });
  assert.equal(await head.getAttribute('aria-expanded'), 'false');
  await head.focus();
  await page.keyboard.press('Enter');
  const politics = page.locator('.sidebar ul[aria-label="المواضيع"] button', { hasText: 'سياسة' });
  assert.match(await politics.textContent(), /سياسة\s*١١\s*١١ مقالًا غير مقروء/u);
  await politics.click();
  await page.waitForFunction(() => document.querySelector('#list-title')?.textContent === 'سياسة');
  assert.equal(await politics.getAttribute('aria-current'), 'page');
  await page.waitForFunction(() => globalThis.warraqFake.log.some((call) => call.command === 'save_ui_state' && JSON.parse(call.request.json).subjects === true));
  await page.closed();
});

it('shows who is remembered for comments, and forgets them', async () => {
  const page = await app.open();
  await page.evaluate(() => globalThis.warraqFake.call('send_comment', { entry: 1, parent: null, body: 'نص', author: 'يوسف عمران', email: 'yusuf@example.org', remember: true }).catch(() => undefined));
  await page.keyboard.press('Comma');
  await page.click('[data-tab="privacy"]');
  await page.waitForSelector('[role="tabpanel"] .who');
  assert.equal(await page.textContent('[role="tabpanel"] .who'), 'يوسف عمرانyusuf@example.org');
  await page.click('[role="tabpanel"] button');
  await page.waitForFunction(() => document.querySelector('[role="tabpanel"] .who') === null);
  assert.equal((await page.calls('forget_commenter')).length, 1);
  assert.match(await page.textContent('[role="tabpanel"]'), /لا شيء محفوظ|فلا شيء/u);
  await page.closed();
});

it('saves the article as a file', async () => {
  const page = await app.open();
  const [first] = rows('today');
  await openFirst(page);
  for (const [format, label, ending] of [['html', 'احفظه صفحة ويب', 'html'], ['markdown', 'احفظه نصًا', 'md']]) {
    await page.click('main [role="toolbar"] button[aria-label="المشاركة والمزيد"]');
    const saved = page.waitForEvent('download');
    await page.locator('[role="menuitem"]', { hasText: label }).click();
    assert.equal((await saved).suggestedFilename(), `${first.title.replace(':', '_')}.${ending}`);
    const { id, format: asked } = (await page.calls('export_article')).at(-1);
    assert.deepEqual({ id, asked }, { id: first.id, asked: format });
  }
  await page.closed();
});

it('keeps its notices off the bars of a narrow window', async () => {
  const page = await app.open('answers', { width: 420 });
  const apart = async (bar) => {
    await page.waitForSelector('.notice');
    // It rises into its place.
    await page.waitForFunction(() => document.querySelector('.notice').getAnimations().length === 0);
    const [notice, below] = await Promise.all([page.locator('.notice').first().boundingBox(), page.locator(bar).boundingBox()]);
    assert.ok(notice.y + notice.height <= below.y, `${bar}: ${JSON.stringify([notice, below])}`);
  };
  await page.click('.list .head [aria-haspopup="menu"]');
  await page.locator('[role="menuitem"]', { hasText: 'علّم الكل' }).click();
  await apart('nav[aria-label]:has(> button), .places-bar, nav.bar');
  await openFirst(page);
  await page.locator('main .bar .icon-btn').first().click();
  await apart('main .bar');
  await page.closed();
});

it('draws its own fields for choices, their arrow at the end in both directions', async () => {
  for (const language of ['ar', 'en']) {
    const page = await app.open(withSettings('answers', { language }));
    await page.keyboard.press('Comma');
    await page.click('[data-tab="sources"]');
    const field = page.locator('[role="tabpanel"] .select');
    assert.equal(await field.locator('select').evaluate((select) => getComputedStyle(select).appearance), 'none');
    const [box, arrow] = await Promise.all([field.boundingBox(), field.locator('svg').boundingBox()]);
    const atStart = arrow.x - box.x < box.width / 2;
    assert.equal(atStart, language === 'ar', language);
    await page.closed();
  }
});

it('shows a source by its icon wherever the sidebar does', async () => {
  const hash = Object.keys((await (await fetch(`${app.origin}/answers.json`)).json()).media ?? {})[0];
  const page = await app.open(variant('answers', (call) => {
    if (call.command === 'list_sources') for (const category of call.answer.categories) for (const feed of category.feeds) feed.icon = hash;
  }));
  await openFirst(page);
  assert.ok((await page.locator('#entry-list .meta img').count()) > 3);
  assert.equal(await page.locator('main header .by img').count(), 1);
  assert.equal(await page.locator('#entry-list .meta .monogram').count(), 0);
  await page.closed();
});

it('opens the site of a source that wants a sign-in, whether or not it said what its site is', async () => {
  let id = 0;
  const page = await app.open(variant('answers', (call) => {
    const feeds = call.command === 'list_sources' ? call.answer.categories.flatMap((category) => category.feeds) : call.command === 'list_health' ? call.answer.feeds.map((health) => health.feed) : [];
    const [feed] = feeds.toSorted((a, b) => a.id - b.id);
    if (!feed) return;
    id = feed.id;
    Object.assign(feed, { state: 'sign_in', site_url: null, fault: { code: 'forbidden', params: {}, at: 0, failures: 3, retry_at: null } });
  }));
  await page.keyboard.press('KeyH');
  const row = page.locator('li[data-state="sign_in"]');
  await row.locator('button', { hasText: 'افتح موقعه' }).click();
  await page.waitForFunction(() => globalThis.warraqFake.log.some((call) => call.command === 'open_site'));
  assert.deepEqual(await page.calls('open_site'), [{ id }]);
  await page.closed();
});

it('says why two articles belong together only where that says something', async () => {
  const [first] = rows('today');
  const page = await app.open(variant('answers', (call) => {
    if (call.command !== 'list_related' || call.request.id !== first.id) return;
    for (const each of call.answer.same_story) each.shared = ['الميناء', 'القطار'];
    call.answer.related.forEach((each, index) => (each.shared = index === 0 ? ['خفيفة', 'الغربي', 'الساحل'] : ['الميناء', 'القطار']));
  }));
  await openFirst(page);
  await page.waitForSelector('.related section');
  assert.equal(await page.locator('.coverage .word').count(), 0);
  await page.closed();
});
