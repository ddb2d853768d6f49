// What a drag with each tool means, from one place of the pointer to the next.

import type { Operation } from "../wire/operations";
import { isFlat } from "./abilities";
import type { Drag, ViewContext } from "./raw";

/** A drag over this many CSS pixels doubles the magnification. */
const DOUBLE_PX = 140;
/** A MIP turns about the long axis in steps that the eye can follow; a drag across the view is half a turn. */
const STEP_DEGREES = 5;
const STEPS_ACROSS = 36;

/** CSS pixels from the view's corner to picture points, which count from the centre of the first pixel. */
export function point(x: number, y: number, scale: number): { x: number; y: number } {
  return { x: x * scale - 0.5, y: y * scale - 0.5 };
}

export function zoomBy(factor: number, x: number, y: number, view: Pick<ViewContext, "scale">): Operation {
  return { t: "zoom", factor, ...point(x, y, view.scale) };
}

export function crosshairAt(x: number, y: number, view: ViewContext): Operation {
  return { t: "crosshair", ...point(x, y, view.scale) };
}

/** CSS pixels of a drag for one slice: the view's height goes through the whole stack, within what a hand can steer. */
export function pixelsPerSlice(view: ViewContext): number {
  return Math.min(24, Math.max(3, view.height / (view.images ?? 100)));
}

/** Whole slices in a way, and what is left of it. */
export function slices(way: number, pixels: number): { steps: number; rest: number } {
  // 17.99999... are 18: a way in thirds of a pixel sums up so.
  const steps = Math.trunc(way / pixels + Math.sign(way) * 1e-9);
  return { steps, rest: way - steps * pixels };
}

/** Degrees that a point turned about a centre, clockwise on the screen, between -180 and 180. */
export function turned(fromX: number, fromY: number, toX: number, toY: number, cx: number, cy: number): number {
  const angle = Math.atan2(toY - cy, toX - cx) - Math.atan2(fromY - cy, fromX - cx);
  const degrees = (angle * 180) / Math.PI;
  return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
}

export interface Dragged {
  operations: Operation[];
  rest: number;
}

export function dragged(drag: Drag, x: number, y: number, view: ViewContext): Dragged {
  const dx = x - drag.x;
  const dy = y - drag.y;
  const only = (operation: Operation): Dragged => ({ operations: [operation], rest: 0 });
  switch (drag.tool) {
    case "window":
      return only({ t: "window_drag", wider: dx, brighter: drag.y - y });
    case "pan":
      return only({ t: "pan", dx: dx * view.scale, dy: dy * view.scale });
    case "zoom":
      return only(zoomBy(2 ** (-dy / DOUBLE_PX), drag.startX, drag.startY, view));
    case "crosshair":
      return only(crosshairAt(x, y, view));
    case "scroll": {
      const { steps, rest } = slices(drag.rest + dy, pixelsPerSlice(view));
      return { operations: steps === 0 ? [] : [{ t: "scroll", steps }], rest };
    }
    case "roll": {
      const degrees = turned(drag.x, drag.y, x, y, view.width / 2, view.height / 2);
      return only(isFlat(view) ? { t: "roll", degrees } : { t: "turn", azimuth: 0, elevation: 0, roll: degrees });
    }
    case "turn": {
      const { steps, rest } = slices(drag.rest + dx, view.width / STEPS_ACROSS);
      return { operations: steps === 0 ? [] : [{ t: "turn", azimuth: steps * STEP_DEGREES, elevation: 0, roll: 0 }], rest };
    }
    case "handle":
      return only(tilt(drag, x, y, view));
    case "point":
    case "draw":
      return { operations: [], rest: 0 };
    case "rotate":
      return only(rotate(drag, x, y, view));
  }
}

function rotate(drag: Drag, x: number, y: number, view: ViewContext): Operation {
  if (view.kind !== "slice") return { t: "rotate", dx: (x - drag.x) * view.scale, dy: (y - drag.y) * view.scale };
  return tilt(drag, x, y, view);
}

/** The other planes, or the one whose handle is held, turn with the pointer about the crosshair. */
function tilt(drag: Drag, x: number, y: number, view: ViewContext): Operation {
  const [cx, cy] = view.crosshair ?? [view.width / 2, view.height / 2];
  const degrees = turned(drag.x, drag.y, x, y, cx, cy);
  return drag.plane ? { t: "tilt", degrees, plane: drag.plane } : { t: "tilt", degrees };
}
