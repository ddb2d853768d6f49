// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { viewerModel } from "../../src/chrome/model";
import type { Operation } from "../../src/wire/operations";
import { cineOf, goesOn, plays } from "../../src/viewer/playing";
import type { ViewState } from "../../src/wire/messages";
import { filmView } from "../views";

const brighter: Operation = { t: "window_drag", wider: 0, brighter: 4 };
const operate = (...operations: Operation[]) => ({ do: "operate" as const, operations, gesture: 3 });

describe("what a view goes on playing under", () => {
  it("is a change of how its picture is shown, not of which one it is", () => {
    expect(plays([brighter, { t: "zoom", factor: 2, x: 1, y: 1 }])).toBe(true);
    expect(plays([brighter, { t: "scroll", steps: 1 }])).toBe(false);
    expect(goesOn(operate(brighter), true)).toBe(true);
    expect(goesOn(operate(brighter), false)).toBe(false);
    expect(goesOn(operate({ t: "undo", redo: false }), true)).toBe(false);
  });

  it("is a tool that is taken up, and a key that steers it or has nothing to do with the picture", () => {
    expect(goesOn({ do: "choose", tool: "window" }, false)).toBe(true);
    expect(goesOn({ do: "command", command: "play-faster" }, false)).toBe(true);
    expect(goesOn({ do: "command", command: "panel" }, true)).toBe(true);
    expect(goesOn({ do: "command", command: "series-next" }, true)).toBe(false);
    expect(goesOn({ do: "menu", x: 1, y: 1 }, true)).toBe(false);
  });
});

describe("a film on the page", () => {
  let frames: (() => void)[];
  let now = 0;
  const hooks = {
    current: (): ViewState | null => filmView(), waiting: () => 0, push: vi.fn(), gesture: () => 7, started: vi.fn(), stopped: vi.fn(),
  };

  beforeEach(() => {
    frames = [];
    now = 0;
    vi.clearAllMocks();
    vi.stubGlobal("requestAnimationFrame", (run: () => void) => frames.push(run));
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    vi.spyOn(performance, "now").mockImplementation(() => now);
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  function frame(): void {
    now += 100;
    for (const run of frames.splice(0)) run();
  }

  it("plays from the frame that is shown, and tells the chrome", () => {
    const model = viewerModel({ series: "1", volume: 1, layout: "film" }, false);
    const cine = cineOf(model, hooks);
    cine.toggle("film");
    frame();
    expect(hooks.push).toHaveBeenCalledWith("film", [{ t: "frame", number: 13 }], 7);
    expect(model.cine.value).toBe("film");
    expect(cine.gesture).toBe(7);
    cine.toggle("film");
    expect([model.cine.value, cine.gesture]).toEqual([null, null]);
    expect([hooks.started, hooks.stopped].map((one) => one.mock.calls.length)).toEqual([1, 1]);
  });

  it("does not play what cannot be shown, nor on a page that nobody sees", () => {
    const model = viewerModel({ series: "1", volume: 1, layout: "film" }, false);
    cineOf(model, { ...hooks, current: () => filmView({ empty: "not here" }) }).toggle("film");
    expect(model.cine.value).toBeNull();
    vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    cineOf(model, hooks).toggle("film");
    expect(model.cine.value).toBeNull();
  });
});
