// The sources' screen: arranging by keyboard and by pointer, what can be taken back, how sources fare, and a thousand of
// them.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { openSources, press } from '../support/screens.mjs';
import { recording } from '../support/server.mjs';
import { headline, manySources, offline, rows, variant, withSchedule, withSections, withSettings } from '../support/variants.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

const tree = () => recording('answers').calls.find((call) => call.command === 'list_sources').answer.categories;
const active = (page) => page.evaluate(() => document.activeElement?.dataset.row ?? document.activeElement?.id ?? null);
const order = (page) => page.$$eval('[data-row]', (all) => all.map((each) => each.dataset.row));
const notice = (page, words) => page.waitForFunction((wanted) => [...document.querySelectorAll('.notice .words')].some((each) => each.textContent.includes(wanted)), words);

it('walks, selects, moves, renames and removes by keyboard alone, and takes each back', async () => {
  const page = await app.open();
  const categories = tree();
  const [first, second] = categories;
  await openSources(page);
  assert.equal(await active(page), `c${first.id}`, 'the keyboard begins at the first row');

  // Down to the first feed, select it and the next by Shift.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  assert.equal(await active(page), `f${first.feeds[1].id}`);
  assert.deepEqual(await page.$$eval('[data-row][aria-selected="true"]', (all) => all.map((each) => each.dataset.row)), first.feeds.slice(0, 2).map((feed) => `f${feed.id}`));
  assert.match(await page.textContent('[role="toolbar"] b'), /مصدران محدّدان/);

  // M moves them: the dialog's field has the focus, Down leads to the places.
  await page.keyboard.press('KeyM');
  await page.waitForSelector('dialog[open] ul button');
  await page.keyboard.type(second.title);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
  const ids = first.feeds.slice(0, 2).map((feed) => feed.id);
  assert.deepEqual(await page.calls('update_feeds'), [{ ids, category: second.id }]);
  await notice(page, 'نُقل مصدران إلى');
  const head = (await order(page)).indexOf(`c${second.id}`);
  assert.ok((await order(page)).indexOf(`f${ids[0]}`) > head, 'they stand in the other category');
  await press(page, 'KeyZ', { ctrlKey: true });
  await page.waitForFunction(([key, before]) => {
    const all = [...document.querySelectorAll('[data-row]')].map((each) => each.dataset.row);
    return all.indexOf(key) < all.indexOf(before);
  }, [`f${ids[0]}`, `c${second.id}`]);
  assert.equal((await page.calls('undo')).length, 1);

  // Escape lets the selection go before it leaves.
  await page.focus(`[data-row="f${ids[1]}"]`);
  await page.keyboard.press('Escape');
  assert.equal(await page.$('[role="toolbar"] b'), null);

  // F2 renames in the row.
  await page.keyboard.press('F2');
  await page.keyboard.type('جريدتي');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('[role="treegrid"]').textContent.includes('جريدتي'));
  assert.equal((await page.calls('update_feeds')).at(-1).title, 'جريدتي');
  assert.equal(await active(page), `f${ids[1]}`, 'the keyboard is still at the row');
  // A name that was begun is given up by Escape.
  await page.keyboard.press('F2');
  await page.keyboard.type('لا');
  await page.keyboard.press('Escape');
  assert.equal((await page.calls('update_feeds')).length, 2);

  // Delete unfollows; Ctrl+Z brings it back.
  await page.keyboard.press('Delete');
  await page.waitForFunction((key) => document.querySelector(`[data-row="${key}"]`) === null, `f${ids[1]}`);
  assert.deepEqual(await page.calls('unsubscribe'), [{ ids: [ids[1]] }]);
  assert.ok((await active(page)).match(/^[cf]\d+$/), 'the keyboard goes on in the tree');
  await press(page, 'KeyZ', { ctrlKey: true });
  await page.waitForSelector(`[data-row="f${ids[1]}"]`);
  await page.closed();
});

