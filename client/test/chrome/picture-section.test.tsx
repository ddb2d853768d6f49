// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { viewerModel } from "../../src/chrome/model";
import { PictureSection } from "../../src/chrome/picture-section";
import type { Viewer } from "../../src/viewer/viewer";
import type { ViewState } from "../../src/wire/messages";

let host: HTMLElement;
const did = vi.fn();

function show(view: Partial<ViewState>): void {
  const model = viewerModel({ series: "1", volume: 1, layout: "2x2" }, false);
  model.active.value = view.view ?? "axial";
  model.state.value = { views: [view] } as typeof model.state.value;
  const viewer = { act: did, desk: { active: { width: 600, height: 300, scale: 2 } } } as unknown as Viewer;
  void act(() => render(<PictureSection model={model} viewer={viewer} />, host));
}

const ids = (): string[] => [...host.querySelectorAll("button")].map((one) => one.dataset["testid"] ?? "");
const press = (id: string): unknown => {
  did.mockClear();
  void act(() => host.querySelector<HTMLElement>(`[data-testid=${id}]`)!.click());
  return did.mock.calls[0]?.[1][0];
};

beforeEach(() => {
  document.body.innerHTML = "<div id=host></div>";
  host = document.getElementById("host")!;
});
afterEach(() => render(null, host));

it("does to a slice what its keys and drags do", () => {
  show({ view: "axial", kind: "slice" });
  expect(press("do-invert")).toEqual({ t: "invert" });
  expect(press("do-flip-across")).toEqual({ t: "flip", axis: "horizontal" });
  expect(press("do-turn-left")).toEqual({ t: "quarter", turns: -1 });
  expect(press("zoom-in")).toEqual({ t: "zoom", factor: 1.25, x: 599.5, y: 299.5 });
  expect(press("roll-right")).toEqual({ t: "roll", degrees: 5 });
  expect(press("tilt-left")).toEqual({ t: "tilt", degrees: -5 });
  expect(press("move-down")).toEqual({ t: "pan", dx: 0, dy: 80 });
  expect(did.mock.calls[0]?.[0]).toBe("axial");
});

it("offers a projection what it can do, and names each button", () => {
  show({ view: "volume", kind: "volume" });
  expect(ids().some((id) => id.startsWith("do-flip") || id === "do-invert" || id.startsWith("tilt"))).toBe(false);
  expect(press("roll-left")).toEqual({ t: "turn", azimuth: 0, elevation: 0, roll: -5 });
  expect(press("eye-up")).toEqual({ t: "turn", azimuth: 0, elevation: -5, roll: 0 });
  expect([...host.querySelectorAll("button")].every((one) => (one.getAttribute("aria-label") ?? one.textContent).trim().length > 2)).toBe(true);
});
