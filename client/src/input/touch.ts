// Fingers: one scrolls (or does what the tool says), two pan and pinch, three window, a resting one sets the crosshair.

import type { Operation } from "../wire/operations";
import { effective, hasWindow, isFlat } from "./abilities";
import { ends, isMarking, points } from "./marking";
import { lead } from "./mouse";
import { distance, type Finger, type Hand, type MarkTool, operate, type PointerInput, type Reduced, type ViewContext } from "./raw";
import { crosshairAt, dragged, turned, zoomBy } from "./tools";

/** A second finger within this time makes a pinch, which then never scrolls first. */
const SECOND_FINGER_MS = 80;
const LONG_PRESS_MS = 450;
const RESTING_PX = 8;
const TWIST_DEGREES = 12;
const DOUBLE_TAP_MS = 320;
const DOUBLE_TAP_PX = 32;

export function touch(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  switch (input.kind) {
    case "down":
      return down(hand, input, view);
    case "move":
      return move(hand, input, view);
    case "up":
      return up(hand, input, view);
    case "cancel":
      return [released(hand, input.id), hand.touch === "marking" ? ends(hand.drag, "end") : []];
  }
}

function down(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  const { id, x, y } = input;
  const fingers = [...hand.fingers.filter((one) => one.id !== id), { id, x, y, startX: x, startY: y, onText: input.onText ?? false }];
  if (fingers.length > 1 && hand.touch === "over") return [{ ...hand, fingers }, []];
  const modes = ["none", "waiting", "two", "three"] as const;
  const gesture = hand.gesture + 1;
  const plane = fingers.length === 1 && !isMarking(hand.tool) ? view.handle : null;
  const next: Hand = {
    ...hand,
    fingers,
    drag: plane ? { id, button: 0, tool: "handle", plane, at: input.at, startX: x, startY: y, x, y, rest: 0, gesture, moved: false } : leads(hand) ? null : hand.drag,
    touch: plane ? "handle" : modes[Math.min(fingers.length, 3)] ?? "none",
    touchSince: fingers.length === 1 ? input.at : hand.touchSince,
    touchRest: 0,
    twist: 0,
    gesture,
  };
  return [next, hand.touch === "marking" ? ends(hand.drag, "end") : []];
}

/** One finger has something in its hand: others that come end it. */
function leads({ touch: mode }: Hand): boolean {
  return mode === "handle" || mode === "marking";
}

function move(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  const before = hand.fingers.find((one) => one.id === input.id);
  if (!before) return [hand, []];
  const after = { ...before, x: input.x, y: input.y };
  if (hand.touch === "waiting") return wait(hand, before, after, input, view);
  const next = { ...hand, fingers: hand.fingers.map((one) => (one.id === input.id ? after : one)) };
  switch (hand.touch) {
    case "one":
      return one(next, before, after, view);
    case "two":
      return two(next, hand.fingers, view);
    case "three":
      return hasWindow(view) ? three(next, hand.fingers) : [next, []];
    case "handle":
    case "marking":
      return lead(next, input, view);
    case "pressing":
      return [next, operate([crosshairAt(after.x, after.y, view)], hand.gesture)];
    default:
      return [next, []];
  }
}

/** The first finger's way is kept back until it is clear that no second one joins it. */
function wait(hand: Hand, before: Finger, after: Finger, input: PointerInput, view: ViewContext): Reduced {
  const waited = input.at - hand.touchSince;
  const rests = distance(before.startX, before.startY, after.x, after.y) < RESTING_PX;
  if (rests && waited >= LONG_PRESS_MS) return press(hand, input.at, view);
  if (rests || waited < SECOND_FINGER_MS) return [hand, []];
  if (isMarking(hand.tool)) return marks(hand, before, input, view);
  return one({ ...hand, touch: "one", fingers: [after] }, before, after, view);
}

/** A finger that rested long enough sets the crosshair and then leads it; on words it asks for the menu. */
export function press(hand: Hand, now: number, view: ViewContext): Reduced {
  const finger = hand.fingers[0];
  if (!finger || hand.touch !== "waiting" || now - hand.touchSince < LONG_PRESS_MS) return [hand, []];
  if (finger.onText) return [{ ...hand, touch: "over" }, [{ do: "menu", x: finger.x, y: finger.y }]];
  if (hand.tool === "point") return [taken(hand, finger, now, hand.tool), points("begin", finger)];
  if (view.kind !== "slice" || isMarking(hand.tool)) return [hand, []];
  return [{ ...hand, touch: "pressing" }, operate([crosshairAt(finger.x, finger.y, view)], hand.gesture)];
}