it('folds, climbs and moves categories by keyboard in both directions', async () => {
  for (const language of ['ar', 'en']) {
    const page = await app.open(withSettings('answers', { language }));
    const [forward, back] = language === 'ar' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
    const [first, second] = tree();
    await openSources(page);
    await page.keyboard.press(back);
    assert.equal(await page.getAttribute(`[data-row="c${first.id}"]`, 'aria-expanded'), 'false');
    assert.equal(await page.$(`[data-row="f${first.feeds[0].id}"]`), null);
    await page.keyboard.press(forward);
    await page.keyboard.press(forward);
    assert.equal(await active(page), `f${first.feeds[0].id}`);
    await page.keyboard.press(back);
    assert.equal(await active(page), `c${first.id}`);
    await page.keyboard.press('Alt+ArrowDown');
    await page.waitForFunction(([a, b]) => {
      const all = [...document.querySelectorAll('[data-row]')].map((each) => each.dataset.row);
      return all.indexOf(a) > all.indexOf(b);
    }, [`c${first.id}`, `c${second.id}`]);
    assert.equal(await active(page), `c${first.id}`);
    await page.keyboard.press('Alt+ArrowUp');
    await page.waitForFunction((key) => document.querySelector('[data-row]').dataset.row === key, `c${first.id}`);
    // What is folded is remembered.
    await page.keyboard.press(back);
    await page.waitForFunction(() => globalThis.warraqFake.log.some((call) => call.command === 'save_ui_state' && JSON.parse(call.request.json).closed.length === 1));
    await page.closed();
  }
});

it('keeps the keyboard on the category that was clicked, and shows it there', async () => {
  const page = await app.open('answers');
  const [, second] = tree();
  await openSources(page);
  await page.click(`[data-row="c${second.id}"]`);
  assert.equal(await page.getAttribute(`[data-row="c${second.id}"]`, 'aria-expanded'), 'false');
  await page.waitForFunction((key) => document.activeElement?.dataset.row === key, `c${second.id}`);
  await page.keyboard.press('Delete');
  await page.waitForFunction((id) => globalThis.warraqFake.log.some((call) => call.command === 'delete_category' && call.request.id === id), second.id);
  await page.closed();
});

it('drags a source to a category, several at once, a category to another place; Escape gives up', async () => {
  for (const language of ['ar', 'en']) {
    const page = await app.open(withSettings('answers', { language }));
    const [first, second, third] = tree();
    await openSources(page);
    const box = (key) => page.locator(`[data-row="${key}"]`).boundingBox();
    const drag = async (from, to, share = 0.5) => {
      const [a, b] = [await box(from), await box(to)];
      await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
      await page.mouse.down();
      await page.mouse.move(a.x + a.width / 2 + 8, a.y + a.height / 2 + 8);
      await page.mouse.move(b.x + b.width / 2, b.y + b.height * share, { steps: 4 });
    };

    await drag(`f${first.feeds[0].id}`, `c${second.id}`);
    await page.waitForSelector(`[data-row="c${second.id}"].into`);
    assert.ok(await page.$('.fly'), 'what is dragged is under the pointer');
    assert.ok(await page.$('[role="treegrid"] > .line'), 'a line says where it will stand');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    assert.equal(await page.$('.fly'), null);
    assert.deepEqual(await page.calls('update_feeds'), [], 'Escape: nothing moved');

    await drag(`f${first.feeds[0].id}`, `c${second.id}`);
    await page.mouse.up();
    await page.waitForFunction(() => globalThis.warraqFake.log.some((call) => call.command === 'update_feeds'));
    assert.deepEqual(await page.calls('update_feeds'), [{ ids: [first.feeds[0].id], category: second.id }]);
    await page.waitForSelector('.notice .act');
    await page.click('.notice .act');
    await page.waitForFunction(() => globalThis.warraqFake.log.some((call) => call.command === 'undo'));

    // Several: those that are selected go together.
    for (const feed of first.feeds.slice(0, 2)) await page.click(`[data-row="f${feed.id}"] [data-do="select"]`);
    await drag(`f${first.feeds[1].id}`, `c${second.id}`);
    await page.mouse.up();
    await page.waitForFunction(() => globalThis.warraqFake.log.filter((call) => call.command === 'update_feeds').length === 2);
    assert.deepEqual((await page.calls('update_feeds'))[1], { ids: first.feeds.slice(0, 2).map((feed) => feed.id), category: second.id });

    // A category: above another one, then into it.
    await drag(`c${third.id}`, `c${first.id}`, 0.1);
    await page.mouse.up();
    await page.waitForFunction((key) => document.querySelector('[data-row]').dataset.row === key, `c${third.id}`);
    assert.deepEqual(await page.calls('move_category'), [{ id: third.id, parent: null, before: first.id }]);
    await drag(`c${second.id}`, `c${first.id}`, 0.5);
    await page.mouse.up();
    await page.waitForFunction((key) => document.querySelector(`[data-row="${key}"]`).getAttribute('aria-level') === '2', `c${second.id}`);
    assert.deepEqual((await page.calls('move_category')).at(-1), { id: second.id, parent: first.id, before: null });
    await page.closed();
  }
});

