// What the view under the hand has: keys, wheel and drags ask it before they ask the server.

import { isMarking } from "./marking";
import type { Drag, Tool, ViewContext } from "./raw";

type Kind = Pick<ViewContext, "kind" | "colour" | "images">;

/** Pictures behind one another. */
export function hasFrames({ kind, images }: Kind): boolean {
  return kind === "slice" || (kind === "film" && (images ?? 1) > 1);
}

/** A flat picture, not a projection: it is mirrored and turned in its own plane. */
export function isFlat({ kind }: Kind): boolean {
  return kind === "slice" || kind === "film";
}

/** Grey values that a window maps; colours are shown as they are. */
export function hasWindow({ kind, colour }: Kind): boolean {
  return kind !== "volume" && !colour;
}

/** What the tool does in this kind of view: a projection has no slices and no crosshair, it turns,
 * a MIP by steps about the long axis unless the tool to turn it freely was taken; nor has a film. */
export function effective(tool: Tool, view: Kind, held: boolean): Drag["tool"] {
  if (view.kind === "slice" || tool === "pan" || tool === "zoom" || isMarking(tool)) return tool;
  if (view.kind === "film") return inFilm(tool, view);
  if (view.kind === "volume") return "rotate";
  if (tool === "window" && held) return "window";
  return tool === "rotate" ? "rotate" : "turn";
}

/** The tool that a film begins with: what is in colour, or a single picture, leaves some nothing to do. */
export function suitable(tool: Tool, film: { frames: number; colour: boolean } | null): Tool {
  const idle = film !== null && ((tool === "window" && film.colour) || (tool === "scroll" && film.frames === 1));
  return !idle ? tool : film.frames === 1 ? "pan" : "scroll";
}

function inFilm(tool: Tool, view: Kind): Drag["tool"] {
  if (tool === "rotate") return "roll";
  if (tool === "window" && hasWindow(view)) return "window";
  return tool !== "crosshair" && hasFrames(view) ? "scroll" : "pan";
}
