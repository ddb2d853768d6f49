import { expect, it } from "vitest";
import { finger, key, play, pointer, view } from "./hands";

const held = view({ handle: "coronal" });
const quarter = [pointer("down", 500, 150, 0), pointer("move", 300, 350, 16), pointer("up", 300, 350, 32)];

it("turns the line's own plane about the crosshair, clockwise with the pointer", () => {
  const { operations, gestures } = play(quarter, held);
  expect(operations).toEqual([{ t: "tilt", degrees: 90, plane: "coronal" }]);
  expect(new Set(gestures).size).toBe(1);
});

it("is one step of undo however many moves it takes, and Esc takes that step back", () => {
  const { operations, gestures, hand } = play(
    [pointer("down", 500, 150, 0), pointer("move", 500, 250, 16), pointer("move", 400, 250, 32), key("keydown", "Escape", 40)], held,
  );
  expect(operations.map((one) => one.t)).toEqual(["tilt", "tilt", "undo"]);
  expect(gestures[0]).toBe(gestures[1]);
  expect(operations.at(-1)).toEqual({ t: "undo", redo: false, gesture: gestures[0] });
  expect(play([pointer("move", 300, 250, 50)], held, "window", hand).operations).toEqual([]);
});

it("leaves the other buttons, Ctrl and a held key what they are", () => {
  expect(play([pointer("down", 500, 150, 0, { button: 1 }), pointer("move", 510, 150, 9)], held).operations[0]?.t).toBe("pan");
  expect(play([pointer("down", 500, 150, 0, { ctrl: true }), pointer("move", 500, 160, 9)], held).operations[0]?.t).toBe("roll");
  const lent = [key("keydown", "p", 0), pointer("down", 500, 150, 5), pointer("move", 500, 160, 9)];
  expect(play(lent, held).operations[0]?.t).toBe("pan");
});

it("turns with one finger, which Esc takes back", () => {
  const drag = [finger("down", 1, 500, 150, 0), finger("move", 1, 300, 350, 200)];
  expect(play(drag, held, "scroll").operations).toEqual([{ t: "tilt", degrees: 90, plane: "coronal" }]);
  const { operations, hand } = play([...drag, key("keydown", "Escape", 300), finger("move", 1, 100, 150, 310)], held, "scroll");
  expect(operations.map((one) => one.t)).toEqual(["tilt", "undo"]);
  expect(play([finger("up", 1, 100, 150, 320)], held, "scroll", hand).hand).toMatchObject({ touch: "none", drag: null });
});

it("gives way to a second finger", () => {
  const { operations, hand } = play(
    [finger("down", 1, 500, 150, 0), finger("down", 2, 300, 150, 30), finger("move", 1, 520, 150, 60)], held, "scroll",
  );
  expect(operations.map((one) => one.t)).toEqual(["pan", "zoom"]);
  expect(hand.drag).toBeNull();
});
