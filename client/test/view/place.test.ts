import { expect, it } from "vitest";
import { fitted, pictureSize, shifted } from "../../src/view/place";

it("fills the view with a picture of the size asked for", () => {
  const place = fitted({ width: 1316, height: 578 }, { width: 1316, height: 578 }, { width: 658, height: 289 });
  expect(place).toEqual({ scale: 0.5, dx: 0, dy: 0 });
});

it("fits an older picture into a resized view, circles kept round", () => {
  const place = fitted({ width: 400, height: 200 }, { width: 300, height: 300 }, { width: 300, height: 300 });
  expect(place).toEqual({ scale: 0.75, dx: 0, dy: 75 });
});

it("puts the local shift before the place", () => {
  expect(shifted({ scale: 0.5, dx: 10, dy: 20 }, { scale: 2, dx: 8, dy: -4 })).toEqual({ scale: 1, dx: 14, dy: 18 });
});

it("asks for device pixels, odd or even, within what the protocol allows", () => {
  expect(pictureSize(1317, 579)).toEqual({ width: 1317, height: 579 });
  expect(pictureSize(3200, 1000)).toEqual({ width: 1600, height: 500 });
  expect(pictureSize(4000, 20)).toEqual({ width: 1600, height: 16 });
});
