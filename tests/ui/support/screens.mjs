// Every screen of the interface: what it is played from and how one gets there.
import { articleReady } from './checks.mjs';
import { manySources, offline, variant, withEverything, withoutKept, withSchedule, withSections } from './variants.mjs';

const openFirst = async (page) => {
  await page.click('#entry-list [data-entry] >> nth=0');
  await articleReady(page);
};
const press = async (page, code, modifiers = {}) => {
  await page.evaluate(([wanted, held]) => {
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { code: wanted, key: 'ت', bubbles: true, cancelable: true, ...held }));
  }, [code, modifiers]);
};
const dialog = (page) => page.waitForSelector('dialog[open] h2');

/** Presses a physical key as an Arabic layout has it: the code says which key, the letter is an Arabic one. */
export { press, openFirst };

/** A `fixed` one is looked at only in the width in which it was reached. */
export const SCREENS = [
  { name: 'first start', recording: () => 'first-start', go: (page) => page.waitForSelector('.welcome h1') },
  {
    name: 'first start, papers chosen',
    recording: () => 'first-start',
    async go(page) {
      const papers = page.locator('.welcome main button[aria-pressed="false"]');
      await papers.nth(0).click();
      await papers.nth(0).click();
      await page.waitForSelector('.mine li');
    },
  },
  {
    name: 'first start, address searched',
    recording: () => 'first-start',
    async go(page) {
      await page.fill('.tray input[inputmode="url"]', 'https://ufuq.example/');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.candidate');
    },
  },
  { name: 'first start without a network', recording: () => variant('first-start', (call) => void (call.command === 'app_info' && (call.answer.online = false))), go: (page) => page.waitForSelector('.welcome .net') },
  { name: 'list and no article', recording: () => 'answers', go: (page) => page.waitForSelector('[data-entry]') },
  { name: 'main window with an article', recording: () => 'answers', go: openFirst },
  {
    name: 'an English article',
    recording: () => 'answers',
    async go(page) {
      await page.evaluate(() => document.querySelector('.sidebar li:has(bdi[dir="ltr"]) .link')?.click() ?? document.querySelector('[data-entry]').click());
      await page.waitForSelector('.row[dir="ltr"] [data-entry], .row [data-entry]');
      await openFirst(page);
    },
  },
  {
    name: 'kept',
    recording: () => 'answers',
    async go(page) {
      await press(page, 'Digit4');
      await page.waitForSelector('.chip.kept');
      await openFirst(page);
    },
  },
  {
    name: 'empty list',
    recording: withoutKept,
    async go(page) {
      await press(page, 'Digit4');
      await page.waitForSelector('.empty .picture');
    },
  },
  {
    name: 'nothing breaking',
    recording: withoutKept,
    async go(page) {
      await press(page, 'Digit1');
      await page.waitForSelector('.empty .picture');
    },
  },
  {
    name: 'add a source',
    recording: () => 'answers',
    async go(page) {
      await press(page, 'KeyA');
      await dialog(page);
    },
  },
  {
    name: 'add a source, refused',
    recording: () => variant('answers', (call) => call.command === 'app_info' ? [{ command: 'discover', request: { address: 'مرحبا' }, error: { code: 'invalid_url', detail: '', params: { address: 'مرحبا' } } }] : undefined),
    async go(page) {
      await press(page, 'KeyA');
      await dialog(page);
      await page.fill('dialog input[inputmode="url"]', 'مرحبا');
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog .field.bad');
    },
  },
  {
    name: 'edit a source',
    recording: () => 'answers',
    async go(page) {
      await openSources(page);
      await page.click('[data-row^="f"] >> nth=0');
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog form input.field');
    },
  },
  {
    name: 'the settings of several sources',
    recording: () => manySources(24),
    async go(page) {
      await openSources(page);
      await page.keyboard.press('Control+KeyA');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog select');
    },
  },
  { name: 'the sources, as recorded', recording: () => 'answers', go: openSources },
  {
    name: 'the sources in every state',
    recording: () => manySources(24),
    async go(page) {
      await openSources(page);
      await page.waitForSelector('[data-state="silent"]');
      await page.click('[data-state="insecure"] .btn >> nth=0');
      await page.waitForSelector('[data-state="insecure"] dl');
    },
  },
  {
    name: 'the sources, some selected, a run going on',
    recording: () => manySources(24),
    async go(page) {
      await openSources(page);
      for (const key of ['ArrowDown', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
      await page.waitForSelector('[role="toolbar"] b');
      await page.say({ type: 'refresh_progress', done: 74, total: 120, failed: 3, unchanged: 41, added: 186, running: [1, 2, 3] });
      await page.waitForSelector('#run-title');
    },
  },
  {
    name: 'the sources, searched and renamed',
    recording: () => manySources(24),
    async go(page) {
      await openSources(page);
      await page.click('.tree .head .icon-btn >> nth=-3');
      await page.fill('.tree .head input', '1');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('F2');
      await page.waitForSelector('[data-row] input');
    },
  },
  {
    name: 'the sources without a network',
    recording: () => offline(3),
    go: openSources,
  },
  { name: 'the sources on a metered network', recording: () => withSchedule(manySources(3, []), { waiting: 'metered' }), go: openSources },
  { name: 'no sources', recording: () => manySources(-1), go: (page) => openSources(page, '.empty') },
  {
    name: 'moving sources',
    recording: () => manySources(24),
    async go(page) {
      await openSources(page);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('KeyM');
      await page.waitForSelector('dialog ul button');
    },
  },
  {
    name: 'the sources in a narrow window: how they fare',
    width: 420,
    fixed: true,
    recording: () => manySources(24),
    async go(page) {
      await openSources(page);
      await page.click('.manage > .head label >> nth=1');
      await page.waitForSelector('[data-state]');
    },
  },
  {
    name: 'the sources in a narrow window: the tree',
    width: 420,
    fixed: true,
    recording: () => manySources(24),
    async go(page) {
      await openSources(page);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
      await page.waitForSelector('[role="toolbar"] b');
    },
  },
  {
    name: 'what a site offers',
    recording: withSections,
    async go(page) {
      await press(page, 'KeyA');
      await dialog(page);
      await page.fill('dialog input[inputmode="url"]', 'https://ufuq.example/');
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog [role="switch"]');
      await page.click('dialog .fold[aria-expanded] >> nth=0');
      await page.click('dialog button[aria-expanded]:has(+ [role="switch"]) >> nth=0');
      await page.waitForSelector('dialog .preview li');
    },
  },
  {
    name: 'the end of a source\'s list',
    recording: () => 'answers',
    async go(page) {
      await page.evaluate(() => document.querySelector('.sidebar .feed .link')?.click() ?? document.querySelector('[data-entry]').click());
      await page.evaluate(() => document.querySelector('#entry-list')?.scrollTo(0, 1e6));
      await page.waitForSelector('.end');
    },
  },
  {
    name: 'settings: reading',
    recording: () => 'answers',
    async go(page) {
      await press(page, 'Comma');
      await page.waitForSelector('dialog [role="tablist"]');
    },
  },
  ...['look', 'sources', 'transfer'].map((tab) => ({
    name: `settings: ${tab}`,
    recording: () => 'answers',
    async go(page) {
      await press(page, 'Comma');
      await page.click(`dialog [data-tab="${tab}"]`);
      await page.waitForSelector(`[data-tab="${tab}"][aria-selected="true"]`);
    },
  })),
  {
    name: 'shortcuts',
    recording: () => 'answers',
    async go(page) {
      await press(page, 'Slash', { shiftKey: true });
      await page.waitForSelector('dialog kbd');
    },
  },
  {
    name: 'about',
    recording: () => 'answers',
    async go(page) {
      await menu(page, 'info');
      await page.waitForSelector('dialog .about');
    },
  },
  { name: 'offline', recording: () => offline(3), go: (page) => page.waitForSelector('.strip') },
  {
    name: 'the menu of sources',
    fixed: true,
    recording: () => 'answers',
    async go(page) {
      await openMenu(page);
    },
  },
  {
    name: 'the size and type of text',
    fixed: true,
    recording: () => 'answers',
    async go(page) {
      await openFirst(page);
      await page.click('main [aria-haspopup="dialog"]');
      await page.waitForSelector('[popover][role="dialog"]:popover-open');
    },
  },
  {
    name: 'a notice with undo',
    recording: () => 'answers',
    async go(page) {
      await press(page, 'KeyA', { shiftKey: true });
      await page.waitForSelector('.notice .act');
    },
  },
  {
    name: 'sources in a drawer',
    fixed: true,
    width: 760,
    recording: () => 'answers',
    async go(page) {
      await press(page, 'BracketLeft');
      await page.waitForSelector('dialog[open] .sidebar');
    },
  },
  {
    name: 'sources as a rail',
    recording: () => 'answers',
    async go(page) {
      await press(page, 'BracketLeft');
      await page.waitForSelector('.sidebar.rail');
    },
  },
  {
    name: 'an article with everything',
    recording: withEverything,
    async go(page) {
      await openFirst(page);
      await page.waitForFunction(() => document.querySelector('main iframe').contentDocument.querySelector('[data-scroller]'));
      await page.evaluate(() => (document.querySelector('main .page').scrollTop = 1500));
      await page.waitForSelector('.totop');
    },
  },
  {
    name: 'finding in an article',
    recording: withEverything,
    async go(page) {
      await openFirst(page);
      await press(page, 'Slash');
      await page.fill('.find input', 'الدول');
      await page.waitForFunction(() => document.querySelector('.find output').textContent !== '');
    },
  },
  {
    name: 'the contents of an article',
    fixed: true,
    recording: withEverything,
    async go(page) {
      await openFirst(page);
      await page.waitForSelector('main [aria-controls][popovertarget]');
      await press(page, 'KeyC');
      await page.waitForSelector('nav[popover]:popover-open');
    },
  },
  {
    name: 'what can be done with an article',
    fixed: true,
    recording: withEverything,
    async go(page) {
      await openFirst(page);
      await page.click('main [aria-haspopup="menu"]');
      await page.waitForSelector('main [role="menu"]:popover-open');
    },
  },
  {
    name: 'a picture by itself',
    recording: withEverything,
    async go(page) {
      await openFirst(page);
      const frame = await (await page.$('main iframe')).contentFrame();
      await (await frame.waitForSelector('img[role="button"]')).press('Enter');
      await page.waitForSelector('dialog[open] .stage img');
    },
  },
  { name: 'narrow list', width: 420, recording: () => 'answers', go: (page) => page.waitForSelector('[data-entry]') },
  { name: 'narrow article', width: 420, recording: () => 'answers', go: openFirst },
];

async function openMenu(page) {
  // In a small window the sources, and with them their menu, are in the drawer.
  if ((await page.$('nav .brand')) === null) {
    await press(page, 'BracketLeft');
    await page.waitForSelector('dialog[open] .sidebar');
  }
  await page.click('.brand [aria-haspopup="menu"]');
  await page.waitForSelector('.brand [role="menu"]:popover-open');
}

async function menu(page, item) {
  await openMenu(page);
  const items = page.locator('.brand [role="menuitem"]');
  await items.nth(item === 'info' ? (await items.count()) - 1 : item).click();
}

/** The sources' screen. */
export async function openSources(page, wanted = '[data-row]') {
  await press(page, 'KeyH');
  await page.waitForSelector(wanted);
  if (await page.$('[data-column="health"]')) await page.waitForFunction(() => document.querySelector('[data-column="health"] .skeleton') === null);
}
