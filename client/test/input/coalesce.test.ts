import { expect, it } from "vitest";
import { coalesce } from "../../src/input/coalesce";

it("sums what adds up", () => {
  expect(coalesce([{ t: "scroll", steps: 2 }, { t: "scroll", steps: -1 }, { t: "scroll", steps: 3 }])).toEqual([{ t: "scroll", steps: 4 }]);
  expect(coalesce([{ t: "pan", dx: 1, dy: 2 }, { t: "pan", dx: 3, dy: 4 }])).toEqual([{ t: "pan", dx: 4, dy: 6 }]);
  expect(coalesce([{ t: "zoom", factor: 2, x: 1, y: 1 }, { t: "zoom", factor: 1.5, x: 1, y: 1 }])).toEqual([{ t: "zoom", factor: 3, x: 1, y: 1 }]);
});

it("sums turns of the same planes only", () => {
  const both = { t: "tilt", degrees: 2 } as const;
  const one = { t: "tilt", degrees: 3, plane: "coronal" } as const;
  expect(coalesce([both, both, one, one])).toEqual([{ t: "tilt", degrees: 4 }, { t: "tilt", degrees: 6, plane: "coronal" }]);
  expect(coalesce([{ t: "roll", degrees: 5 }, { t: "roll", degrees: -2 }])).toEqual([{ t: "roll", degrees: 3 }]);
});

it("keeps the last of what replaces", () => {
  expect(coalesce([{ t: "crosshair", x: 1, y: 1 }, { t: "crosshair", x: 9, y: 9 }])).toEqual([{ t: "crosshair", x: 9, y: 9 }]);
  expect(coalesce([{ t: "slab", mm: 1 }, { t: "slab", mm: 2 }])).toEqual([{ t: "slab", mm: 2 }]);
});

it("keeps the order of different kinds, and turns that do not commute", () => {
  const pinch = [{ t: "pan", dx: 1, dy: 0 }, { t: "zoom", factor: 2, x: 5, y: 5 }, { t: "pan", dx: 1, dy: 0 }] as const;
  expect(coalesce(pinch)).toEqual(pinch);
  const turns = [{ t: "turn", azimuth: 5, elevation: 0, roll: 0 }, { t: "turn", azimuth: 0, elevation: 5, roll: 0 }] as const;
  expect(coalesce(turns)).toEqual(turns);
  expect(coalesce([{ t: "invert" }, { t: "invert" }])).toHaveLength(2);
});
