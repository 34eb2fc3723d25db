/** A card of an article that the author pointed to, with its words already in the window's language. */
export interface AlsoCard {
  /** The link, as it stands in the article. */
  url: string;
  /** After how many blocks of the text it stands. */
  after: number;
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

/** Elements that count as one block of a text, as `html::blocks` of the core counts them. */
const BLOCKS = 'p,h2,h3,h4,h5,h6,ul,ol,dl,table,figure,blockquote,pre,details,hr';

/** The blocks of a text in order: those that stand in no other one, and are no card. */
export function blocks(body: HTMLElement): Element[] {
  return [...body.querySelectorAll(BLOCKS)].filter((block) => !block.parentElement?.closest(`${BLOCKS},[data-also]`));
}

function element(doc: Document, name: string, className: string, text = ''): HTMLElement {
  const made = doc.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function card(doc: Document, parts: AlsoCard): HTMLElement {
  const aside = element(doc, 'aside', 'also');
  aside.dataset['also'] = parts.url;
  aside.dir = parts.direction;
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
  aside.append(link);
  return aside;
}

/**
 * Puts the cards where the author had the links; those placed before are taken away. Built node by node: nothing of a
 * headline is ever read as markup.
 */
export function placeAlso(body: HTMLElement, cards: readonly AlsoCard[]): void {
  const doc = body.ownerDocument;
  for (const old of body.querySelectorAll('[data-also]')) old.remove();
  const all = blocks(body);
  // From the end, so that two cards at one place keep their order.
  for (const each of [...cards].reverse()) {
    const before = all[Math.min(each.after, all.length) - 1];
    if (before) before.after(card(doc, each));
    else body.prepend(card(doc, each));
  }
}
