// @vitest-environment happy-dom
import { render } from "preact";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { viewerModel, type ViewerModel } from "../../src/chrome/model";
import { ExplanationPlace, PlayBarPlace, ViewMenuPlace } from "../../src/chrome/places";
import { CineClock } from "../../src/viewer/cine-clock";
import { Player } from "../../src/viewer/player";
import type { Viewer } from "../../src/viewer/viewer";
import type { MessageOf } from "../../src/wire/messages";
import { film, filmView, slice, volume } from "../views";

let host: HTMLElement;
let model: ViewerModel;
let viewer: Viewer;

// From the disk, and translated: later it is there at once.
beforeAll(async () => {
  await Promise.all([import("../../src/chrome/play-bar"), import("../../src/chrome/view-menu"), import("../../src/chrome/explanation")]);
});

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
  model = viewerModel({ series: "1", volume: 1, layout: "2x2" }, false);
  const player = new Player(new CineClock(), (settings) => (model.play.value = settings));
  viewer = { cine: { toggle: vi.fn() }, player, act: vi.fn(), desk: { focus: vi.fn() } } as unknown as Viewer;
});

afterEach(() => {
  render(null, host);
  host.remove();
});

const at = (id: string): HTMLElement | null => host.querySelector(`[data-testid=${id}]`);

function of(about: ReturnType<typeof film>, view: ReturnType<typeof slice>): void {
  model.active.value = view.view;
  model.welcome.value = { volume: about } as MessageOf<"welcome">;
  model.state.value = { views: [view] } as unknown as MessageOf<"state">;
}

it("keeps the room of a film's bar until it is there, and has none for a volume that never played", async () => {
  of(film(), filmView());
  render(<PlayBarPlace model={model} viewer={viewer} />, host);
  expect(host.querySelector(".play-bar")).not.toBeNull();
  await vi.waitFor(() => expect(at("play")).not.toBeNull());
  render(null, host);
  of(volume(), slice());
  render(<PlayBarPlace model={model} viewer={viewer} />, host);
  expect(host.innerHTML).toBe("");
});

it("opens the menu where it was asked for, and nowhere else", async () => {
  of(volume(), slice());
  render(<ViewMenuPlace model={model} viewer={viewer} />, host);
  expect(host.innerHTML).toBe("");
  model.menu.value = { x: 10, y: 20 };
  await vi.waitFor(() => expect(at("view-menu")).not.toBeNull());
});

it("says what was done behind a warning that was pressed", async () => {
  render(<ExplanationPlace model={model} viewer={viewer} />, host);
  expect(host.innerHTML).toBe("");
  model.explained.value = { code: "tilt", short: "Tilt 12\u00b0", long: "The slices were tilted." } as unknown as typeof model.explained.value;
  await vi.waitFor(() => expect(host.textContent).toContain("The slices were tilted."));
});
