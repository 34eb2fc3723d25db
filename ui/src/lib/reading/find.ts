import { matches, MOST_MATCHES } from './fold';

/** The names of the highlights in `article.css`. */
const ALL = 'found';
const CURRENT = 'found-current';

/** Elements that begin a new text: a match does not reach over them. */
const BLOCK = 'p, h2, h3, h4, h5, h6, li, dt, dd, blockquote, pre, figure, figcaption, table, tr, td, th, caption, details, summary, div, ul, ol, dl, body';

/** The texts of a document, block by block, with their nodes. */
function texts(body: HTMLElement): Array<{ text: string; nodes: Array<{ node: Text; start: number }> }> {
  const found: Array<{ block: Element | null; text: string; nodes: Array<{ node: Text; start: number }> }> = [];
  const walker = body.ownerDocument.createTreeWalker(body, 4 /* SHOW_TEXT */);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const block = node.parentElement?.closest(BLOCK) ?? null;
    let last = found.at(-1);
    if (!last || last.block !== block) found.push((last = { block, text: '', nodes: [] }));
    last.nodes.push({ node, start: last.text.length });
    last.text += node.data;
  }
  return found;
}

/** Where a query stands in a document, as ranges of whole words, in reading order. */
export function findAll(body: HTMLElement, query: string): Range[] {
  const found: Range[] = [];
  for (const { text, nodes } of texts(body)) {
    for (const { start, end } of matches(text, query)) {
      const first = nodes.findLast((each) => each.start <= start);
      const last = nodes.findLast((each) => each.start < end);
      if (!first || !last) continue;
      const range = body.ownerDocument.createRange();
      range.setStart(first.node, start - first.start);
      range.setEnd(last.node, Math.min(last.node.length, end - last.start));
      found.push(range);
      if (found.length >= MOST_MATCHES) return found;
    }
  }
  return found;
}

/** The highlights of a document's own window, where the engine has them. */
function highlights(doc: Document): { registry: HighlightRegistry; make: (ranges: Range[]) => Highlight } | null {
  const view = doc.defaultView as (Window & typeof globalThis) | null;
  if (!view || typeof view.Highlight !== 'function' || !view.CSS?.highlights) return null;
  const { Highlight } = view;
  return { registry: view.CSS.highlights, make: (ranges) => new Highlight(...ranges) };
}

/** Takes both highlights away. WebKit paints the old ranges on unless they leave their highlight first. */
function clear(registry: HighlightRegistry): void {
  for (const name of [ALL, CURRENT]) {
    registry.get(name)?.clear();
    registry.delete(name);
  }
}

/**
 * Shows what was found without touching the text: by the engine's highlights, or else by selecting the current match. No
 * element is put around letters, so none is parted from its neighbour.
 */
export function show(doc: Document, ranges: Range[], current: number): void {
  const range = ranges[current];
  const own = highlights(doc);
  if (own) {
    clear(own.registry);
    own.registry.set(ALL, own.make(ranges));
    own.registry.set(CURRENT, own.make(range ? [range] : []));
    return;
  }
  const selection = doc.getSelection();
  selection?.removeAllRanges();
  if (range) selection?.addRange(range);
}

/** Takes the highlights away and leaves the current match selected. */
export function hide(doc: Document, current: Range | undefined): void {
  const own = highlights(doc);
  if (own) clear(own.registry);
  const selection = doc.getSelection();
  if (!current || !selection) return;
  selection.removeAllRanges();
  selection.addRange(current);
}
