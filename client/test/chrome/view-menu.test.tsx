// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { viewerModel } from "../../src/chrome/model";
import { ViewMenu } from "../../src/chrome/view-menu";
import type { Viewer } from "../../src/viewer/viewer";
import type { ViewState } from "../../src/wire/messages";

let host: HTMLElement;
let model: ReturnType<typeof viewerModel>;
const did = vi.fn();
const command = vi.fn();
const focus = vi.fn();

const slice = { view: "axial", kind: "slice" } as ViewState;
const solid = { view: "volume", kind: "volume" } as ViewState;

function show(view: ViewState): void {
  model.active.value = view.view;
  model.state.value = { views: [view] } as typeof model.state.value;
  model.menu.value = { x: 20, y: 30 };
  const viewer = { act: did, command, desk: { focus } } as unknown as Viewer;
  void act(() => render(<ViewMenu model={model} viewer={viewer} />, host));
}

const names = (): (string | undefined)[] => [...host.querySelectorAll<HTMLElement>("[role=menuitem]")].map((one) => one.dataset["testid"]);
const press = (key: string): void => {
  void act(() => void document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })));
};
const choose = (name: string): void => {
  void act(() => host.querySelector<HTMLElement>(`[data-testid=menu-${name}]`)!.click());
};

beforeEach(() => {
  vi.clearAllMocks();
  document.body.innerHTML = "<div id=host></div>";
  host = document.getElementById("host")!;
  model = viewerModel({ series: "1", volume: 1, layout: "2x2" }, false);
});

afterEach(() => render(null, host));

it("offers what the kind of view can do", () => {
  show(slice);
  expect(names()).toEqual(["invert", "flipAcross", "flipUpsideDown", "turnLeft", "turnRight", "reset", "full", "text", "help"].map((one) => `menu-${one}`));
  render(null, host);
  show(solid);
  expect(names()).toEqual(["turnLeft", "turnRight", "reset", "full", "text", "help"].map((one) => `menu-${one}`));
});

it("does what is chosen to the view, closes and gives the focus back", () => {
  show(slice);
  choose("flipAcross");
  expect(did).toHaveBeenCalledWith("axial", [{ t: "flip", axis: "horizontal" }]);
  expect(model.menu.value).toBeNull();
  expect(focus).toHaveBeenCalledOnce();
  show(slice);
  choose("full");
  expect(command).toHaveBeenCalledWith("full", "axial");
});

it("goes through by arrows; Esc or a press elsewhere closes it and does nothing", () => {
  show(slice);
  press("ArrowUp");
  expect((document.activeElement as HTMLElement).dataset["testid"]).toBe("menu-help");
  press("Escape");
  expect(model.menu.value).toBeNull();
  show(slice);
  document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  expect(model.menu.value).toBeNull();
  expect(did).not.toHaveBeenCalled();
});
