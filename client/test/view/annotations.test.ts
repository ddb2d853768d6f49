// @vitest-environment happy-dom

import { beforeEach, expect, it, vi } from "vitest";
import { Annotations } from "../../src/view/annotations";
import { slice } from "../views";

const COLOURS = { axial: "red", coronal: "blue", sagittal: "yellow", font: "sans-serif" };
const AT = { scale: 1, dx: 0, dy: 0 };

let strokes: number;
let annotations: Annotations;

beforeEach(() => {
  strokes = 0;
  const nothing = (): void => undefined;
  const pen = {
    setTransform: nothing, clearRect: nothing, setLineDash: nothing, fillText: nothing, strokeText: nothing, drawImage: nothing,
    measureText: () => ({ width: 20 }), scale: nothing, stroke: () => (strokes += 1),
  };
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(pen as never);
  Object.assign(globalThis, { Path2D: class { moveTo = nothing; lineTo = nothing; arc = nothing; } });
  annotations = new Annotations("axial", nothing);
  annotations.resize({ width: 400, height: 300 }, { width: 400, height: 300 }, 200);
});

const view = slice({ crosshair: [200, 150], lines: [{ plane: "coronal", x0: 0, y0: 150, x1: 400, y1: 150 }] });

it("draws lines over the picture whose state it has", () => {
  annotations.describe(view, true);
  annotations.draw(AT, true, COLOURS);
  expect(strokes).toBeGreaterThan(0);
});

it("draws none, and gives the hand none, over a picture whose own state has not come", () => {
  annotations.describe(view, false);
  annotations.draw(AT, true, COLOURS);
  expect(strokes).toBe(0);
  expect(annotations.handles).toEqual([]);
  annotations.describe(view, true);
  annotations.draw(AT, true, COLOURS);
  expect(strokes).toBeGreaterThan(0);
});

it("draws none where there is no picture", () => {
  annotations.describe(view, true);
  annotations.draw(AT, false, COLOURS);
  expect(strokes).toBe(0);
});
