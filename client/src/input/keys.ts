// Keys: every act has one. Letters go by what the keyboard types, digits by their place (AZERTY types them with Shift).

import type { Operation } from "../wire/operations";
import { abandon } from "./mouse";
import { type Command, type Hand, type KeyInput, operate, type Reduced, type Tool, type ViewContext } from "./raw";
import { crosshairAt, zoomBy } from "./tools";

const TOOL_KEYS: Readonly<Record<string, Tool>> = { w: "window", s: "scroll", p: "pan", z: "zoom", x: "crosshair", o: "rotate" };
const COMMAND_KEYS: Readonly<Record<string, Command>> = {
  c: "cine",
  f: "full",
  g: "layout",
  b: "panel",
  t: "text",
  y: "speak",
  "?": "help",
  F6: "region",
  PageDown: "series-next",
  PageUp: "series-previous",
};
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
const NEXT_MODE = { mean: "max", max: "min", min: "mean" } as const;
/** A tool key that was down longer than this was held, not pressed. */
const HELD_MS = 350;
const KEY_PX = 10;
const KEY_ZOOM = 1.25;
const TURN_DEGREES = 5;
const FAR = 100000;

export function keys(hand: Hand, input: KeyInput, view: ViewContext): Reduced {
  return input.kind === "keydown" ? pressed(hand, input, view) : released(hand, input);
}

function pressed(hand: Hand, input: KeyInput, view: ViewContext): Reduced {
  const key = input.key.length === 1 ? input.key.toLowerCase() : input.key;
  if (key === "Escape") return hand.drag || hand.touch === "pressing" ? abandon(hand) : [hand, [{ do: "command", command: "back" }]];
  if (input.ctrl) return undo(hand, key, input.shift);
  if (input.alt) return [hand, []];
  const menu = key === "ContextMenu" || (key === "F10" && input.shift);
  if (menu) return [hand, input.repeat ? [] : [{ do: "menu", x: view.width / 2, y: view.height / 2 }]];
  const tool = TOOL_KEYS[key];
  if (tool) return input.repeat || hand.hold ? [hand, []] : [held(hand, key, tool, input.at), []];
  const command = COMMAND_KEYS[key];
  if (command) return input.repeat ? [hand, []] : [hand, [{ do: "command", command }]];
  const operations = operationsOf(hand, key, input, view);
  if (operations.length === 0) return [hand, []];
  // A key kept down is one step of undo.
  const gesture = input.repeat && hand.keyGesture === key ? hand.gesture : hand.gesture + 1;
  const hold = hand.hold && { ...hand.hold, used: true };
  return [{ ...hand, gesture, hold, keyGesture: key }, operate(operations, gesture)];
}

function held(hand: Hand, key: string, tool: Tool, at: number): Hand {
  return { ...hand, hold: { key, tool, since: at, used: false } };
}

/** A tool key lends its tool while it is held; pressed shortly it chooses it. */
function released(hand: Hand, input: KeyInput): Reduced {
  const hold = hand.hold;
  if (hold?.key !== input.key.toLowerCase()) return [hand, []];
  const chosen = !hold.used && input.at - hold.since < HELD_MS;
  const next = { ...hand, hold: null, tool: chosen ? hold.tool : hand.tool };
  return [next, chosen ? [{ do: "choose", tool: hold.tool }] : []];
}

function undo(hand: Hand, key: string, shift: boolean): Reduced {
  if (key !== "z" && key !== "y") return [hand, []];
  const gesture = hand.gesture + 1;
  return [{ ...hand, gesture }, operate([{ t: "undo", redo: key === "y" || shift }], gesture)];
}

function operationsOf(hand: Hand, key: string, input: KeyInput, view: ViewContext): Operation[] {
  const arrow = ARROWS[key];
  if (arrow) return arrows(hand.hold?.tool ?? null, arrow[0], arrow[1], input.shift, view);
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(input.code)?.[1];
  const preset = digit === undefined ? undefined : view.presets.get(digit);
  if (preset !== undefined) return [{ t: "preset", name: preset }];
  if (hand.hold?.tool === "rotate" && (key === "," || key === ".")) {
    const roll = key === "," ? -TURN_DEGREES : TURN_DEGREES;
    return [view.kind === "slice" ? { t: "roll", degrees: roll } : { t: "turn", azimuth: 0, elevation: 0, roll }];
  }
  return simple(key, input.shift, view);
}

function simple(key: string, shift: boolean, view: ViewContext): Operation[] {
  const slice = view.kind === "slice";
  switch (key) {
    case "i":
      return view.kind === "volume" ? [] : [{ t: "invert" }];
    case "r":
      return [{ t: "reset", what: shift ? "all" : "view" }];
    case "+":
      return [zoomBy(KEY_ZOOM, view.width / 2, view.height / 2, view)];
    case "-":
      return [zoomBy(1 / KEY_ZOOM, view.width / 2, view.height / 2, view)];
    case "=":
      return [{ t: "fit" }];
    case "h":
    case "v":
      return slice ? [{ t: "flip", axis: key === "h" ? "horizontal" : "vertical" }] : [];
    case ",":
    case ".":
      return [{ t: "quarter", turns: key === "," ? -1 : 1 }];
    case "[":
    case "]":
      return slice ? [{ t: "slab_step", mm: key === "[" ? -1 : 1 }] : [];
    case "m":
      return slice ? [{ t: "slab_mode", mode: NEXT_MODE[view.slabMode] }] : [];
    case "Home":
    case "End":
      return slice ? [{ t: "scroll", steps: key === "Home" ? -FAR : FAR }] : [];
    default:
      return [];
  }
}

function arrows(hold: Tool | null, dx: number, dy: number, shift: boolean, view: ViewContext): Operation[] {
  if (hold === "window" && view.kind !== "volume") return [{ t: "window_drag", wider: dx * KEY_PX, brighter: -dy * KEY_PX }];
  if (hold === "pan") return [{ t: "pan", dx: dx * KEY_PX * view.scale, dy: dy * KEY_PX * view.scale }];
  if (hold === "zoom") return [zoomBy(KEY_ZOOM ** -(dy || -dx), view.width / 2, view.height / 2, view)];
  if (view.kind !== "slice") {
    const degrees = shift ? 1 : TURN_DEGREES;
    return [{ t: "turn", azimuth: dx * degrees, elevation: dy * degrees, roll: 0 }];
  }
  if (hold === "rotate") return [{ t: "tilt", degrees: dx || dy }];
  if (hold === "crosshair") {
    const [x, y] = view.crosshair ?? [view.width / 2, view.height / 2];
    return [crosshairAt(x + dx * view.voxel, y + dy * view.voxel, view)];
  }
  return [{ t: "scroll", steps: (dx || dy) * (shift ? 10 : 1) }];
}
