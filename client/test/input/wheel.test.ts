import { describe, expect, it } from "vitest";
import { play, solid, sum, view, wheel } from "./hands";

const steps = (inputs: ReturnType<typeof wheel>[], context = view()): number => sum(play(inputs, context).operations, "scroll", "steps");

describe("wheels", () => {
  it("goes one slice a notch: Chromium's 100 and 120 pixels, Firefox's 3 lines, a page", () => {
    expect(steps([wheel(100, 0)])).toBe(1);
    expect(steps([wheel(-120, 0)])).toBe(-1);
    expect(steps([wheel(3, 0, { deltaMode: 1 })])).toBe(1);
    expect(steps([wheel(-1, 0, { deltaMode: 1 })])).toBe(-1);
    expect(steps([wheel(1, 0, { deltaMode: 2 })])).toBe(1);
  });

  it("loses no notch of a fast turn that the browser summed", () => {
    expect(steps([wheel(360, 0)])).toBe(3);
    expect(steps([wheel(9, 0, { deltaMode: 1 })])).toBe(3);
  });

  it("goes ten slices with Shift, which some systems report as deltaX", () => {
    expect(steps([wheel(100, 0, { shift: true })])).toBe(10);
    expect(steps([wheel(0, 0, { shift: true, deltaX: 100 })])).toBe(10);
    expect(steps([wheel(0, 0, { deltaX: 100 })])).toBe(0);
  });
});

describe("trackpads", () => {
  it("goes one slice in 24 pixels, summed over small deltas", () => {
    const swipe = [4, 7, 9, 12, 14, 11, 8, 5, 3, 1].map((delta, n) => wheel(delta, n * 16));
    expect(steps(swipe)).toBe(3);
  });

  it("starts anew when the direction turns or the hand paused", () => {
    expect(steps([wheel(20, 0), wheel(-20, 16)])).toBe(0);
    expect(steps([wheel(20, 0), wheel(20, 1000)])).toBe(0);
    expect(steps([wheel(20, 0), wheel(20, 16)])).toBe(1);
  });

  it("pinches as Ctrl wheel, smoothly and at the pointer", () => {
    const { operations } = play([-2, -3.5, -4, -2.5].map((delta, n) => wheel(delta, n * 16, { ctrl: true })));
    const factor = operations.reduce((all, one) => (one.t === "zoom" ? all * one.factor : all), 1);
    expect(factor).toBeCloseTo(Math.exp(0.12));
    expect(operations[0]).toMatchObject({ x: 199.5, y: 159.5 });
  });

  it("never zooms by more than double at once", () => {
    for (const delta of [-49.9, 49.9, -5000, 5000]) {
      const [zoom] = play([wheel(delta, 0, { ctrl: true })]).operations;
      expect(zoom?.t === "zoom" && zoom.factor).toBeGreaterThanOrEqual(0.5);
      expect(zoom?.t === "zoom" && zoom.factor).toBeLessThanOrEqual(2);
    }
  });
});

it("makes the slab thicker with Alt, wheel up", () => {
  expect(play([wheel(-100, 0, { alt: true })]).operations).toEqual([{ t: "slab_step", mm: 1 }]);
});

it("turns a MIP and zooms the volume", () => {
  expect(play([wheel(100, 0)], solid({ kind: "mip" })).operations).toEqual([{ t: "turn", azimuth: 5, elevation: 0, roll: 0 }]);
  expect(play([wheel(-100, 0)], solid()).operations[0]).toMatchObject({ t: "zoom", factor: 1.15 });
});

it("makes one gesture of a burst, a new one after a pause", () => {
  const { gestures } = play([0, 50, 100, 900].map((at) => wheel(100, at)));
  expect(gestures).toEqual([1, 1, 1, 2]);
});

it("goes the other way through slices where the reader wants it, and nothing else does", () => {
  const head = view({ wheelDown: "head" });
  expect(play([wheel(100, 0)], head).operations).toEqual([{ t: "scroll", steps: -1 }]);
  expect(play([wheel(-100, 0, { shift: true })], head).operations).toEqual([{ t: "scroll", steps: 10 }]);
  const others = [wheel(100, 0, { ctrl: true }), wheel(100, 1000, { alt: true })];
  expect(play(others, head).operations).toEqual(play(others).operations);
  const mip = solid({ kind: "mip" });
  expect(play([wheel(100, 0)], { ...mip, wheelDown: "head" }).operations).toEqual(play([wheel(100, 0)], mip).operations);
});
