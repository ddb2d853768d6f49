// A glass above the finger: a finger hides what it points at.

import { element } from "./dom";
import type { Placement, Point, Size } from "./place";

export const LOUPE_PX = 112;
const MAGNIFIES = 2;
/** From the finger to the glass's lower edge. */
const ABOVE_PX = 80;
const EDGE_PX = 4;

/** The glass's centre, in CSS pixels of the view: above the finger; beside it where there is no room above. */
export function loupePlace(x: number, y: number, view: Size): Point {
  const half = LOUPE_PX / 2;
  const least = half + EDGE_PX;
  const cx = Math.min(Math.max(x, least), Math.max(least, view.width - least));
  const above = y - ABOVE_PX - half;
  if (above >= least) return [cx, above];
  const right = x + ABOVE_PX + half;
  const side = right + least <= view.width ? right : x - ABOVE_PX - half;
  return [Math.max(side, least), least];
}

/** What of the picture lies below the finger and fills the glass, in picture pixels. */
export function loupeSource(x: number, y: number, at: Placement): { x: number; y: number; size: number } {
  const size = LOUPE_PX / MAGNIFIES / at.scale;
  return { x: (x - at.dx) / at.scale - size / 2, y: (y - at.dy) / at.scale - size / 2, size };
}

export class Loupe {
  readonly root = element("canvas", "loupe", { "aria-hidden": "true", hidden: "" });
  private finger: { x: number; y: number } | null = null;

  /** Where the finger is; null when it has gone. */
  point(finger: { x: number; y: number } | null): void {
    this.finger = finger;
    this.root.hidden = finger === null;
  }

  /** Anew with each picture and each move. */
  draw(source: CanvasImageSource | null, at: Placement, view: Size, ratio: number): void {
    if (!this.finger) return;
    const { x, y } = this.finger;
    const [cx, cy] = loupePlace(x, y, view);
    this.root.style.transform = `translate(${cx - LOUPE_PX / 2}px, ${cy - LOUPE_PX / 2}px)`;
    const pixels = Math.round(LOUPE_PX * ratio);
    if (this.root.width !== pixels) this.root.width = this.root.height = pixels;
    const context = this.root.getContext("2d");
    if (!context) return;
    context.setTransform(pixels / LOUPE_PX, 0, 0, pixels / LOUPE_PX, 0, 0);
    context.fillStyle = "#000";
    context.fillRect(0, 0, LOUPE_PX, LOUPE_PX);
    const part = loupeSource(x, y, at);
    if (source) context.drawImage(source, part.x, part.y, part.size, part.size, 0, 0, LOUPE_PX, LOUPE_PX);
    drawMark(context);
  }
}

/** The place below the finger, which stays free in its middle. */
function drawMark(context: CanvasRenderingContext2D): void {
  const middle = LOUPE_PX / 2;
  const mark = new Path2D();
  for (const [ux, uy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    mark.moveTo(middle + ux * 10, middle + uy * 10);
    mark.lineTo(middle + ux * 22, middle + uy * 22);
  }
  context.strokeStyle = "rgb(0 0 0 / .7)";
  context.lineWidth = 3.5;
  context.stroke(mark);
  context.strokeStyle = "#fff";
  context.lineWidth = 1.5;
  context.stroke(mark);
}
