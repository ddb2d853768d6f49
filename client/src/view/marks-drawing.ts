// How a pointer, a stroke and their names look: in the person's colour with a dark edge, readable on air and on bone.

import type { PlacedLine, PlacedPointer } from "../marks/placing";
import { isolated } from "../dicom";
import type { Size } from "./place";

export interface MarkColours {
  /** Of the people 1 to 6, in order. */
  readonly people: readonly string[];
  /** Words on a person's colour. */
  readonly ink: string;
  readonly font: string;
}

export interface Pens {
  readonly pen: CanvasRenderingContext2D;
  /** The view in CSS pixels. */
  readonly size: Size;
  readonly colours: MarkColours;
  /** How much larger than usual the reader has words. */
  readonly text: number;
}

/** The arrow's outline from its tip, in CSS pixels. */
const ARROW: readonly (readonly [number, number])[] = [[0, 0], [6.5, 17], [9.1, 9.8], [16.3, 7]];
const EDGE = "rgb(0 0 0 / .85)";
const PLATE = "rgb(0 0 0 / .78)";
const LINE_PX = 2.25;
const EDGE_PX = 5;
const NAME_PX = 12;
/** From an arrow's tip to its name. */
const BESIDE_PX = 15;
/** From a stroke's beginning to its name, and from the name to the view's edge. */
const NAME_OFF_PX = 8;
const EDGE_FREE_PX = 4;
const PAD_PX = 6;
const ROUND_PX = 4;

export function drawLine({ pen, colours }: Pens, { points, colour }: PlacedLine): void {
  const path = new Path2D();
  const [[x, y], ...others] = points as [readonly [number, number], ...(readonly [number, number])[]];
  path.moveTo(x, y);
  // A stroke of one point is a dot: a line of no length with round ends.
  for (const [px, py] of others.length > 0 ? others : points) path.lineTo(px, py);
  pen.globalAlpha = 1;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = EDGE;
  pen.lineWidth = EDGE_PX;
  pen.stroke(path);
  pen.strokeStyle = colourOf(colours, colour);
  pen.lineWidth = LINE_PX;
  pen.stroke(path);
}

/** Who drew a stroke: beside its beginning, on the side where the stroke is not. */
export function drawName(pens: Pens, { points, name, colour }: PlacedLine): void {
  const { pen, size, colours } = pens;
  const [x, y] = points[0]!;
  const words = isolated(name);
  pen.font = fontOf(pens);
  const width = pen.measureText(words).width;
  const [ux, uy] = awayFrom(points);
  const height = NAME_PX * pens.text;
  const left = within(x + ux * NAME_OFF_PX - ((1 - ux) / 2) * width, size.width - width);
  const base = within(y + uy * (NAME_OFF_PX + height / 2) - height / 2, size.height - height) + 0.85 * height;
  pen.globalAlpha = 1;
  pen.lineJoin = "round";
  pen.textBaseline = "alphabetic";
  pen.strokeStyle = EDGE;
  pen.lineWidth = 3.5;
  pen.strokeText(words, left, base);
  pen.fillStyle = colourOf(colours, colour);
  pen.fillText(words, left, base);
}

/** The direction from a stroke's middle to its beginning; upwards where it has none. */
function awayFrom(points: PlacedLine["points"]): readonly [number, number] {
  const middle = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [points[0]![0] - middle(0), points[0]![1] - middle(1)];
  const length = Math.hypot(x, y);
  return length < 1 ? [0, -1] : [x / length, y / length];
}

/** Not cut by the view's edge. */
function within(place: number, last: number): number {
  return Math.min(Math.max(place, EDGE_FREE_PX), last - EDGE_FREE_PX);
}

export function drawPointer(pens: Pens, pointer: PlacedPointer): void {
  const { pen, colours } = pens;
  const { x, y, hollow, opacity } = pointer;
  const colour = colourOf(colours, pointer.colour);
  const arrow = new Path2D();
  ARROW.forEach(([dx, dy], at) => (at === 0 ? arrow.moveTo(x + dx, y + dy) : arrow.lineTo(x + dx, y + dy)));
  arrow.closePath();
  pen.globalAlpha = opacity;
  pen.lineJoin = "round";
  pen.strokeStyle = EDGE;
  pen.lineWidth = hollow ? 5 : 3;
  pen.stroke(arrow);
  if (hollow) {
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.stroke(arrow);
  } else {
    pen.fillStyle = colour;
    pen.fill(arrow);
  }
  drawTag(pens, pointer, colour);
  pen.globalAlpha = 1;
}

/** The name on a plate of the person's colour, or with its edge; where it would be cut it goes to the other side. */
function drawTag(pens: Pens, { x, y, hollow, label }: PlacedPointer, colour: string): void {
  const { pen, size, colours } = pens;
  const words = isolated(label);
  pen.font = fontOf(pens);
  const width = pen.measureText(words).width + 2 * PAD_PX;
  const height = NAME_PX * pens.text + 7;
  const left = x + BESIDE_PX + width > size.width ? x - BESIDE_PX / 2 - width : x + BESIDE_PX;
  const top = y + BESIDE_PX + height > size.height ? y - BESIDE_PX / 2 - height : y + BESIDE_PX;
  const plate = new Path2D();
  plate.roundRect(left, top, width, height, ROUND_PX);
  pen.strokeStyle = hollow ? colour : EDGE;
  pen.lineWidth = hollow ? 1.5 : 2;
  pen.fillStyle = hollow ? PLATE : colour;
  pen.stroke(plate);
  pen.fill(plate);
  pen.fillStyle = hollow ? colour : colours.ink;
  pen.textBaseline = "middle";
  pen.fillText(words, left + PAD_PX, top + height / 2 + 0.5);
}

function fontOf({ colours, text }: Pens): string {
  return `650 ${NAME_PX * text}px ${colours.font}`;
}

function colourOf({ people }: MarkColours, number: number): string {
  return people[(Math.max(1, number) - 1) % people.length] ?? "white";
}
