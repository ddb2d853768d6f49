import { describe, expect, it } from "vitest";

import { Lossy } from "../../src/link/lossy";

describe("a lossy path", () => {
  it("is left when it lost more than a tenth twice in a row, far away", () => {
    const lossy = new Lossy();
    expect(lossy.noted(880, 120, 80)).toBe(false);
    expect(lossy.noted(1760, 240, 80)).toBe(true);
  });

  it("is kept when it is short, when little is lost, or when nobody knows how long it is", () => {
    for (const [lost, ms] of [[120, 20], [50, 80], [120, null]] as const) {
      const lossy = new Lossy();
      expect([1, 2, 3].map((n) => lossy.noted(880 * n, lost * n, ms))).toEqual([false, false, false]);
    }
  });

  it("is kept after one burst", () => {
    const lossy = new Lossy();
    expect(lossy.noted(800, 200, 80)).toBe(false);
    expect(lossy.noted(1800, 200, 80)).toBe(false);
    expect(lossy.noted(2600, 400, 80)).toBe(false);
  });

  it("is judged by enough packets only", () => {
    const lossy = new Lossy();
    for (let n = 1; n < 9; n += 1) expect(lossy.noted(10 * n, n, 80)).toBe(false);
  });
});