it('scrolls by itself when something is dragged to the edge', async () => {
  const page = await app.open(manySources(200, []));
  await openSources(page);
  const row = await page.locator('[data-row^="f"] >> nth=0').boundingBox();
  const list = await page.locator('.list.scroll').boundingBox();
  await page.mouse.move(row.x + row.width / 2, row.y + 10);
  await page.mouse.down();
  await page.mouse.move(row.x + row.width / 2, list.y + list.height - 6, { steps: 4 });
  await page.waitForFunction(() => document.querySelector('.list.scroll').scrollTop > 300);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await page.closed();
});

it('makes a category whose name is written at once, and deletes it again', async () => {
  const page = await app.open();
  await openSources(page);
  const before = tree().length;
  await page.click('.tree .head .icon-btn >> nth=-2');
  await page.waitForSelector('[data-row] input');
  await page.keyboard.type('مطبخ');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('[role="treegrid"]').textContent.includes('مطبخ'));
  assert.equal((await page.calls('create_category')).length, 1);
  assert.equal((await page.calls('rename_category'))[0].title, 'مطبخ');
  assert.equal(await page.$$eval('[data-row^="c"]', (all) => all.length), before + 1);
  await page.keyboard.press('Delete');
  await page.waitForFunction((count) => document.querySelectorAll('[data-row^="c"]').length === count, before);
  await page.closed();
});

it('changes many sources at once, and only what was changed', async () => {
  const page = await app.open();
  await openSources(page);
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog select');
  assert.equal(await page.$('dialog input.field'), null, 'many have no name together');
  await page.selectOption('dialog select >> nth=1', '240');
  await page.selectOption('dialog select >> nth=3', '90');
  await page.click('dialog .btn.primary');
  await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
  const [change] = await page.calls('update_feeds');
  assert.deepEqual({ ...change, ids: change.ids.length }, { ids: tree().flatMap((category) => category.feeds).length, interval_minutes: 240, keep_days: 90 });
  await page.closed();
});

