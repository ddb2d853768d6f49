// @vitest-environment happy-dom
import { render } from "preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { viewerModel, type ViewerModel } from "../../src/chrome/model";
import { PlayBar } from "../../src/chrome/play-bar";
import { CineClock } from "../../src/viewer/cine-clock";
import { Player } from "../../src/viewer/player";
import type { Viewer } from "../../src/viewer/viewer";
import type { Film, MessageOf } from "../../src/wire/messages";
import { film, filmView, slice, solid, volume } from "../views";

let host: HTMLElement;
let model: ViewerModel;
let viewer: Viewer;
const act = vi.fn();
const toggle = vi.fn();
const stop = vi.fn();

const at = <E extends HTMLElement>(id: string): E | null => host.querySelector<E>(`[data-testid=${id}]`);
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20));

function shown(of: "film" | "slice" | "mip", some: Partial<Film> = {}): void {
  const about = of === "film" ? film() : volume();
  const given = about.film ? { ...about, film: { ...about.film, ...some } } : about;
  const view = { film: filmView(), slice: slice(), mip: solid({ kind: "mip" }) }[of];
  model = viewerModel({ series: "1", volume: 1, layout: of === "film" ? "film" : "2x2" }, false);
  model.active.value = view.view;
  model.welcome.value = { volume: given } as MessageOf<"welcome">;
  model.state.value = { views: [view] } as unknown as MessageOf<"state">;
  const player = new Player(new CineClock(), (settings) => (model.play.value = settings));
  player.suit(given.film);
  viewer = { act, cine: { toggle, stop }, player, desk: { focus: vi.fn() } } as unknown as Viewer;
  render(<PlayBar model={model} viewer={viewer} />, host);
}

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
  vi.clearAllMocks();
});

afterEach(() => {
  render(null, host);
  host.remove();
});

it("goes frame by frame, plays, and goes to a frame by its number", () => {
  shown("film");
  at("frame-on")?.click();
  at("frame-back")?.click();
  at("play")?.click();
  expect(act.mock.calls).toEqual([["film", [{ t: "scroll", steps: 1 }]], ["film", [{ t: "scroll", steps: -1 }]]]);
  expect(toggle).toHaveBeenCalledWith("film");
  const field = at<HTMLInputElement>("frame-number")!;
  expect(field.value).toBe("12");
  field.value = "900";
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  expect(act).toHaveBeenLastCalledWith("film", [{ t: "frame", number: 76 }]);
});

it("plays at the file's rate first, at another when chosen, the other way, and there and back", async () => {
  shown("film", { frame_ms: 40 });
  const rate = at<HTMLSelectElement>("play-rate")!;
  expect(rate.value).toBe("25");
  expect([...rate.options].map((one) => one.textContent)).toContain("25/s, as recorded");
  expect([...rate.options].map((one) => one.value)).toContain("100");
  rate.value = "50";
  rate.dispatchEvent(new Event("change", { bubbles: true }));
  at("play-direction")?.click();
  at("play-ends")?.click();
  expect(model.play.value).toMatchObject({ perSecond: 50, direction: -1, ends: "turn" });
  await settled();
  expect(at("play-ends")?.getAttribute("aria-label")).toBe("At the end: There and back");
  expect(at("play-direction")?.getAttribute("aria-label")).toBe("Backwards");
});

it("is not there for a single picture, nor for a volume before it plays", async () => {
  shown("film", { frames: 1 });
  expect(at("play-bar")).toBeNull();
  shown("slice");
  expect(at("play-bar")).toBeNull();
  model.playBar.value = true;
  await settled();
  expect(at("play-bar")).not.toBeNull();
  expect(at("frame-number")).toBeNull();
  at("play-close")?.click();
  await settled();
  expect(at("play-bar")).toBeNull();
  expect(stop).toHaveBeenCalled();
});

it("turns a projection, which has a rate of its own and no ends", async () => {
  shown("mip");
  model.playBar.value = true;
  await settled();
  expect(at<HTMLSelectElement>("play-rate")?.value).toBe("20");
  expect(at("play-ends")).toBeNull();
  at("frame-on")?.click();
  expect(act).toHaveBeenCalledWith("volume", [{ t: "turn", azimuth: 5, elevation: 0, roll: 0 }]);
});
