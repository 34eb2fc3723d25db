// Every screen of the interface: what it is played from and how one gets there.
import { articleReady } from './checks.mjs';
import { offline, variant, withoutKept } from './variants.mjs';

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
      // Through the health view: it is the same at every width.
      await openHealth(page);
      await page.click('dialog .acts .btn.bare >> nth=0');
      await page.waitForSelector('dialog form input.field');
    },
  },
  {
    name: 'health',
    recording: () => 'answers',
    async go(page) {
      await openHealth(page);
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
  const order = { refresh: 0, health: 1, settings: 2 };
  const items = page.locator('.brand [role="menuitem"]');
  await items.nth(item === 'info' ? (await items.count()) - 1 : order[item]).click();
}

async function openHealth(page) {
  await menu(page, 'health');
  await page.waitForSelector('dialog li .code');
}
