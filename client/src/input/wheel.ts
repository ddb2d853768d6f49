// Wheel and trackpad: one slice a notch; a pinch arrives as Ctrl wheel; Shift may turn deltaY into deltaX.

import type { Operation } from "../wire/operations";
import { hasFrames } from "./abilities";
import { type Hand, operate, type Reduced, type ViewContext, type WheelInput } from "./raw";
import { zoomBy } from "./tools";

const TRACKPAD_PX = 24;
/** From here on a pixel delta is a notch of a wheel (Chromium 100 or 120, Windows settings from 50). */
const NOTCH_PX = 50;
const USUAL_NOTCH_PX = 120;
const MAC_TICK_PX = 4.000244140625;
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
  const { notches, rest, smooth } = counted(delta, input.deltaMode, same ? hand.wheel : { rest: 0, smooth: false });
  const next = { ...hand, gesture, keyGesture: "", wheel: { rest, at: input.at, what, smooth } };
  return [next, operate(operations(input, delta, notches, view), gesture)];
}

interface Counted {
  notches: number;
  /** What the hand went and no notch has counted, in notches. */
  rest: number;
  smooth: boolean;
}

/** Whole notches. A trackpad and a wheel of high resolution report parts of them, which are summed. */
function counted(delta: number, mode: number, burst: Pick<Counted, "rest" | "smooth">): Counted {
  const sign = Math.sign(delta);
  const size = Math.abs(delta);
  const whole = (notches: number): Counted => ({ notches: sign * Math.max(1, Math.round(notches)), rest: 0, smooth: false });
  if (mode === 2) return whole(1);
  if (mode === 1 && size >= 1) return whole(size / NOTCH_LINES);
  if (mode === 0 && (isMacWheel(size) || (size >= NOTCH_PX && !burst.smooth))) return whole(size / USUAL_NOTCH_PX);
  const part = delta / (mode === 1 ? NOTCH_LINES : TRACKPAD_PX);
  const way = Math.sign(burst.rest) === -sign ? part : burst.rest + part;
  // A third and two thirds are a whole, whatever floating point makes of them.
  const notches = Math.trunc(way + sign * 1e-9);
  return { notches, rest: way - notches, smooth: true };
}

/** A wheel's slow notch under macOS: no trackpad reports multiples of that very fraction. */
function isMacWheel(size: number): boolean {
  const ticks = size / MAC_TICK_PX;
  return size < NOTCH_PX && !Number.isInteger(size) && Math.abs(ticks - Math.round(ticks)) < 1e-6;
}

function operations(input: WheelInput, delta: number, notches: number, view: ViewContext): Operation[] {
  if (input.ctrl) return [zoomBy(pinch(delta, input.deltaMode, notches), input.x, input.y, view)];
  if (notches === 0) return [];
  if (view.kind !== "mip" && !hasFrames(view)) return [zoomBy(NOTCH_ZOOM ** -notches, input.x, input.y, view)];
  if (view.kind === "mip") return [{ t: "turn", azimuth: MIP_DEGREES * notches, elevation: 0, roll: 0 }];
  if (input.alt && view.kind === "slice") return [{ t: "slab_step", mm: -notches }];
  const way = view.wheelDown === "feet" ? 1 : -1;
  return [{ t: "scroll", steps: way * notches * (input.shift ? SHIFT_SLICES : 1) }];
}

/** Magnification of a Ctrl wheel: smooth for a pinch, in notches for a wheel. */
function pinch(delta: number, mode: number, notches: number): number {
  const factor = mode === 0 && Math.abs(delta) < NOTCH_PX ? Math.exp(-delta / 100) : NOTCH_ZOOM ** -notches;
  return Math.min(2, Math.max(0.5, factor));
}
