import type reference from './ar.json';
import { isolated } from './isolate';

/** A key of the message files. Arabic is the reference. */
export type MessageKey = keyof typeof reference;

/** The plural forms of a message; `other` is what a missing form falls back to. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** One language's messages. */
export type Catalogue = Record<MessageKey, string | PluralForms>;

/** Values for a message. Numbers are written in the reader's digits; texts from outside are isolated. */
export type Params = Record<string, string | number>;

/** A piece of a formatted message: words of ours, or a value from outside that must not disturb their order. */
export interface Part {
  text: string;
  isolate: boolean;
}

/** Values that belong to the sentence and need no isolation: dates, shortcuts and counts that were formatted already. */
const PLAIN = new Set(['date', 'time', 'when', 'size', 'code']);

/** Puts values into a message. `{count}` picks the plural form. */
export function format(
  message: string | PluralForms,
  params: Params,
  plural: Intl.PluralRules,
  number: Intl.NumberFormat,
): Part[] {
  let text: string;
  if (typeof message === 'string') text = message;
  else {
    const count = params['count'];
    const rule = typeof count === 'number' ? plural.select(count) : 'other';
    text = message[rule] ?? message.other;
  }
  const parts: Part[] = [];
  for (const [index, piece] of text.split(/\{(\w+)\}/).entries()) {
    if (index % 2 === 0) {
      if (piece) parts.push({ text: piece, isolate: false });
      continue;
    }
    const value = params[piece];
    if (value === undefined) parts.push({ text: `{${piece}}`, isolate: false });
    else if (typeof value === 'number') parts.push({ text: number.format(value), isolate: false });
    else parts.push({ text: value, isolate: !PLAIN.has(piece) });
  }
  return parts;
}

/** The parts as plain text, for attributes and live regions where there is no `<bdi>`. */
export function plainText(parts: Part[]): string {
  return parts.map((part) => (part.isolate ? isolated(part.text) : part.text)).join('');
}
