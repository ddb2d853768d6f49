import { expect, it } from "vitest";
import { localeOf, plain, text } from "../src/text";

it("writes numbers with as few digits as say it, and a true minus", () => {
  expect([1500, -600, 2773.333, 55.81, 2.5, 0.354, -0.5, 40].map(plain)).toEqual([
    "1500", "\u2212600", "2773", "55.8", "2.5", "0.35", "\u22120.5", "40",
  ]);
});

it("counts in words", () => {
  expect(text.start.count(1)).toBe("1 study");
  expect(text.start.count(7)).toBe("7 studies");
  expect(text.warnings.gap("1")).toBe("Gap: 1 slice interpolated");
});

it("rounds a share down: 100 % means all", () => {
  expect(text.warnings.incomplete(0.999)).toBe("Incomplete 99\u00a0%");
});

it("takes the reader's language for numbers, and the default where it is none", () => {
  expect(localeOf("de-CH")).toBe("de-CH");
  expect(["en-US@posix", "", undefined].map(localeOf)).toEqual([undefined, undefined, undefined]);
});
