// Which presets a view offers, and which digit key chooses which.

import type { MessageOf, Preset } from "../wire/messages";

type Welcome = MessageOf<"welcome">;
/** Their keys are fixed: the data set's own window, and the automatic one. */
const FIXED: Readonly<Record<string, string>> = { file: "9", auto: "0" };

export interface KeyedPreset extends Preset {
  key: string;
}

/** In the server's order; 1 to 8 go to the first that have no key of their own. */
export function presetsFor(welcome: Welcome, kind: "slice" | "mip" | "volume" | "film"): KeyedPreset[] {
  let next = 1;
  return (kind === "volume" ? welcome.presets : welcome.windows).map((preset) => {
    const fixed = FIXED[preset.name];
    if (fixed !== undefined) return { ...preset, key: fixed };
    const key = next <= 8 ? String(next) : "";
    next += 1;
    return { ...preset, key };
  });
}

export function digitsOf(presets: readonly KeyedPreset[]): ReadonlyMap<string, string> {
  return new Map(presets.filter((one) => one.key !== "").map((one) => [one.key, one.name]));
}
