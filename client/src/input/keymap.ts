// Which key does what. A key is written as what it types in small letters ("w", "+", "PageUp"), with "Shift+" before
// letters and names; a digit by its place, for AZERTY types it with Shift.

import { type Action, ACTIONS } from "./actions";
import type { KeyInput } from "./raw";

/** What a reader changed: keys of their own ("" takes a key away), and whether single characters act at all. */
export interface KeySettings {
  singles: boolean;
  own: Readonly<Partial<Record<Action, string>>>;
}

export const USUAL_KEYS: KeySettings = { singles: true, own: {} };

export type Keymap = ReadonlyMap<string, Action>;
export type KeyProblem = "reserved" | "modifier" | "none";

const SHIFT = "Shift+";
const LETTER = /^\p{L}$/u;
const LONGEST = 24;
/** Keys that always mean what they mean, here or in every browser. */
const RESERVED = new Set([
  "Escape", "Tab", "Enter", " ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "ContextMenu", "Shift+F10",
  "F1", "F3", "F5", "F7", "F11", "F12",
]);
/** What is pressed on the way to a key, or types nothing by itself. */
const NO_KEYS = new Set([
  "Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock", "ScrollLock", "Fn", "Dead", "Process", "Unidentified", "",
]);

type Pressed = Pick<KeyInput, "key" | "code" | "shift">;

export function keyPressed({ key, code, shift }: Pressed): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined && (/^\d$/.test(key) || !shift)) return digit;
  const one = [...key].length === 1;
  return shift && (!one || LETTER.test(key)) ? SHIFT + (one ? key.toLowerCase() : key) : one ? key.toLowerCase() : key;
}

/** Whether a key is a single character, which speech and a sleeve type by accident (WCAG 2.1.4). */
export function isSingle(key: string): boolean {
  return [...key.replace(SHIFT, "")].length === 1;
}

/** With Shift an act without one of its own does what it does without Shift. */
export function actionOf(keymap: Keymap, key: string): Action | null {
  return keymap.get(key) ?? keymap.get(key.replace(SHIFT, "")) ?? null;
}

/** A key that a reader chose takes it from the act that has it from the start. */
export function keymapOf({ singles, own }: KeySettings): Keymap {
  const all = new Map<string, Action>();
  const give = (key: string, action: Action): void => {
    if (key !== "" && (singles || !isSingle(key)) && !all.has(key)) all.set(key, action);
  };
  for (const { name } of ACTIONS) if (own[name] !== undefined) give(own[name], name);
  for (const { name, key } of ACTIONS) if (own[name] === undefined) give(key, name);
  return all;
}

/** The key that an act has now; "" where it has none. */
export function keyOf(keymap: Keymap, action: Action): string {
  for (const [key, one] of keymap) if (one === action) return key;
  return "";
}

/** Why a key cannot be given to any act; null where it can. "none": nothing to speak of was pressed yet. */
export function problemOf(input: KeyInput): KeyProblem | null {
  if (NO_KEYS.has(input.key)) return "none";
  if (input.ctrl || input.alt) return "modifier";
  return RESERVED.has(keyPressed(input)) ? "reserved" : null;
}

/** Gives `action` a key ("" for none); whoever had it has none then. */
export function withKey(settings: KeySettings, action: Action, key: string): KeySettings {
  const holder = key === "" ? null : (keymapOf({ ...settings, singles: true }).get(key) ?? null);
  const taken = holder && holder !== action ? { [holder]: "" } : {};
  return tidied({ ...settings, own: { ...settings.own, ...taken, [action]: key } });
}

/** The key that `action` has from the start, taken back from whoever has it. */
export function withUsualKey(settings: KeySettings, action: Action): KeySettings {
  const row = ACTIONS.find(({ name }) => name === action);
  return row ? withKey(settings, action, row.key) : settings;
}

/** Only what differs from the start is kept: acts of later versions bring their own keys. */
function tidied(settings: KeySettings): KeySettings {
  const changed = ACTIONS.filter(({ name, key }) => settings.own[name] !== undefined && settings.own[name] !== key);
  return { ...settings, own: Object.fromEntries(changed.map(({ name }) => [name, settings.own[name]])) };
}

function isUsable(key: string): boolean {
  return key.length <= LONGEST && !RESERVED.has(key) && !NO_KEYS.has(key.replace(SHIFT, ""));
}

/** Settings from a store that anybody may have written; what is not understood is left out. */
export function readKeySettings(found: unknown): KeySettings {
  if (typeof found !== "object" || found === null) return USUAL_KEYS;
  const { singles, own } = found as Record<string, unknown>;
  const given = typeof own === "object" && own !== null ? (own as Record<string, unknown>) : {};
  const pairs = ACTIONS.flatMap(({ name }) => {
    const key = given[name];
    return typeof key === "string" && (key === "" || isUsable(key)) ? [[name, key] as const] : [];
  });
  return { singles: singles !== false, own: Object.fromEntries(pairs) };
}
