// Recordings made from the recorded ones: what is hard to bring about in the core is changed in its answers.
import { recording } from './server.mjs';

/** A copy of a recording in which `change(call)` alters answers in place; what it returns is added. */
export function variant(name, change) {
  const copy = structuredClone(recording(name));
  copy.calls.push(...copy.calls.flatMap((call) => change(call) ?? []));
  return copy;
}

/** The same with other settings from the start. */
export function withSettings(name, settings) {
  return variant(name, (call) => {
    if (call.command === 'app_info') Object.assign(call.answer.settings, settings);
  });
}

/** Without a network, `ready` kept articles on the disk. */
export function offline(ready) {
  return variant('answers', (call) => {
    if (call.command === 'app_info') call.answer.online = false;
    if (call.command === 'list_sources' && ready !== undefined) call.answer.counts.offline = ready;
  });
}

/** Nothing kept, nothing breaking. */
export function withoutKept() {
  return variant('answers', (call) => {
    if (call.command === 'list_entries' && ['kept', 'breaking'].includes(call.request.scope.kind)) Object.assign(call.answer, { items: [], total: 0, unread: 0 });
  });
}

/** A list of `count` rows in pages of `page`, made of the recorded ones. */
export function longList(count, page) {
  return variant('answers', (call) => {
    if (call.command !== 'list_entries' || call.request.scope.kind !== 'today') return;
    const pattern = call.answer.items;
    const rows = Array.from({ length: count }, (_, index) => ({
      ...pattern[index % pattern.length], id: 1_000_000 + index, published_at: pattern[0].published_at - index * 60_000,
    }));
    const cursor = (index) => ({ at: rows[index - 1].published_at, id: rows[index - 1].id });
    const part = (from) => ({
      items: rows.slice(from, from + page), total: count, unread: count, next: from + page < count ? cursor(from + page) : null,
    });
    call.answer = part(0);
    const more = [];
    for (let from = page; from < count; from += page) {
      more.push({ command: 'list_entries', request: { ...call.request, cursor: cursor(from) }, answer: part(from) });
    }
    return more;
  });
}

/** The recorded article with this number of the list, its markup exchanged. */
export function withMarkup(id, html) {
  return variant('answers', (call) => {
    if (['get_entry', 'complete_entry'].includes(call.command) && call.request.id === id) call.answer.html = html;
  });
}

/** The rows of a recorded list. */
export function rows(kind) {
  return recording('answers').calls.find((call) => call.command === 'list_entries' && call.request.scope.kind === kind).answer.items;
}
