import type { DayOfVisits, FeedHealth, HealthState } from '$lib/api/bindings/types';
import type { MessageKey, Params } from '$lib/i18n/messages';

/** What the health page offers to do about a source. */
export type HealthAct = 'retry' | 'pause' | 'resume' | 'accept' | 'details' | 'open_site' | 'replace' | 'unfollow' | 'keep' | 'ignore';

/** Where a source stands on the health page. */
export type HealthGroup = 'attention' | 'paused' | 'sound';

/** The acts of each state: the first one is the likely one. */
export const ACTS: Record<HealthState, readonly HealthAct[]> = {
  gone: ['replace', 'unfollow'],
  sign_in: ['open_site', 'unfollow'],
  // Never «accept it anyway»: who reads along could then write along.
  insecure: ['details', 'pause'],
  failing: ['retry', 'pause'],
  moved: ['accept'],
  switched: ['keep'],
  repaired: ['ignore'],
  silent: ['keep', 'unfollow'],
  paused: ['resume'],
  waiting: [],
  fine: [],
};

/** The words of each act. */
export const ACT_LABELS: Record<HealthAct, MessageKey> = {
  retry: 'health.retry',
  pause: 'health.pause',
  resume: 'health.resume',
  accept: 'health.accept',
  details: 'health.details',
  open_site: 'feed.open_site',
  replace: 'health.replace',
  unfollow: 'feed.unsubscribe',
  keep: 'health.keep',
  ignore: 'health.ignore',
};

/** Where a source stands. What the reader has put aside counts as sound until it becomes something else. */
export function groupOf(health: Pick<FeedHealth, 'dismissed'> & { feed: { state: HealthState } }): HealthGroup {
  const { state } = health.feed;
  if (state === 'paused') return 'paused';
  return state === 'fine' || state === 'waiting' || health.dismissed ? 'sound' : 'attention';
}

/** A sentence: a message and its values. */
export interface Said {
  key: MessageKey;
  params?: Params;
}

/** How dates are written, lent by the interface's language. */
export interface Words {
  day(at: number): string;
  relative(at: number): string;
}

/** What happened to a source, in one sentence. */
export function whatHappened({ feed, since }: FeedHealth, words: Words): Said {
  switch (feed.state) {
    case 'gone':
    case 'sign_in':
    case 'insecure':
    case 'failing':
      return feed.fault ? { key: `error.${feed.fault.code}.what`, params: feed.fault.params } : { key: 'health.failing' };
    case 'moved':
      return { key: 'health.moved' };
    case 'switched':
      return { key: `health.switched_${feed.kind}` };
    case 'repaired':
      // Not a fault of its document: another source has become one with it.
      return { key: feed.repairs.every((repair) => repair === 'merged') && feed.repairs.length > 0 ? 'health.merged' : 'health.repaired' };
    case 'silent':
      return since === null ? { key: 'health.silent_ever' } : { key: 'health.silent', params: { date: words.day(since) } };
    case 'paused':
      return { key: 'health.paused' };
    case 'waiting':
      return { key: 'health.waiting' };
    case 'fine':
      return { key: 'health.fine' };
  }
}

/** What follows from it: what we do, and what the reader can do. */
export function whatNext({ feed, since, moved_to, switched_from }: FeedHealth, words: Words, now: number): Said[] {
  const said: Said[] = [];
  const { state, fault } = feed;
  if (fault && ['gone', 'sign_in', 'insecure', 'failing'].includes(state)) {
    if (since !== null) said.push({ key: 'health.since', params: { when: words.relative(since) } });
    if (state === 'failing' && fault.retry_at !== null && fault.retry_at > now) {
      said.push({ key: 'health.retry_at', params: { when: words.relative(fault.retry_at) } });
    } else said.push({ key: `error.${fault.code}.next`, params: fault.params });
  }
  if (state === 'moved') said.push({ key: 'health.moved_hint' }, ...(moved_to === null ? [] : [{ key: 'health.moved_to', params: { address: moved_to } } as const]));
  if (state === 'switched') {
    said.push({ key: 'health.switched_hint' });
    if (since !== null) said.push({ key: 'health.since', params: { when: words.relative(since) } });
    if (switched_from !== null) said.push({ key: 'health.switched_from', params: { address: switched_from } });
  }
  if (state === 'silent') said.push({ key: 'health.silent_hint' });
  if (state === 'paused') said.push({ key: 'health.paused_hint' });
  return said;
}

/** How high each day's bar is, in hundredths; days without news have none. */
export function bars(days: readonly DayOfVisits[]): Array<{ height: number; failed: boolean }> {
  // A source that brings two articles a day is not drawn like one that brings two hundred.
  const most = Math.max(8, ...days.map((day) => day.added));
  return days.map((day) => ({ height: day.added === 0 ? 0 : Math.round(25 + (75 * day.added) / most), failed: day.failed > 0 && day.succeeded === 0 }));
}

/** Seconds that a run still needs, roughly; none before there is anything to reckon from. */
export function secondsLeft(done: number, total: number, elapsed: number): number | null {
  if (done < 3 || elapsed < 2000 || done >= total) return null;
  const seconds = ((elapsed / done) * (total - done)) / 1000;
  return seconds < 60 ? Math.max(5, Math.ceil(seconds / 5) * 5) : Math.ceil(seconds / 60) * 60;
}
