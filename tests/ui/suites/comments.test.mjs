// What readers say under an article: nothing is fetched or sent unasked, and everything is done by keyboard.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { articleReady, none, overflow, violations } from '../support/checks.mjs';
import { recording } from '../support/server.mjs';
import { variant } from '../support/variants.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

/** An article with comments that answer one another, not fetched yet. */
const talked = () => {
  const { calls } = recording('answers');
  const listed = new Set(calls.find((call) => call.command === 'list_entries' && call.request.scope.kind === 'today').answer.items.map((row) => row.id));
  const unfetched = (id) => calls.some((call) => call.command === 'get_comments' && call.request.id === id && call.answer.fetched_at === null);
  return calls.find((call) => call.command === 'fetch_comments' && listed.has(call.request.id) && unfetched(call.request.id) && call.answer.comments.some((each) => each.depth > 0));
};

async function openArticle(page, id) {
  await page.evaluate((entry) => document.querySelector(`[data-entry="${entry}"]`)?.click(), id);
  await articleReady(page);
  await page.waitForSelector('.comments');
}

const commands = (page, ...names) => page.evaluate((wanted) => globalThis.warraqFake.log.filter((call) => wanted.includes(call.command)).map((call) => call.command), names);
const NETWORK = ['fetch_comments', 'check_comment_form', 'send_comment', 'resend_comment'];

/** The comments shown and the form under them. */
async function show(page) {
  await page.click('.comments .btn.soft');
  await page.waitForSelector('.comments form');
}

it('says how many there are and fetches them when the reader asks', async () => {
  const { request, answer } = talked();
  const page = await app.open();
  await openArticle(page, request.id);
  await page.waitForTimeout(200);
  assert.deepEqual(await commands(page, ...NETWORK), [], 'nothing unasked');
  assert.equal(await page.$('.comments form'), null);
  const counted = await page.textContent('.comments .count');
  assert.ok(counted.trim().length > 0);
  await page.focus('.comments .btn.soft');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.comments ol li');
  assert.equal(await page.$$eval('.comments article.comment', (all) => all.length), answer.comments.length);
  // Nested right to left: an answer begins further from the right edge than what it answers.
  const starts = await page.$$eval('.comments article.comment', (all) => all.map((each) => [each.closest('ol').classList.contains('inner'), each.getBoundingClientRect().right]));
  const outer = starts.find(([inner]) => !inner)[1];
  for (const [, right] of starts.filter(([inner]) => inner)) assert.ok(right < outer - 10, `${right} ${outer}`);
  // The other order turns the talk round and leaves answers below what they answer.
  const names = () => page.$$eval('.comments > ol > li > article .by b, .comments ol:not(.inner) > li > article .by b', (all) => all.map((each) => each.textContent));
  const before = await names();
  await page.click('.comments .segmented label:nth-of-type(2)');
  assert.deepEqual(await names(), before.toReversed());
  assert.deepEqual(await commands(page, ...NETWORK), ['fetch_comments']);
  assert.deepEqual(await page.$$eval('.comments img', (all) => all.length), 0, 'no pictures of anybody');
  none(await violations(page), 'axe');
  none(await overflow(page), 'overflow');
  await page.closed();
});

it('checks what is written, says what is wrong beside it, and sends when told to', async () => {
  const { request } = talked();
  const page = await app.open();
  await openArticle(page, request.id);
  await show(page);
  await page.click('.comments form .btn.primary');
  await page.waitForSelector('[aria-invalid="true"]');
  const invalid = await page.$$eval('.comments [aria-invalid="true"]', (all) => all.map((each) => {
    const said = each.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id)?.textContent.trim() ?? 'MISSING');
    return [each.tagName, document.querySelector(`label[for="${each.id}"]`).textContent.includes('*'), said[0]];
  }));
  assert.equal(invalid.length, 3);
  for (const [, starred, said] of invalid) assert.ok(starred && said && said !== 'MISSING', JSON.stringify(invalid));
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'INPUT', 'the first wrong field has the keyboard');
  none(await violations(page), 'axe with errors');

  // Name, address, comment, all by keyboard; the button last.
  await page.keyboard.type('يوسف عمران');
  await page.keyboard.press('Tab');
  await page.keyboard.type('yusuf@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.type('في ملحق الاتفاق خريطة للمسار البديل.');
  await page.waitForFunction(() => globalThis.warraqFake.log.some((call) => call.command === 'save_comment_draft' && call.request.body.endsWith('البديل.')));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.comments .sent');
  const sent = await page.calls('send_comment');
  assert.deepEqual(sent.at(-1), { entry: request.id, parent: null, body: 'في ملحق الاتفاق خريطة للمسار البديل.', author: 'يوسف عمران', email: 'yusuf@example.org', remember: false });
  assert.match(await page.textContent('.comments .sent'), /بانتظار المراجعة/);
  assert.match(await page.textContent('.comments .sent'), /لا يراه سواك/);
  assert.equal(await page.inputValue('.comments textarea'), '');
  assert.match(await page.textContent('.comments [role="status"]'), /بانتظار المراجعة/, 'said to a screen reader, too');
  none(await violations(page), 'axe with a held comment');
  await page.closed();
});

