import { expect, it } from "vitest";
import type { Colours } from "../../src/view/overlay";
import { Redraw } from "../../src/view/redraw";
import { slice } from "../views";

const colours: Colours = { axial: "red", coronal: "green", sagittal: "blue", font: "sans" };
const at = { scale: 1, dx: 0, dy: 0 };

it("draws once what stays the same, whatever the picture's number", () => {
  const redraw = new Redraw();
  expect(redraw.needed(slice({ epoch: 3 }), true, at, colours)).toBe(true);
  expect(redraw.needed(slice({ epoch: 4 }), true, at, colours)).toBe(false);
});

it.each([
  ["another state", slice({ zoom: 3 }), true, at, colours],
  ["no state", null, true, at, colours],
  ["no picture below", slice(), false, at, colours],
  ["another place", slice(), true, { ...at, dx: 0.5 }, colours],
  ["another light", slice(), true, at, { ...colours }],
] as const)("draws anew for %s", (_, view, lined, place, light) => {
  const redraw = new Redraw();
  redraw.needed(slice(), true, at, colours);
  expect(redraw.needed(view, lined, place, light)).toBe(true);
});

it("draws anew what was wiped away", () => {
  const redraw = new Redraw();
  redraw.needed(slice(), true, at, colours);
  redraw.forget();
  expect(redraw.needed(slice(), true, at, colours)).toBe(true);
});
