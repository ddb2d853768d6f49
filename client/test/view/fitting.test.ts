import { expect, it } from "vitest";
import { extentOf, fitting, inPixelsOf, isReduced, picturePoint } from "../../src/view/fitting";
import { placed } from "../../src/view/place";

const view = { width: 400, height: 300 };

it("fills the view with a picture of its own size", () => {
  expect(fitting({ width: 800, height: 600 }, { width: 800, height: 600 }, view)).toEqual({ scale: 0.5, dx: 0, dy: 0, ...view });
});

it("shows the whole of a picture of another shape, as large as it goes and in the middle", () => {
  const wide = fitting({ width: 1000, height: 500 }, { width: 800, height: 600 }, view);
  expect(wide).toEqual({ scale: 0.4, dx: 0, dy: 50, width: 400, height: 200 });
  const high = fitting({ width: 300, height: 600 }, { width: 800, height: 600 }, view);
  expect(high).toEqual({ scale: 0.5, dx: 125, dy: 0, width: 150, height: 300 });
});

it("puts a picture with fewer pixels into the same box", () => {
  const counted = { width: 1000, height: 500 };
  const at = fitting(counted, { width: 800, height: 600 }, view);
  const reduced = { width: 500, height: 250 };
  expect(inPixelsOf(reduced, counted, at)).toMatchObject({ scale: 0.8, dx: 0, dy: 50 });
  expect(inPixelsOf(counted, counted, at).scale).toBe(at.scale);
});

it("puts each pixel of a reduced picture over the four that it stands for, also of an odd number", () => {
  const counted = { width: 701, height: 501 };
  const reduced = { width: 350, height: 250 };
  const at = fitting(counted, counted, { width: 701, height: 501 });
  expect(extentOf(reduced, counted)).toEqual({ width: 700, height: 500 });
  // The middle of the last reduced pixel lies between the two that it was made of.
  const [x] = placed(349, 249, inPixelsOf(reduced, counted, at));
  expect(x).toBe((placed(698, 0, at)[0] + placed(699, 0, at)[0]) / 2);
  expect([isReduced(reduced, counted), isReduced(counted, counted), isReduced({ width: 700, height: 500 }, counted)]).toEqual([true, false, false]);
  expect(extentOf(counted, counted)).toEqual(counted);
});

it("finds the picture point under a place, and back", () => {
  const at = fitting({ width: 1000, height: 500 }, { width: 800, height: 600 }, view);
  expect(picturePoint([0, 50], at)).toEqual({ x: -0.5, y: -0.5 });
  const { x, y } = picturePoint([123, 171], at);
  expect(placed(x, y, at).map((one) => Math.round(one * 1e9) / 1e9)).toEqual([123, 171]);
});
