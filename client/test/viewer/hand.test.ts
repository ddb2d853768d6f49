// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import type { Intent, RawInput } from "../../src/input/raw";
import { HandControl } from "../../src/viewer/hand";
import type { Viewport } from "../../src/view/viewport";
import { pointer } from "../input/hands";
import { slice } from "../views";

let intents: Intent[];
let hand: HandControl;

/** A view of 400 x 300 with a picture of 1000 x 500 pixels in it: 40 % as large, 50 px below the upper edge. */
function viewport(fitting = { scale: 0.4, dx: 0, dy: 50, width: 400, height: 200 }): Viewport {
  return { view: "axial", current: slice({}), fitting, handles: [], annotations: { channels: 1 }, loupe: { point: () => undefined }, draw: () => undefined } as unknown as Viewport;
}

beforeEach(() => {
  intents = [];
  hand = new HandControl("crosshair", { perform: (intent) => void intents.push(intent), rested: () => undefined, mayMark: () => true, pointed: () => undefined });
});

const does = (raw: RawInput, at: Viewport): void => hand.input(raw, at);

it("finds the pixel of a picture that does not fill its view", () => {
  does(pointer("down", 100, 90, 0), viewport());
  expect(intents).toMatchObject([{ do: "operate", operations: [{ t: "crosshair", x: 249.5, y: 99.5 }] }]);
});

it("goes on with a drag where the picture gets another place under the hand", () => {
  hand.choose("pan");
  const view = viewport();
  does(pointer("down", 100, 90, 0), view);
  does(pointer("move", 110, 90, 20), view);
  // It is their own now, and fills the view.
  Object.assign(view, { fitting: { scale: 0.5, dx: 0, dy: 0, width: 400, height: 300 } });
  does(pointer("move", 120, 90, 60), view);
  const moves = intents.flatMap((one) => (one.do === "operate" ? one.operations : []));
  expect(moves[0]).toMatchObject({ t: "pan", dx: 25, dy: 0 });
  expect(moves.at(-1)).toMatchObject({ t: "pan", dx: 20, dy: 0 });
});

it("opens the menu where it was asked for", () => {
  does(pointer("down", 100, 90, 0, { button: 2 }), viewport());
  does(pointer("up", 100, 90, 50, { button: 2 }), viewport());
  expect(intents).toEqual([{ do: "menu", x: 100, y: 90 }]);
});
