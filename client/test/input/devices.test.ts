// The one reducer on what real devices report.

import { describe, expect, it } from "vitest";
import { coalesce } from "../../src/input/coalesce";
import * as device from "./devices";
import { finger, key, play, pointer, solid, sum, view } from "./hands";

const steps = (inputs: Parameters<typeof play>[0]): number => sum(play(inputs, view(), "scroll").operations, "scroll", "steps");
const kinds = (inputs: Parameters<typeof play>[0], context = view(), tool: Parameters<typeof play>[2] = "scroll"): string[] =>
  play(inputs, context, tool).operations.map((one) => one.t);

describe("wheels", () => {
  it.each([
    ["chromiumWindows", 3], ["chromiumLinux", 4], ["chromiumScaled", 3], ["firefoxLines", 3], ["macSlow", 3],
  ] as const)("goes a slice a notch: %s", (name, notches) => expect(steps(device.NOTCHES[name])).toBe(notches));

  it("sums the parts of a notch that a wheel of high resolution reports", () => {
    expect(steps(device.FINE_LINES)).toBe(2);
    expect(steps(device.FINE_LINES.slice(0, 7))).toBe(0);
    expect(steps(device.FINE_LINES.slice(0, 8))).toBe(1);
  });

  it("goes ten slices with Shift whichever way the browser turns it", () => {
    expect(play(device.SHIFTED).operations.map((one) => one.t === "scroll" && one.steps)).toEqual([10, -10, 10]);
  });
});

describe("trackpads", () => {
  it("goes a slice in 24 pixels, also where a flick is faster than a wheel", () => {
    const all = device.FLICK.reduce((way, { deltaY }) => way + deltaY, 0);
    expect(steps(device.FLICK)).toBe(Math.trunc(all / 24));
    expect(new Set(play(device.FLICK).gestures).size).toBe(1);
  });

  it("pinches smoothly, about the pointer, as one gesture, and scrolls nothing", () => {
    const { operations, gestures } = play(device.SPREAD);
    expect(new Set(operations.map((one) => one.t))).toEqual(new Set(["zoom"]));
    expect(new Set(gestures).size).toBe(1);
    const [all] = coalesce(operations);
    expect(all).toMatchObject({ x: 199.5, y: 159.5 });
    expect(all?.t === "zoom" && all.factor).toBeCloseTo(Math.exp(device.SPREAD.reduce((way, { deltaY }) => way - deltaY, 0) / 100));
  });
});

describe("mice", () => {
  it("makes one operation of a frame's 16 reports, and loses no pixel", () => {
    const { operations } = play(device.FAST_MOUSE);
    expect(operations.length).toBeGreaterThan(10);
    expect(coalesce(operations)).toEqual([{ t: "window_drag", wider: 60, brighter: 0 }]);
  });

  it("goes on with a drag whatever a second button does", () => {
    const { operations, intents, hand } = play(device.SECOND_BUTTON);
    expect(coalesce(operations)).toEqual([{ t: "window_drag", wider: 60, brighter: 0 }]);
    expect(intents.every((one) => one.do === "operate")).toBe(true);
    expect(hand.drag).toBeNull();
  });

  it("ends with its own button, though another is still down", () => {
    expect(coalesce(play(device.LEFT_UP_FIRST).operations)).toEqual([{ t: "window_drag", wider: 40, brighter: 0 }]);
  });

  it("ends where the pointer or its capture is lost, and keeps what was done", () => {
    const lost = [...device.FAST_MOUSE.slice(0, 9), pointer("cancel", 0, 0, 30, { button: -1 }), pointer("move", 400, 0, 40, { button: -1 })];
    const { operations, hand } = play(lost);
    expect(coalesce(operations)).toEqual([{ t: "window_drag", wider: 30, brighter: 0 }]);
    expect(hand.drag).toBeNull();
  });
});

describe("pens", () => {
  it("hovers without doing anything, draws with the tool and leaves no drag", () => {
    expect(play([device.hover(10, 10, 0), device.hover(40, 60, 16)]).intents).toEqual([]);
    const drawn = [device.hover(10, 10, 0), device.pen("down", 10, 10, 16), device.pen("move", 40, 10, 32), device.pen("up", 40, 10, 48)];
    expect(play(drawn).operations).toEqual([{ t: "window_drag", wider: 30, brighter: 0 }]);
  });

  it("takes nothing from the palm that came first, nor while it lies on", () => {
    expect(new Set(kinds(device.PALM_FIRST, view(), "window"))).toEqual(new Set(["window_drag"]));
    const { hand } = play(device.PALM_FIRST, view(), "window");
    expect([hand.fingers.length, hand.touch]).toEqual([0, "none"]);
    expect(play([finger("down", 3, 10, 10, 500), finger("up", 3, 10, 10, 560)], view(), "window", hand).intents).toEqual([]);
    expect(play([finger("down", 4, 10, 10, 900), finger("up", 4, 10, 10, 960)], view(), "window", hand).intents).toEqual([{ do: "tap" }]);
  });

  it("lets a finger scroll on while the pen only hovers", () => {
    const scrolls = [finger("down", 1, 300, 100, 0), finger("move", 1, 300, 130, 90), device.hover(10, 10, 95), finger("move", 1, 300, 160, 106)];
    expect(steps(scrolls)).toBe(20);
  });

  it("windows with the barrel button; a short press asks for the menu", () => {
    expect(coalesce(play(device.BARREL, view(), "scroll").operations)).toEqual([{ t: "window_drag", wider: 40, brighter: 20 }]);
    expect(play(device.BARREL).intents.every((one) => one.do === "operate")).toBe(true);
    const short = [device.pen("down", 90, 80, 0, { button: 2 }), device.pen("up", 91, 80, 120, { button: 2 })];
    expect(play(short).intents).toEqual([{ do: "menu", x: 91, y: 80 }]);
  });
});

