// A key as it is written on the keyboard, in the reader's language.

import type { Action } from "../input/actions";
import { keyOf } from "../input/keymap";
import { text } from "../text";
import { keymap } from "./own-keys";

/** "Shift+r" -> "Shift R". */
export function shownKey(key: string): string {
  const names: Readonly<Record<string, string>> = text.keyNames;
  // "Shift++" cannot be: only letters and names have Shift before them.
  const parts = key.length > 1 ? key.split("+") : [key];
  return parts.map((part) => (Object.hasOwn(names, part) ? names[part] : part.length === 1 ? part.toUpperCase() : part)).join(" ");
}

/** The key that an act has now, as it is written; "" where it has none. */
export function keyFor(action: Action): string {
  return shownKey(keyOf(keymap.value, action));
}

/** A label with the key of its act in brackets, for tooltips. */
export function withKeyOf(label: string, action: Action): string {
  const key = keyFor(action);
  return key === "" ? label : text.viewer.withKey(label, key);
}
