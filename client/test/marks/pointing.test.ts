import { beforeEach, expect, it } from "vitest";
import { Pointing } from "../../src/marks/pointing";
import type { Viewport } from "../../src/view/viewport";
import type { ClientMessage, ViewState } from "../../src/wire/messages";
import { slice } from "../views";

let now: number;
let frames: (() => void)[];
let sent: ClientMessage[];
let pointing: Pointing;

beforeEach(() => {
  now = 1000;
  frames = [];
  sent = [];
  pointing = new Pointing({ send: (message) => Boolean(sent.push(message)), now: () => now, nextFrame: (run) => void frames.push(run) });
});

/** A view half a millimetre a pixel, two pixels a CSS pixel. */
function viewport(patient: ViewState["patient"] = [0, 0, -400, 0.5, 0, 0, 0, 0.5, 0]) {
  const shown = { view: slice({ patient }) };
  const one = { marks: { under: (x: number, y: number) => ({ view: shown.view, picture: { x: 2 * x, y: 2 * y } }) } };
  return { one: one as unknown as Viewport, shown };
}

function frame(later = 17): void {
  now += later;
  frames.splice(0).forEach((run) => run());
}

it("says once a frame where the hand is last", () => {
  const { one } = viewport();
  pointing.at(one, 1, 1);
  pointing.at(one, 10, 20);
  frame();
  expect(sent).toEqual([{ t: "point", view: "axial", at: [10, 20, -400] }]);
  frame();
  expect(sent).toHaveLength(1);
});

it("does not say more often than sixty times a second on a quick screen", () => {
  const { one } = viewport();
  for (let n = 0; n < 240; n += 1) {
    pointing.at(one, n, 0);
    frame(1000 / 240);
  }
  expect(sent.length).toBeLessThanOrEqual(60);
  expect(sent.length).toBeGreaterThan(40);
});

it("takes the pointer away when the hand leaves, once, and not where none was shown", () => {
  const { one } = viewport();
  pointing.leave();
  frame();
  expect(sent).toEqual([]);
  pointing.at(one, 10, 20);
  frame();
  pointing.leave();
  pointing.leave();
  frame();
  expect(sent.slice(1)).toEqual([{ t: "point", view: "axial", at: null }]);
});

it("says anew where another slice comes under a hand that was there just now", () => {
  const { one, shown } = viewport();
  pointing.at(one, 10, 20);
  frame();
  shown.view = slice({ patient: [0, 0, -402.5, 0.5, 0, 0, 0, 0.5, 0] });
  pointing.drawn(one);
  frame();
  expect(sent.at(-1)).toMatchObject({ at: [10, 20, -402.5] });
  // Somebody else goes on where the hand has rested for long: it means nothing by it.
  shown.view = slice({ patient: [0, 0, -405, 0.5, 0, 0, 0, 0.5, 0] });
  now += 3000;
  pointing.drawn(one);
  frame();
  expect(sent).toHaveLength(2);
});

it("leaves what a finger pointed at when that is lifted", () => {
  const { one } = viewport();
  pointing.at(one, 10, 20);
  pointing.lift();
  frame();
  pointing.leave();
  frame();
  expect(sent).toEqual([{ t: "point", view: "axial", at: [10, 20, -400] }]);
});

it("points at nothing where there is no picture, or it has no place", () => {
  pointing.at(viewport(null).one, 10, 20);
  frame();
  expect(sent).toEqual([]);
});
