// Which language the page speaks: the one that was chosen here, else the browser's first that there is a table for.

import { signal } from "@preact/signals";
import { english, speak, type Texts } from "../text";
import { setLocale } from "./locale";

/** Each by its own name: whoever looks for theirs may not read the present one. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

const REMEMBERED = "tomocast.language";

/** Tables other than the first load's are fetched when they are needed. */
const TABLES: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => english,
  de: async () => (await import("./german")).german,
};

/** The words on the page. Who renders by it renders anew when another table is there. */
export const language = signal<Language>("en");

export interface Choice {
  language: Language;
  /** How numbers and dates are written; undefined is the browser's own way. */
  locale: string | undefined;
}

function isLanguage(value: string | null | undefined): value is Language {
  return value !== null && value !== undefined && Object.hasOwn(LANGUAGES, value);
}

const baseOf = (tag: string): string => tag.split("-")[0]?.toLowerCase() ?? "";

/** `chosen` was set by the reader on this page, `preferred` in the browser: "de-CH" also says how the Swiss write numbers. */
export function choose(chosen: string | null, preferred: readonly string[]): Choice {
  if (isLanguage(chosen)) return { language: chosen, locale: preferred.find((tag) => baseOf(tag) === chosen) ?? chosen };
  const first = preferred.find((tag) => isLanguage(baseOf(tag)));
  if (first) return { language: baseOf(first) as Language, locale: first };
  // No table for this reader: the words are English, the numbers theirs all the same.
  return { language: "en", locale: preferred[0] };
}

function remembered(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

async function use({ language: next, locale }: Choice): Promise<void> {
  try {
    speak(await TABLES[next]());
  } catch {
    // The table cannot be had, as when the server has just gone: English is here.
    return;
  }
  setLocale(locale);
  document.documentElement.lang = next;
  language.value = next;
}

/** As the reader has it; before the page is painted. */
export function restoreLanguage(): Promise<void> {
  return use(choose(remembered(), navigator.languages));
}

export function setLanguage(next: Language): Promise<void> {
  try {
    localStorage.setItem(REMEMBERED, next);
  } catch {
    // Storage may be forbidden: then the choice holds for this page.
  }
  return use(choose(next, navigator.languages));
}
