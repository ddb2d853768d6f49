// Pointers and strokes over one view's picture, on a canvas of their own: drawn with the state of that picture.

import { type Ground, type Line, type PlacedLine, placedLine, type PlacedPointer, placedPointer } from "../marks/placing";
import type { Stack } from "../marks/patient";
import type { Pointer } from "../marks/pointers";
import type { ViewState } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import { SMALL_PX } from "./annotations";
import { element, textScale } from "./dom";
import { drawLine, drawName, drawPointer, type MarkColours } from "./marks-drawing";
import { picturePoint } from "./fitting";
import type { Placement, Size } from "./place";

export interface MarksSource {
  pointers(): readonly Pointer[];
  lines(): readonly Line[];
  readonly stack: Stack;
  onScreen(view: ViewName): boolean;
  colours(): MarkColours;
  /** A view has another picture, or shows it elsewhere. */
  pictured(view: ViewState): void;
}

/** The picture that is on the screen under a place of the view. */
export interface Under {
  view: ViewState;
  picture: { x: number; y: number };
}

export interface ShownMarks {
  readonly pointers: readonly PlacedPointer[];
  readonly lines: readonly PlacedLine[];
}

const NOTHING: ShownMarks = { pointers: [], lines: [] };
/** Names at strokes that begin nearer to each other than this are said once. */
const NAME_APART_PX = 64;

export class MarksLayer {
  readonly canvas = element("canvas", "lines marks", { "aria-hidden": "true", hidden: "" });
  source: MarksSource | null = null;
  private readonly pen: CanvasRenderingContext2D;
  private view: ViewState | null = null;
  private at: Placement = { scale: 1, dx: 0, dy: 0 };
  private size: Size = { width: 0, height: 0 };
  private ratio = 1;
  /** How much larger than usual the reader has words; read once, for it costs a layout. */
  private text = 1;
  /** What is on the screen. */
  shown: ShownMarks = NOTHING;

  constructor() {
    const pen = this.canvas.getContext("2d");
    if (!pen) throw new Error("this browser gives no canvas");
    this.pen = pen;
  }

  /** CSS pixels and device pixels. */
  resize({ width, height }: Size, device: Size): void {
    this.size = { width, height };
    this.text = textScale();
    this.ratio = device.width / Math.max(width, 1);
    this.canvas.width = device.width;
    this.canvas.height = device.height;
  }

  /** `view` is the state of the picture on the screen, which lies `at`; null where there is none. */
  draw(view: ViewState | null, at: Placement): void {
    this.view = view;
    this.at = at;
    this.redraw();
    if (view) this.source?.pictured(view);
  }

  /** Other marks, on the same picture. */
  redraw(): void {
    const next = this.placed();
    if (empty(next) && empty(this.shown)) return;
    this.shown = next;
    this.canvas.hidden = empty(next);
    if (!this.source || empty(next)) return;
    const { pen, ratio, size } = this;
    const pens = { pen, size, colours: this.source.colours(), text: this.text };
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, size.width, size.height);
    for (const line of next.lines) drawLine(pens, line);
    for (const line of saidOnce(next.lines)) drawName(pens, line);
    for (const pointer of next.pointers) drawPointer(pens, pointer);
  }

  clear(): void {
    this.draw(null, this.at);
  }

  /** The point of the picture under a place of the view, in CSS pixels; null where there is no picture. */
  under(x: number, y: number): Under | null {
    return this.view && { view: this.view, picture: picturePoint([x, y], this.at) };
  }

  private placed(): ShownMarks {
    const { source, view, at } = this;
    if (!source || !view) return NOTHING;
    const [pointers, lines] = [source.pointers(), source.lines()];
    // Mostly there are none, and a moving picture asks in each frame.
    if (pointers.length + lines.length === 0) return NOTHING;
    const small = this.size.width / this.text < SMALL_PX;
    const ground: Ground = { view, at, small, stack: source.stack, onScreen: (one) => source.onScreen(one) };
    return {
      pointers: pointers.map((one) => placedPointer(one, ground)).filter((one) => one !== null),
      lines: lines.map((one) => placedLine(one, ground)).filter((one) => one !== null),
    };
  }
}

function empty({ pointers, lines }: ShownMarks): boolean {
  return pointers.length === 0 && lines.length === 0;
}

/** Strokes whose name is written: not again beside the same one. */
function saidOnce(lines: readonly PlacedLine[]): PlacedLine[] {
  const said: PlacedLine[] = [];
  for (const line of lines) {
    const [x, y] = line.points[0]!;
    const near = said.some((one) => one.name === line.name && Math.hypot(one.points[0]![0] - x, one.points[0]![1] - y) < NAME_APART_PX);
    if (!near) said.push(line);
  }
  return said;
}
