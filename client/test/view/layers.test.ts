// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { Layers } from "../../src/view/layers";
import { NO_SHIFT } from "../../src/view/local";

const lies = ({ box: { style } }: Layers): string[] => [style.left, style.top, style.width, style.height];

it("puts the whole picture into its box, whatever number of pixels it has", () => {
  const layers = new Layers();
  layers.tag = { stream: 0, picture: 1, epoch: 1, revision: 1, sequence: 0, lease: 1, width: 250, height: 125 };
  layers.place({ scale: 0.4, dx: 0, dy: 50 }, { width: 1000, height: 500 }, NO_SHIFT, false);
  expect(lies(layers)).toEqual(["0px", "50px", "400px", "200px"]);
  layers.place({ scale: 0.4, dx: 0, dy: 50 }, { width: 1000, height: 500 }, NO_SHIFT, true);
  expect(lies(layers)).toEqual(["0px", "0px", "100%", "100%"]);
});

it("moves with the hand by pixels as states count them", () => {
  const layers = new Layers();
  layers.place({ scale: 0.5, dx: 0, dy: 0 }, { width: 800, height: 600 }, { scale: 2, dx: 10, dy: -20 }, true);
  expect(layers.box.style.transform).toBe("translate(5px, -10px) scale(2)");
});
