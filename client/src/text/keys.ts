// Words of the help and of the keys' editor. Both come with the help: the first load goes without them.

import type { Action } from "../input/actions";
import type { ActionRow } from "../input/actions";
import { germanKeys } from "./keys-german";
import { language } from "./language";

type Group = ActionRow["group"];
/** What, and the keys or movements for it. */
type Rows = readonly (readonly [string, ...string[]])[];

export interface KeyWords {
  gestures: readonly { name: string; rows: Rows }[];
  groups: Readonly<Record<Group, string>>;
  actions: Readonly<Record<Action, string>>;
  /** What cannot be given other keys. */
  fixed: Readonly<Partial<Record<Group, Rows>>>;
  edit: string;
  done: string;
  singles: string;
  singlesWhy: string;
  press: string;
  change: (action: string, key: string) => string;
  noKey: string;
  remove: (action: string) => string;
  usual: (key: string) => string;
  usualOf: (action: string, key: string) => string;
  allUsual: string;
  taken: (key: string, holder: string) => string;
  take: (holder: string) => string;
  keep: string;
  reserved: (key: string) => string;
  modifier: string;
  given: (action: string, key: string) => string;
  takenFrom: (action: string, key: string, holder: string) => string;
  removed: (action: string) => string;
  allUsualNow: string;
  onlyHere: string;
}

const englishKeys: KeyWords = {
  gestures: [
    {
      name: "Mouse on a slice",
      rows: [
        ["Window", "left drag"], ["Pan", "middle drag"], ["Zoom", "right drag"], ["Scroll", "wheel"],
        ["Ten slices", "Shift", "wheel"], ["Zoom at pointer", "Ctrl", "wheel"], ["Slab thickness", "Alt", "wheel"],
        ["Crosshair follows", "Shift", "move"], ["Turn the picture", "Ctrl", "left drag"], ["Turn one plane", "drag its ring"],
        ["Menu", "right click"], ["Full view and back", "double click"], ["Series before, after", "side buttons"],
      ],
    },
    {
      name: "Mouse on volume and MIP",
      rows: [
        ["Rotate the volume", "left drag"], ["Turn the MIP by 5\u00b0", "left drag", "wheel"], ["Roll", "Ctrl", "left drag"],
        ["Zoom the volume", "wheel"],
      ],
    },
    {
      name: "Touch and pen",
      rows: [
        ["Scroll, or the tool", "one finger"], ["Pan and zoom", "two fingers"], ["Roll a projection", "two fingers turn"],
        ["Window", "three fingers"], ["Window with the pen", "barrel button"], ["Crosshair", "hold, then move"],
        ["Menu", "hold on a text"], ["Full view and back", "double tap"], ["Show large", "tap a small view"],
      ],
    },
  ],
  groups: { tools: "Left button does", picture: "Picture", slices: "Slices", presets: "Presets", places: "Places" },
  actions: {
    "tool-window": "Window", "tool-scroll": "Scroll", "tool-pan": "Pan", "tool-zoom": "Zoom", "tool-crosshair": "Crosshair",
    "tool-rotate": "Rotate planes or volume", "tool-point": "Point for the others", "tool-draw": "Draw for the others",
    invert: "Invert", "flip-across": "Flip across", "flip-upside-down": "Flip upside down", "turn-left": "Turn left by 90\u00b0",
    "turn-right": "Turn right by 90\u00b0", "zoom-in": "Zoom in", "zoom-out": "Zoom out", fit: "Fit into the view",
    "reset-view": "Reset view", "reset-all": "Reset all views",
    first: "Slice at the head, front, right", last: "Slice at the feet, back, left", "slab-thinner": "Thinner slab", "slab-thicker": "Thicker slab", "slab-mode": "Slab mode",
    "series-previous": "Series before", "series-next": "Series after", cine: "Play, stop",
    "play-slower": "Play slower", "play-faster": "Play faster", "play-reverse": "Play the other way",
    "preset-1": "Preset 1", "preset-2": "Preset 2", "preset-3": "Preset 3", "preset-4": "Preset 4", "preset-5": "Preset 5",
    "preset-6": "Preset 6", "preset-7": "Preset 7", "preset-8": "Preset 8", "preset-9": "Window from the file", "preset-0": "Automatic window",
    full: "Full view and back", layout: "Next layout", panel: "Side panel", room: "The room's people and notes",
    "raise-hand": "Ask to present, withdraw", text: "Less text on pictures", speak: "Speak the view",
    region: "Next region", help: "This help",
  },
  fixed: {
    tools: [["For the time a key is held", "hold"], ["The tool by steps", "hold", "\u2190 \u2191 \u2193 \u2192"]],
    picture: [["Roll by 5\u00b0", "hold rotate", "turn keys"], ["Undo, redo", "Ctrl Z", "Ctrl Y"]],
    slices: [["Play, stop", "Space"], ["One slice", "\u2191", "\u2193"], ["Ten slices", "Shift", "\u2191", "\u2193"]],
    places: [["Next view", "Tab"], ["Menu of the view", "Shift F10"], ["Search studies", "/"], ["Step back, undo a drag", "Esc"]],
  },
  edit: "Change keys",
  done: "Done",
  singles: "Letters, digits and signs act as keys",
  singlesWhy: "Switch this off where speech input or a sleeve types by accident. Arrows and named keys stay.",
  press: "Press a key",
  change: (action, key) => `${action}: ${key}. Change`,
  noKey: "none",
  remove: (action) => `${action}: no key`,
  usual: (key) => `Back to ${key}`,
  usualOf: (action, key) => `${action}: back to ${key}`,
  allUsual: "All keys as at first",
  taken: (key, holder) => `${key} is the key for \u201c${holder}\u201d.`,
  take: (holder) => `Take it from \u201c${holder}\u201d`,
  keep: "Leave it",
  reserved: (key) => `${key} always does the same here or in the browser. Press another key.`,
  modifier: "Keys with Ctrl, Alt or Command belong to the browser. Press a key alone or with Shift.",
  given: (action, key) => `${action} has ${key} now.`,
  takenFrom: (action, key, holder) => `${action} has ${key} now; \u201c${holder}\u201d has none.`,
  removed: (action) => `${action} has no key now.`,
  allUsualNow: "All keys are as at first.",
  onlyHere: "The server could not keep this: it holds in this browser.",
};

export function keyWords(): KeyWords {
  return language.value === "de" ? germanKeys : englishKeys;
}
