// What a key can be given to, with the key that each act has from the start. A key is written as `keymap.ts` says.

export interface ActionRow {
  name: string;
  group: "tools" | "picture" | "slices" | "presets" | "places";
  key: string;
}

export const ACTIONS = [
  { name: "tool-window", group: "tools", key: "w" },
  { name: "tool-scroll", group: "tools", key: "s" },
  { name: "tool-pan", group: "tools", key: "p" },
  { name: "tool-zoom", group: "tools", key: "z" },
  { name: "tool-crosshair", group: "tools", key: "x" },
  { name: "tool-rotate", group: "tools", key: "o" },
  { name: "tool-point", group: "tools", key: "a" },
  { name: "tool-draw", group: "tools", key: "d" },
  { name: "invert", group: "picture", key: "i" },
  { name: "flip-across", group: "picture", key: "h" },
  { name: "flip-upside-down", group: "picture", key: "v" },
  { name: "turn-left", group: "picture", key: "," },
  { name: "turn-right", group: "picture", key: "." },
  { name: "zoom-in", group: "picture", key: "+" },
  { name: "zoom-out", group: "picture", key: "-" },
  { name: "fit", group: "picture", key: "=" },
  { name: "reset-view", group: "picture", key: "r" },
  { name: "reset-all", group: "picture", key: "Shift+r" },
  { name: "first", group: "slices", key: "Home" },
  { name: "last", group: "slices", key: "End" },
  { name: "slab-thinner", group: "slices", key: "[" },
  { name: "slab-thicker", group: "slices", key: "]" },
  { name: "slab-mode", group: "slices", key: "m" },
  { name: "series-previous", group: "slices", key: "PageUp" },
  { name: "series-next", group: "slices", key: "PageDown" },
  { name: "cine", group: "slices", key: "c" },
  { name: "play-slower", group: "slices", key: "<" },
  { name: "play-faster", group: "slices", key: ">" },
  { name: "play-reverse", group: "slices", key: "Shift+c" },
  { name: "preset-1", group: "presets", key: "1" },
  { name: "preset-2", group: "presets", key: "2" },
  { name: "preset-3", group: "presets", key: "3" },
  { name: "preset-4", group: "presets", key: "4" },
  { name: "preset-5", group: "presets", key: "5" },
  { name: "preset-6", group: "presets", key: "6" },
  { name: "preset-7", group: "presets", key: "7" },
  { name: "preset-8", group: "presets", key: "8" },
  { name: "preset-9", group: "presets", key: "9" },
  { name: "preset-0", group: "presets", key: "0" },
  { name: "full", group: "places", key: "f" },
  { name: "layout", group: "places", key: "g" },
  { name: "panel", group: "places", key: "b" },
  { name: "room", group: "places", key: "j" },
  { name: "raise-hand", group: "places", key: "u" },
  { name: "text", group: "places", key: "t" },
  { name: "speak", group: "places", key: "y" },
  { name: "region", group: "places", key: "F6" },
  { name: "help", group: "places", key: "?" },
] as const satisfies readonly ActionRow[];

export type Action = (typeof ACTIONS)[number]["name"];

export const GROUPS = ["tools", "picture", "slices", "presets", "places"] as const satisfies readonly ActionRow["group"][];
