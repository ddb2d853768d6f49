// @vitest-environment happy-dom
// What bar, rail, panel and menu leave out where there is no volume.
import { signal } from "@preact/signals";
import { render } from "preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Bar } from "../../src/chrome/bar";
import { viewerModel, type ViewerModel } from "../../src/chrome/model";
import { Panel } from "../../src/chrome/panel";
import { Rail } from "../../src/chrome/rail";
import { ViewMenu } from "../../src/chrome/view-menu";
import { RoomModel } from "../../src/room/room";
import type { Viewer } from "../../src/viewer/viewer";
import type { Film, MessageOf } from "../../src/wire/messages";
import { film, filmView } from "../views";

let host: HTMLElement;
const viewer = {
  act: vi.fn(), choose: vi.fn(), cine: { toggle: vi.fn() }, desk: { focus: vi.fn(), choose: vi.fn() },
  status: { mark: { root: document.createElement("span") } }, together: { model: new RoomModel() },
  marks: { offered: signal(false) },
} as unknown as Viewer;

function model(some: Partial<Film>, touch = false): ViewerModel {
  const made = viewerModel({ series: "1", volume: 1, layout: "film" }, touch);
  const about = film();
  const kind = { ...about.film!, ...some };
  made.active.value = "film";
  made.welcome.value = { volume: { ...about, film: kind }, windows: [], presets: [] } as unknown as MessageOf<"welcome">;
  const window = kind.colour ? null : { center: 100, width: 200, label: "" };
  made.state.value = { views: [filmView({ window, images: kind.frames })], undo: false, redo: false } as unknown as MessageOf<"state">;
  made.menu.value = { x: 0, y: 0 };
  return made;
}

function shown(of: ViewerModel): void {
  render(
    <>
      <Bar model={of} viewer={viewer} />
      <Rail model={of} viewer={viewer} />
      <Panel model={of} viewer={viewer} open={vi.fn()} />
      <ViewMenu model={of} viewer={viewer} />
    </>,
    host,
  );
}

const ids = (start: string): string[] =>
  [...host.querySelectorAll(`[data-testid^="${start}"]`)].map((one) => one.getAttribute("data-testid")!.slice(start.length));

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
});

afterEach(() => {
  render(null, host);
  host.remove();
});

it("offers one layout, and neither planes, slab nor sides to look from", () => {
  shown(model({ colour: false }));
  expect(ids("layout-")).toEqual(["film"]);
  expect(ids("tool-")).toEqual(["window", "scroll", "pan", "zoom"]);
  for (const start of ["slab", "planes-", "projection-", "seen-from-"]) expect(ids(start)).toEqual([]);
  expect(ids("window-")).toEqual(["width", "level"]);
  expect(ids("menu-")).toEqual(expect.arrayContaining(["invert", "flipAcross", "flipUpsideDown", "turnLeft"]));
});

it("has no window in colour, and says so at the tool", () => {
  shown(model({ colour: true }));
  expect(ids("window-")).toEqual([]);
  expect(ids("preset")).toEqual([]);
  const tool = host.querySelector<HTMLButtonElement>("[data-testid=tool-window]")!;
  expect([tool.disabled, tool.title]).toEqual([true, "A colour picture has no window"]);
  expect(host.querySelector<HTMLButtonElement>("[data-testid=invert]")?.disabled).toBe(true);
  expect(ids("menu-")).not.toContain("invert");
});

it("plays no single picture", () => {
  shown(model({ frames: 1, colour: false }));
  expect(ids("cine")).toEqual([]);
  expect(ids("tool-")).toEqual(["window", "pan", "zoom"]);
  shown(model({ frames: 1, colour: false }, true));
  expect(ids("tool-")).toEqual(["pan", "window"]);
});
