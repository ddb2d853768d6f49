// Numbers, dates and lists as the reader's language writes them.

/** The reader's language where it names one. Some browsers name what is none ("en-US@posix"): theirs is the default. */
export function localeOf(language: string | undefined): string | undefined {
  try {
    return language ? Intl.NumberFormat.supportedLocalesOf(language)[0] : undefined;
  } catch {
    return undefined;
  }
}

/** A true minus: a hyphen before a number is too easily lost on a picture. */
const minus = (formatted: string): string => formatted.replace(/^-/, "\u2212");

/** Latin digits and the Gregorian calendar everywhere: what stands on a picture is compared with what a file says. */
function formatsOf(locale: string | undefined) {
  const digits = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { numberingSystem: "latn", useGrouping: false, ...options });
  return {
    whole: digits({ maximumFractionDigits: 0 }),
    tenth: digits({ minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    upToTenth: digits({ maximumFractionDigits: 1 }),
    short: digits({ maximumFractionDigits: 2 }),
    grouped: digits({ useGrouping: true }),
    // The month as a word: 03-04 is read in two ways.
    day: new Intl.DateTimeFormat(locale, {
      year: "numeric", month: "short", day: "numeric", timeZone: "UTC", calendar: "gregory", numberingSystem: "latn",
    }),
    time: new Intl.DateTimeFormat(locale, { timeStyle: "medium", numberingSystem: "latn" }),
    hour: new Intl.DateTimeFormat(locale, { timeStyle: "short", numberingSystem: "latn" }),
    moment: new Intl.DateTimeFormat(locale, {
      weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", calendar: "gregory", numberingSystem: "latn",
    }),
    list: new Intl.ListFormat(locale, { type: "conjunction" }),
  };
}

let formats = formatsOf(localeOf(globalThis.navigator?.language));

/** From now on everything is written like this; undefined is the browser's own. */
export function setLocale(locale: string | undefined): void {
  formats = formatsOf(localeOf(locale));
}

export const number = (value: number): string => minus(formats.whole.format(value));
export const decimal = (value: number): string => minus(formats.tenth.format(value));
/** As few digits as say it: 1500, 40, 2.5, 0.35. */
export function plain(value: number): string {
  const size = Math.abs(value);
  return minus((size >= 100 ? formats.whole : size >= 10 ? formats.upToTenth : formats.short).format(value));
}
export const thousands = (value: number): string => formats.grouped.format(value);
/** Rounded down: 100 % means all. */
export const percent = (fraction: number): string => `${Math.floor(fraction * 100)}\u00a0%`;
/** When something ends: the time of today's day, else the day too. What ends at midnight belongs to the day before. */
export function ending(at: Date, now = new Date()): string {
  const last = at.getHours() === 0 && at.getMinutes() === 0 ? new Date(at.getTime() - 60_000) : at;
  return (last.toDateString() === now.toDateString() ? formats.hour : formats.moment).format(last);
}
export const clock = (at: Date): string => formats.time.format(at);
export const list = (parts: readonly string[]): string => formats.list.format(parts);

/** A day of the calendar, wherever the reader is. */
export function calendarDay(year: number, month: number, day: number): string {
  return formats.day.format(new Date(Date.UTC(year, month - 1, day)));
}

const GB = 1e9;
const MB = 1e6;
export function bytes(n: number): string {
  return n >= GB ? `${formats.tenth.format(n / GB)} GB` : `${formats.tenth.format(n / MB)} MB`;
}

/** A word in the forms that its language counts with; some have few, some many, all have "other". */
export type Forms = { readonly other: string } & { readonly [form in Intl.LDMLPluralRule]?: string };

/** "1 study", "7 studies" by the rules of the words' language, which may not be the numbers'. */
export function counter(language: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (n, forms) => `${thousands(n)} ${forms[rules.select(n)] ?? forms.other}`;
}
