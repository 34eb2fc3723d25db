/** A link of a text: where it leads and what it says. */
export interface NoteLink {
  href: string;
  text: string;
}

/** What a fragment names, less the words for «note», «reference» and «back»: `fn-3`, `fnref3`, `_ftn3`, `cite_ref-3`. */
function core(fragment: string): { key: string; back: boolean } {
  const text = decodeURIComponent(fragment).toLowerCase();
  const digits = text.match(/\d+/g)?.join('-') ?? '';
  const kind = /ftn|fn|foot|cite|note|sdfoot|endn|edn|ref/.test(text) ? 'note' : '';
  return { key: digits && kind ? digits : '', back: /ref|back|anc|anchor/.test(text) && !/^_?(ftn|fn|edn)\d/.test(text) };
}

/** The page of an address and its fragment. */
function parts(href: string): { page: string; fragment: string } | null {
  try {
    const url = new URL(href);
    const fragment = url.hash.slice(1);
    url.hash = '';
    return { page: url.href, fragment };
  } catch {
    return null;
  }
}

/**
 * Pairs the links of footnotes: the mark in the text and the way back from the note. The text keeps no `id` (they could
 * clash with the window's own), so a link finds its other end by the number that both fragments carry. Answers, for each
 * link that belongs to a pair, the index of its other end.
 */
export function pairNotes(links: readonly NoteLink[], page: string | null): Map<number, number> {
  const own = page === null ? null : parts(page)?.page;
  const forth = new Map<string, number>();
  const back = new Map<string, number>();
  const named: Array<{ index: number; key: string; back: boolean }> = [];
  for (const [index, link] of links.entries()) {
    const found = parts(link.href);
    if (!found?.fragment || (own && found.page !== own)) continue;
    try {
      const { key, back } = core(found.fragment);
      if (key) named.push({ index, key: own ? key : `${found.page} ${key}`, back });
    } catch {
      // A broken escape names nothing.
    }
  }
  for (const each of named) {
    const into = each.back ? back : forth;
    if (!into.has(each.key)) into.set(each.key, each.index);
  }
  const pairs = new Map<number, number>();
  for (const each of named) {
    const other = (each.back ? forth : back).get(each.key);
    // A note stands behind its mark.
    if (other !== undefined && (each.back ? other < each.index : other > each.index)) pairs.set(each.index, other);
  }
  return pairs;
}
