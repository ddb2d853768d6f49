// Tools that show the others something instead of moving a picture: pointing and drawing.

import { distance, type Drag, type Hand, type Intent, type MarkTool, type Place, type PointerInput, type Reduced } from "./raw";

/** A hand that rests trembles: a stroke begins where the hand came down, once it has gone this way. */
const BEGINS_PX = 4;

export function isMarking(tool: Drag["tool"]): tool is MarkTool {
  return tool === "point" || tool === "draw";
}

/** Pointing says so at once: there is nothing to wait for. */
export function points(phase: "begin" | "end", { x, y }: Place): Intent[] {
  return [{ do: "mark", tool: "point", phase, places: [{ x, y }] }];
}

/** The pointer that marks goes on. */
export function led(hand: Hand, drag: Drag, input: PointerInput): Reduced {
  const { tool, startX, startY } = drag;
  const { x, y, trail = [] } = input;
  const begun = drag.moved || tool === "point";
  const moved = begun || distance(startX, startY, x, y) >= BEGINS_PX;
  if (!isMarking(tool) || !moved) return [hand, []];
  const begin: Intent[] = begun ? [] : [{ do: "mark", tool, phase: "begin", places: [{ x: startX, y: startY }] }];
  const next = { ...hand, lastDown: null, drag: { ...drag, x, y, moved } };
  return [next, [...begin, { do: "mark", tool, phase: "go", places: [...trail, { x, y }] }]];
}

/** The drag is over: how that ends what was begun. */
export function ends(drag: Drag | null, phase: "end" | "cancel"): Intent[] {
  if (!drag || !isMarking(drag.tool) || (drag.tool === "draw" && !drag.moved)) return [];
  return [{ do: "mark", tool: drag.tool, phase, places: [] }];
}
