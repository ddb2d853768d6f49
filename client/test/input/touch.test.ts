import { describe, expect, it } from "vitest";
import { key, finger, play, pointer, solid, sum, view } from "./hands";

/** A finger that goes down at (300, y) and wanders, one report a frame. */
const swipe = (id: number, fromY: number, toY: number, at: number) => [
  finger("down", id, 300, fromY, at),
  ...Array.from({ length: 12 }, (_, n) => finger("move", id, 300, fromY + ((toY - fromY) * (n + 1)) / 12, at + 16 * (n + 1))),
  finger("up", id, 300, toY, at + 210),
];

describe("one finger", () => {
  it("scrolls, and loses nothing of the way that it waited", () => {
    const { operations } = play(swipe(1, 100, 160, 0), view(), "scroll");
    expect(sum(operations, "scroll", "steps")).toBe(20);
    expect(operations.every((one) => one.t === "scroll")).toBe(true);
  });

  it("does what the tool says, and rotates the volume", () => {
    expect(sum(play(swipe(1, 100, 160, 0), view(), "window").operations, "window_drag", "brighter")).toBeCloseTo(-60);
    expect(sum(play(swipe(1, 100, 160, 0), solid(), "scroll").operations, "rotate", "dy")).toBeCloseTo(120);
  });

  it("ends with pointercancel, and the next touch begins anew", () => {
    const { hand } = play([...swipe(1, 100, 160, 0).slice(0, 8), finger("cancel", 1, 0, 0, 130)], view(), "scroll");
    expect([hand.touch, hand.fingers.length]).toEqual(["none", 0]);
    const { operations } = play(swipe(2, 100, 130, 500), view(), "scroll", hand);
    expect(sum(operations, "scroll", "steps")).toBe(10);
  });
});

describe("two fingers", () => {
  const pinch = [
    finger("down", 1, 250, 150, 0),
    finger("move", 1, 248, 150, 20),
    finger("down", 2, 350, 150, 60),
    finger("move", 1, 240, 150, 76),
    finger("move", 2, 360, 150, 77),
    finger("move", 1, 200, 150, 92),
    finger("move", 2, 400, 150, 93),
    finger("up", 2, 400, 150, 120),
    finger("move", 1, 200, 240, 140),
    finger("move", 1, 200, 290, 160),
    finger("up", 1, 200, 290, 180),
  ];

  it("pinches about its middle and never scrolls first nor after", () => {
    const { operations } = play(pinch, view(), "scroll");
    expect(operations.some((one) => one.t === "scroll")).toBe(false);
    const factor = operations.reduce((all, one) => (one.t === "zoom" ? all * one.factor : all), 1);
    expect(factor).toBeCloseTo(200 / 100);
    expect(sum(operations, "pan", "dx")).toBeCloseTo(0);
  });

  it("pans by its middle", () => {
    const both = [
      finger("down", 1, 100, 100, 0), finger("down", 2, 200, 100, 10),
      finger("move", 1, 130, 120, 30), finger("move", 2, 230, 120, 31),
    ];
    const { operations } = play(both, view(), "scroll");
    expect(sum(operations, "pan", "dx")).toBeCloseTo(60);
    expect(sum(operations, "pan", "dy")).toBeCloseTo(40);
  });

  it("rolls the volume only after 12 degrees of twist, and slices never", () => {
    const twist = (degrees: number) => {
      const angle = (degrees * Math.PI) / 180;
      return finger("move", 2, 300 + 100 * Math.cos(angle), 150 + 100 * Math.sin(angle), degrees * 10);
    };
    const turn = [finger("down", 1, 300, 150, 0), finger("down", 2, 400, 150, 5), ...[4, 8, 11, 14, 20].map(twist)];
    expect(sum(play(turn, solid(), "scroll").operations, "turn", "roll")).toBeCloseTo(9);
    expect(play(turn, view(), "scroll").operations.some((one) => one.t === "turn")).toBe(false);
  });
});

it("windows with three fingers, on slices only", () => {
  const three = [
    finger("down", 1, 100, 200, 0), finger("down", 2, 200, 200, 5), finger("down", 3, 300, 200, 9),
    ...[1, 2, 3].map((id) => finger("move", id, id * 100 + 30, 170, 20 + id)),
  ];
  const { operations } = play(three, view(), "scroll");
  expect(sum(operations, "window_drag", "wider")).toBeCloseTo(30);
  expect(sum(operations, "window_drag", "brighter")).toBeCloseTo(30);
  expect(play(three, solid(), "scroll").operations).toEqual([]);
});

describe("a resting finger", () => {
  it("sets the crosshair after 450 ms and leads it then", () => {
    const { operations } = play(
      [finger("down", 1, 100, 50, 0), { kind: "tick", at: 460 }, finger("move", 1, 120, 60, 480), finger("up", 1, 120, 60, 500)],
      view(), "scroll",
    );
    expect(operations).toEqual([{ t: "crosshair", x: 199.5, y: 99.5 }, { t: "crosshair", x: 239.5, y: 119.5 }]);
  });

  it("goes back with Esc to where the crosshair was, and leads it no more", () => {
    const { operations, hand } = play(
      [finger("down", 1, 100, 50, 0), { kind: "tick", at: 460 }, key("keydown", "Escape", 470), finger("move", 1, 120, 60, 480)],
      view(), "scroll",
    );
    expect(operations.map((one) => one.t)).toEqual(["crosshair", "undo"]);
    expect(hand.touch).toBe("over");
  });

  it("does nothing of that on the volume, or when time is not up", () => {
    expect(play([finger("down", 1, 100, 50, 0), { kind: "tick", at: 460 }], solid(), "scroll").operations).toEqual([]);
    expect(play([finger("down", 1, 100, 50, 0), { kind: "tick", at: 300 }], view(), "scroll").operations).toEqual([]);
  });
});

describe("taps", () => {
  const tap = (at: number) => [finger("down", 1, 100, 50, at), finger("up", 1, 101, 50, at + 60)];

  it("taps, and fills the stage when it comes twice", () => {
    expect(play(tap(0), view(), "scroll").intents).toEqual([{ do: "tap" }]);
    expect(play([...tap(0), ...tap(200)], view(), "scroll").intents.at(-1)).toEqual({ do: "command", command: "full" });
    expect(play([...tap(0), ...tap(700)], view(), "scroll").intents.at(-1)).toEqual({ do: "tap" });
  });

  it("sets the crosshair with its tool", () => {
    expect(play(tap(0), view(), "crosshair").operations).toEqual([{ t: "crosshair", x: 201.5, y: 99.5 }]);
  });
});

it("ignores the palm beside the pen and half a second after it", () => {
  const pen = { device: "pen", id: 9 } as const;
  const { operations } = play(
    [
      pointer("down", 10, 10, 0, pen), ...swipe(1, 100, 160, 20), pointer("up", 10, 10, 300, { ...pen, pressed: false }),
      ...swipe(2, 100, 160, 500),
    ],
    view(), "scroll",
  );
  expect(operations).toEqual([]);
});
