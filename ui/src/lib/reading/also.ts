/** A card of an article that the author pointed to, with its words already in the window's language. */
export interface AlsoCard {
  /** The link, as it stands in the article. */
  url: string;
  /** «اقرأ أيضًا». */
  label: string;
  title: string;
  direction: 'rtl' | 'ltr';
  /** Source, age and whether it is stored, each isolated when it is shown. */
  meta: readonly string[];
  /** A stored picture's address. */
  picture: string | null;
  /** Language of the label and of `meta`. */
  language: string;
}

function element(doc: Document, name: string, className: string, text = ''): HTMLElement {
  const made = doc.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function card(doc: Document, parts: AlsoCard): HTMLElement {
  const link = doc.createElement('a');
  link.href = parts.url;
  if (parts.picture) {
    const picture = doc.createElement('img');
    picture.src = parts.picture;
    picture.alt = '';
    link.append(picture);
  }
  const words = element(doc, 'span', 'words');
  const label = element(doc, 'span', 'label', parts.label);
  label.lang = parts.language;
  const meta = element(doc, 'span', 'meta');
  meta.lang = parts.language;
  parts.meta.forEach((each, index) => {
    if (index > 0) meta.append(' · ');
    meta.append(element(doc, 'bdi', '', each));
  });
  words.append(label, element(doc, 'span', 'title', parts.title), meta);
  link.append(words);
  return link;
}

/**
 * Puts the cards where the author had the links, which the core has marked; those placed before are taken away. Built
 * node by node: nothing of a headline is ever read as markup.
 */
export function placeAlso(body: HTMLElement, cards: readonly AlsoCard[]): void {
  const asides = [...body.querySelectorAll<HTMLElement>('aside[data-card]')];
  cards.forEach((parts, index) => {
    const place = asides.find((each) => each.dataset['card'] === String(index));
    if (!place) return;
    place.className = 'also';
    place.dir = parts.direction;
    place.replaceChildren(card(body.ownerDocument, parts));
  });
}
