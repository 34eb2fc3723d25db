// Hostile markup, put unsanitised into the article's own document: the last line of defence must hold by itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';

import { start } from '../support/browser.mjs';
import { rows, variant } from '../support/variants.mjs';

let app;
before(async () => (app = await start()));
after(() => app?.close());

/** A few of our own, for machines without the corpus. */
const OWN = [
  '<script>fired()</script>', '<img src=x onerror="fired()">', '<svg onload="fired()"></svg>', '<svg><script>fired()</script></svg>',
  '<iframe srcdoc="<script>parent.fired();top.fired()</script>"></iframe>', '<iframe src="javascript:parent.fired()"></iframe>',
  '<body onload="fired()">', '<details open ontoggle="fired()"><summary>x</summary></details>', '<video><source onerror="fired()"></video>',
  '<meta http-equiv="refresh" content="0;url=javascript:fired()">', '<base href="https://evil.example/"><script src="a.js"></script>',
  '<input autofocus onfocus="fired()">', '<form action="javascript:fired()"><button autofocus onfocus="fired()">x</button></form>',
  '<object data="javascript:fired()"></object>', '<embed src="javascript:fired()">', '<math><mtext><script>fired()</script></mtext></math>',
  '<a href="javascript:fired()" id="click">x</a>', '<style>@import "https://evil.example/a.css";</style>', '<marquee onstart="fired()">x</marquee>',
  '</body></html><script>fired()</script>', '<link rel="import" href="data:text/html,<script>fired()</script>">', '"><script>fired()</script>',
];

/** Plays each markup as the text of an article of its own; answers which of them ran a script or left the machine. */
async function play(fragments) {
  const [model] = rows('today');
  const many = variant('answers', (call) => {
    if (call.command === 'get_entry' && call.request.id === model.id) {
      return fragments.flatMap((html, index) => ['get_entry', 'complete_entry'].map((command) => ({
        command, request: { id: 5_000_000 + index }, answer: { ...call.answer, lead: null, html, text_state: { kind: 'full' }, summary: { ...call.answer.summary, id: 5_000_000 + index, unread: false } },
      })));
    }
    if (call.command === 'list_entries' && call.request.scope.kind === 'today') {
      Object.assign(call.answer, { items: fragments.map((_, index) => ({ ...model, id: 5_000_000 + index, unread: false, thumb: null, pictured: false })), next: null, total: fragments.length, unread: 0 });
    }
    return undefined;
  });
  const page = await app.open(many, { reducedMotion: 'reduce' });
  const fired = new Set();
  let at = 0;
  // What a payload may call is there in every document, the article's frame and frames inside it included.
  await page.context().exposeFunction('firedOutside', (what) => fired.add(`${at}: ${what}: ${fragments[at].slice(0, 90)}`));
  const arm = () => {
    for (const name of ['fired', 'alert', 'confirm', 'prompt', 'print', 'xss', 'XSS', 'a', 'javascript']) {
      Object.defineProperty(globalThis, name, { configurable: true, writable: true, value: () => globalThis.top.firedOutside(name) });
    }
  };
  await page.addInitScript(arm);
  await page.evaluate(arm);
  const address = page.url();
  for (; at < fragments.length; at++) {
    await page.evaluate(async () => {
      document.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyJ', key: 'ت', bubbles: true, cancelable: true }));
    });
    await page.evaluate((id) => new Promise((done, fail) => {
      const until = performance.now() + 4000;
      const look = () => {
        const doc = document.querySelector('main iframe')?.contentDocument;
        if (doc?.documentElement?.dataset.key?.startsWith(`${id}-`) && doc.readyState !== 'loading' && doc.body) {
          // What waits for a hand: it is given one.
          for (const element of doc.querySelectorAll('a, button, [onclick], [onmouseover], summary')) {
            element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
            element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
          }
          setTimeout(done, 2);
        } else if (performance.now() > until) fail(new Error(`article ${id} is not drawn`));
        else requestAnimationFrame(look);
      };
      look();
    }), 5_000_000 + at);
  }
  await page.waitForTimeout(500);
  const left = [...page.problems.filter((problem) => /^(window|dialog|error):/.test(problem)), ...page.left().filter((address) => !/^(data|blob):/.test(address))];
  const stayed = page.url() === address;
  const whole = await page.evaluate(() => document.querySelector('.window .columns') !== null);
  await page.context().close();
  return { fired: [...fired], left, stayed, whole };
}

it('runs none of our own hostile fragments', async () => {
  assert.deepEqual(await play(OWN), { fired: [], left: [], stayed: true, whole: true });
});

it('runs none of the hostile corpus, unsanitised', async (test) => {
  const corpus = join(process.env.WARRAQ_CORPORA ?? '', 'hostile/markup.jsonl.xz');
  if (!process.env.WARRAQ_CORPORA || !existsSync(corpus)) {
    console.log('skipped: no corpora');
    return test.skip('no corpora');
  }
  const lines = execFileSync('xz', ['-dc', corpus], { encoding: 'utf8', maxBuffer: 64 << 20 }).split('\n').filter(Boolean);
  const fragments = lines.map((line) => {
    const value = JSON.parse(line);
    return value.payload;
  });
  assert.ok(fragments.length > 1000);
  const outcome = await play(fragments);
  console.log(`${fragments.length} hostile fragments, ${outcome.fired.length} ran`);
  assert.deepEqual(outcome, { fired: [], left: [], stayed: true, whole: true });
});
