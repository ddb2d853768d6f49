import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { contrast, distance, luminance, parsed, plateOverWhite, SIGHT } from "./colour";

const css = readFileSync(new URL("../../src/style/tokens.css", import.meta.url), "utf8");

function tokensOf(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]));
}

const office = tokensOf(/:root \{([\s\S]*?)\n\}/.exec(css)![1]!);
const dark = { ...office, ...tokensOf(/data-room="dark"\] \{(.*?)\}/.exec(css)![1]!) };
const colour = (name: string, tokens = office) => parsed(tokens[name]!);

/** At least so much: on the stage, on a surface. */
const TEXT: readonly (readonly [string, number, number])[] = [
  ["text", 15.2, 12.9], ["muted", 9.3, 7.9], ["faint", 6.5, 5.5], ["control", 5.2, 4.4], ["accent", 9.5, 8.1],
  ["lossless", 11.4, 9.6], ["moving", 11.7, 10], ["stale", 11.5, 9.8], ["unverified", 8.4, 7.2],
];
const to = (digits: number, value: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

it.each(TEXT)("%s stands out from stage and surface", (name, stage, surface) => {
  expect(to(1, contrast(colour(name), colour("stage")))).toBeGreaterThanOrEqual(stage);
  expect(to(1, contrast(colour(name), colour("surface")))).toBeGreaterThanOrEqual(surface);
});

it.each([["axial", 7.6], ["coronal", 11.2], ["sagittal", 15.4]] as const)("%s stands out from the stage", (name, least) => {
  expect(to(1, contrast(colour(name), colour("stage")))).toBeGreaterThanOrEqual(least);
});

it("keeps words readable on a plate over a white picture, and on the filled mark", () => {
  const opacity = Number(/\/ ([\d.]+)\)/.exec(office["plate"]!)![1]);
  const plate = plateOverWhite(opacity);
  expect(to(1, contrast(colour("on-picture"), plate))).toBeGreaterThanOrEqual(7.7);
  expect(to(1, contrast(colour("on-picture-2"), plate))).toBeGreaterThanOrEqual(5.6);
  expect(to(1, contrast(colour("on-picture", dark), plate))).toBeGreaterThanOrEqual(4.5);
  expect(to(1, contrast(colour("on-mark"), colour("unverified")))).toBeGreaterThanOrEqual(7.8);
});

it("keeps text readable in a dark room", () => {
  expect(to(1, contrast(colour("text", dark), colour("surface")))).toBeGreaterThanOrEqual(9.3);
  for (const name of ["muted", "faint"]) expect(contrast(colour(name, dark), colour("surface"))).toBeGreaterThanOrEqual(4.5);
});

it("has no filled surface brighter than 2.7 % of white", () => {
  for (const name of ["stage", "bg", "surface", "raised", "hover", "row-line", "room-tint"]) {
    expect(luminance(colour(name)), name).toBeLessThanOrEqual(0.027);
  }
});

it.each([["normal", 81], ["protan", 46], ["deutan", 42], ["tritan", 58]] as const)("keeps planes apart for %s sight", (sight, least) => {
  const planes = ["axial", "coronal", "sagittal"].map((name) => colour(name));
  const distances = planes.flatMap((a, at) => planes.slice(at + 1).map((b) => distance(a, b, SIGHT[sight])));
  expect(Math.round(Math.min(...distances))).toBeGreaterThanOrEqual(least);
});
