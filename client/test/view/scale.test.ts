import { expect, it } from "vitest";
import { scaleBar } from "../../src/view/scale";

it("takes the longest round length that fits", () => {
  expect(scaleBar(1.5, 658)).toEqual({ mm: 100, pixels: 150 });
  expect(scaleBar(1.6, 658)).toEqual({ mm: 50, pixels: 80 });
  expect(scaleBar(0.5, 658)).toEqual({ mm: 200, pixels: 100 });
  expect(scaleBar(0.6, 255), "beside the letter in the middle").toEqual({ mm: 50, pixels: 30 });
});

it("gives none where nothing useful fits", () => {
  expect(scaleBar(500, 658)).toBeNull();
  expect(scaleBar(0.01, 658)).toBeNull();
});
