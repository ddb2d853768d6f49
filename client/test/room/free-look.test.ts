import { expect, it } from "vitest";
import { FreeLook } from "../../src/room/free-look";
import type { Operation } from "../../src/wire/operations";

const scroll = (steps: number): Operation[] => [{ t: "scroll", steps }];

it("holds the first gesture back whole, and gives it on a yes", () => {
  const look = new FreeLook(false);
  expect(look.admits("axial", scroll(1), 4)).toBe(false);
  expect(look.admits("axial", scroll(2), 4)).toBe(false);
  // Another hand's doing while the question stands is none.
  expect(look.admits("coronal", scroll(3), 4)).toBe(false);
  expect(look.admits("axial", scroll(5), 5)).toBe(false);
  expect(look.held).toEqual({ view: "axial", operations: [...scroll(1), ...scroll(2)], gesture: 4 });
  expect(look.agree(false)?.operations).toHaveLength(2);
  expect([look.held, look.admits("axial", scroll(1), 6)]).toEqual([null, true]);
});

it("does not ask again about a gesture that was declined, but about the next one", () => {
  const look = new FreeLook(false);
  look.admits("axial", scroll(1), 4);
  look.decline();
  expect(look.admits("axial", scroll(1), 4)).toBe(false);
  expect(look.held).toBeNull();
  expect(look.admits("axial", scroll(1), 5)).toBe(false);
  expect(look.held?.gesture).toBe(5);
});

it("never asks who does not want to be asked", () => {
  expect(new FreeLook(true).admits("axial", scroll(1), 1)).toBe(true);
});

it("has nothing to give where it is agreed beforehand", () => {
  const look = new FreeLook(false);
  expect(look.agree(true)).toBeNull();
  expect(look.admits("volume", scroll(1), 1)).toBe(true);
});
