import { describe, expect, it } from "vitest";
import { key, play, pointer, solid, sum, view, wheel } from "./hands";

const drag = (button: number, some = {}) => [
  pointer("down", 100, 100, 0, { button, ...some }),
  pointer("move", 102, 101, 8, some),
  pointer("move", 110, 90, 16, some),
  pointer("move", 140, 80, 24, some),
  pointer("up", 140, 80, 30, { button, pressed: false }),
];

describe("drags on a slice", () => {
  it("windows with the left button, the whole way, as one gesture", () => {
    const { operations, gestures, hand } = play(drag(0));
    expect(sum(operations, "window_drag", "wider")).toBe(40);
    expect(sum(operations, "window_drag", "brighter")).toBe(20);
    expect(new Set(gestures)).toEqual(new Set([1]));
    expect(hand.drag).toBeNull();
  });

  it("pans with the middle button, in picture pixels", () => {
    const { operations } = play(drag(1));
    expect([sum(operations, "pan", "dx"), sum(operations, "pan", "dy")]).toEqual([80, -40]);
  });

  it("zooms with the right button about the place where it went down, up is in", () => {
    const { operations } = play(drag(2));
    const factor = operations.reduce((all, one) => (one.t === "zoom" ? all * one.factor : all), 1);
    expect(factor).toBeCloseTo(2 ** (20 / 140));
    expect(operations[0]).toMatchObject({ t: "zoom", x: 199.5, y: 199.5 });
  });

  it("scrolls by the tool in whole slices and keeps the rest", () => {
    const moves = [pointer("down", 0, 0, 0), ...Array.from({ length: 13 }, (_, n) => pointer("move", 0, 5 + n, n))];
    const { operations, hand } = play(moves, view(), "scroll");
    expect(sum(operations, "scroll", "steps")).toBe(5);
    expect(hand.drag?.rest).toBe(2);
  });

  it("sets the crosshair at once with its tool", () => {
    const { operations } = play([pointer("down", 10, 20, 0), pointer("up", 10, 20, 5)], view(), "crosshair");
    expect(operations).toEqual([{ t: "crosshair", x: 19.5, y: 39.5 }]);
  });

  it("tilts the crossing planes by the angle about the crosshair", () => {
    const { operations } = play([pointer("down", 400, 150, 0), pointer("move", 300, 250, 9)], view(), "rotate");
    expect(operations).toEqual([{ t: "tilt", degrees: 90 }]);
  });

  it("does nothing for a click that trembles", () => {
    expect(play([pointer("down", 10, 10, 0), pointer("move", 12, 11, 5), pointer("up", 12, 11, 9)]).intents).toEqual([]);
  });

  it("asks for the menu with a short right click that stays; a drag or a long press zooms or does nothing", () => {
    const right = { button: 2 };
    const click = (x: number, at: number, context = view()) =>
      play([pointer("down", 50, 60, 0, right), pointer("move", x, 60, 20, right), pointer("up", x, 60, at, right)], context).intents;
    expect(click(53, 300)).toEqual([{ do: "menu", x: 53, y: 60 }]);
    expect(click(53, 300, solid())).toEqual([{ do: "menu", x: 53, y: 60 }]);
    expect(click(53, 400)).toEqual([]);
    expect(click(54, 300)).toMatchObject([{ do: "operate", operations: [{ t: "zoom" }] }]);
    expect(play([pointer("down", 50, 60, 0), pointer("up", 50, 60, 50)]).intents).toEqual([]);
    expect(play([pointer("down", 50, 60, 0, right), key("keydown", "Escape", 20), pointer("up", 50, 60, 50, right)]).intents).toEqual([]);
  });

  it("goes to the series before and after with the side buttons, not while another button is down", () => {
    const side = (button: number) => [pointer("down", 50, 60, 5, { button }), pointer("move", 90, 60, 9), pointer("up", 90, 60, 20, { button })];
    expect(play(side(3)).intents).toEqual([{ do: "command", command: "series-previous" }]);
    expect(play(side(4)).intents).toEqual([{ do: "command", command: "series-next" }]);
    expect(play([pointer("down", 50, 60, 0), pointer("down", 50, 60, 5, { button: 3 })]).intents).toEqual([]);
  });

  it("begins another gesture when Shift was released, the wheel turned or a button pressed between", () => {
    const hover = (at: number, shift = true) => pointer("move", 10 + at, 20, at, { pressed: false, shift });
    const between = [
      [hover(20, false)], [wheel(120, 20)], [pointer("down", 30, 20, 20, { button: 1 }), pointer("up", 30, 20, 30, { button: 1 })],
    ];
    for (const act of between) {
      const { operations, gestures } = play([hover(0), hover(10), ...act, hover(40), hover(50)]);
      const follows = gestures.filter((_, at) => operations[at]?.t === "crosshair");
      expect(follows[0]).toBe(follows[1]);
      expect(follows[2]).toBe(follows[3]);
      expect(new Set(gestures).size).toBe(act[0]?.kind === "wheel" ? 3 : 2);
    }
  });

  it("moves the crosshair with Shift and no button, as one gesture", () => {
    const hover = [0, 8, 16].map((at) => pointer("move", 10 + at, 20, at, { pressed: false, shift: true }));
    const { operations, gestures } = play(hover);
    expect(operations).toHaveLength(3);
    expect(new Set(gestures).size).toBe(1);
    expect(play([pointer("move", 1, 1, 0, { pressed: false })]).operations).toEqual([]);
  });
});

