import { expect, it } from "vitest";
import { LOUPE_PX, loupePlace, loupeSource } from "../../src/view/loupe";

const view = { width: 600, height: 500 };
const half = LOUPE_PX / 2;

it("lies 80 pixels above the finger", () => {
  expect(loupePlace(300, 400, view)).toEqual([300, 400 - 80 - half]);
});

it("stays in the view at its sides", () => {
  expect(loupePlace(5, 400, view)[0]).toBe(half + 4);
  expect(loupePlace(598, 400, view)[0]).toBe(600 - half - 4);
});

it("goes beside the finger where there is no room above, never below it", () => {
  for (const x of [0, 100, 300, 430, 500, 600]) {
    const [cx, cy] = loupePlace(x, 60, view);
    expect(Math.abs(cx - x)).toBeGreaterThanOrEqual(80 + half);
    expect(cx - half >= 0 && cx + half <= 600 && cy - half >= 0).toBe(true);
  }
});

it("shows twice as large what lies below the finger, wherever the picture lies", () => {
  expect(loupeSource(300, 200, { scale: 1, dx: 0, dy: 0 })).toEqual({ x: 300 - half / 2, y: 200 - half / 2, size: half });
  const { x, y, size } = loupeSource(300, 200, { scale: 0.5, dx: 20, dy: -10 });
  expect(size).toBe(half / 0.5);
  expect([x + size / 2, y + size / 2]).toEqual([560, 420]);
});
