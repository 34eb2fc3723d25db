/** The calendars a date can be written in. */
export type Calendar = 'gregory' | 'both' | 'hijri';

/** What Gregorian months are called in Arabic, by country. */
export type Months = 'common' | 'levant' | 'morocco' | 'algeria';

/** A country that calls the months so, for CLDR's names. */
const MONTHS_OF: Record<Months, string> = { common: 'ar-EG', levant: 'ar-SY', morocco: 'ar-MA', algeria: 'ar-DZ' };

/** How this reader writes numbers and dates. Every locale carries its calendar and digits: engines' defaults differ. */
export interface Writing {
  language: 'ar' | 'en';
  digits: 'arab' | 'latn';
  calendar: Calendar;
  months: Months;
  /** Days that the reader's country is ahead of Umm al-Qura. */
  hijriShift: number;
}

/** The base locale: British English puts the day first, as Arabic does. */
function base(language: Writing['language']): string {
  return language === 'ar' ? 'ar' : 'en-GB';
}

/** A BCP 47 tag that leaves nothing to the engine. */
export function tag(writing: Writing, calendar: 'gregory' | 'islamic-umalqura' = 'gregory'): string {
  return `${base(writing.language)}-u-ca-${calendar}-nu-${writing.digits}`;
}

/** The tag of dates with a month's name: that of a country where Arabic has several. */
export function monthTag(writing: Writing, calendar: 'gregory' | 'islamic-umalqura'): string {
  return writing.language === 'ar' ? `${MONTHS_OF[writing.months]}-u-ca-${calendar}-nu-${writing.digits}` : tag(writing, calendar);
}

function long(at: number, writing: Writing, calendar: 'gregory' | 'islamic-umalqura'): string {
  const format = new Intl.DateTimeFormat(monthTag(writing, calendar), { day: 'numeric', month: 'long', year: 'numeric' });
  // The era («هـ», “AH”) is left out: beside the Gregorian date the month's name says which calendar it is.
  return format
    .formatToParts(at)
    .filter((part) => part.type !== 'era')
    .map((part) => part.value)
    .join('')
    .trim();
}

/** A day in the reader's calendar or calendars: «٢٢ نوفمبر ٢٠٢٦ — ١٢ جمادى الآخرة ١٤٤٨». */
export function formatDay(at: number, writing: Writing): string {
  const gregorian = long(at, writing, 'gregory');
  if (writing.calendar === 'gregory') return gregorian;
  const hijri = long(at + writing.hijriShift * DAY, writing, 'islamic-umalqura');
  return writing.calendar === 'hijri' ? hijri : `${gregorian} — ${hijri}`;
}

/** Hour and minute. */
export function formatTime(at: number, writing: Writing): string {
  const time = new Intl.DateTimeFormat(tag(writing), { hour: 'numeric', minute: '2-digit' }).format(at);
  // The hour stays with its half of the day.
  return time.replace(/\s/g, '\u00a0');
}

/** A moment in full: weekday, day and time. */
export function formatExact(at: number, writing: Writing): string {
  const weekday = new Intl.DateTimeFormat(tag(writing), { weekday: 'long' }).format(at);
  return [weekday, formatDay(at, writing), formatTime(at, writing)].join(writing.language === 'ar' ? '\u060c ' : ', ');
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Days between two moments by the reader's own midnights. */
function calendarDays(from: number, to: number): number {
  const midnight = (at: number): number => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

/** How long ago, or how soon: «قبل ١٢ دقيقة», «أمس», «بعد ساعة»; past a month the day itself. */
export function formatRelative(at: number, now: number, writing: Writing): string {
  const format = new Intl.RelativeTimeFormat(tag(writing), { numeric: 'auto', style: writing.language === 'ar' ? 'long' : 'short' });
  const ahead = at - now;
  const distance = Math.abs(ahead);
  const whole = (unit: number): number => Math.trunc(ahead / unit);
  if (distance < MINUTE) return format.format(0, 'second');
  if (distance < HOUR) return format.format(whole(MINUTE), 'minute');
  const days = calendarDays(now, at);
  if (distance < 12 * HOUR || days === 0) return format.format(whole(HOUR), 'hour');
  if (Math.abs(days) < 7) return format.format(days, 'day');
  if (Math.abs(days) < 30) return format.format(Math.trunc(days / 7), 'week');
  return formatDay(at, { ...writing, calendar: writing.calendar === 'hijri' ? 'hijri' : 'gregory' });
}