it('answers a comment, and shows the answer where it will stand', async () => {
  const { request, answer } = talked();
  const page = await app.open();
  await openArticle(page, request.id);
  await show(page);
  const parent = answer.comments[0];
  await page.focus('.comments .act');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
  assert.match(await page.textContent('.comments .answering'), new RegExp(parent.author));
  await page.keyboard.type('صحيح.');
  await page.fill('.comments input[autocomplete="name"]', 'يوسف');
  await page.fill('.comments input[type="email"]', 'yusuf@example.org');
  await page.check('.comments input[type="checkbox"]');
  await page.click('.comments form .btn.primary');
  await page.waitForSelector('.comments ol.inner .sent');
  const { parent: asked, remember } = (await page.calls('send_comment')).at(-1);
  assert.deepEqual([asked, remember], [parent.key, true]);
  // What was remembered can be forgotten.
  await page.click('.comments form .btn.bare');
  await page.waitForFunction(() => document.querySelector('.comments input[type="email"]').value === '');
  assert.equal((await page.calls('forget_commenter')).length, 1);
  await page.closed();
});

const OUTCOMES = {
  duplicate: [{ kind: 'duplicate' }, /مكرر/],
  too_fast: [{ kind: 'too_fast', retry_at: Date.UTC(2026, 10, 22, 12, 2) }, /مهلة/],
  refused: [{ kind: 'refused' }, /رفضه الموقع/],
  closed: [{ kind: 'blocked', obstacle: 'closed' }, /أُغلق باب التعليق/],
  captcha: [{ kind: 'blocked', obstacle: 'captcha' }, /إنسان/],
  unknown: [{ kind: 'unknown' }, /قد يكون وصل/],
  waiting: [{ kind: 'waiting', fault: { code: 'offline', params: {}, at: 0, failures: 0, retry_at: null } }, /حين تعود الشبكة/],
  failed: [{ kind: 'failed', fault: { code: 'tls_failed', params: { host: 'x.example' }, at: 0, failures: 1, retry_at: null } }, /تعذّر الإرسال/],
};

it('tells every outcome as it is, with what can be done about it', async () => {
  const { request } = talked();
  const page = await app.open();
  await openArticle(page, request.id);
  await show(page);
  await page.fill('.comments input[autocomplete="name"]', 'يوسف');
  await page.fill('.comments input[type="email"]', 'yusuf@example.org');
  for (const [name, [state, words]] of Object.entries(OUTCOMES)) {
    await page.evaluate((next) => (globalThis.warraqFake.comments.next = next), { state, reason: name === 'refused' ? 'كلمة <b>ممنوعة</b>' : null });
    await page.fill('.comments textarea', `تعليق ${name}`);
    await page.click('.comments form .btn.primary');
    await page.waitForFunction((body) => [...document.querySelectorAll('.comments .sent .words')].some((each) => each.textContent === body), `تعليق ${name}`);
    const item = page.locator('.comments .sent', { hasText: `تعليق ${name}` });
    assert.match(await item.textContent(), words, name);
    assert.ok((await item.locator('.acts button').count()) > 0, name);
  }
  assert.match(await page.locator('.comments .sent', { hasText: 'تعليق refused' }).textContent(), /كلمة <b>ممنوعة<\/b>/, "the site's own sentence, as text");
  none(await violations(page), 'axe with every outcome');
  none(await overflow(page), 'overflow');
  // Nobody knows whether it arrived: sent again only by the reader's own hand.
  assert.deepEqual(await page.calls('resend_comment'), []);
  await page.evaluate(() => (globalThis.warraqFake.comments.next = { state: { kind: 'held' }, reason: null }));
  const unknown = page.locator('.comments .sent', { hasText: 'تعليق unknown' });
  await unknown.locator('.acts button').first().click();
  await page.waitForFunction(() => globalThis.warraqFake.log.some((call) => call.command === 'resend_comment'));
  // What was refused goes back into the form, and is a draft before it leaves the outbox.
  await page.locator('.comments .sent', { hasText: 'تعليق refused' }).locator('.acts button', { hasText: 'تعديل' }).click();
  await page.waitForFunction(() => document.querySelector('.comments textarea').value === 'تعليق refused');
  const order = await commands(page, 'save_comment_draft', 'discard_comment');
  assert.deepEqual(order.slice(-2), ['save_comment_draft', 'discard_comment']);
  assert.equal(await page.locator('.comments .sent', { hasText: 'تعليق refused' }).count(), 0);
  await page.closed();
});

