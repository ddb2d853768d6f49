// Lines over a picture: where the other planes cross it. Drawn with the state of the picture on the screen.

import { text } from "../text";
import type { ViewState } from "../wire/messages";
import type { Plane } from "../wire/operations";
import { type Handle, handlesOf } from "./handles";
import { placed, type Placement, type Point } from "./place";
import type { WordPictures } from "./word-pictures";

/** What is drawn over a picture: of which content, at which position (mm), the crosshair in CSS pixels of the view. */
export interface Overlaid {
  epoch: number;
  position: number | null;
  crosshair: readonly [number, number] | null;
}

export interface Colours {
  axial: string;
  coronal: string;
  sagittal: string;
  font: string;
}

const DASHES: Readonly<Record<Plane, number[]>> = { axial: [], coronal: [11, 6], sagittal: [1.5, 6] };
const HALO = "rgb(0 0 0 / .55)";
/** The lesion under the crosshair stays free. */
const GAP_PX = 20;
const SMALL_GAP_PX = 9;
const HANDLE_RADIUS_PX = 6;
/** Room that letters and corners take at a view's edge. */
const TAG_MARGIN_PX = 48;
const SMALL_TAG_MARGIN_PX = 28;
/** Above the scale and the letter at the lower edge. */
const TAG_BOTTOM_PX = 44;
const SMALL_TAG_BOTTOM_PX = 34;
const TAG_WIDTH_PX = 30;
const TAG_HEIGHT_PX = 14;

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return { axial: token("--axial"), coronal: token("--coronal"), sagittal: token("--sagittal"), font: token("--font") };
}

export interface Canvas {
  context: CanvasRenderingContext2D;
  /** CSS pixels. */
  width: number;
  height: number;
  ratio: number;
  small: boolean;
  words: Pick<WordPictures, "draw">;
}

export function drawOverlay(canvas: Canvas, view: ViewState | null, at: Placement, colours: Colours): void {
  const { context, width, height, ratio } = canvas;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  for (const line of view?.lines ?? []) {
    const ends = extended(placed(line.x0, line.y0, at), placed(line.x1, line.y1, at), width + height);
    const centre = view?.crosshair ? placed(view.crosshair[0], view.crosshair[1], at) : null;
    drawLine(canvas, line.plane, ends, centre, colours);
  }
  for (const handle of handlesOf(view, at, canvas)) drawHandle(context, handle, colours);
}

type Ends = readonly [Point, Point];

/** A plane has no end: the segment goes on past the view's edges. */
function extended(from: Point, to: Point, by: number): Ends {
  const [ux, uy] = unit(from, to);
  return [
    [from[0] - ux * by, from[1] - uy * by],
    [to[0] + ux * by, to[1] + uy * by],
  ];
}

function unit(from: Point, to: Point): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  return [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
}

function drawLine(canvas: Canvas, plane: Plane, ends: Ends, centre: Point | null, colours: Colours): void {
  const { context } = canvas;
  const path = new Path2D();
  const gap = canvas.small ? SMALL_GAP_PX : GAP_PX;
  const [ux, uy] = unit(...ends);
  const stops: readonly Ends[] = centre
    ? [
        [ends[0], [centre[0] - ux * gap, centre[1] - uy * gap]],
        [[centre[0] + ux * gap, centre[1] + uy * gap], ends[1]],
      ]
    : [ends];
  for (const [from, to] of stops) {
    path.moveTo(from[0], from[1]);
    path.lineTo(to[0], to[1]);
  }
  context.lineCap = plane === "sagittal" ? "round" : "butt";
  context.setLineDash(DASHES[plane]);
  context.strokeStyle = HALO;
  context.lineWidth = 3.5;
  context.stroke(path);
  context.strokeStyle = colours[plane];
  context.lineWidth = plane === "sagittal" ? 2 : 1.5;
  context.stroke(path);
  drawTag(canvas, plane, ends, colours);
}

/** A ring: what it lies on is still seen. */
function drawHandle(context: CanvasRenderingContext2D, handle: Handle, colours: Colours): void {
  const ring = new Path2D();
  ring.arc(handle.x, handle.y, HANDLE_RADIUS_PX, 0, 2 * Math.PI);
  context.setLineDash([]);
  context.strokeStyle = HALO;
  context.lineWidth = 4;
  context.stroke(ring);
  context.strokeStyle = colours[handle.plane];
  context.lineWidth = 2;
  context.stroke(ring);
}

/** The plane's word near the line's end, beside the corners that hold text. */
function drawTag(canvas: Canvas, plane: Plane, ends: Ends, colours: Colours): void {
  const { context, width, height, ratio, words, small } = canvas;
  const margin = small ? SMALL_TAG_MARGIN_PX : TAG_MARGIN_PX;
  const bottom = height - (small ? SMALL_TAG_BOTTOM_PX : TAG_BOTTOM_PX);
  const [ux, uy] = unit(...ends);
  const [x0, y0] = ends[0];
  const flat = Math.abs(ux) >= Math.abs(uy);
  const heightAt = (place: number): number => y0 + ((place - x0) / ux) * uy - 6;
  const free = (place: number): boolean => heightAt(place) > margin && heightAt(place) < height - margin;
  // Corners hold words: the tag goes to the other end then, or beside the middle where the whole line lies at an edge.
  const across = [width - margin, margin + TAG_WIDTH_PX].find(free) ?? width * 0.7;
  const x = flat ? across : x0 + ((bottom - y0) / uy) * ux + 5;
  const y = flat ? Math.min(Math.max(heightAt(across), TAG_HEIGHT_PX), height - 6) : bottom;
  const word = { text: text.planeTags[plane], colour: colours[plane], font: colours.font, ratio };
  words.draw(context, word, x, y, flat ? "right" : "left");
}
