import { describe, expect, it } from "vitest";
import { key, play, pointer, solid, view } from "./hands";

const press = (name: string, some = {}, context = view()) => play([key("keydown", name, 0, some)], context);
const operationsOf = (name: string, some = {}, context = view()) => press(name, some, context).operations;

describe("slices", () => {
  it("steps with arrows, ten with Shift, to the ends with Home and End", () => {
    expect(operationsOf("ArrowDown")).toEqual([{ t: "scroll", steps: 1 }]);
    expect(operationsOf("ArrowLeft")).toEqual([{ t: "scroll", steps: -1 }]);
    expect(operationsOf("ArrowUp", { shift: true })).toEqual([{ t: "scroll", steps: -10 }]);
    expect(operationsOf("End")).toEqual([{ t: "scroll", steps: 100000 }]);
  });

  it("makes one gesture of a key kept down", () => {
    const { gestures } = play([key("keydown", "ArrowDown", 0), ...[1, 2, 3].map((n) => key("keydown", "ArrowDown", n * 30, { repeat: true }))]);
    expect(gestures).toEqual([1, 1, 1, 1]);
  });

  it("steps slab and mode", () => {
    expect(operationsOf("]")).toEqual([{ t: "slab_step", mm: 1 }]);
    expect(operationsOf("m")).toEqual([{ t: "slab_mode", mode: "max" }]);
    expect(operationsOf("m", {}, view({ slabMode: "max" }))).toEqual([{ t: "slab_mode", mode: "min" }]);
    expect(operationsOf("]", {}, solid())).toEqual([]);
  });
});

describe("a picture as such", () => {
  it("flips, turns by right angles and fits", () => {
    expect(operationsOf("h")).toEqual([{ t: "flip", axis: "horizontal" }]);
    expect(operationsOf("v")).toEqual([{ t: "flip", axis: "vertical" }]);
    expect(operationsOf("h", {}, solid())).toEqual([]);
    expect(operationsOf(",")).toEqual([{ t: "quarter", turns: -1 }]);
    expect(operationsOf(".", {}, solid())).toEqual([{ t: "quarter", turns: 1 }]);
    expect(operationsOf("=")).toEqual([{ t: "fit" }]);
  });

  it("rolls a plane with comma and full stop while O is held", () => {
    expect(play([key("keydown", "o", 0), key("keydown", ",", 50)]).operations).toEqual([{ t: "roll", degrees: -5 }]);
  });

  it("asks for the whole view in words with Y, which undoes nothing", () => {
    expect(press("y").intents).toEqual([{ do: "command", command: "speak" }]);
    expect(operationsOf("y", { ctrl: true })).toEqual([{ t: "undo", redo: true }]);
  });

  it("opens the menu in the view's middle with Shift F10 or the menu key", () => {
    const menu = [{ do: "menu", x: 300, y: 150 }];
    expect(press("F10", { shift: true }).intents).toEqual(menu);
    expect(press("ContextMenu").intents).toEqual(menu);
    expect(press("F10").intents).toEqual([]);
  });

  it("plays with C, once however long it is held", () => {
    expect(press("c").intents).toEqual([{ do: "command", command: "cine" }]);
    expect(press("c", { repeat: true }).intents).toEqual([]);
  });
});

describe("the volume", () => {
  it("turns with arrows, 5 degrees, 1 with Shift", () => {
    expect(operationsOf("ArrowRight", {}, solid())).toEqual([{ t: "turn", azimuth: 5, elevation: 0, roll: 0 }]);
    expect(operationsOf("ArrowDown", { shift: true }, solid())).toEqual([{ t: "turn", azimuth: 0, elevation: 1, roll: 0 }]);
  });

  it("rolls with comma and full stop while O is held", () => {
    expect(play([key("keydown", "o", 0), key("keydown", ".", 50)], solid()).operations).toEqual([
      { t: "turn", azimuth: 0, elevation: 0, roll: 5 },
    ]);
  });

  it("has no window to invert", () => {
    expect(operationsOf("i", {}, solid())).toEqual([]);
    expect(operationsOf("i")).toEqual([{ t: "invert" }]);
  });
});