describe("fingers", () => {
  it("never scrolls before or after a pinch, and scales by the fingers' way", () => {
    const { operations } = play(device.PINCH, view(), "scroll");
    expect(new Set(operations.map((one) => one.t))).toEqual(new Set(["zoom", "pan"]));
    const factor = operations.reduce((all, one) => (one.t === "zoom" ? all * one.factor : all), 1);
    expect(factor).toBeCloseTo(Math.hypot(375 - 223, 11) / Math.hypot(350 - 250, 0), 1);
  });

  it("windows with three, by their middle, and does nothing else on the way", () => {
    const { operations } = play(device.THREE, view(), "scroll");
    expect(coalesce(operations)).toEqual([{ t: "window_drag", wider: expect.closeTo(40), brighter: expect.closeTo(20) }]);
  });

  it("leads the crosshair after a rest that trembles", () => {
    const places = play(device.LONG_PRESS, view(), "scroll").operations.map((one) => one.t === "crosshair" && one.x);
    expect(places).toEqual([199.5, 239.5, 259.5]);
  });

  it("asks for the menu where it rests on words, in any kind of view, and then does nothing", () => {
    const rests = [{ ...finger("down", 1, 30, 12, 0), onText: true }, { kind: "tick", at: 460 } as const, finger("move", 1, 30, 90, 500), finger("up", 1, 30, 90, 520)];
    for (const context of [view(), solid()]) expect(play(rests, context, "scroll").intents).toEqual([{ do: "menu", x: 30, y: 12 }]);
  });

  it("forgets a finger that the system took away", () => {
    const taken = [...device.PINCH.slice(0, 9), finger("cancel", 1, 0, 0, 90), finger("cancel", 2, 0, 0, 91)];
    expect(play(taken, view(), "scroll").hand).toMatchObject({ fingers: [], touch: "none" });
  });

  it("takes back with Esc what fingers did, once, and nothing where they did nothing", () => {
    const two = play([...device.PINCH.slice(0, 10), key("keydown", "Escape", 110), ...device.PINCH.slice(10, 14)], view(), "scroll");
    expect(two.operations.at(-1)).toEqual({ t: "undo", redo: false, gesture: two.gestures[0] });
    expect(play([finger("down", 1, 10, 10, 0), key("keydown", "Escape", 20), finger("up", 1, 10, 10, 40)]).intents).toEqual([]);
  });
});

describe("keys", () => {
  it("makes one gesture of a key kept down", () => {
    const { operations, gestures } = play(device.KEPT);
    expect(sum(operations, "scroll", "steps")).toBe(13);
    expect(new Set(gestures).size).toBe(1);
  });

  it("gives the tool back when the page loses the keyboard in the drag that a key lent it for", () => {
    const { operations, hand } = play([
      key("keydown", "p", 0), pointer("down", 0, 0, 40), pointer("move", 10, 0, 50), { kind: "blur", at: 55 },
      pointer("move", 90, 0, 60), pointer("up", 90, 0, 70), key("keyup", "p", 900),
      pointer("down", 0, 50, 1000), pointer("move", 20, 50, 1010), pointer("up", 20, 50, 1020),
    ]);
    expect(coalesce(operations)).toEqual([{ t: "pan", dx: 20, dy: 0 }, { t: "window_drag", wider: 20, brighter: 0 }]);
    expect([hand.tool, hand.hold, hand.drag]).toEqual(["window", null, null]);
  });

  it("lends its tool though Shift came to the key while it was down", () => {
    const { intents } = play([key("keydown", "p", 0), key("keydown", "Shift", 30, { shift: true }), key("keyup", "P", 90, { code: "p", shift: true })]);
    expect(intents).toEqual([{ do: "choose", tool: "pan" }]);
  });
});

describe("a MIP", () => {
  const across = (px: number) => [pointer("down", 100, 100, 0), ...[1, 2, 3, 4].map((n) => pointer("move", 100 + (px * n) / 4, 100 + 9 * n, 16 * n)), pointer("up", 100 + px, 136, 80)];

  it("turns about the long axis by steps of 5 degrees, half a turn across the view", () => {
    const { operations } = play(across(300), solid({ kind: "mip" }));
    expect(operations.every((one) => one.t === "turn" && one.azimuth % 5 === 0 && one.elevation === 0)).toBe(true);
    expect(sum(operations, "turn", "azimuth")).toBe(90);
    expect(play(across(16), solid({ kind: "mip" })).operations).toEqual([]);
    expect(sum(play(across(-300), solid({ kind: "mip" })).operations, "turn", "azimuth")).toBe(-90);
  });

  it("turns freely with the tool for it, and by steps with one finger", () => {
    expect(play(across(300), solid({ kind: "mip" }), "rotate").operations[0]?.t).toBe("rotate");
    const swipe = [finger("down", 1, 100, 100, 0), finger("move", 1, 250, 110, 100), finger("move", 1, 400, 110, 120)];
    expect(sum(play(swipe, solid({ kind: "mip" }), "scroll").operations, "turn", "azimuth")).toBe(90);
  });
});

it("takes back with Esc a drag that moved nothing without touching the step before it", () => {
  const still = [pointer("down", 100, 100, 0), pointer("move", 100.5, 105, 16), key("keydown", "Escape", 20)];
  const { operations } = play(still, view({ height: 2400 }), "scroll");
  expect(operations).toEqual([{ t: "undo", redo: false, gesture: 1 }]);
});