it('says that a form is closed and leads to the browser', async () => {
  const { request } = talked();
  const closed = variant('answers', (call) => {
    if (['get_comments', 'fetch_comments'].includes(call.command) && call.request.id === request.id) call.answer.form = { kind: 'unusable', obstacle: 'sign_in' };
  });
  const page = await app.open(closed);
  await openArticle(page, request.id);
  await page.click('.comments .btn.soft');
  await page.waitForSelector('.comments .form');
  assert.equal(await page.$('.comments form'), null);
  assert.equal(await page.$('.comments .act'), null, 'no reply without a form');
  assert.match(await page.textContent('.comments .form'), /سجّل دخوله/);
  await page.click('.comments .form .btn:not(.bare)');
  assert.equal((await page.calls('open_entry')).length, 1);
  none(await violations(page), 'axe');
  await page.closed();
});

it('shows a draft and what waits without being asked, and what a comment says as text', async () => {
  const { request, answer } = talked();
  const hostile = '<img src=x onerror=alert(1)> <script>alert(1)</script> \u202Eexe.doc';
  const prepared = variant('answers', (call) => {
    if (call.command !== 'get_comments' || call.request.id !== request.id) return;
    const pattern = answer.comments[0];
    const comments = [{ ...pattern, author: hostile, passages: [{ quoted: true, runs: [{ text: hostile, href: null }, { text: ' رابط', href: 'https://ufuq.example/a' }] }] }];
    Object.assign(call.answer, { comments, fetched_at: pattern.published_at, draft: { parent: pattern.key, body: 'كلام بدأته أمس' }, commenter: { author: 'يوسف', email: 'yusuf@example.org' } });
  });
  const page = await app.open(prepared);
  await openArticle(page, request.id);
  await page.waitForSelector('.comments form');
  assert.equal(await page.inputValue('.comments textarea'), 'كلام بدأته أمس');
  assert.equal(await page.inputValue('.comments input[type="email"]'), 'yusuf@example.org');
  assert.ok((await page.textContent('.comments .words')).includes('<script>alert(1)</script>'));
  assert.equal(await page.$$eval('.comments script, .comments img', (all) => all.length), 0);
  await page.focus('.comments .words .link');
  await page.keyboard.press('Enter');
  assert.deepEqual(await page.calls('open_link'), [{ entry: request.id, href: 'https://ufuq.example/a' }]);
  assert.deepEqual(await commands(page, ...NETWORK), []);
  await page.closed();
});

for (const [name, width, settings] of [['narrow', 420, {}], ['dark', 1440, { theme: 'dark' }], ['contrast', 1440, { theme: 'contrast' }], ['english', 1440, { language: 'en' }], ['sepia', 900, { theme: 'sepia' }]]) {
  it(`holds ${name}`, async () => {
    const { request } = talked();
    const prepared = variant('answers', (call) => {
      if (call.command === 'app_info') Object.assign(call.answer.settings, settings);
    });
    const page = await app.open(prepared, { width });
    await openArticle(page, request.id);
    await show(page);
    await page.click('.comments form .btn.primary');
    await page.waitForSelector('[aria-invalid="true"]');
    none(await violations(page), `axe ${name}`);
    none(await overflow(page), `overflow ${name}`);
    if (process.env.WARRAQ_SHOTS) {
      await page.evaluate(() => document.querySelector('.comments').scrollIntoView());
      await page.screenshot({ path: `${process.env.WARRAQ_SHOTS}/comments-${name}.png` });
    }
    await page.closed();
  });
}
