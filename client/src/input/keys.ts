// Keys: every act has one. Letters go by what the keyboard types, digits by their place (AZERTY types them with Shift).

import type { Operation } from "../wire/operations";
import { hasFrames, hasWindow, isFlat } from "./abilities";
import type { Action } from "./actions";
import { actionOf, keyPressed } from "./keymap";
import { isMarking } from "./marking";
import { abandon } from "./mouse";
import { type Command, type Hand, type KeyInput, operate, type Reduced, type Tool, type ViewContext } from "./raw";
import { crosshairAt, zoomBy } from "./tools";

const TOOL_KEYS: Readonly<Partial<Record<Action, Tool>>> = {
  "tool-window": "window", "tool-scroll": "scroll", "tool-pan": "pan", "tool-zoom": "zoom", "tool-crosshair": "crosshair",
  "tool-rotate": "rotate", "tool-point": "point", "tool-draw": "draw",
};
const COMMANDS: ReadonlySet<string> = new Set([
  "cine", "play-slower", "play-faster", "play-reverse", "full", "layout", "panel", "text", "speak", "help", "region", "series-next", "series-previous",
  "room", "raise-hand",
] satisfies (Command & Action)[]);
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
  if (input.key === "Escape") return escaped(hand);
  if (input.ctrl) return undo(hand, input.key.toLowerCase(), input.shift);
  if (input.alt) return [hand, []];
  const menu = input.key === "ContextMenu" || (input.key === "F10" && input.shift);
  if (menu) return [hand, input.repeat ? [] : [{ do: "menu", x: view.width / 2, y: view.height / 2 }]];
  // Where no button has the focus, the bar that plays and stops everywhere else does here, too.
  if (input.key === " ") return [hand, input.repeat ? [] : [{ do: "command", command: "cine" }]];
  const arrow = ARROWS[input.key];
  if (arrow) return acted(hand, input, arrows(hand.hold?.tool ?? null, arrow[0], arrow[1], input.shift, view));
  const action = actionOf(view.keymap, keyPressed(input));
  if (!action) return [hand, []];
  const tool = TOOL_KEYS[action];
  if (tool && isMarking(tool) && !view.mayMark) return [hand, input.repeat ? [] : [{ do: "no-mark" }]];
  if (tool) return input.repeat || hand.hold ? [hand, []] : [held(hand, input, tool), []];
  if (isCommand(action)) return [hand, input.repeat ? [] : [{ do: "command", command: action }]];
  return acted(hand, input, operationsOf(hand, action, view));
}

function isCommand(action: Action): action is Command & Action {
  return COMMANDS.has(action);
}

function escaped(hand: Hand): Reduced {
  return hand.drag || hand.fingers.length > 0 ? abandon(hand) : [hand, [{ do: "command", command: "back" }]];
}

function acted(hand: Hand, { key, repeat }: KeyInput, operations: Operation[]): Reduced {
  if (operations.length === 0) return [hand, []];
  // A key kept down is one step of undo.
  const gesture = repeat && hand.keyGesture === key ? hand.gesture : hand.gesture + 1;
  const hold = hand.hold && { ...hand.hold, used: true };
  return [{ ...hand, gesture, hold, keyGesture: key }, operate(operations, gesture)];
}

function held(hand: Hand, { code, at }: KeyInput, tool: Tool): Hand {
  return { ...hand, hold: { code, tool, since: at, used: false } };
}

/** A tool key lends its tool while it is held; pressed shortly it chooses it. */
function released(hand: Hand, input: KeyInput): Reduced {
  const hold = hand.hold;
  if (hold?.code !== input.code) return [hand, []];
  const chosen = !hold.used && input.at - hold.since < HELD_MS;
  const next = { ...hand, hold: null, tool: chosen ? hold.tool : hand.tool };
  return [next, chosen ? [{ do: "choose", tool: hold.tool }] : []];
}

function undo(hand: Hand, key: string, shift: boolean): Reduced {
  if (key !== "z" && key !== "y") return [hand, []];
  const gesture = hand.gesture + 1;
  const redo = key === "y" || shift;
  if (hand.tool === "draw" && !redo) return [{ ...hand, gesture }, [{ do: "unmark", gesture }]];
  return [{ ...hand, gesture }, operate([{ t: "undo", redo }], gesture)];
}

function operationsOf(hand: Hand, action: Action, view: ViewContext): Operation[] {
  if (action.startsWith("preset-")) {
    const preset = view.presets.get(action.slice(-1));
    return preset === undefined ? [] : [{ t: "preset", name: preset }];
  }
  if (hand.hold?.tool === "rotate" && (action === "turn-left" || action === "turn-right")) {
    const roll = action === "turn-left" ? -TURN_DEGREES : TURN_DEGREES;
    return [isFlat(view) ? { t: "roll", degrees: roll } : { t: "turn", azimuth: 0, elevation: 0, roll }];
  }
  return simple(action, view);
}

function simple(action: Action, view: ViewContext): Operation[] {
  const slice = view.kind === "slice";
  switch (action) {
    case "invert":
      return hasWindow(view) ? [{ t: "invert" }] : [];
    case "reset-view":
    case "reset-all":
      return [{ t: "reset", what: action === "reset-all" ? "all" : "view" }];
    case "zoom-in":
    case "zoom-out":
      return [zoomBy(action === "zoom-in" ? KEY_ZOOM : 1 / KEY_ZOOM, view.width / 2, view.height / 2, view)];
    case "fit":
      return [{ t: "fit" }];
    case "flip-across":
    case "flip-upside-down":
      return isFlat(view) ? [{ t: "flip", axis: action === "flip-across" ? "horizontal" : "vertical" }] : [];
    case "turn-left":
    case "turn-right":
      return [{ t: "quarter", turns: action === "turn-left" ? -1 : 1 }];
    case "slab-thinner":
    case "slab-thicker":
      return slice ? [{ t: "slab_step", mm: action === "slab-thinner" ? -1 : 1 }] : [];
    case "slab-mode":
      return slice ? [{ t: "slab_mode", mode: NEXT_MODE[view.slabMode] }] : [];
    case "first":
    case "last":
      return hasFrames(view) ? [{ t: "scroll", steps: action === "first" ? -FAR : FAR }] : [];
    default:
      return [];
  }
}

function arrows(hold: Tool | null, dx: number, dy: number, shift: boolean, view: ViewContext): Operation[] {
  if (hold === "window" && hasWindow(view)) return [{ t: "window_drag", wider: dx * KEY_PX, brighter: -dy * KEY_PX }];
  if (hold === "pan") return [{ t: "pan", dx: dx * KEY_PX * view.scale, dy: dy * KEY_PX * view.scale }];
  if (hold === "zoom") return [zoomBy(KEY_ZOOM ** -(dy || -dx), view.width / 2, view.height / 2, view)];
  if (view.kind === "film") return inFilm(hold, dx, dy, shift, view);
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

/** A film has no planes to tilt and no crosshair; a single picture nothing to step through. */
function inFilm(hold: Tool | null, dx: number, dy: number, shift: boolean, view: ViewContext): Operation[] {
  if (hold === "rotate") return [{ t: "roll", degrees: dx || dy }];
  if (hasFrames(view)) return [{ t: "scroll", steps: (dx || dy) * (shift ? 10 : 1) }];
  return [{ t: "pan", dx: dx * KEY_PX * view.scale, dy: dy * KEY_PX * view.scale }];
}
