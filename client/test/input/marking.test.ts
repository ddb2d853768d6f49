import { describe, expect, it } from "vitest";
import type { Intent } from "../../src/input/raw";
import { finger, key, play, pointer, view } from "./hands";

type Mark = Extract<Intent, { do: "mark" }>;

/** "draw begin 10,20" */
function marks(intents: readonly Intent[]): string[] {
  return intents.filter((one): one is Mark => one.do === "mark").map(({ tool, phase, places }) => [tool, phase, ...places.map(({ x, y }) => `${x},${y}`)].join(" "));
}

const other = (intents: readonly Intent[]): string[] => intents.filter((one) => one.do !== "mark").map((one) => one.do);

describe("drawing with a mouse", () => {
  const stroke = [pointer("down", 10, 20, 0), pointer("move", 12, 21, 10), pointer("move", 30, 20, 20), pointer("move", 50, 25, 30)];

  it("begins where the button went down, once the hand has moved, and moves no picture", () => {
    const { intents, hand } = play([...stroke, pointer("up", 50, 25, 40, { pressed: false })], view(), "draw");
    expect(marks(intents)).toEqual(["draw begin 10,20", "draw go 30,20", "draw go 50,25", "draw end"]);
    expect(other(intents)).toEqual([]);
    expect(hand.drag).toBeNull();
  });

  it("takes the places that the browser told together", () => {
    const trail = [{ x: 20, y: 20 }, { x: 25, y: 22 }];
    const { intents } = play([pointer("down", 10, 20, 0), pointer("move", 30, 20, 16, { trail })], view(), "draw");
    expect(marks(intents)).toEqual(["draw begin 10,20", "draw go 20,20 25,22 30,20"]);
  });

  it("is nothing at a click, and two short strokes are no double click", () => {
    const click = [pointer("down", 10, 20, 0), pointer("up", 10, 20, 40, { pressed: false }), pointer("down", 10, 20, 100), pointer("up", 10, 20, 140, { pressed: false })];
    expect(play(click, view(), "draw").intents).toEqual([]);
  });

  it("is taken back by Esc, and does not go on", () => {
    const { intents } = play([...stroke, key("keydown", "Escape", 40), pointer("move", 70, 25, 50), pointer("up", 70, 25, 60)], view(), "draw");
    expect(marks(intents).at(-1)).toBe("draw cancel");
    expect(other(intents)).toEqual([]);
  });

  it("leaves the other buttons, and rings of lines are no hindrance", () => {
    const { operations } = play([pointer("down", 10, 20, 0, { button: 2 }), pointer("move", 10, 60, 20)], view(), "draw");
    expect(operations).toMatchObject([{ t: "zoom" }]);
    const { intents } = play(stroke, view({ handle: "axial" }), "draw");
    expect(marks(intents)[0]).toBe("draw begin 10,20");
  });

  it("ends where the page loses the keyboard", () => {
    expect(marks(play([...stroke, { kind: "blur", at: 40 }], view(), "draw").intents).at(-1)).toBe("draw end");
  });
});

describe("pointing with a button down", () => {
  it("says so at once", () => {
    const { intents } = play([pointer("down", 10, 20, 0), pointer("move", 11, 20, 10), pointer("up", 11, 20, 20, { pressed: false })], view(), "point");
    expect(marks(intents)).toEqual(["point begin 10,20", "point go 11,20", "point end"]);
  });
});

describe("a finger", () => {
  const drawn = [finger("down", 1, 10, 20, 0), finger("move", 1, 16, 20, 40), finger("move", 1, 40, 20, 100), finger("move", 1, 60, 20, 120)];

  it("draws from where it came down", () => {
    const { intents } = play([...drawn, finger("up", 1, 60, 20, 130)], view(), "draw");
    expect(marks(intents)).toEqual(["draw begin 10,20", "draw go 40,20", "draw go 60,20", "draw end"]);
    expect(other(intents)).toEqual([]);
  });

  it("ends the stroke when a second one comes, and both pan", () => {
    const { intents, operations } = play(
      [...drawn, finger("down", 2, 100, 100, 140), finger("move", 2, 110, 100, 150), finger("up", 2, 110, 100, 160), finger("up", 1, 60, 20, 170)], view(), "draw",
    );
    expect(marks(intents).filter((one) => one.startsWith("draw end"))).toHaveLength(1);
    expect(operations.map(({ t }) => t)).toContain("pan");
  });

  it("pinches at once with its neighbour without a stroke before it", () => {
    const { intents } = play([finger("down", 1, 10, 20, 0), finger("down", 2, 90, 20, 40), finger("move", 2, 120, 20, 60)], view(), "draw");
    expect(marks(intents)).toEqual([]);
  });

  it("does not set the crosshair while it rests with the pencil, and points with the pointer", () => {
    const rests = [finger("down", 1, 10, 20, 0), { kind: "tick", at: 470 } as const];
    expect(play(rests, view(), "draw").intents).toEqual([]);
    const { intents } = play([...rests, finger("move", 1, 30, 20, 500), finger("up", 1, 30, 20, 520)], view(), "point");
    expect(marks(intents)).toEqual(["point begin 10,20", "point go 30,20", "point end"]);
  });

  it("points with a tap", () => {
    expect(marks(play([finger("down", 1, 10, 20, 0), finger("up", 1, 10, 20, 60)], view(), "point").intents)).toEqual(["point begin 10,20", "point end 10,20"]);
  });

  it("pointing twice at a place leaves the layout as it is", () => {
    const tap = (at: number) => [finger("down", 1, 10, 20, at), finger("up", 1, 10, 20, at + 60)];
    expect(other(play([...tap(0), ...tap(200)], view(), "point").intents)).toEqual([]);
    expect(other(play([...tap(0), ...tap(200)], view(), "draw").intents)).toEqual(["tap", "command"]);
  });

  it("was the palm where a pen comes", () => {
    const { intents } = play([...drawn, pointer("down", 200, 50, 140, { device: "pen", id: 9 }), pointer("move", 240, 50, 150, { device: "pen", id: 9 })], view(), "draw");
    expect(marks(intents).slice(-3)).toEqual(["draw cancel", "draw begin 200,50", "draw go 240,50"]);
  });
});

describe("the keys of tools that mark", () => {
  const press = [key("keydown", "d", 0), key("keyup", "d", 80)];

  it("choose them, or lend them while they are held", () => {
    expect(play(press).intents).toEqual([{ do: "choose", tool: "draw" }]);
    const lent = play([key("keydown", "d", 0), pointer("down", 10, 20, 100), pointer("move", 40, 20, 120), pointer("up", 40, 20, 140), key("keyup", "d", 600)]);
    expect(marks(lent.intents)).toEqual(["draw begin 10,20", "draw go 40,20", "draw end"]);
    expect(lent.hand.tool).toBe("window");
  });

  it("are asked for in vain where nobody would see it", () => {
    const { intents, hand } = play(press, view({ mayMark: false }));
    expect(intents).toEqual([{ do: "no-mark" }]);
    expect(hand.tool).toBe("window");
  });

  it("undo takes the last stroke back first", () => {
    const undo = key("keydown", "z", 0, { ctrl: true });
    expect(play([undo], view(), "draw").intents).toMatchObject([{ do: "unmark" }]);
    expect(play([key("keydown", "z", 0, { ctrl: true, shift: true })], view(), "draw").operations).toEqual([{ t: "undo", redo: true }]);
    expect(play([undo], view(), "window").operations).toEqual([{ t: "undo", redo: false }]);
  });
});
