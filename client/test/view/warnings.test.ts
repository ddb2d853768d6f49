import { expect, it } from "vitest";
import { warningsOf } from "../../src/view/warnings";
import { slice, solid, volume } from "../views";

const note = (code: string, text: string) => ({ code, text });
const spaces = (words: string): string => words.replace(/\u00a0/g, " ");

it("says geometry doubts in few words, with what was done behind them", () => {
  const notes = [
    note("tilt", "The slices are tilted by 18.5 degrees against the way they follow one another: corrected."),
    note("gap", "Gap: 2 of 275 slices missing and interpolated between their neighbours."),
    note("lossy", "The source was compressed with loss, by 12.4:1."),
    note("spacing", "Spacing unequal (1.00 to 2.50 mm): resampled to 1.00 mm along the slices' normal."),
    note("uncalibrated", "There is no pixel spacing: sizes are in pixels, not in millimetres."),
  ];
  const warnings = warningsOf(slice(), volume({ notes }), null);
  expect(warnings.map((one) => one.short)).toEqual([
    "Tilt 18.5\u00b0 corrected", "Gap: 2 slices interpolated", "Source lossy 12.4:1", "Spacing unequal, resampled",
    "Uncalibrated: no mm",
  ]);
  expect(warnings[0]?.long).toBe(notes[0]?.text);
});

it("leaves what does not change the reading to the panel", () => {
  expect(warningsOf(slice(), volume({ notes: [note("window", "The window differs from slice to slice.")] }), null)).toEqual([]);
});

it("marks a partial volume first and a projection last", () => {
  const progress = { t: "progress", slices: 168, slices_total: 275, bytes: 1, bytes_total: 2, seconds: 1, runs: [], done: false } as const;
  const shorts = warningsOf(solid({ kind: "mip" }), volume({ notes: [] }), { ...progress, runs: [] }).map((one) => spaces(one.short));
  expect(shorts).toEqual(["Incomplete 61 %", "Projection: no depth"]);
  expect(warningsOf(slice(), volume({ notes: [] }), { ...progress, runs: [], done: true })).toEqual([]);
});
