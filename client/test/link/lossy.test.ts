import { describe, expect, it } from "vitest";

import { Lossy } from "../../src/link/lossy";

describe("a lossy path", () => {
  it("is left when it lost more than a hundredth twice in a row, far away", () => {
    const lossy = new Lossy();
    expect(lossy.noted(980, 20, 80)).toBe(false);
    expect(lossy.noted(1960, 40, 80)).toBe(true);
  });

  it("is kept when it is short, when little is lost, or when nobody knows how long it is", () => {
    for (const [lost, ms] of [[20, 20], [5, 80], [20, null]] as const) {
      const lossy = new Lossy();
      expect([1, 2, 3].map((n) => lossy.noted(980 * n, lost * n, ms))).toEqual([false, false, false]);
    }
  });

  it("is kept after one burst", () => {
    const lossy = new Lossy();
    expect(lossy.noted(900, 100, 80)).toBe(false);
    expect(lossy.noted(1900, 100, 80)).toBe(false);
    expect(lossy.noted(2800, 200, 80)).toBe(false);
  });

  it("is judged by enough packets only", () => {
    const lossy = new Lossy();
    for (let n = 1; n < 9; n += 1) expect(lossy.noted(10 * n, n, 80)).toBe(false);
  });
});
