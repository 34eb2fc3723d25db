import { engine } from '$lib/dom/engine';

import { formatDay, formatExact, formatRelative, formatTime, tag, type Calendar, type Months, type Writing } from './dates';
import { isolated } from './isolate';
import { format, plainText, type Catalogue, type MessageKey, type Params, type Part } from './messages';

/** The interface's languages. */
export type Language = 'ar' | 'en';

/** Each language's file is its own chunk, so that a start loads one, and of that what the first screen may need. */
const CATALOGUES: Record<Language, () => Promise<Catalogue>> = {
  ar: async () => (await import('./ar.json?first')).default,
  en: async () => (await import('./en.json?first')).default,
};
/** What views need that are fetched later themselves. */
const LATER: Record<Language, () => Promise<Partial<Catalogue>>> = {
  ar: async () => (await import('./ar.json?later')).default,
  en: async () => (await import('./en.json?later')).default,
};

/** The vowel marks that end a word, tanwin before a last alef among them: optional in Arabic, and WebKitGTK lifts or
    lowers the whole word for them. Those within a word («حُفظ») stay. */
const LAST_MARKS = /[\u064B-\u0652]+(?=\u0627?(?!\p{L}))/gu;
const WITHOUT_MARKS = typeof navigator !== 'undefined' && engine(navigator.userAgent) === 'webkitgtk';

/** Words, numbers and dates in the reader's language; everything read from here follows a change of settings. */
export class I18n {
  #catalogue = $state.raw<Catalogue>({} as Catalogue);
  #whole = false;
  #writing = $state.raw<Writing>({ language: 'ar', digits: 'arab', calendar: 'gregory', months: 'common', hijriShift: 0 });
  readonly #plural = $derived(new Intl.PluralRules(tag(this.#writing)));
  readonly #collator = $derived(new Intl.Collator(tag(this.#writing)));
  readonly #number = $derived(new Intl.NumberFormat(tag(this.#writing)));

  /** Loads a language if need be and takes the digits and calendar over. `auto` digits follow the language. */
  async use(language: Language, digits: string, calendar: string, months = 'common', hijriShift = 0): Promise<void> {
    const [first, later] = await Promise.all([CATALOGUES[language](), this.#whole ? LATER[language]() : {}]);
    this.#catalogue = { ...first, ...later };
    this.#writing = {
      language,
      digits: digits === 'arab' || digits === 'latn' ? digits : language === 'ar' ? 'arab' : 'latn',
      calendar: calendar === 'both' || calendar === 'hijri' ? calendar : ('gregory' satisfies Calendar),
      months: months === 'levant' || months === 'morocco' || months === 'algeria' ? months : ('common' satisfies Months),
      hijriShift: Math.sign(hijriShift),
    };
  }

  /** Loads the messages that a start does without; a view that has some waits for them. */
  async whole(): Promise<void> {
    if (this.#whole) return;
    this.#whole = true;
    const { language } = this.#writing;
    const later = await LATER[language]();
    // The language may have changed meanwhile, and brought its own.
    if (this.#writing.language === language) this.#catalogue = { ...this.#catalogue, ...later };
  }

  /** The interface's language. */
  get language(): Language {
    return this.#writing.language;
  }

  /** The interface's direction. */
  get direction(): 'rtl' | 'ltr' {
    return this.#writing.language === 'ar' ? 'rtl' : 'ltr';
  }

  /** Whether there is such a message: keys that carry a code from outside may have none. */
  has(key: string): key is MessageKey {
    return key in this.#catalogue;
  }

  /** A message as plain text. */
  t(key: MessageKey, params: Params = {}): string {
    return plainText(this.parts(key, params));
  }

  /** A message in parts, for `<Message>`. */
  parts(key: MessageKey, params: Params = {}): Part[] {
    // An error whose reason is known may have a sentence of its own: `error.tls_failed.what.expired`.
    const exact = `${key}.${params['reason'] ?? ''}`;
    const message = this.#catalogue[this.has(exact) ? exact : key];
    if (message === undefined) return [{ text: key, isolate: false }];
    const parts = format(message, params, this.#plural, this.#number);
    return WITHOUT_MARKS ? parts.map((part) => ({ ...part, text: part.text.replace(LAST_MARKS, '') })) : parts;
  }

  /** A number in the reader's digits. */
  n(value: number, options?: Intl.NumberFormatOptions): string {
    return options ? new Intl.NumberFormat(tag(this.#writing), options).format(value) : this.#number.format(value);
  }

  /** A day. */
  day(at: number): string {
    return formatDay(at, this.#writing);
  }

  /** Hour and minute. */
  time(at: number): string {
    return formatTime(at, this.#writing);
  }

  /** A moment in full: weekday, day, hour and minute. */
  exact(at: number): string {
    return formatExact(at, this.#writing);
  }

  /** How long ago or how soon. */
  relative(at: number, now: number): string {
    return formatRelative(at, now, this.#writing);
  }

  /** Several names as one phrase, each isolated: «أ وب وج». */
  list(items: string[]): string {
    return new Intl.ListFormat(tag(this.#writing), { type: 'unit', style: 'short' }).format(items.map(isolated));
  }

  /** The order of two names. */
  compare(a: string, b: string): number {
    return this.#collator.compare(a, b);
  }

  /** A country's name. */
  country(code: string): string {
    try {
      return new Intl.DisplayNames(tag(this.#writing), { type: 'region' }).of(code) ?? code;
    } catch {
      return code;
    }
  }

  /** Bytes in a unit that fits. */
  size(bytes: number): string {
    const [unit, value] = bytes < 1e6 ? (['kilobyte', bytes / 1e3] as const) : (['megabyte', bytes / 1e6] as const);
    return this.n(value, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 });
  }
}
