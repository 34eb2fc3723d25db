import type { Core } from '$lib/api/commands';
import { toApiError } from '$lib/api/errors';
import type { Settings, SettingsPatch } from '$lib/api/bindings/types';
import type { I18n } from '$lib/i18n/i18n.svelte';

import type { Notices } from './notices.svelte';

/** What a new library starts with; the core's answer replaces it before the first screen. */
export const DEFAULTS: Settings = {
  theme: 'system',
  language: 'ar',
  digits: 'auto',
  calendar: 'both',
  months: 'common',
  hijri_shift: 0,
  reading_font: 'naskh',
  latin_font: 'auto',
  reading_align: 'start',
  hide_vowels: false,
  reading_size: 19,
  reading_leading: 202,
  reading_width: 38,
  refresh_minutes: 60,
  load_pictures: true,
  refresh_on_metered: false,
  check_directory: true,
};

/** The bounds of the reading choices, as the core holds them. */
export const READING = {
  reading_size: { min: 14, max: 32, step: 1 },
  reading_leading: { min: 140, max: 260, step: 5 },
  reading_width: { min: 24, max: 60, step: 1 },
} as const;

/** The reader's settings: shown at once, stored behind. */
export class Preferences {
  #value = $state.raw<Settings>(DEFAULTS);
  /** What the core knows; returned to when it refuses a change. */
  #stored: Settings = DEFAULTS;
  /** Changes that wait for the one on its way: a slider makes many, and only the last counts. */
  #waiting: SettingsPatch | null = null;
  #sending: Promise<void> | null = null;
  readonly #core: Core;
  readonly #i18n: I18n;
  readonly #notices: Notices;

  constructor(core: Core, i18n: I18n, notices: Notices) {
    this.#core = core;
    this.#i18n = i18n;
    this.#notices = notices;
  }

  /** The settings as they are shown. */
  get value(): Settings {
    return this.#value;
  }

  /** Takes settings over that the core gave. */
  async accept(settings: Settings): Promise<void> {
    this.#stored = settings;
    await this.#show(settings);
  }

  async #show(settings: Settings): Promise<void> {
    await this.#i18n.use(settings.language === 'en' ? 'en' : 'ar', settings.digits, settings.calendar, settings.months, settings.hijri_shift);
    this.#value = settings;
  }

  /** Changes settings at once; returns to what they were when the core refuses. */
  async change(patch: SettingsPatch): Promise<void> {
    this.#waiting = { ...this.#waiting, ...patch };
    await this.#show({ ...this.#value, ...(patch as Partial<Settings>) });
    this.#sending ??= this.#send().finally(() => (this.#sending = null));
    await this.#sending;
  }

  async #send(): Promise<void> {
    while (this.#waiting) {
      const patch = this.#waiting;
      this.#waiting = null;
      try {
        this.#stored = await this.#core.call('update_settings', patch);
      } catch (thrown) {
        this.#waiting = null;
        this.#notices.fail(toApiError(thrown));
      }
    }
    await this.#show(this.#stored);
  }

  /** Makes the reading type larger or smaller by one step, within its bounds. */
  resize(step: 1 | -1 | 0): void {
    const { min, max } = READING.reading_size;
    const size = step === 0 ? DEFAULTS.reading_size : Math.min(max, Math.max(min, this.#value.reading_size + step));
    if (size !== this.#value.reading_size) void this.change({ reading_size: size });
  }

  /** Asks the core again: something else changed them. */
  async reload(): Promise<void> {
    // Our own changes are heard of, too; their answer is newer than this question.
    if (this.#sending) return;
    try {
      const settings = await this.#core.call('get_settings', {});
      if (!this.#sending) await this.accept(settings);
    } catch (thrown) {
      this.#notices.fail(toApiError(thrown));
    }
  }
}

/** A theme as it is drawn. */
export type Theme = 'light' | 'white' | 'dark' | 'sepia' | 'contrast';

/** The theme to draw: `system` asks the system for contrast first, then for light or dark. */
export function resolveTheme(theme: string, dark: boolean, contrast: boolean): Theme {
  if (theme === 'light' || theme === 'white' || theme === 'dark' || theme === 'sepia' || theme === 'contrast') return theme;
  if (contrast) return 'contrast';
  return dark ? 'dark' : 'light';
}
