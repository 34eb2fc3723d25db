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
export function decorate(doc: Document, page: string | null, direction: 'rtl' | 'ltr', words: Words): Decorated {
  cards(doc, words);
  scrollers(doc, words);
  isolate(doc, direction);
  return { pictures: pictures(doc, words), jumps: jumps(doc, page) };
}

/** Sets the words that are said but not seen again, in another language. */
export function relabel(doc: Document, words: Words): void {
  for (const card of doc.querySelectorAll<HTMLElement>('[data-card]')) card.dataset['browser'] = words.browser;
  for (const picture of doc.querySelectorAll('img[role="button"]')) picture.setAttribute('aria-label', words.enlarge(picture.getAttribute('alt') ?? ''));
  for (const scroller of doc.querySelectorAll('[data-scroller]')) scroller.setAttribute('aria-label', scroller.tagName === 'PRE' ? words.code : words.table);
}

/** A paragraph that is nothing but one link to a film or a post, and a quoted post, become cards. */
function cards(doc: Document, words: Words): void {
  for (const link of doc.querySelectorAll<HTMLAnchorElement>('p > a[href]:only-child, figure > a[href]:only-child, div > a[href]:only-child')) {
    const block = link.parentElement;
    const href = link.getAttribute('href') ?? '';
    const name = site(href);
    if (!block || !name || !isPost(href) || link.querySelector('img') || block.closest('blockquote, li, td')) continue;
    if (block.textContent.trim() !== link.textContent.trim()) continue;
    // A card says at least the site's name; an address alone says no more than that.
    if (isBareAddress(link.textContent, href)) link.textContent = name;
    mark(block, name, words);
  }
  for (const quote of doc.querySelectorAll('blockquote')) {
    const last = [...quote.querySelectorAll('a[href]')].at(-1)?.getAttribute('href') ?? '';
    const name = site(last);
    if (name && isPost(last)) mark(quote, name, words);
  }
}

function mark(block: Element, name: string, words: Words): void {
  const { dataset } = block as HTMLElement;
  dataset['card'] = block.tagName === 'BLOCKQUOTE' ? 'post' : 'link';
  dataset['site'] = name;
  dataset['browser'] = words.browser;
}

/** Tables and code scroll inside themselves; the keyboard reaches those that are wider than the text. */
function scrollers(doc: Document, words: Words): void {
  for (const table of doc.querySelectorAll('table')) {
    if (table.parentElement?.closest('table')) continue;
    const box = doc.createElement('div');
    box.dataset['scroller'] = '';
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', words.table);
    table.replaceWith(box);
    box.append(table);
  }
  for (const code of doc.querySelectorAll('pre')) {
    code.dataset['scroller'] = '';
    code.setAttribute('role', 'group');
    code.setAttribute('aria-label', words.code);
  }
  reach(doc);
}

/** Lets the Tab key stop at what is wider than its place, and at nothing else. */
export function reach(doc: Document): void {
  for (const box of doc.querySelectorAll<HTMLElement>('[data-scroller]')) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}

function pictures(doc: Document, words: Words): Map<Element, Picture> {
  const found = new Map<Element, Picture>();
  for (const image of doc.querySelectorAll<HTMLImageElement>('img[src]')) {
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

function jumps(doc: Document, page: string | null): Map<Element, HTMLElement> {
  const links = [...doc.querySelectorAll<HTMLAnchorElement>('a[href*="#"]')];
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
export function isolate(doc: Document, direction: 'rtl' | 'ltr'): void {
  const walker = doc.createTreeWalker(doc.body, 4 /* SHOW_TEXT */);
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