it('offers for each state what can be done about it, and nothing else', async () => {
  const page = await app.open(manySources(24));
  await openSources(page);
  const acts = await page.$$eval('[data-state]', (all) => Object.fromEntries(all.map((each) => [each.dataset.state, [...each.querySelectorAll('.acts button')].map((button) => button.textContent.trim())])));
  assert.deepEqual(acts, {
    gone: ['ابحث عن بديل', 'ألغِ متابعته'],
    sign_in: ['افتح موقعه', 'ألغِ متابعته'],
    insecure: ['التفاصيل', 'أوقفه مؤقتًا'],
    failing: ['حاول الآن', 'أوقفه مؤقتًا'],
    moved: ['اعتمد العنوان الجديد'],
    switched: ['أبقه'],
    repaired: ['تجاهل'],
    silent: ['أبقه', 'ألغِ متابعته'],
    paused: ['استأنفه'],
  });
  // No sentence with a hole in it, none that is a key.
  assert.doesNotMatch(await page.textContent('[data-column="health"]'), /\{\w+\}|\b(health|error|repair|feed|tree|schedule|kind)\.[a-z_]+/);

  const [moved] = await page.$$eval('[data-state="moved"]', (all) => all.length ? [1] : []);
  assert.equal(moved, 1);
  await page.click('[data-state="moved"] .btn');
  await page.waitForFunction(() => document.querySelector('[data-state="moved"]') === null);
  assert.equal((await page.calls('accept_move')).length, 1);
  await page.click('[data-state="silent"] .btn >> nth=0');
  await page.waitForFunction(() => document.querySelector('[data-state="silent"]') === null);
  assert.equal((await page.calls('dismiss_health')).length, 1);
  await press(page, 'KeyZ', { ctrlKey: true });
  await page.waitForSelector('[data-state="silent"]');
  await page.click('[data-state="paused"] .btn');
  await page.waitForFunction(() => document.querySelector('[data-state="paused"]') === null);
  assert.deepEqual((await page.calls('update_feeds')).at(-1).paused, false);

  // «Look for another» opens the dialog for adding at its site and looks there at once.
  await page.click('[data-state="gone"] .btn >> nth=0');
  await page.waitForSelector('dialog[open] input[inputmode="url"]');
  await page.waitForFunction(() => globalThis.warraqFake.log.some((call) => call.command === 'discover'));
  assert.equal(await page.inputValue('dialog input[inputmode="url"]'), (await page.calls('discover'))[0].address);
  await page.closed();
});

it('counts so that the groups add up', async () => {
  const page = await app.open(manySources(24));
  await page.setViewportSize({ width: 1440, height: 2400 });
  await openSources(page);
  const digits = (text) => Number([...(text.match(/[٠-٩]+/)?.[0] ?? '')].map((digit) => '٠١٢٣٤٥٦٧٨٩'.indexOf(digit)).join('') || (text.includes('مصدران') ? 2 : 1));
  const summary = (await page.textContent('[data-column="health"] .head .count')).split('،').map(digits);
  const total = digits(await page.textContent('#tree-title + .count'));
  assert.equal(summary.reduce((sum, each) => sum + each, 0), total);
  const folders = await page.$$eval('[data-row^="c"][aria-level="1"] .count > [aria-hidden]', (all) => all.map((each) => each.textContent));
  assert.equal(folders.length, tree().filter((category) => category.parent_id === null).length + 4);
  assert.equal(folders.map((text) => (text === '٠' ? 0 : digits(text))).reduce((sum, each) => sum + each, 0), total, 'the folders add up to the sources');
  await page.closed();
});

it('says why nothing is fetched, and blames no source for a network that is not there', async () => {
  const away = await app.open(offline(2));
  assert.equal(await away.$('.sidebar .sign'), null, 'no source is marked');
  assert.doesNotMatch(await away.textContent('.sidebar .manage'), /تعذّر/);
  await openSources(away);
  assert.match(await away.textContent('[data-column="health"] .card'), /لا اتصال/);
  await away.closed();
  for (const [waiting, words] of [['off', /متوقف/], ['metered', /محدود/]]) {
    const page = await app.open(withSchedule(manySources(2, []), { waiting }));
    await openSources(page);
    assert.match(await page.textContent('[data-column="health"] .card'), words);
    await page.click('[data-column="health"] .card .btn');
    await page.waitForSelector('dialog [data-tab="sources"][aria-selected="true"]');
    await page.closed();
  }
});

