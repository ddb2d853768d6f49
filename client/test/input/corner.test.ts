import { expect, it } from "vitest";
import { cornerMoved, fromCorner } from "../../src/input/corner";
import { type Hand, restingHand } from "../../src/input/raw";
import { reduce } from "../../src/input/reducer";
import { pointer, view } from "./hands";

it("counts places from the picture's corner, and leaves what has none", () => {
  expect(fromCorner(pointer("down", 30, 70, 0), { dx: 10, dy: 50 })).toMatchObject({ x: 20, y: 20 });
  const tick = { kind: "tick", at: 5 } as const;
  expect(fromCorner(tick, { dx: 10, dy: 50 })).toBe(tick);
});

it("goes on with a drag without a jump where the picture gets another place under it", () => {
  const down = reduce(restingHand("pan"), fromCorner(pointer("down", 100, 100, 0), { dx: 0, dy: 40 }), view())[0];
  const moved = cornerMoved(down, { dx: 0, dy: -40 });
  const [, intents] = reduce(moved, fromCorner(pointer("move", 110, 100, 20), { dx: 0, dy: 0 }), view());
  expect(intents).toMatchObject([{ do: "operate", operations: [{ t: "pan", dx: 20, dy: 0 }] }]);
});

it("keeps fingers and taps where they are on the screen", () => {
  const finger = { id: 1, x: 5, y: 6, startX: 1, startY: 2, onText: false };
  const hand: Hand = { ...restingHand("scroll"), fingers: [finger], lastTap: { at: 1, x: 3, y: 4 }, lastDown: { at: 1, x: 7, y: 8 } };
  const moved = cornerMoved(hand, { dx: 1, dy: -1 });
  expect(moved.fingers[0]).toMatchObject({ x: 4, y: 7, startX: 0, startY: 3 });
  expect([moved.lastTap, moved.lastDown]).toEqual([{ at: 1, x: 2, y: 5 }, { at: 1, x: 6, y: 9 }]);
  expect(cornerMoved(hand, { dx: 0, dy: 0 })).toBe(hand);
});
