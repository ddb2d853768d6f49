import { expect, it } from "vitest";
import { LocalTones, type Ramp, type Tone, toneOf } from "../../src/view/local-tone";
import { slice } from "../views";

const soft: Tone = { center: 40, width: 400, invert: false };
const presets = [
  { name: "lung", label: "Lung", center: -600, width: 1500 },
  { name: "auto", label: "Auto", center: null, width: null },
];

/** The grey of a value, 0 to 1 and beyond, as DICOM's LINEAR_EXACT has it. */
function grey(value: number, { center, width, invert }: Tone): number {
  const found = (value - center) / width + 0.5;
  return invert ? 1 - found : found;
}

function expectRight(ramp: Ramp | null, from: Tone, to: Tone): void {
  for (const value of [-300, 0, 40, 77.5, 1000]) {
    expect(ramp!.slope * grey(value, from) + ramp!.intercept).toBeCloseTo(grey(value, to), 9);
  }
}

it("makes of shown greys those of the window that the hand asks for", () => {
  const local = new LocalTones();
  expect(local.add(1, 7, [{ t: "window_drag", wider: 30, brighter: 60 }], soft, presets)).toBe(true);
  expectRight(local.ramp(soft), soft, { center: 40 - 80, width: 440, invert: false });
});

it("counts a drag in the width that its gesture began with", () => {
  const local = new LocalTones();
  local.add(1, 7, [{ t: "window_drag", wider: 300, brighter: 0 }], soft, presets);
  local.add(2, 7, [{ t: "window_drag", wider: 300, brighter: 0 }], soft, presets);
  expectRight(local.ramp(soft), soft, { center: 40, width: 1200, invert: false });
  local.add(3, 8, [{ t: "window_drag", wider: 300, brighter: 0 }], soft, presets);
  expectRight(local.ramp(soft), soft, { center: 40, width: 2400, invert: false });
});

it("forgets what the picture contains, and asks for nothing then", () => {
  const local = new LocalTones();
  local.add(1, 7, [{ t: "window", center: 50, width: 350 }], soft, presets);
  local.add(2, 7, [{ t: "window", center: 60, width: 300 }], soft, presets);
  local.contained(1);
  const shown = { ...soft, center: 50, width: 350 };
  expectRight(local.ramp(shown), shown, { center: 60, width: 300, invert: false });
  expect(local.ramp({ ...soft, center: 60, width: 300 })).toBeNull();
  local.contained(2);
  expect(local.ramp(shown)).toBeNull();
});

it("knows presets by their numbers, and waits for the automatic one", () => {
  const local = new LocalTones();
  expect(local.add(1, 7, [{ t: "preset", name: "auto" }], soft, presets)).toBe(false);
  expect(local.ramp(soft)).toBeNull();
  local.add(2, 8, [{ t: "preset", name: "lung" }], soft, presets);
  expectRight(local.ramp(soft), soft, { center: -600, width: 1500, invert: false });
});

it.each([[false, false], [false, true], [true, false], [true, true]])("inverts (shown %s, wanted %s)", (before, after) => {
  const local = new LocalTones();
  const shown = { ...soft, invert: before };
  const operations = before === after ? [] : [{ t: "invert" } as const];
  local.add(1, 7, [{ t: "window", center: 10, width: 100 }, ...operations], shown, presets);
  expectRight(local.ramp(shown), shown, { center: 10, width: 100, invert: after });
});

it("leaves colours, other acts and impossible windows alone", () => {
  const local = new LocalTones();
  expect(local.add(1, 7, [{ t: "window_drag", wider: 1, brighter: 1 }], null, presets)).toBe(false);
  expect(local.add(2, 7, [{ t: "pan", dx: 1, dy: 1 }, { t: "window", center: 0, width: 0 }], soft, presets)).toBe(false);
  local.add(3, 8, [{ t: "window_drag", wider: -1e6, brighter: 0 }], soft, presets);
  expect(Number.isFinite(local.ramp(soft)!.slope)).toBe(true);
  local.clear();
  expect(local.ramp(soft)).toBeNull();
});

it("reads a view's tone", () => {
  expect(toneOf(slice())).toEqual({ center: slice().window!.center, width: slice().window!.width, invert: slice().invert });
  expect(toneOf({ ...slice(), window: null })).toBeNull();
  expect(toneOf(null)).toBeNull();
});
