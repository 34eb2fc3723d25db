// One headless Chromium a test file, and pages that fail on what nobody would see: errors in the console, violations
// of the policy, requests that leave the machine.
import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

import { serve } from './server.mjs';

/** When the recording stands. */
export const NOON = Date.UTC(2026, 10, 22, 12);

function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this one.
    }
  }
  return null;
}

/** The browser: the named one, the system's, or Playwright's own (undefined). */
function executable() {
  const named = process.env.WARRAQ_CHROMIUM ?? process.env.CHROMIUM;
  return named || onPath('chromium') || onPath('chromium-browser') || onPath('google-chrome') || undefined;
}

/** Starts a server and a browser for a test file. */
export async function start() {
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: executable(),
    args: ['--disable-gpu', '--force-color-profile=srgb', '--font-render-hinting=none', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  let variants = 0;

  /**
   * Opens the interface on a recording: its name (`answers`, `first-start`) or one made by `variant()`. The page's
   * `problems` list is what went wrong behind the scenes; `closed()` wants it empty.
   */
  async function open(recording = 'answers', { width = 1440, height = 900, reducedMotion = 'no-preference', deviceScaleFactor = 1, colorScheme = 'light', timezone = 'UTC', path = '/' } = {}) {
    let name = `/${recording}.json`;
    if (typeof recording === 'object') server.put((name = `/variant-${++variants}.json`), recording);
    const context = await browser.newContext({
      viewport: { width, height }, locale: 'ar', timezoneId: timezone, reducedMotion, deviceScaleFactor, colorScheme,
    });
    const page = await context.newPage();
    const problems = [];
    page.on('console', (message) => {
      // Chromium says so of every frame that may run scripts in its own origin; see ArticleFrame.svelte for why ours may.
      if (message.text().includes('can escape its sandboxing')) return;
      if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`error: ${error.stack ?? error}`));
    // Chromium announces requests that the policy then stops; those end as «csp» and never left.
    const abroad = new Set();
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== server.origin && !request.url().startsWith('about:')) abroad.add(request);
    });
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText === 'csp') abroad.delete(request);
    });
    const left = () => [...abroad].map((request) => request.url());
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`response: ${response.status()} ${response.url()}`);
    });
    page.on('dialog', (dialog) => {
      problems.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    context.on('page', (popup) => popup !== page && problems.push(`window: ${popup.url()}`));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    await page.clock.setFixedTime(NOON);
    await page.goto(`${server.origin}${path}?fake=${name}`);
    await page.waitForSelector('.window, .welcome, main .fault');
    await page.evaluate(() => document.fonts.ready);
    page.setDefaultTimeout(5000);
    return Object.assign(page, {
      problems,
      /** Requests that went elsewhere. */
      left,
      /** Calls of the core since the start, those of a command. */
      calls: (command) => page.evaluate((wanted) => globalThis.warraqFake.log.filter((call) => call.command === wanted).map((call) => call.request), command),
      /** Lets the core say something. */
      say: (event) => page.evaluate((said) => globalThis.warraqFake.emit(said), event),
      /** Changes settings as another window would. */
      settings: (change) => page.evaluate(async (wanted) => {
        await globalThis.warraqFake.call('update_settings', wanted);
        globalThis.warraqFake.emit({ type: 'settings_changed' });
      }, change),
      /** Ends the page and fails on whatever went wrong in it. */
      closed: async () => {
        await context.close();
        assert.deepEqual([...problems, ...left().map((address) => `request: ${address}`)], []);
      },
    });
  }

  return {
    origin: server.origin,
    server,
    open,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
