import { expect, it } from "vitest";
import { alarmOf, wholeView, whatChanged } from "../../src/viewer/speech";
import { slice, solid, volume } from "../views";

const spaces = (words: string): string => words.replace(/\u00a0/g, " ");
const first = { view: slice(), mark: "lossless" } as const;

it("says only what changed", () => {
  expect(whatChanged(first, first)).toBe("");
  expect(whatChanged(first, { view: slice({ image: 188, position_mm: -492.5 }), mark: "moving" })).toBe("Axial 188 of 275.");
  const bone = { center: 500, width: 2000, label: "bone" };
  expect(spaces(whatChanged(first, { view: slice({ window: bone }), mark: "lossless" }))).toBe(
    "Window bone, width 2000, level 500. Lossless.",
  );
});

it("says how thick the slab is when that changes", () => {
  const thick = { view: slice({ slab_mm: 10, slab_mode: "max" }), mark: "moving" } as const;
  expect(whatChanged(first, thick)).toBe("Slab 10 mm MIP.");
  expect(whatChanged(thick, { ...thick, view: slice({ slab_mm: 10, slab_mode: "mean" }) })).toBe("Slab 10 mm mean.");
  expect(whatChanged(thick, { view: slice(), mark: "moving" })).toBe("Slab thin.");
});

it("says the position where the plane is no acquired slice", () => {
  const words = whatChanged(first, { view: slice({ image: null, images: null, position_mm: 12.25 }), mark: "moving" });
  expect(words).toBe("Axial at 12.3 millimetres.");
});

it("says where the volume is seen from, and all of another view", () => {
  expect(whatChanged(first, { view: solid(), mark: "lossless" })).toBe("Seen from right anterior 22, cranial 8. Lossless.");
});

it("says when the picture becomes lossless", () => {
  expect(whatChanged({ ...first, mark: "moving" }, first)).toBe("Lossless.");
});

it("speaks a whole view: place, window, worth, slab, zoom and doubts", () => {
  const view = slice({ slab_mm: 10, slab_mode: "max", zoom: 1.5 });
  const doubted = volume({ notes: [{ code: "spacing", text: "The slices lie unequally apart." }] });
  const words = spaces(wholeView({ view, mark: "lossless" }, doubted, null));
  expect(words).toMatch(/^Axial, image 187 of 275, .* millimetres, .*W 1500 .*, lossless, slab 10 mm MIP, zoom 1.5, Spacing unequal, resampled\.$/);
  expect(wholeView({ view: solid(), mark: "moving" }, volume({ notes: [] }), null)).toMatch(/^Volume, right anterior 22, cranial 8, moving, zoom /);
});

it("gives alarm for a lost link and for pictures that are not verified, and for nothing else", () => {
  const marks = [{ view: "axial", mark: "lossless" }, { view: "coronal", mark: "unverified" }] as const;
  expect(alarmOf("dim", marks)).toBe("The link to the server is lost.");
  expect(alarmOf("fresh", marks)).toBe("Not verified: Coronal. Do not read from it.");
  expect(alarmOf("fresh", [marks[0], { view: "volume", mark: "stale" }])).toBe("");
});
