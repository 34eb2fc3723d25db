// Every screen in every theme, both directions and all widths: nothing for axe to find, nothing that sticks out,
// nothing wrong in the console.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { articleReady, none, overflow, violations } from '../support/checks.mjs';
import { SCREENS } from '../support/screens.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

const LANGUAGES = [['ar', 'rtl'], ['en', 'ltr']];
const THEMES = ['light', 'white', 'dark', 'sepia', 'contrast'];
/** The widths of the window's four divisions, and a window of 1440 pixels at a zoom of 200 per cent. */
const WINDOWS = [[1440, 900], [1024, 768], [760, 900], [420, 860], [720, 450]];

/** How a window of this width is divided (`ui/src/lib/state/layout.svelte.ts`). */
const foldFor = (width) => (width >= 1200 ? 'wide' : width >= 940 ? 'middle' : width >= 680 ? 'compact' : 'narrow');

/** Waits until nothing moves any more: colours and places must be final when they are looked at. */
async function still(page) {
  if (await page.$('main .page:not([hidden]) iframe')) await articleReady(page);
  await page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().iterations === Infinity) animation.cancel();
      else animation.finish();
    }
  });
}

describe('screens', () => {
  for (const screen of SCREENS) {
    it(screen.name, async () => {
      const [width, height] = [screen.width ?? 1440, 900];
      const page = await app.open(screen.recording(), { reducedMotion: 'reduce', width, height });
      await screen.go(page);
      const found = [];
      for (const [language, direction] of LANGUAGES) {
        await page.settings({ language });
        await page.waitForFunction((dir) => document.documentElement.dir === dir, direction);
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        for (const theme of THEMES) {
          await page.settings({ theme });
          await page.waitForFunction((name) => document.documentElement.dataset.theme === name, theme);
          await still(page);
          // A theme changes colours and nothing else, so the rules about the rest need one look.
          found.push(...(await violations(page, theme !== 'light')).map((line) => `${language}, ${theme}: ${line}`));
        }
        // A menu stands where it was opened; a wider window closes what only a narrow one has.
        for (const [w, h] of screen.fixed ? [[width, height]] : WINDOWS) {
          await page.setViewportSize({ width: w, height: h });
          // The window hears of its new width a moment later; what is measured is what it made of that.
          await page.waitForFunction(([wide, fold]) => innerWidth === wide && (document.querySelector('.columns')?.classList.contains(fold) ?? true), [w, foldFor(w)]);
          await still(page);
          found.push(...(await overflow(page)).map((line) => `${language}, ${w} wide: ${line}`));
        }
        await page.setViewportSize({ width, height });
      }
      none(found, screen.name);
      await page.closed();
    });
  }
});
