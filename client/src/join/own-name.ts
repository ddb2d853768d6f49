// How the others read this person, as they wrote it last: kept for every room on this machine.

import { NAME_LENGTH } from "../wire/room";

const NAME = "tomocast.name";

/** Empty where none was ever given. */
export function readName(): string {
  try {
    return tidy(localStorage.getItem(NAME) ?? "");
  } catch {
    return "";
  }
}

/** Gives the name as it is kept: without what the server would not take. */
export function keepName(name: string): string {
  const kept = tidy(name);
  try {
    if (kept) localStorage.setItem(NAME, kept);
    else localStorage.removeItem(NAME);
  } catch {
    // Storage may be forbidden: then the name holds for this page.
  }
  return kept;
}

/** One line without spaces at its ends; a letter that takes two units is never cut. */
function tidy(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  let kept = "";
  for (const letter of line) {
    if (kept.length + letter.length > NAME_LENGTH) break;
    kept += letter;
  }
  return kept.trim();
}
