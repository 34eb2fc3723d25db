// What holds on every screen.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const { source } = createRequire(import.meta.url)('axe-core');

/** Waits until the article's own document is drawn. */
export async function articleReady(page) {
  await page.waitForFunction(() => {
    const frame = document.querySelector('main iframe');
    const doc = frame?.contentDocument;
    return doc?.documentElement?.dataset.key && doc.readyState === 'complete' && doc.fonts.status === 'loaded';
  });
}

/** The article's own document. */
export async function articleFrame(page) {
  await articleReady(page);
  return (await page.$('main iframe')).contentFrame();
}

/**
 * What axe finds on the page, its frames included, as readable lines: of its standard rules, or of those that ask for
 * colours alone.
 */
export async function violations(page, coloursOnly = false) {
  // The article's document is transparent. axe takes what it can't see through for white, so it is told what is behind.
  await page.evaluate(() => {
    for (const frame of document.querySelectorAll('iframe')) {
      let behind = frame;
      while (behind && ['transparent', 'rgba(0, 0, 0, 0)'].includes(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
      // A frame that was just made has a document without an element.
      if (frame.contentDocument?.documentElement && behind) frame.contentDocument.documentElement.style.background = getComputedStyle(behind).backgroundColor;
    }
  });
  for (const frame of page.frames()) {
    if (await frame.evaluate(() => 'axe' in globalThis)) continue;
    await frame.evaluate(source);
    // The article's document is about:srcdoc, whose address has no origin to compare.
    await frame.evaluate(() => globalThis.axe.configure({ allowedOrigins: ['<unsafe_all_origins>'] }));
  }
  return page.evaluate(async (rules) => {
    const { violations: found } = await globalThis.axe.run(document, { resultTypes: ['violations'], ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}) });
    return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.target.join(' > ')}: ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? rule.help}`));
  }, coloursOnly ? ['color-contrast', 'link-in-text-block'] : null);
}

/**
 * What sticks out sideways: of the window, of a column or dialog that would scroll or cut it, and in the article's own
 * document. Texts that end in an ellipsis and what scrolls by design (tables, code) are no overflow.
 */
export async function overflow(page) {
  const look = () => {
    const found = [];
    const byDesign = (element) => element.matches('.clamp-1, .clamp-2, .clamp-3, .visually-hidden, pre, table, .by, .chips, svg, progress');
    const isHidden = (element, style) => style.visibility === 'hidden' || style.opacity === '0' || element.closest('[popover]:not(:popover-open)') !== null;
    const modal = document.querySelector('dialog[open]');
    for (const element of (modal ?? document.body).querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || isHidden(element, getComputedStyle(element))) continue;
      let left = 0;
      let right = document.documentElement.clientWidth;
      let skip = byDesign(element);
      // What lies in the top layer is cut by nothing.
      const onTop = (each) => each.matches('[popover], dialog');
      for (let up = element; up.parentElement && !onTop(up) && !skip; ) {
        up = up.parentElement;
        if (byDesign(up)) skip = true;
        else if (getComputedStyle(up).overflowX !== 'visible') {
          const edge = up.getBoundingClientRect();
          left = Math.max(left, edge.left);
          right = Math.min(right, edge.right);
        }
      }
      // The edges that are dragged lie across the columns' borders.
      if (skip || element.matches('[role="separator"]')) continue;
      if (box.left < left - 1.5 || box.right > right + 1.5) {
        const name = `${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? `.${element.className.trim().split(/\s+/).filter((part) => !part.startsWith('svelte-')).join('.')}` : ''}`;
        found.push(`${name} «${element.textContent.trim().slice(0, 24)}»: ${Math.round(box.left)}–${Math.round(box.right)} in ${Math.round(left)}–${Math.round(right)}`);
      }
    }
    for (const element of [document.documentElement, ...document.querySelectorAll('.scroll')]) {
      if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) found.push(`${element.tagName.toLowerCase()}.${element.className}: ${element.scrollWidth} in ${element.clientWidth}`);
    }
    return found;
  };
  const found = [];
  for (const frame of page.frames()) found.push(...(await frame.evaluate(look)));
  return found;
}

/** Fails with the list when there is anything in it. */
export function none(found, where) {
  assert.deepEqual(found, [], where);
}
