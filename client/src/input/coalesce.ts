// Inputs of one animation frame become one message: what adds up is summed, of what replaces only the last stays.

import type { Operation } from "../wire/operations";

export function coalesce(operations: readonly Operation[]): Operation[] {
  const merged: Operation[] = [];
  for (const next of operations) {
    const last = merged.at(-1);
    const both = last && join(last, next);
    if (both) merged[merged.length - 1] = both;
    else merged.push(next);
  }
  return merged;
}

/** One operation that does what the two do one after the other, or null. */
function join(a: Operation, b: Operation): Operation | null {
  if (a.t === "scroll" && b.t === "scroll") return { t: "scroll", steps: a.steps + b.steps };
  if (a.t === "window_drag" && b.t === "window_drag") {
    return { t: "window_drag", wider: a.wider + b.wider, brighter: a.brighter + b.brighter };
  }
  if (a.t === "pan" && b.t === "pan") return { t: "pan", dx: a.dx + b.dx, dy: a.dy + b.dy };
  if (a.t === "zoom" && b.t === "zoom" && a.x === b.x && a.y === b.y) return { ...a, factor: a.factor * b.factor };
  if (a.t === "rotate" && b.t === "rotate") return { t: "rotate", dx: a.dx + b.dx, dy: a.dy + b.dy };
  if (a.t === "turn" && b.t === "turn" && a.elevation === 0 && b.elevation === 0 && a.roll === 0 && b.roll === 0) {
    return { ...a, azimuth: a.azimuth + b.azimuth };
  }
  if (a.t === "tilt" && b.t === "tilt") return a.plane === b.plane ? { ...a, degrees: a.degrees + b.degrees } : null;
  if (a.t === "roll" && b.t === "roll") return { t: "roll", degrees: a.degrees + b.degrees };
  if (a.t === "slab_step" && b.t === "slab_step") return { t: "slab_step", mm: a.mm + b.mm };
  const replaces = a.t === b.t && ["crosshair", "window", "slab", "position", "frame"].includes(a.t);
  return replaces ? b : null;
}
