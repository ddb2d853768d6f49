import { afterEach, expect, it } from "vitest";
import { bytes, calendarDay, clock, counter, decimal, list, localeOf, number, plain, setLocale, thousands } from "../../src/text/locale";

afterEach(() => setLocale(undefined));

it("takes the reader's language for numbers, and the default where it is none", () => {
  expect(localeOf("de-CH")).toBe("de-CH");
  expect(["en-US@posix", "", undefined].map(localeOf)).toEqual([undefined, undefined, undefined]);
});

it("writes numbers as the reader's language does, in Latin digits everywhere", () => {
  setLocale("de");
  expect([decimal(-0.5), plain(2.5), thousands(12345), bytes(2.5e9)]).toEqual(["\u22120,5", "2,5", "12.345", "2,5 GB"]);
  setLocale("ar-EG");
  expect(number(1500)).toBe("1500");
  expect(plain(55.81)).toMatch(/^55\D8$/);
});

it("writes a day with its month as a word, in the Gregorian calendar", () => {
  setLocale("en-US");
  expect(calendarDay(2026, 1, 31)).toBe("Jan 31, 2026");
  setLocale("de");
  expect(calendarDay(2026, 1, 31)).toMatch(/^31\. Jan\.? 2026$/);
  setLocale("ja");
  expect(calendarDay(2026, 1, 31)).toBe("2026年1月31日");
  // Thailand counts from Buddha, whose years would not be those of the file.
  setLocale("th");
  expect(calendarDay(2026, 1, 31)).toContain("2026");
});

it("writes the clock and lists", () => {
  setLocale("de");
  expect(clock(new Date(2026, 0, 31, 17, 5, 9))).toBe("17:05:09");
  expect(list(["a", "b", "c"])).toBe("a, b und c");
  setLocale("en");
  expect(list(["a", "b"])).toBe("a and b");
});

it("counts by the rules of the words' language", () => {
  const polish = counter("pl");
  const study = { one: "badanie", few: "badania", many: "bada\u0144", other: "badania" };
  expect([1, 3, 5, 22].map((n) => polish(n, study))).toEqual(["1 badanie", "3 badania", "5 bada\u0144", "22 badania"]);
  expect(counter("ja")(1, { other: "件" })).toBe("1 件");
});
