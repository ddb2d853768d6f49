import { expect, it } from "vitest";
import { whatChanged } from "../../src/viewer/speech";
import { slice, solid } from "../views";

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