describe("drags on the volume", () => {
  it("rotates with the left button whatever slice tool is chosen", () => {
    const { operations } = play(drag(0), solid(), "crosshair");
    expect([sum(operations, "rotate", "dx"), sum(operations, "rotate", "dy")]).toEqual([80, -40]);
  });

  it("rolls with Ctrl about the middle", () => {
    const { operations } = play(
      [pointer("down", 400, 150, 0, { ctrl: true }), pointer("move", 300, 250, 9, { ctrl: true })], solid(),
    );
    expect(operations).toEqual([{ t: "turn", azimuth: 0, elevation: 0, roll: 90 }]);
  });

  it("rolls a plane with Ctrl, too", () => {
    const { operations } = play([pointer("down", 400, 150, 0, { ctrl: true }), pointer("move", 300, 250, 9, { ctrl: true })]);
    expect(operations).toEqual([{ t: "roll", degrees: 90 }]);
  });

  it("windows a MIP while the key lends the tool", () => {
    const lent = [key("keydown", "w", 0), pointer("down", 0, 0, 10), pointer("move", 9, 0, 20), pointer("up", 9, 0, 30)];
    expect(play(lent, solid({ kind: "mip" })).operations[0]?.t).toBe("window_drag");
    expect(play(lent, solid()).operations[0]?.t).toBe("rotate");
  });
});

describe("breaking off", () => {
  it("brings back the state before the drag with Esc", () => {
    const { operations, gestures, hand } = play([...drag(0).slice(0, 3), key("keydown", "Escape", 20), pointer("move", 200, 200, 30)]);
    expect(operations.at(-1)).toEqual({ t: "undo", redo: false, gesture: gestures[0] });
    expect(hand.drag).toBeNull();
  });

  it("ends a drag when the pointer is cancelled or the page loses the keyboard", () => {
    expect(play([...drag(0).slice(0, 3), pointer("cancel", 0, 0, 20)]).hand.drag).toBeNull();
    expect(play([...drag(0).slice(0, 3), { kind: "blur", at: 20 }]).hand.drag).toBeNull();
  });

  it("ignores a second button during a drag", () => {
    const { operations } = play([pointer("down", 0, 0, 0), pointer("down", 0, 0, 4, { button: 2 }), pointer("move", 20, 0, 8)]);
    expect(operations.map((one) => one.t)).toEqual(["window_drag"]);
  });
});

describe("double click", () => {
  const click = (at: number, x = 50) => [pointer("down", x, 50, at), pointer("up", x, 50, at + 40)];

  it("fills the stage with the view", () => {
    expect(play([...click(0), ...click(200)]).intents).toEqual([{ do: "command", command: "full" }]);
  });

  it("is no double click when slow, apart or after a drag", () => {
    expect(play([...click(0), ...click(600)]).intents).toEqual([]);
    expect(play([...click(0), ...click(200, 90)]).intents).toEqual([]);
    const { intents } = play([...drag(0), ...click(100, 140)]);
    expect(intents.some((one) => one.do === "command")).toBe(false);
  });
});