/** A finger that points or draws leads a drag of its own, from where it came down. */
function marks(hand: Hand, from: Finger, input: PointerInput, view: ViewContext): Reduced {
  return isMarking(hand.tool) ? lead(taken(hand, from, input.at, hand.tool), input, view) : [hand, []];
}

function taken(hand: Hand, { id, startX, startY }: Finger, at: number, tool: MarkTool): Hand {
  const drag = { id, button: 0, tool, at, startX, startY, x: startX, y: startY, rest: 0, gesture: hand.gesture, moved: false };
  return { ...hand, touch: "marking", drag };
}

function one(hand: Hand, before: Finger, after: Finger, view: ViewContext): Reduced {
  const tool = effective(hand.tool, view, false);
  const drag = { ...before, button: 0, tool, at: hand.touchSince, rest: hand.touchRest, gesture: hand.gesture, moved: true };
  const { operations, rest } = dragged(drag, after.x, after.y, view);
  return [{ ...hand, touchRest: rest }, operate(operations, hand.gesture)];
}

interface Pair {
  x: number;
  y: number;
  apart: number;
  a: Finger;
  b: Finger;
}

function pair(fingers: readonly Finger[]): Pair | null {
  const [a, b] = fingers;
  if (!a || !b) return null;
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: distance(a.x, a.y, b.x, b.y), a, b };
}

function two(hand: Hand, before: readonly Finger[], view: ViewContext): Reduced {
  const was = pair(before);
  const is = pair(hand.fingers);
  if (!was || !is) return [hand, []];
  const operations: Operation[] = [];
  const [dx, dy] = [is.x - was.x, is.y - was.y];
  if (dx !== 0 || dy !== 0) operations.push({ t: "pan", dx: dx * view.scale, dy: dy * view.scale });
  if (was.apart > 0 && is.apart > 0 && was.apart !== is.apart) {
    operations.push(zoomBy(is.apart / was.apart, is.x, is.y, view));
  }
  const roll = turned(was.b.x - was.a.x, was.b.y - was.a.y, is.b.x - is.a.x, is.b.y - is.a.y, 0, 0);
  const twist = hand.twist + roll;
  if (!isFlat(view) && Math.abs(twist) > TWIST_DEGREES) {
    operations.push({ t: "turn", azimuth: 0, elevation: 0, roll });
  }
  return [{ ...hand, twist }, operate(operations, hand.gesture)];
}

function three(hand: Hand, before: readonly Finger[]): Reduced {
  const middle = (all: readonly Finger[], axis: "x" | "y"): number =>
    all.reduce((sum, finger) => sum + finger[axis], 0) / all.length;
  const wider = middle(hand.fingers, "x") - middle(before, "x");
  const brighter = middle(before, "y") - middle(hand.fingers, "y");
  return [hand, operate([{ t: "window_drag", wider, brighter }], hand.gesture)];
}

function up(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  if (!hand.fingers.some((one) => one.id === input.id)) return [hand, []];
  const next = released(hand, input.id);
  if (hand.touch === "marking") return [next, ends(hand.drag, "end")];
  return hand.touch === "waiting" ? tap(next, input, view) : [next, []];
}

function tap(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  // Whoever points twice at the same place wants no other layout.
  const last = hand.tool === "point" ? null : hand.lastTap;
  const again = last && input.at - last.at < DOUBLE_TAP_MS && distance(last.x, last.y, input.x, input.y) < DOUBLE_TAP_PX;
  if (again) return [{ ...hand, lastTap: null }, [{ do: "command", command: "full" }]];
  const next = { ...hand, lastTap: { at: input.at, x: input.x, y: input.y } };
  if (hand.tool === "point") return [next, [...points("begin", input), ...points("end", input)]];
  if (hand.tool !== "crosshair" || view.kind !== "slice") return [next, [{ do: "tap" }]];
  return [next, operate([crosshairAt(input.x, input.y, view)], hand.gesture)];
}

/** What is left of two fingers does not scroll: the gesture is over until all have gone. */
function released(hand: Hand, id: number): Hand {
  const fingers = hand.fingers.filter((one) => one.id !== id);
  return { ...hand, fingers, drag: leads(hand) ? null : hand.drag, touch: fingers.length === 0 ? "none" : "over" };
}
