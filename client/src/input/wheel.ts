// Wheel and trackpad: one slice a notch; a pinch arrives as Ctrl wheel; Shift may turn deltaY into deltaX.

import type { Operation } from "../wire/operations";
import { hasFrames } from "./abilities";
import { type Hand, operate, type Reduced, type ViewContext, type WheelInput } from "./raw";
import { zoomBy } from "./tools";

const TRACKPAD_PX = 24;
/** From here on a pixel delta is a notch of a wheel (Chromium 100 or 120, Windows settings from 50). */
const NOTCH_PX = 50;
const NOTCH_LINES = 3;
const SHIFT_SLICES = 10;
const NOTCH_ZOOM = 1.15;
const MIP_DEGREES = 5;
/** Wheel events closer than this are one gesture, one step of undo. */
const ONE_GESTURE_MS = 400;

export function wheel(hand: Hand, input: WheelInput, view: ViewContext): Reduced {
  const delta = input.deltaY !== 0 ? input.deltaY : input.shift ? input.deltaX : 0;
  if (delta === 0) return [hand, []];
  const what = `${view.view} ${input.ctrl} ${input.alt}`;
  const same = hand.wheel.what === what && input.at - hand.wheel.at < ONE_GESTURE_MS;
  const gesture = same ? hand.gesture : hand.gesture + 1;
  const { notches, rest } = counted(delta, input.deltaMode, same ? hand.wheel.rest : 0);
  const next = { ...hand, gesture, keyGesture: "", wheel: { rest, at: input.at, what } };
  return [next, operate(operations(input, delta, notches, view), gesture)];
}

/** Whole notches, and what a trackpad still owes. */
function counted(delta: number, mode: number, owed: number): { notches: number; rest: number } {
  const sign = Math.sign(delta);
  const size = Math.abs(delta);
  if (mode === 2) return { notches: sign, rest: 0 };
  if (mode === 1) return { notches: sign * Math.max(1, Math.round(size / NOTCH_LINES)), rest: 0 };
  if (size >= NOTCH_PX) return { notches: sign * Math.max(1, Math.round(size / 120)), rest: 0 };
  const way = Math.sign(owed) === -sign ? delta : owed + delta;
  const notches = Math.trunc(way / TRACKPAD_PX);
  return { notches, rest: way - notches * TRACKPAD_PX };
}

function operations(input: WheelInput, delta: number, notches: number, view: ViewContext): Operation[] {
  if (input.ctrl) return [zoomBy(pinch(delta, input.deltaMode, notches), input.x, input.y, view)];
  if (notches === 0) return [];
  if (view.kind !== "mip" && !hasFrames(view)) return [zoomBy(NOTCH_ZOOM ** -notches, input.x, input.y, view)];
  if (view.kind === "mip") return [{ t: "turn", azimuth: MIP_DEGREES * notches, elevation: 0, roll: 0 }];
  if (input.alt && view.kind === "slice") return [{ t: "slab_step", mm: -notches }];
  return [{ t: "scroll", steps: notches * (input.shift ? SHIFT_SLICES : 1) }];
}

/** Magnification of a Ctrl wheel: smooth for a pinch, in notches for a wheel. */
function pinch(delta: number, mode: number, notches: number): number {
  const factor = mode === 0 && Math.abs(delta) < NOTCH_PX ? Math.exp(-delta / 100) : NOTCH_ZOOM ** -notches;
  return Math.min(2, Math.max(0.5, factor));
}
