import { expect, it, vi } from "vitest";
import { KeptScale, whenTurned } from "../../src/view/turning";
import { slice } from "../views";

const view = slice({ width: 800, mm_per_pixel: 0.5 });

it("asks for the millimetres of a CSS pixel that were seen before, until the server has answered", () => {
  const kept = new KeptScale();
  expect(kept.ask(2)).toEqual({});
  kept.turn(view, 400, 800);
  // 0.5 mm a picture pixel, two picture pixels a CSS pixel: 1 mm; now with 2.5 of them.
  kept.answered();
  expect(kept.ask(2.5)).toEqual({ mm_per_pixel: 0.4 });
  kept.answered();
  expect(kept.ask(2.5)).toEqual({});
});

it("keeps the first scale when the device is turned again before the server knew", () => {
  const kept = new KeptScale();
  kept.turn(view, 400, 800);
  kept.turn(view, 200, 800);
  expect(kept.ask(1)).toEqual({ mm_per_pixel: 1 });
});

it("shows the picture of before in the middle and as large as it was until the new one is there", () => {
  const kept = new KeptScale();
  expect(kept.place({ width: 800, height: 600 }, { width: 300, height: 500 })).toBeNull();
  kept.turn(view, 400, 800);
  expect(kept.place({ width: 800, height: 600 }, { width: 300, height: 500 })).toEqual({ scale: 0.5, dx: -50, dy: 100 });
  kept.arrived();
  expect(kept.place({ width: 800, height: 600 }, { width: 300, height: 500 })).toBeNull();
});

it("has nothing to keep of a view without a picture and of films", () => {
  const kept = new KeptScale();
  kept.turn(null, 400, null);
  kept.turn(slice({ empty: "One slice only." }), 400, null);
  kept.turn({ ...view, kind: "film" }, 400, 800);
  kept.turn(view, 0, 800);
  expect(kept.ask(1)).toEqual({});
});

it("hears of a turned tablet, and of no window that a mouse makes narrow", () => {
  let coarse = true;
  let tell: () => void = () => undefined;
  const stopped = vi.fn();
  const matchMedia = (query: string) => ({
    get matches() { return query.includes("pointer") && coarse; },
    addEventListener: (_: string, run: () => void) => (tell = run),
    removeEventListener: stopped,
  });
  vi.stubGlobal("window", { matchMedia });
  const run = vi.fn();
  const stop = whenTurned(run);
  tell();
  coarse = false;
  tell();
  expect(run).toHaveBeenCalledTimes(1);
  stop();
  expect(stopped).toHaveBeenCalled();
  vi.unstubAllGlobals();
});
