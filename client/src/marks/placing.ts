// Which marks a view shows and where: strokes on their slice, pointers as arrows, hollow where the plane is another.

import { placed, type Placement, type Point } from "../view/place";
import type { ViewState } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import type { Position } from "../wire/room";
import { markName, markWords, shownAway } from "../text/marks";
import { eyeOf, type Plane, reach, seenIn, sideOf, type Stack } from "./patient";
import type { Pointer } from "./pointers";

/** A stroke as far as drawing goes: whether the server has told it or not. */
export interface Line {
  readonly person: number;
  readonly name: string;
  readonly colour: number;
  readonly view: ViewName;
  readonly points: readonly Position[];
}

export interface PlacedPointer {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly colour: number;
  readonly opacity: number;
  /** The point lies beside what is shown. */
  readonly hollow: boolean;
}

export interface PlacedLine {
  readonly points: readonly Point[];
  readonly name: string;
  readonly colour: number;
}

/** Letters of a name: words over a picture hide it, and a small view has no room. */
const LONGEST = { pointer: 24, line: 16, small: 10 };

function shortened(name: string, longest: number): string {
  const letters = [...name];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("").trimEnd()}\u2026` : name;
}

/** Where marks are drawn: the state of the picture on the screen, and its place in the view. */
export interface Ground {
  readonly view: ViewState;
  readonly at: Placement;
  readonly stack: Stack;
  readonly small: boolean;
  /** Whether a view is on this screen. */
  onScreen(view: ViewName): boolean;
}

export function placedPointer(pointer: Pointer, ground: Ground): PlacedPointer | null {
  const { view, at } = ground;
  if (!view.patient) return null;
  const seen = seenIn(view.patient, pointer.at);
  const hollow = Math.abs(seen.depth) > reach(view, ground.stack);
  if (!belongs(pointer.view, hollow, ground)) return null;
  const [x, y] = placed(seen.x, seen.y, at);
  const { colour, opacity } = pointer;
  return { x, y, colour, opacity, hollow: hollow || isProjection(view) !== (pointer.view === "volume"), label: labelOf(pointer, hollow ? seen.depth : 0, ground) };
}

/** A point in the volume's view has no depth: it means something only where the volume is seen from the same side. */
function belongs(from: ViewName, beside: boolean, { view, onScreen }: Ground): boolean {
  if (from === view.view) return from !== "volume" || !beside;
  if (from === "volume" || from === "film" || view.kind === "film") return false;
  // Beside the plane it stands where it was shown; elsewhere only if that is not on this screen.
  return (!beside && !isProjection(view)) || !onScreen(from);
}

function isProjection({ kind }: ViewState): boolean {
  return kind === "mip" || kind === "volume";
}

/** The name, and beside the plane how far and where to. */
function labelOf(pointer: Pointer, away: number, { view, small }: Ground): string {
  const name = shortened(markName(pointer), small ? LONGEST.small : LONGEST.pointer);
  if (away === 0 || !view.patient || isProjection(view)) return name;
  const { inFrame, away: beside } = markWords();
  return view.kind === "film" ? inFrame(name, Math.round(pointer.at[2]) + 1) : beside(name, shownAway(away), sideOf(view.patient, away));
}

/** Null where the stroke is of another view or slice: half of it would say something else. */
export function placedLine(line: Line, { view, at, stack, small }: Ground): PlacedLine | null {
  const { patient } = view;
  if (!patient || line.view !== view.view) return null;
  const points = inPlane(line.points, patient, reach(view, stack), at);
  return points && { points, name: shortened(markName(line), small ? LONGEST.small : LONGEST.line), colour: line.colour };
}

function inPlane(points: readonly Position[], plane: Plane, near: number, at: Placement): Point[] | null {
  const found: Point[] = [];
  const seen = eyeOf(plane);
  for (const point of points) {
    const { x, y, depth } = seen(point);
    if (Math.abs(depth) > near) return null;
    found.push(placed(x, y, at));
  }
  return found.length > 0 ? found : null;
}
