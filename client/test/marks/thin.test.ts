import { expect, it } from "vitest";
import { type Place, thinned } from "../../src/marks/thin";

const at = (x: number, y: number): Place => ({ x, y });

it("leaves out what lies on the line between its neighbours", () => {
  const line = Array.from({ length: 50 }, (_, n) => at(n, 2 * n));
  expect(thinned(line, 0.5)).toEqual([at(0, 0), at(49, 98)]);
});

it("keeps corners, and what is farther off than it may be", () => {
  const bent = [at(0, 0), at(5, 0.4), at(10, 0), at(10, 5), at(10, 10)];
  expect(thinned(bent, 0.5)).toEqual([at(0, 0), at(10, 0), at(10, 10)]);
  expect(thinned(bent, 0.3)).toContainEqual(at(5, 0.4));
});

it("is never off by more than it may be", () => {
  const round = Array.from({ length: 400 }, (_, n) => at(100 * Math.cos(n / 60), 100 * Math.sin(n / 60)));
  const few = thinned(round, 0.5);
  expect(few.length).toBeLessThan(50);
  for (let n = 1; n < few.length; n += 1) {
    const [a, b] = [few[n - 1]!, few[n]!];
    const middle = Math.hypot((a.x + b.x) / 2, (a.y + b.y) / 2);
    expect(100 - middle).toBeLessThanOrEqual(0.5);
  }
});

it("keeps a loop that ends where it began, a dot and two ends", () => {
  const loop = [at(0, 0), at(10, 0), at(10, 10), at(0, 0)];
  expect(thinned(loop, 1)).toEqual(loop);
  expect(thinned([at(3, 3)], 1)).toEqual([at(3, 3)]);
  expect(thinned([at(3, 3), at(3, 3)], 1)).toHaveLength(2);
});
