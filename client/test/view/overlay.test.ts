import { beforeEach, expect, it } from "vitest";
import { type Canvas, drawOverlay } from "../../src/view/overlay";
import type { Word } from "../../src/view/word-pictures";
import { slice } from "../views";

interface Segment {
  from: [number, number];
  to: [number, number];
}

let segments: Segment[];
let words: { word: string; x: number; y: number }[];

/** Collects what is drawn. */
class FakePath {
  private at: [number, number] = [0, 0];
  readonly parts: Segment[] = [];
  moveTo(x: number, y: number): void {
    this.at = [x, y];
  }
  arc(): void {}
  lineTo(x: number, y: number): void {
    this.parts.push({ from: this.at, to: [x, y] });
  }
}

beforeEach(() => {
  segments = [];
  words = [];
  Object.assign(globalThis, { Path2D: FakePath });
});

function canvas(small = false): Canvas {
  const pen = {
    setTransform: () => undefined,
    clearRect: () => undefined,
    setLineDash: () => undefined,
    stroke: (path: FakePath) => (segments = [...segments, ...path.parts]),
  };
  const context = pen as unknown as CanvasRenderingContext2D;
  const drawn = { draw: (_: unknown, { text }: Word, x: number, y: number) => void words.push({ word: text, x, y }) };
  return { context, width: 682, height: 384, ratio: 1, small, words: drawn };
}

const colours = { axial: "r", coronal: "b", sagittal: "y", font: "sans" };
const plain = { scale: 1, dx: 0, dy: 0 };

it("leaves the lesion under the crosshair free by 20 pixels", () => {
  drawOverlay(canvas(), slice(), plain, colours);
  const flat = segments.filter((one) => Math.abs(one.from[1] - one.to[1]) < 1e-9);
  const ends = flat.flatMap((one) => [one.from[0], one.to[0]]);
  expect(ends).toContain(341 - 20);
  expect(ends).toContain(341 + 20);
  expect(Math.min(...ends.map((x) => Math.abs(x - 341)))).toBe(20);
});

it("moves with the local shift and goes on past the old picture's edge", () => {
  drawOverlay(canvas(), slice(), { scale: 2, dx: -300, dy: 50 }, colours);
  const flat = segments.filter((one) => Math.abs(one.from[1] - one.to[1]) < 1e-9);
  expect(new Set(flat.map((one) => one.from[1]))).toEqual(new Set([192 * 2 + 50]));
  expect(Math.max(...flat.map((one) => one.to[0]))).toBeGreaterThan(682);
});

it("names each line, in a small view nearer to its edges", () => {
  drawOverlay(canvas(), slice(), plain, colours);
  const [large] = words;
  expect(words.map((one) => one.word)).toEqual(["COR", "SAG"]);
  words = [];
  drawOverlay(canvas(true), slice(), plain, colours);
  expect(words.map((one) => one.word)).toEqual(["COR", "SAG"]);
  expect(words[0]!.x).toBeGreaterThan(large!.x);
});

it("keeps a line's name out of the corners", () => {
  const named = (y0: number, y1: number) => {
    words = [];
    const lines = [{ plane: "coronal", x0: 0, y0, x1: 681, y1 } as const];
    drawOverlay(canvas(), slice({ lines, crosshair: null }), plain, colours);
    return words[0]!;
  };
  expect(named(192, 192).x).toBeGreaterThan(600);
  expect(named(80, 380).x).toBeLessThan(200);
  // A line along the very edge keeps its name whole and off both corners.
  const edge = named(383, 383);
  expect([edge.x, edge.y]).toEqual([682 * 0.7, 377.5]);
});

it("draws nothing without a state", () => {
  drawOverlay(canvas(), null, plain, colours);
  expect(segments).toEqual([]);
});