describe("presets", () => {
  it("goes by the place of the digit: AZERTY types it with Shift", () => {
    expect(operationsOf("&", { code: "Digit1" })).toEqual([{ t: "preset", name: "soft" }]);
    expect(operationsOf("2", { code: "Numpad2" })).toEqual([{ t: "preset", name: "lung" }]);
    expect(operationsOf("7", { code: "Digit7" })).toEqual([]);
  });
});

describe("tool keys", () => {
  it("choose when pressed", () => {
    const { intents, hand } = play([key("keydown", "p", 0), key("keyup", "p", 120)]);
    expect(intents).toEqual([{ do: "choose", tool: "pan" }]);
    expect(hand.tool).toBe("pan");
  });

  it("lend while held: the drag uses it, the chosen tool stays", () => {
    const { intents, hand } = play([
      key("keydown", "p", 0), pointer("down", 0, 0, 40), pointer("move", 10, 0, 50), pointer("up", 10, 0, 60), key("keyup", "p", 120),
    ]);
    expect(intents.map((one) => one.do)).toEqual(["operate"]);
    expect(intents[0]).toMatchObject({ operations: [{ t: "pan", dx: 20, dy: 0 }] });
    expect(hand.tool).toBe("window");
  });

  it("lend when held long without use, too", () => {
    expect(play([key("keydown", "z", 0), key("keydown", "z", 300, { repeat: true }), key("keyup", "z", 900)]).intents).toEqual([]);
  });

  it("work with arrows while held", () => {
    const held = (tool: string, arrow: string, context = view()) =>
      play([key("keydown", tool, 0), key("keydown", arrow, 50)], context).operations;
    expect(held("w", "ArrowUp")).toEqual([{ t: "window_drag", wider: 0, brighter: 10 }]);
    expect(held("p", "ArrowRight")).toEqual([{ t: "pan", dx: 20, dy: 0 }]);
    expect(held("x", "ArrowRight")).toEqual([{ t: "crosshair", x: 602.5, y: 299.5 }]);
    expect(held("o", "ArrowRight")).toEqual([{ t: "tilt", degrees: 1 }]);
  });

  it("are given back when the page loses the keyboard", () => {
    expect(play([key("keydown", "w", 0), { kind: "blur", at: 10 }]).hand.hold).toBeNull();
  });
});

describe("the rest", () => {
  it("undoes and redoes", () => {
    expect(operationsOf("z", { ctrl: true })).toEqual([{ t: "undo", redo: false }]);
    expect(operationsOf("y", { ctrl: true })).toEqual([{ t: "undo", redo: true }]);
    expect(operationsOf("Z", { ctrl: true, shift: true })).toEqual([{ t: "undo", redo: true }]);
  });

  it("resets one view or all", () => {
    expect(operationsOf("r")).toEqual([{ t: "reset", what: "view" }]);
    expect(operationsOf("R", { shift: true })).toEqual([{ t: "reset", what: "all" }]);
  });

  it("zooms about the middle", () => {
    expect(operationsOf("+")[0]).toMatchObject({ t: "zoom", factor: 1.25, x: 599.5, y: 299.5 });
    expect(operationsOf("-")[0]).toMatchObject({ factor: 0.8 });
  });

  it.each([["f", "full"], ["g", "layout"], ["b", "panel"], ["?", "help"], ["F6", "region"], ["PageDown", "series-next"], ["j", "room"], ["u", "raise-hand"], ["Escape", "back"]])(
    "has a key for each place: %s", (name, command) => {
      expect(press(name).intents).toEqual([{ do: "command", command }]);
      expect(press(name, { repeat: true }).intents.length).toBe(name === "Escape" ? 1 : 0);
    },
  );

  it("leaves the browser's own keys alone", () => {
    expect(press("f", { ctrl: true }).intents).toEqual([]);
    expect(press("ArrowLeft", { alt: true }).intents).toEqual([]);
  });
});
