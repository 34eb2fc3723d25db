import type { Direction } from '$lib/api/bindings/types';

import { attribution, type Attributed } from './share';

/** What is printed above and below an article. */
export interface Printed extends Attributed {
  /** «المصدر», in the interface's language. */
  label: string;
  labelDirection: Direction;
  direction: Direction;
  categories: string[];
  /** The lead picture, where the text does not open with it. */
  lead: { src: string; alt: string; caption: string } | null;
}

function text(raw: string): string {
  return raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** An address as it is read on paper: letters of its own script instead of their bytes. */
export function readable(address: string): string {
  try {
    return decodeURI(address).replace(/[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, encodeURIComponent);
  } catch {
    return address;
  }
}

/** An article on paper: its head, its safe markup and where it comes from. */
export function printedBody(markup: string, printed: Printed): string {
  const { title, authors, source, published, lead, direction } = printed;
  const line = [source, authors, published].filter(Boolean).map((each) => `<bdi>${text(each)}</bdi>`).join(' · ');
  const picture = lead
    ? `<figure><img src="${text(lead.src)}" alt="${text(lead.alt)}">${lead.caption ? `<figcaption>${text(lead.caption)}</figcaption>` : ''}</figure>`
    : '';
  const lines = attribution({ ...printed, title: '', url: null }).split('\n').map((each) => `<bdi>${text(each)}</bdi>`);
  if (printed.url) lines.push(`<bdi dir="ltr">${text(readable(printed.url))}</bdi>`);
  const origin = lines.join('<br>');
  return (
    `<header dir="${direction}">${printed.categories.length > 0 ? `<p class="categories">${printed.categories.map((each) => `<bdi>${text(each)}</bdi>`).join(' · ')}</p>` : ''}` +
    `<h1>${text(title)}</h1><p class="by">${line}</p></header>${picture}${markup}` +
    `<footer dir="${printed.labelDirection}"><b>${text(printed.label)}</b><br>${origin}</footer>`
  );
}
