// Handles near the ends of a crosshair line: dragging one turns that line's plane about the crosshair.

import type { ViewState } from "../wire/messages";
import type { Plane } from "../wire/operations";
import { placed, type Placement, type Point, type Size } from "./place";

/** Where a handle stands, in CSS pixels of the view. */
export interface Handle {
  plane: Plane;
  x: number;
  y: number;
}

/** Letters, tags and the position bar lie nearer to the edges than this. */
const INSET_X_PX = 92;
const INSET_Y_PX = 64;
/** Nearer to the crosshair a hand could not turn finely. */
const LEAST_ARM_PX = 44;
/** Below this width there is no room beside what must never be hidden. */
const LEAST_WIDTH_PX = 330;
/** Half of a target's size: 24 px for a mouse or pen, 48 px for a finger. */
const REACH_PX = { mouse: 12, pen: 12, touch: 24 } as const;

export function handlesOf(view: ViewState | null, at: Placement, size: Size): Handle[] {
  if (!view?.crosshair || size.width < LEAST_WIDTH_PX) return [];
  const [cx, cy] = placed(view.crosshair[0], view.crosshair[1], at);
  return view.lines.flatMap(({ plane, x0, y0, x1, y1 }) =>
    ends(placed(x0, y0, at), placed(x1, y1, at), size)
      .filter(([x, y]) => Math.hypot(x - cx, y - cy) >= LEAST_ARM_PX)
      .map(([x, y]) => ({ plane, x, y })),
  );
}

/** The plane whose handle lies under the pointer; of several, the nearest one's. */
export function handleAt(handles: readonly Handle[], x: number, y: number, device: keyof typeof REACH_PX): Plane | null {
  let found: Plane | null = null;
  let nearest: number = REACH_PX[device];
  for (const handle of handles) {
    const away = Math.hypot(handle.x - x, handle.y - y);
    if (away > nearest) continue;
    nearest = away;
    found = handle.plane;
  }
  return found;
}

/** Where an endless line leaves the part of the view that is free of words; nothing where it misses it. */
function ends(from: Point, to: Point, { width, height }: Size): Point[] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  if (dx === 0 && dy === 0) return [];
  const across = within(from[0], dx, Math.min(INSET_X_PX, width / 4), width);
  const along = within(from[1], dy, Math.min(INSET_Y_PX, height / 4), height);
  const first = Math.max(across[0], along[0]);
  const last = Math.min(across[1], along[1]);
  if (!(first < last)) return [];
  return [first, last].map((way) => [from[0] + dx * way, from[1] + dy * way] as const);
}

/** The part of a line, in multiples of its step, that lies between `inset` and `size - inset` on one axis. */
function within(start: number, step: number, inset: number, size: number): readonly [number, number] {
  if (step === 0) return start >= inset && start <= size - inset ? [-Infinity, Infinity] : [Infinity, -Infinity];
  const [a, b] = [(inset - start) / step, (size - inset - start) / step];
  return a < b ? [a, b] : [b, a];
}
