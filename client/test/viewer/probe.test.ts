import { beforeEach, expect, it } from "vitest";
import { Probe } from "../../src/viewer/probe";
import type { Viewport } from "../../src/view/viewport";
import type { ClientMessage, MessageOf, ViewState, Volume } from "../../src/wire/messages";

const volume = { film: null } as Volume;
let asked: (ClientMessage & { t: "probe" })[];
let probe: Probe;

function stage(current: Partial<ViewState> = {}): { viewport: Viewport; shown: string[]; show: (next: Partial<ViewState>) => void } {
  const shown: string[] = [];
  const viewport = {
    view: "axial", fitting: { scale: 0.5, dx: 0, dy: 0, width: 400, height: 300 }, current: { kind: "slice", slab_mm: 0, slab_mode: "max", ...current },
    corners: { showValue: (words: string) => shown.push(words) },
  };
  return { viewport: viewport as unknown as Viewport, shown, show: (next) => Object.assign(viewport.current, next) };
}

const value = (id: number, of: number | null): MessageOf<"value"> => ({ t: "value", id, value: of, unit: "HU", position_mm: [0, 0, 0], colour: null });

beforeEach(() => {
  asked = [];
  probe = new Probe((message) => {
    if (message.t === "probe") asked.push(message);
    return true;
  });
});

it("asks where the pointer comes to and shows the answer with its unit: one way there and back", () => {
  const { viewport, shown } = stage();
  probe.hover(viewport, { x: 10, y: 20 });
  expect(asked).toEqual([{ t: "probe", id: 1, view: "axial", x: 19.5, y: 39.5 }]);
  probe.answered(value(1, -712), volume);
  expect(shown).toEqual(["\u2212712 HU"]);
});

it("asks one at a time, and then for the place where the pointer is by then", () => {
  const { viewport } = stage();
  for (const x of [10, 11, 12, 13]) probe.hover(viewport, { x, y: 0 });
  expect(asked).toHaveLength(1);
  probe.answered(value(1, 1), volume);
  expect(asked.map((one) => one.x)).toEqual([19.5, 25.5]);
  probe.answered(value(2, 2), volume);
  expect(asked).toHaveLength(2);
});

it("asks anew when another picture comes below a pointer that rests", () => {
  const { viewport } = stage();
  probe.hover(viewport, { x: 10, y: 0 });
  probe.answered(value(1, 1), volume);
  probe.refresh(viewport);
  expect(asked).toHaveLength(2);
  probe.refresh(stage().viewport);
  expect(asked).toHaveLength(2);
});

it.each([
  [{ kind: "mip" }], [{ kind: "volume" }], [{ slab_mm: 10, slab_mode: "max" }], [{ slab_mm: 10, slab_mode: "min" }],
] as [Partial<ViewState>][])("never asks for a projection's depth: %o", (current) => {
  const { viewport } = stage(current);
  probe.hover(viewport, { x: 10, y: 20 });
  expect(asked).toEqual([]);
});

it("takes the value away when the slice becomes a projection, also one that comes too late", () => {
  const { viewport, shown, show } = stage();
  probe.hover(viewport, { x: 10, y: 20 });
  probe.answered(value(1, 5), volume);
  probe.refresh(viewport);
  show({ slab_mm: 10 });
  probe.refresh(viewport);
  probe.answered(value(2, 5), volume);
  expect(shown).toEqual(["5 HU", "", ""]);
  show({ slab_mode: "mean" });
  probe.refresh(viewport);
  expect(asked).toHaveLength(3);
});

it("shows nothing outside of the volume, nor when the pointer has gone", () => {
  const { viewport, shown } = stage();
  probe.hover(viewport, { x: 10, y: 20 });
  probe.answered(value(1, null), volume);
  expect(shown).toEqual([""]);
  probe.hover(viewport, { x: 11, y: 20 });
  probe.hover(viewport, null);
  probe.answered(value(2, 7), volume);
  expect(shown).toEqual(["", ""]);
});
