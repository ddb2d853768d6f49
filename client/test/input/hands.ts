// Sequences as real devices send them, in the order and shape that browsers report.

import { keymapOf, USUAL_KEYS } from "../../src/input/keymap";
import { reduce } from "../../src/input/reducer";
import {
  type Hand, type Intent, type KeyInput, type PointerInput, type RawInput, restingHand, type Tool, type ViewContext, type WheelInput,
} from "../../src/input/raw";
import type { Operation } from "../../src/wire/operations";

export function view(some: Partial<ViewContext> = {}): ViewContext {
  return {
    view: "axial", kind: "slice", colour: false, width: 600, height: 300, scale: 2, crosshair: [300, 150], handle: null, voxel: 1.5, image: 50, images: 100,
    slabMode: "mean", presets: new Map([["1", "soft"], ["2", "lung"], ["0", "auto"]]), keymap: keymapOf(USUAL_KEYS), wheelDown: "feet", mayMark: true, ...some,
  };
}

export const solid = (some: Partial<ViewContext> = {}): ViewContext => view({ view: "volume", kind: "volume", crosshair: null, ...some });

const NONE = { shift: false, ctrl: false, alt: false };

export function pointer(kind: PointerInput["kind"], x: number, y: number, at: number, some: Partial<PointerInput> = {}): PointerInput {
  const pressed = kind === "down" || kind === "move";
  return { kind, id: 1, device: "mouse", button: 0, pressed, x, y, at, ...NONE, ...some };
}

export function finger(kind: PointerInput["kind"], id: number, x: number, y: number, at: number): PointerInput {
  return pointer(kind, x, y, at, { id, device: "touch" });
}

export function wheel(deltaY: number, at: number, some: Partial<WheelInput> = {}): WheelInput {
  return { kind: "wheel", x: 100, y: 80, deltaX: 0, deltaY, deltaMode: 0, at, ...NONE, ...some };
}

export function key(kind: KeyInput["kind"], name: string, at: number, some: Partial<KeyInput> = {}): KeyInput {
  const code = /^\d$/.test(name) ? `Digit${name}` : name;
  return { kind, key: name, code, repeat: false, at, ...NONE, ...some };
}

export interface Played {
  hand: Hand;
  intents: Intent[];
  operations: Operation[];
  gestures: number[];
}

export function play(inputs: readonly RawInput[], context: ViewContext = view(), tool: Tool = "window", from?: Hand): Played {
  let hand = from ?? restingHand(tool);
  const intents: Intent[] = [];
  for (const input of inputs) {
    const [next, found] = reduce(hand, input, context);
    hand = next;
    intents.push(...found);
  }
  const acts = intents.filter((one) => one.do === "operate");
  return { hand, intents, operations: acts.flatMap((one) => one.operations), gestures: acts.map((one) => one.gesture) };
}

/** The sum of a field over the operations of one kind. */
export function sum(operations: readonly Operation[], kind: Operation["t"], field: string): number {
  return operations.filter((one) => one.t === kind).reduce((all, one) => all + Number((one as Record<string, unknown>)[field]), 0);
}
