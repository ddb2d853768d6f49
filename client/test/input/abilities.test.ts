import { describe, expect, it } from "vitest";
import { effective, hasFrames, hasWindow, isFlat, suitable } from "../../src/input/abilities";
import { TOOLS } from "../../src/input/raw";
import { finger, key, play, pointer, solid, sum, view, wheel } from "./hands";

const film = (some = {}) => view({ view: "film", kind: "film", crosshair: null, ...some });
const colour = film({ colour: true });
const picture = film({ image: 1, images: 1 });
const pressed = (name: string, context = film(), some = {}) => play([key("keydown", name, 0, some)], context).operations;
const dragged = (tool: (typeof TOOLS)[number], context = film()) =>
  new Set(play([pointer("down", 100, 100, 0), pointer("move", 140, 160, 20), pointer("up", 140, 160, 40)], context, tool).operations.map((one) => one.t));

describe("what a view has", () => {
  it("is frames, a window and a plane of its own, or not", () => {
    const has = (context: ReturnType<typeof view>): boolean[] => [hasFrames(context), hasWindow(context), isFlat(context)];
    expect(has(view())).toEqual([true, true, true]);
    expect(has(solid())).toEqual([false, false, false]);
    expect(has(solid({ kind: "mip" }))).toEqual([false, true, false]);
    expect(has(film())).toEqual([true, true, true]);
    expect(has(colour)).toEqual([true, false, true]);
    expect(has(picture)).toEqual([false, true, true]);
  });

  it("decides what a tool does there", () => {
    const tools = (context: ReturnType<typeof view>): string[] => TOOLS.map((tool) => effective(tool, context, false));
    expect(tools(film())).toEqual(["window", "scroll", "pan", "zoom", "pan", "roll"]);
    expect(tools(colour)).toEqual(["scroll", "scroll", "pan", "zoom", "pan", "roll"]);
    expect(tools({ ...picture, colour: true })).toEqual(["pan", "pan", "pan", "zoom", "pan", "roll"]);
  });
});

it("begins a film with a tool that does something there", () => {
  expect(suitable("window", null)).toBe("window");
  expect(suitable("window", { frames: 9, colour: false })).toBe("window");
  expect(suitable("window", { frames: 9, colour: true })).toBe("scroll");
  expect(suitable("window", { frames: 1, colour: true })).toBe("pan");
  expect(suitable("scroll", { frames: 1, colour: false })).toBe("pan");
});

describe("a film under the hand", () => {
  it("goes by frames with arrows and wheel, to its ends with Home and End", () => {
    expect(pressed("ArrowDown")).toEqual([{ t: "scroll", steps: 1 }]);
    expect(pressed("ArrowLeft", film(), { shift: true })).toEqual([{ t: "scroll", steps: -10 }]);
    expect(pressed("End")).toEqual([{ t: "scroll", steps: 100000 }]);
    expect(play([wheel(120, 0)], film()).operations).toEqual([{ t: "scroll", steps: 1 }]);
    expect(play([wheel(120, 0, { alt: true })], film()).operations).toEqual([{ t: "scroll", steps: 1 }]);
  });

  it("is mirrored, turned and inverted, but has no slab and no crosshair", () => {
    expect(pressed("h")).toEqual([{ t: "flip", axis: "horizontal" }]);
    expect(pressed(",")).toEqual([{ t: "quarter", turns: -1 }]);
    expect(pressed("i")).toEqual([{ t: "invert" }]);
    expect(pressed("]")).toEqual([]);
    expect(pressed("m")).toEqual([]);
    expect(play([pointer("move", 10, 10, 0, { pressed: false, shift: true })], film()).operations).toEqual([]);
    expect(play([key("keydown", "o", 0), key("keydown", "ArrowRight", 50)], film()).operations).toEqual([{ t: "roll", degrees: 1 }]);
    expect(dragged("rotate")).toEqual(new Set(["roll"]));
  });

  it("has no window in colour, with no tool and no finger", () => {
    expect(dragged("window")).toEqual(new Set(["window_drag"]));
    expect(dragged("window", colour)).toEqual(new Set(["scroll"]));
    expect(pressed("i", colour)).toEqual([]);
    expect(play([key("keydown", "w", 0), key("keydown", "ArrowRight", 50)], colour).operations).toEqual([{ t: "scroll", steps: 1 }]);
    const three = [1, 2, 3].flatMap((id) => [finger("down", id, 100 * id, 100, id)]);
    const moved = [1, 2, 3].map((id) => finger("move", id, 100 * id + 40, 100, 200 + id));
    expect(sum(play([...three, ...moved], film(), "scroll").operations, "window_drag", "wider")).toBeCloseTo(40);
    expect(play([...three, ...moved], colour, "scroll").operations).toEqual([]);
  });
});

describe("a single picture under the hand", () => {
  it("is moved with arrows and a finger, and magnified with the wheel", () => {
    expect(pressed("ArrowDown", picture)).toEqual([{ t: "pan", dx: 0, dy: 20 }]);
    expect(pressed("End", picture)).toEqual([]);
    expect(play([wheel(-120, 0)], picture).operations).toMatchObject([{ t: "zoom", factor: 1.15 }]);
    expect(dragged("scroll", picture)).toEqual(new Set(["pan"]));
  });
});
