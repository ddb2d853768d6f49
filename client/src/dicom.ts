// DICOM's names and dates for people (PS3.5 section 6.2: PN, DA).

import { calendarDay } from "./text/locale";

export interface PersonName {
  alphabetic: string;
  ideographic: string;
  phonetic: string;
}

const EASTERN = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const LATIN = /\p{Script=Latin}/u;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Family^Given^Middle^Prefix^Suffix, in up to three writings apart by "=". */
export function patientName(raw: string): PersonName {
  const [alphabetic = "", ideographic = "", phonetic = ""] = raw.split("=");
  return { alphabetic: western(alphabetic), ideographic: joined(ideographic), phonetic: joined(phonetic) };
}

/** "Müller, Dr. Jörg Karl": the family first, as lists of patients have it. */
function western(group: string): string {
  // Files that know no groups have the only writing in the first.
  if (EASTERN.test(group) && !LATIN.test(group)) return joined(group);
  const [family = "", given = "", middle = "", prefix = "", suffix = ""] = parts(group);
  const rest = [prefix, given, middle, suffix].filter(Boolean).join(" ");
  return [family, rest].filter(Boolean).join(", ");
}

/** Family and given name as written in the East, without a comma. */
function joined(group: string): string {
  return parts(group).filter(Boolean).join(" ");
}

function parts(group: string): string[] {
  return group.split("^").map((part) => part.trim());
}

/** A name apart from words after it that run the other way, where both are one text. */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}

/** All writings of a name on one line. */
export function fullName(raw: string): string {
  const { alphabetic, ideographic, phonetic } = patientName(raw);
  return [alphabetic || ideographic || phonetic, ...(alphabetic ? [ideographic, phonetic] : [])].filter(Boolean).join("  ");
}

/** 20260131 or 2026-01-31 as the reader writes dates, the month as a word; what is no date as it came. */
export function shownDate(raw: string): string {
  const [, year, month, day] = (/^(\d{4})[-.]?(\d{2})[-.]?(\d{2})$/.exec(raw.trim()) ?? []).map(Number);
  if (!year || !month || !day || month > 12 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return raw;
  return calendarDay(year, month, day);
}
