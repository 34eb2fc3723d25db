import type { FullTextMode, SourceKind } from '$lib/api/bindings/types';
import type { I18n } from '$lib/i18n/i18n.svelte';
import type { MessageKey } from '$lib/i18n/messages';

/** Minutes between two visits of a source; 0 as the general setting says. */
export const INTERVALS: readonly number[] = [0, 15, 30, 60, 120, 240, 720, 1440, 4320, 10_080];

/** Days that articles are kept; 0 for ever. */
export const KEEP_DAYS: readonly number[] = [0, 30, 90, 180, 365, 730];

/** How a source's text may be had. */
export const TEXTS: readonly FullTextMode[] = ['auto', 'page', 'feed', 'original'];

/** An interval in words: «كل ساعتين». */
export function intervalWords(i18n: I18n, minutes: number): string {
  if (minutes % 1440 === 0) return i18n.t('settings.interval_days', { count: minutes / 1440 });
  return minutes % 60 === 0 ? i18n.t('settings.interval_hours', { count: minutes / 60 }) : i18n.t('settings.interval_minutes', { count: minutes });
}

/** The name of a kind of source, and what it means for the reader. */
export function kindWords(kind: SourceKind): { name: MessageKey; meaning: MessageKey } {
  return { name: `kind.${kind}`, meaning: `kind.${kind}_hint` };
}

/** The value that all of them have; null where they differ. */
export function common<T>(values: readonly T[]): T | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}
