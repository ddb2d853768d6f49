// The reader's own keys: used from the browser's storage at once, and kept by the server for whom it knows as a person.

import { computed, signal } from "@preact/signals";
import { getPreferences, putPreference } from "../api";
import { type Keymap, keymapOf, type KeySettings, readKeySettings, USUAL_KEYS } from "../input/keymap";

const REMEMBERED = "tomocast.keys";

export const keySettings = signal<KeySettings>(USUAL_KEYS);
export const keymap = computed<Keymap>(() => keymapOf(keySettings.value));

/** As they were left in this browser; before the page is painted. */
export function restoreKeys(): void {
  try {
    keySettings.value = readKeySettings(JSON.parse(localStorage.getItem(REMEMBERED) ?? "null"));
  } catch {
    // Storage may be forbidden, or hold what nobody of us wrote: then keys are the usual ones.
  }
}

/** As the server keeps them, when it does: also what was changed in another browser. */
export async function fetchKeys(): Promise<void> {
  const { kept, preferences } = await getPreferences().catch(() => ({ kept: false, preferences: {} as Record<string, unknown> }));
  if (!kept || preferences["keys"] === undefined) return;
  keySettings.value = readKeySettings(preferences["keys"]);
  remember(keySettings.value);
}

/** False where the server, which should, could not keep them: then they hold in this browser. */
export async function changeKeys(next: KeySettings): Promise<boolean> {
  keySettings.value = next;
  remember(next);
  return putPreference("keys", next).then(() => true, () => false);
}

function remember(settings: KeySettings): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(settings));
  } catch {
    // Then they hold for this page, and at the next visit where the server keeps them.
  }
}
