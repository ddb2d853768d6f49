import { expect, it } from "vitest";
import { LocalMoves, NO_SHIFT, sameShift } from "../../src/view/local";

it("adds up pans that the picture does not contain", () => {
  const local = new LocalMoves();
  local.add(1, [{ t: "pan", dx: 10, dy: 2 }]);
  local.add(2, [{ t: "scroll", steps: 1 }, { t: "pan", dx: -4, dy: 1 }]);
  expect(local.shift()).toEqual({ scale: 1, dx: 6, dy: 3 });
  local.contained(1);
  expect(local.shift()).toEqual({ scale: 1, dx: -4, dy: 1 });
  local.contained(2);
  expect(sameShift(local.shift(), NO_SHIFT)).toBe(true);
});

it("keeps the point under the pointer where it is when zooming", () => {
  const local = new LocalMoves();
  local.add(1, [{ t: "zoom", factor: 2, x: 99.5, y: 49.5 }]);
  const { scale, dx, dy } = local.shift();
  // The centre of pixel 99.5 lies 100 pixels from the picture's corner.
  expect([100 * scale + dx, 50 * scale + dy]).toEqual([100, 50]);
  expect(scale).toBe(2);
});

it("composes in the order of the hand", () => {
  const local = new LocalMoves();
  local.add(1, [{ t: "pan", dx: 10, dy: 0 }, { t: "zoom", factor: 3, x: -0.5, y: -0.5 }]);
  expect(local.shift()).toEqual({ scale: 3, dx: 30, dy: 0 });
  local.clear();
  expect(local.shift()).toEqual(NO_SHIFT);
});
