import { describe, expect, it } from "vitest";
import { limitsFor, nextRate, ownRate, ratesFor } from "../../src/viewer/rates";

describe("rates", () => {
  it("go from 1 to 60, wider where the file's own time asks for it", () => {
    expect(limitsFor(null)).toEqual({ least: 1, most: 60 });
    expect(limitsFor(30)).toEqual({ least: 1, most: 120 });
    expect(limitsFor(2)).toEqual({ least: 0.5, most: 60 });
  });

  it("takes the file's rate from the time of its frames, none where none is told", () => {
    expect(ownRate(40)).toBe(25);
    expect(ownRate(0)).toBeNull();
  });

  it("offers parts and multiples of the file's own rate among round numbers, each once", () => {
    const offered = ratesFor(29.97);
    expect(offered.filter((one) => one.factor !== null).map((one) => one.factor)).toEqual([0.25, 0.5, 1, 2, 4]);
    expect(offered.some((one) => one.perSecond === 30)).toBe(false);
    expect(offered.map((one) => one.perSecond)).toEqual([...offered.map((one) => one.perSecond)].sort((a, b) => a - b));
    expect(ratesFor(null).every((one) => one.factor === null)).toBe(true);
  });

  it("steps through what is offered and stops at its ends", () => {
    expect(nextRate(15, [5, 10, 15, 20], 1)).toBe(20);
    expect(nextRate(15, [5, 10, 15, 20], -1)).toBe(10);
    expect(nextRate(17, [5, 10, 15, 20], -1)).toBe(15);
    expect(nextRate(20, [5, 10, 15, 20], 1)).toBe(20);
  });
});
