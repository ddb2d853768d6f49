// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { isWithin } from "../../src/chrome/start-model";

const now = new Date(2026, 2, 30, 0, 30);

it("counts days of the calendar, whatever form the date has", () => {
  expect(isWithin("20260330", "today", now)).toBe(true);
  expect(isWithin("2026-03-29", "today", now)).toBe(false);
  expect(isWithin("2026.03.24", "week", now)).toBe(true);
  expect(isWithin("20260323", "week", now)).toBe(false);
});

it("passes neither tomorrow's nor an undated study, unless any date will do", () => {
  expect(isWithin("20260331", "week", now)).toBe(false);
  expect(isWithin("", "week", now)).toBe(false);
  expect(isWithin("", "any", now)).toBe(true);
});
