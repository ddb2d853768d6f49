import { afterEach, expect, it } from "vitest";
import { english, plain, speak, text } from "../src/text";
import { german } from "../src/text/german";
import { setLocale } from "../src/text/locale";

afterEach(() => {
  speak(english);
  setLocale(undefined);
});

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

it("speaks from another table as soon as it is there", () => {
  speak(german);
  setLocale("de-DE");
  expect(text.start.count(1)).toBe("1 Studie");
  expect(text.start.count(1200)).toBe("1.200 Studien");
  expect(text.picture.at("z", -493.8)).toBe("z \u2212493,8 mm");
  expect(text.spoken.unverified(["Axial", "Koronal", "Volumen"])).toContain("Axial, Koronal und Volumen");
});

/** Every sentence of a table, with the way to it. */
function sentences(table: unknown, way = ""): [string, string][] {
  if (typeof table === "string") return [[way, table]];
  if (typeof table !== "object" || table === null) return [];
  return Object.entries(table).flatMap(([key, value]) => sentences(value, way ? `${way}.${key}` : key));
}

it("has no English sentence left in the other table", () => {
  const words = new Map(sentences(english));
  const same = sentences(german).filter(([way, said]) => words.get(way) === said && said.includes(" "));
  // Names of the product's parts and of keys are the same in both.
  expect(same.filter(([way]) => !/^(help\.sections|product)/.test(way)).map(([way]) => way)).toEqual([]);
});
