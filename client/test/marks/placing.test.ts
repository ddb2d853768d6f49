import { describe, expect, it } from "vitest";
import type { Plane } from "../../src/marks/patient";
import { type Ground, placedLine, placedPointer } from "../../src/marks/placing";
import type { Pointer } from "../../src/marks/pointers";
import type { ViewName } from "../../src/wire/operations";
import { filmView, slice, solid } from "../views";

/** Slices lie across z, 2.5 mm apart, half a millimetre a pixel. */
const AXIAL: Plane = [-100, -80, -400, 0.5, 0, 0, 0, 0.5, 0];
const CORONAL: Plane = [-100, 10, -300, 0.5, 0, 0, 0, 0, -0.5];

function ground(some: Partial<Ground> = {}, screen: readonly ViewName[] = ["axial", "coronal", "sagittal", "volume"]): Ground {
  const view = slice({ patient: AXIAL, slab_mm: 0, image: 7 });
  return { view, at: { scale: 2, dx: 30, dy: 0 }, stack: { spacing: [0.7, 0.7, 2.5], normal: null }, small: false, onScreen: (one) => screen.includes(one), ...some };
}

const pointer = (some: Partial<Pointer> = {}): Pointer =>
  ({ person: 2, name: "Surgery", colour: 4, view: "axial", at: [-90, -70, -400], opacity: 1, ...some });

describe("a pointer", () => {
  it("stands where it points, at any scale", () => {
    expect(placedPointer(pointer(), ground())).toEqual({ x: 20.5 * 2 + 30, y: 20.5 * 2, label: "Surgery", colour: 4, opacity: 1, hollow: false });
  });

  it("is hollow beside the slice, and says how far", () => {
    expect(placedPointer(pointer({ at: [-90, -70, -401.2] }), ground())).toMatchObject({ hollow: false });
    expect(placedPointer(pointer({ at: [-90, -70, -402.5] }), ground())).toMatchObject({ hollow: true, label: "Surgery \u00b7 2.5 mm F" });
    expect(placedPointer(pointer({ at: [-90, -70, -380] }), ground())).toMatchObject({ hollow: true, label: "Surgery \u00b7 20 mm H" });
  });

  it("is whole anywhere in a slab", () => {
    const thick = ground({ view: slice({ patient: AXIAL, slab_mm: 40, image: 7 }) });
    expect(placedPointer(pointer({ at: [-90, -70, -381] }), thick)).toMatchObject({ hollow: false });
  });

  it("is in another plane that passes it, too, and beside that only where its own view is not on the screen", () => {
    const view = slice({ view: "coronal", patient: CORONAL, slab_mm: 0, image: null });
    expect(placedPointer(pointer({ at: [-90, 10.2, -310] }), ground({ view }))).toMatchObject({ hollow: false });
    expect(placedPointer(pointer({ at: [-90, 12, -310] }), ground({ view }))).toBeNull();
    expect(placedPointer(pointer({ at: [-90, 12, -310] }), ground({ view }, ["coronal"]))).toMatchObject({ hollow: true });
  });

  it("has no depth in a projection: hollow there, and without millimetres", () => {
    const view = solid({ patient: CORONAL });
    expect(placedPointer(pointer(), ground({ view }))).toBeNull();
    expect(placedPointer(pointer(), ground({ view }, ["volume"]))).toMatchObject({ hollow: true, label: "Surgery" });
  });

  it("of a projection is seen in it from the same side alone", () => {
    const view = solid({ patient: CORONAL });
    const there = pointer({ view: "volume", at: [-90, 10, -310] });
    expect(placedPointer(there, ground({ view }))).toMatchObject({ hollow: false });
    const turned = solid({ patient: [-100, 10, -300, 0.4, 0.3, 0, 0, 0, -0.5] });
    expect(placedPointer(there, ground({ view: turned }))).toBeNull();
    expect(placedPointer(there, ground())).toBeNull();
  });

  it("in another frame of a film says which", () => {
    const view = filmView({ patient: [0, 0, 4, 0.5, 0, 0, 0, 0.5, 0] });
    const there = pointer({ view: "film", at: [10, 10, 11] });
    expect(placedPointer(there, ground({ view }))).toMatchObject({ hollow: true, label: "Surgery \u00b7 frame 12" });
    expect(placedPointer(pointer({ view: "film", at: [10, 10, 4] }), ground({ view }))).toMatchObject({ hollow: false, label: "Surgery" });
  });

  it("has a name, also of whom gave none, and not a long one", () => {
    expect(placedPointer(pointer({ name: "" }), ground())!.label).toBe("Person 2");
    expect(placedPointer(pointer({ name: "A name that nobody could read beside an arrow" }), ground())!.label).toBe("A name that nobody coul\u2026");
    expect(placedPointer(pointer({ name: "Surgery, second floor", at: [-90, -70, -380] }), ground({ small: true }))!.label).toBe("Surgery,\u2026 \u00b7 20 mm H");
  });
});

describe("a stroke", () => {
  const line = { person: 2, name: "Surgery", colour: 4, view: "axial" as ViewName, points: [[-90, -70, -400], [-80, -70, -400]] as const };

  it("is on its slice", () => {
    expect(placedLine(line, ground())).toEqual({ name: "Surgery", colour: 4, points: [[71, 41], [111, 41]] });
    const beside: Plane = [-100, -80, -401, 0.5, 0, 0, 0, 0.5, 0];
    expect(placedLine(line, ground({ view: slice({ patient: beside, slab_mm: 0, image: 7 }) }))).not.toBeNull();
  });

  it("is not on the next slice, nor in another view, nor on a plane that cuts it", () => {
    const next: Plane = [-100, -80, -402.5, 0.5, 0, 0, 0, 0.5, 0];
    expect(placedLine(line, ground({ view: slice({ patient: next, slab_mm: 0, image: 8 }) }))).toBeNull();
    expect(placedLine(line, ground({ view: slice({ view: "coronal", patient: CORONAL, slab_mm: 300 }) }))).toBeNull();
    const tilted: Plane = [-100, -80, -400, 0.4, 0, 0.3, 0, 0.5, 0];
    expect(placedLine(line, ground({ view: slice({ patient: tilted, slab_mm: 0, image: null }) }))).toBeNull();
  });

  it("is on nothing that has no place", () => {
    expect(placedLine(line, ground({ view: slice({ patient: null }) }))).toBeNull();
    expect(placedPointer(pointer(), ground({ view: slice({ patient: null }) }))).toBeNull();
  });
});
