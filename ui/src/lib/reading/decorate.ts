import { pieces } from '$lib/i18n/isolate';

import { isBareAddress, isPost, site } from './embeds';
import { pairNotes } from './notes';
import type { Picture } from './pictures';

/** The words that the window lends the article's document. */
export interface Words {
  /** On a card of something that is shown elsewhere. */
  browser: string;
  /** Of a picture that can be looked at by itself. */
  enlarge: (alt: string) => string;
  table: string;
  code: string;
}

/** What was found in a document. */
export interface Decorated {
  pictures: Map<Element, Picture>;
  /** Links within the text: the mark of a footnote and the way back. */
  jumps: Map<Element, HTMLElement>;
}

/** More pieces than this are not isolated one by one. */
const MOST_PIECES = 2000;
const PICTURE_FILE = /\.(jpe?g|png|gif|webp|avif)($|\?)/i;

/**
 * Makes the article's document fit for reading: cards of what pages embed, pictures and wide tables that the keyboard
 * reaches, footnotes that jump within the text, numbers and addresses that keep their order. Adds attributes and
 * wrappers made with the object model, never markup from text, and changes no letter.
 */
export function decorate(body: HTMLElement, page: string | null, direction: 'rtl' | 'ltr', words: Words): Decorated {
  cards(body, words);
  scrollers(body, words);
  isolate(body, direction);
  return { pictures: pictures(body, words), jumps: jumps(body, page) };
}

/** Sets the words that are said but not seen again, in another language. */
export function relabel(body: HTMLElement, words: Words): void {
  for (const card of body.querySelectorAll<HTMLElement>('[data-embed]')) card.dataset['browser'] = words.browser;
  for (const picture of body.querySelectorAll('img[role="button"]')) picture.setAttribute('aria-label', words.enlarge(picture.getAttribute('alt') ?? ''));
  for (const scroller of body.querySelectorAll('[data-scroller]')) scroller.setAttribute('aria-label', scroller.tagName === 'PRE' ? words.code : words.table);
}

/** A paragraph that is nothing but one link to a film or a post, and a quoted post, become cards. */
function cards(body: HTMLElement, words: Words): void {
  for (const link of body.querySelectorAll<HTMLAnchorElement>('p > a[href]:only-child, figure > a[href]:only-child, div > a[href]:only-child')) {
    const block = link.parentElement;
    const href = link.getAttribute('href') ?? '';
    const name = site(href);
    if (!block || !name || !isPost(href) || link.querySelector('img') || block.closest('blockquote, li, td, aside')) continue;
    if (block.textContent.trim() !== link.textContent.trim()) continue;
    // A card says at least the site's name; an address alone says no more than that.
    if (isBareAddress(link.textContent, href)) link.textContent = name;
    mark(block, name, words);
  }
  for (const quote of body.querySelectorAll('blockquote')) {
    const last = [...quote.querySelectorAll('a[href]')].at(-1)?.getAttribute('href') ?? '';
    const name = site(last);
    if (name && isPost(last)) mark(quote, name, words);
  }
}

function mark(block: Element, name: string, words: Words): void {
  const { dataset } = block as HTMLElement;
  dataset['embed'] = block.tagName === 'BLOCKQUOTE' ? 'post' : 'link';
  dataset['site'] = name;
  dataset['browser'] = words.browser;
}

/** Tables and code scroll inside themselves; the keyboard reaches those that are wider than the text. */
function scrollers(body: HTMLElement, words: Words): void {
  for (const table of body.querySelectorAll('table')) {
    if (table.parentElement?.closest('table')) continue;
    const box = body.ownerDocument.createElement('div');
    box.dataset['scroller'] = '';
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', words.table);
    table.replaceWith(box);
    box.append(table);
  }
  for (const code of body.querySelectorAll('pre')) {
    code.dataset['scroller'] = '';
    code.setAttribute('role', 'group');
    code.setAttribute('aria-label', words.code);
  }
  reach(body);
}

/** Lets the Tab key stop at what is wider than its place, and at nothing else. */
export function reach(body: HTMLElement): void {
  for (const box of body.querySelectorAll<HTMLElement>('[data-scroller]')) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}

function pictures(body: HTMLElement, words: Words): Map<Element, Picture> {
  const found = new Map<Element, Picture>();
  for (const image of body.querySelectorAll<HTMLImageElement>('img[src]')) {
    const link = image.closest('a[href]');
    // A picture that leads somewhere leads there; one that leads to its own file is looked at here.
    if (link && !PICTURE_FILE.test(link.getAttribute('href') ?? '')) continue;
    const alt = image.getAttribute('alt') ?? '';
    found.set(image, { src: image.getAttribute('src') ?? '', alt, caption: image.closest('figure')?.querySelector('figcaption')?.textContent.trim() ?? '' });
    if (link) {
      link.setAttribute('aria-label', words.enlarge(alt));
      link.setAttribute('aria-haspopup', 'dialog');
      continue;
    }
    image.setAttribute('role', 'button');
    image.setAttribute('aria-haspopup', 'dialog');
    image.setAttribute('aria-label', words.enlarge(alt));
    image.tabIndex = 0;
    // An empty `alt` says that there is nothing to see, which a button that shows it contradicts.
    if (alt === '') image.removeAttribute('alt');
  }
  return found;
}

function jumps(body: HTMLElement, page: string | null): Map<Element, HTMLElement> {
  const links = [...body.querySelectorAll<HTMLAnchorElement>('a[href*="#"]')];
  const pairs = pairNotes(links.map((link) => ({ href: link.getAttribute('href') ?? '', text: link.textContent })), page);
  const found = new Map<Element, HTMLElement>();
  for (const [from, to] of pairs) {
    const [link, target] = [links[from], links[to]];
    if (link && target) {
      link.dataset['jump'] = '';
      // A note is reached whole; on the way back the mark itself is.
      found.set(link, from < to ? (target.closest<HTMLElement>('li, p, dd, td') ?? target) : target);
    }
  }
  return found;
}

/** Isolates what has an order of its own in the texts, block by block. */
export function isolate(body: HTMLElement, direction: 'rtl' | 'ltr'): void {
  const doc = body.ownerDocument;
  const walker = doc.createTreeWalker(body, 4 /* SHOW_TEXT */);
  const found: Array<{ node: Text; parts: ReturnType<typeof pieces> }> = [];
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const parent = node.parentElement;
    if (!parent || node.data.length < 2 || parent.closest('pre, code, kbd, samp, bdi')) continue;
    const way = (parent.closest('[dir]')?.getAttribute('dir') ?? direction) === 'ltr' ? 'ltr' : 'rtl';
    const parts = pieces(node.data, way);
    if (parts.some((part) => part.direction !== null)) found.push({ node, parts });
    if (found.length >= MOST_PIECES) break;
  }
  for (const { node, parts } of found) {
    node.replaceWith(
      ...parts.map(({ text, direction: way }) => {
        if (!way) return doc.createTextNode(text);
        const piece = doc.createElement('bdi');
        piece.dir = way;
        piece.textContent = text;
        return piece;
      }),
    );
  }
}