it('draws a handful of a thousand sources, in the sidebar, in the tree and among the sound ones', async () => {
  const count = 1000;
  const page = await app.open(manySources(count, [], 20));
  const drawn = (selector) => page.$$eval(selector, (all) => all.length);
  assert.ok((await drawn('.sidebar .feed')) < 60, `${await drawn('.sidebar .feed')} in the sidebar`);
  await page.evaluate(() => document.querySelector('.sidebar .places').scrollTo(0, 1e6));
  await page.waitForFunction((last) => document.querySelector('.sidebar').textContent.includes(last), 'صحيفة 980');
  assert.ok((await drawn('.sidebar .feed')) < 60);

  const before = Date.now();
  await openSources(page);
  const took = Date.now() - before;
  assert.ok(took < 3000, `${took} ms`);
  assert.ok((await drawn('[data-row]')) < 60, `${await drawn('[data-row]')} in the tree`);
  // The keyboard reaches the last row, which is drawn then.
  await page.keyboard.press('End');
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-rowindex') === document.querySelector('[role="treegrid"]').getAttribute('aria-rowcount'));
  assert.ok((await drawn('[data-row]')) < 60);
  await page.click('[aria-labelledby="health-sound"] h2 button');
  assert.ok((await drawn('[aria-labelledby="health-sound"] li')) < 60, `${await drawn('[aria-labelledby="health-sound"] li')} sound ones`);
  await page.evaluate(() => {
    const list = document.querySelector('[data-column="health"] .in');
    list.scrollTop = list.scrollHeight;
  });
  await page.waitForFunction((last) => [...document.querySelectorAll('[aria-labelledby="health-sound"] li')].some((each) => Number(each.getAttribute('aria-posinset')) >= last), count);
  await page.closed();
});

it('adds at once what several switches ask for, each of its kind', async () => {
  const page = await app.open(withSections());
  await press(page, 'KeyA');
  await page.waitForSelector('dialog[open]');
  assert.equal((await page.calls('check_directory')).length, 1, 'the directory is looked after');
  await page.fill('dialog input[inputmode="url"]', 'https://ufuq.example/');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog [role="switch"]');
  assert.match(await page.textContent('dialog .candidates'), /ووردبريس/);
  await page.click('dialog [role="switch"] >> nth=1');
  await page.click('dialog [role="switch"] >> nth=2');
  await page.waitForFunction(() => globalThis.warraqFake.log.filter((call) => call.command === 'subscribe').length === 2);
  assert.deepEqual((await page.calls('subscribe')).map((call) => [call.kind, call.title.split(' — ')[0]]), [['wordpress', 'اقتصاد'], ['feed', 'رياضة']]);
  await page.closed();
});

it('fetches older articles at the end of a source\'s list, and says when there are none', async () => {
  const [feed] = tree().flatMap((category) => category.feeds);
  const page = await app.open(variant('answers', (call) => call.command === 'app_info' ? [{ command: 'load_older', request: { id: feed.id }, answer: { added: 0, more: false } }] : undefined));
  await page.click('.sidebar .feed .link >> nth=0');
  await page.waitForFunction(() => document.querySelector('#list-title').textContent.length > 0);
  await page.evaluate(() => document.querySelector('#entry-list').scrollTo(0, 1e6));
  const button = page.locator('.end .btn');
  await button.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.end').textContent.includes('لا أقدم منه'));
  assert.equal(await button.count(), 0);
  assert.deepEqual(await page.calls('load_older'), [{ id: feed.id }]);
  await page.closed();
});

it('keeps the open article when a window grows wide again', async () => {
  const page = await app.open('answers', { width: 420 });
  const [row] = rows('today');
  await page.click('#entry-list [data-entry] >> nth=0');
  await page.waitForSelector('#headline');
  await page.goBack();
  await page.waitForSelector('#entry-list');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.waitForSelector('#headline');
  assert.equal(await page.textContent('#headline'), headline(row));
  await page.closed();
});
