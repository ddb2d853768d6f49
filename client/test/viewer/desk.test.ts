// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";
import { viewerModel } from "../../src/chrome/model";
import { Desk } from "../../src/viewer/desk";
import type { Layout, Screen } from "../../src/view/screen";
import { VIEWS } from "../../src/wire/operations";

let arranged: string[];
let kind: "slice" | "volume" | "mip" | undefined;
let bound: boolean;
const hooks = { changed: vi.fn(), remember: vi.fn(), project: vi.fn() };

function desk(layout: Layout) {
  const views = VIEWS.map((view) => ({ view, root: document.createElement("section") }));
  const screen = {
    arrange: (now: Layout, large: string) => arranged.push(`${now} ${large}`),
    of: (view: string) => ({ ...views.find((one) => one.view === view)!, current: kind && { kind } }),
    isLarge: () => false,
    binds: () => bound,
  };
  const model = viewerModel({ series: "1", volume: 1, layout }, false);
  return { model, desk: new Desk(model, screen as unknown as Screen, hooks) };
}

beforeEach(() => {
  arranged = [];
  kind = "volume";
  bound = true;
  vi.clearAllMocks();
});

it("steps through the layouts and remembers each for the next study", () => {
  const { desk: it, model } = desk("2x2");
  const seen = [1, 2, 3, 4].map(() => (it.next(), model.layout.value));
  expect(seen).toEqual(["1+3", "single", "mip", "2x2"]);
  expect(hooks.remember.mock.calls.flat()).toEqual(seen);
});

it("shows the volume as a MIP in its layout only, and gives back what was before", () => {
  const { desk: it } = desk("2x2");
  it.arrange("mip");
  expect(arranged.at(-1)).toBe("mip volume");
  expect(hooks.project.mock.calls).toEqual([["mip"]]);
  kind = "mip";
  it.project();
  it.arrange("2x2");
  expect(hooks.project.mock.calls).toEqual([["mip"], ["volume"]]);
});

it("asks for the MIP of a view that was not on the screen when the server knows that it is", () => {
  bound = false;
  const { desk: it } = desk("single");
  it.choose("mip");
  expect(hooks.project).not.toHaveBeenCalled();
  bound = true;
  it.project();
  expect(hooks.project.mock.calls).toEqual([["mip"]]);
});

it("comes back from the MIP to the plane that was in the hand", () => {
  const { desk: it, model } = desk("2x2");
  it.activate("sagittal");
  it.choose("mip");
  it.choose("single");
  expect(arranged.at(-1)).toBe("single sagittal");
  it.choose("mip");
  it.full("volume");
  expect(arranged.at(-1)).toBe("2x2 sagittal");
  expect(model.active.value).toBe("sagittal");
});

it("opened in the MIP, leaves it to the axial plane", () => {
  const { desk: it } = desk("mip");
  it.choose("single");
  expect(arranged.at(-1)).toBe("single axial");
});

it("leaves a MIP that the reader chose as it is", () => {
  kind = "mip";
  const { desk: it } = desk("2x2");
  it.arrange("mip");
  it.arrange("2x2");
  expect(hooks.project).not.toHaveBeenCalled();
});

it("opens into the MIP once the server has said what the view shows", () => {
  kind = undefined;
  const { desk: it, model } = desk("mip");
  expect(model.active.value).toBe("volume");
  it.project();
  expect(hooks.project).not.toHaveBeenCalled();
  kind = "volume";
  it.project();
  it.project();
  expect(hooks.project.mock.calls).toEqual([["mip"]]);
});

it("fills the stage with one view and returns without changing what is remembered", () => {
  const { desk: it } = desk("1+3");
  it.full("coronal");
  it.full("coronal");
  expect(arranged).toEqual(["1+3 axial", "single coronal", "1+3 coronal"]);
  expect(hooks.remember).not.toHaveBeenCalled();
});

it("shows a film in its one view, whatever layout the address asked for, and remembers nothing", () => {
  const { desk: it, model } = desk("2x2");
  it.suit(true);
  expect(model.layout.value).toBe("film");
  expect(model.active.value).toBe("film");
  it.next();
  it.full("film");
  it.suit(true);
  expect(arranged).toEqual(["2x2 axial", "film film"]);
  expect(hooks.remember).not.toHaveBeenCalled();
});

it("shows a volume in planes where the address took it for a film", () => {
  const { desk: it, model } = desk("film");
  expect(model.active.value).toBe("film");
  it.suit(false);
  expect(arranged).toEqual(["film film", "2x2 axial"]);
});
