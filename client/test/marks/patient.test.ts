import { describe, expect, it } from "vitest";
import { normalOf, patientAt, type Plane, reach, seenIn, sideOf, type Stack } from "../../src/marks/patient";
import type { Position } from "../../src/wire/room";
import { filmView, slice, solid } from "../views";

const cos = Math.cos(Math.PI / 6);
const sin = Math.sin(Math.PI / 6);
/** Turned by 30 degrees about the patient's x: half a millimetre a pixel. */
const TILTED: Plane = [-100, 20, -300, 0.5, 0, 0, 0, 0.5 * cos, 0.5 * sin];
/** Turned in itself, too, and mirrored across. */
const ROLLED: Plane = [10, -40, 7, -0.3 * cos, 0.3 * sin, 0, 0.3 * sin * cos, 0.3 * cos * cos, 0.3 * sin];

function close(found: Position, wanted: Position): void {
  for (const axis of [0, 1, 2] as const) expect(found[axis]).toBeCloseTo(wanted[axis], 9);
}

describe("picture points in the patient", () => {
  it("go a pixel's step to the right and down", () => {
    close(patientAt(TILTED, 0, 0), [-100, 20, -300]);
    close(patientAt(TILTED, 200, 0), [0, 20, -300]);
    close(patientAt(TILTED, 0, 100), [-100, 20 + 50 * cos, -300 + 50 * sin]);
  });

  it.each([["tilted", TILTED], ["rolled and mirrored", ROLLED]])("come back from it in a plane that is %s", (_, plane) => {
    for (const [x, y] of [[0, 0], [311.25, 80.5], [-20, 700]] as const) {
      const seen = seenIn(plane, patientAt(plane, x, y));
      expect(seen.x).toBeCloseTo(x, 8);
      expect(seen.y).toBeCloseTo(y, 8);
      expect(seen.depth).toBeCloseTo(0, 9);
    }
  });

  it("are found in the line of sight from any depth", () => {
    const [x, y, z] = patientAt(TILTED, 40, 60);
    // The plane's normal: right x down.
    const seen = seenIn(TILTED, [x, y - 12 * sin, z + 12 * cos]);
    expect(seen.x).toBeCloseTo(40, 8);
    expect(seen.y).toBeCloseTo(60, 8);
    expect(seen.depth).toBeCloseTo(12, 9);
    expect(seenIn(TILTED, [x, y + 3 * sin, z - 3 * cos]).depth).toBeCloseTo(-3, 9);
  });
});

it("the side of a plane that a point lies on is the patient's", () => {
  expect([sideOf(TILTED, 3), sideOf(TILTED, -3)]).toEqual(["H", "F"]);
  const coronal: Plane = [0, 0, 0, 1, 0, 0, 0, 0, -1];
  const sagittal: Plane = [0, 0, 0, 0, 1, 0, 0, 0, -1];
  expect([sideOf(coronal, 1), sideOf(coronal, -1), sideOf(sagittal, 1), sideOf(sagittal, -1)]).toEqual(["P", "A", "R", "L"]);
});

describe("what lies in a view", () => {
  const stack = (...spacing: [number, number, number]): Stack => ({ spacing, normal: null });

  it("is half a slice also between two slices, once one of them has been seen, from whichever side", () => {
    const normal = normalOf(TILTED);
    const between = slice({ slab_mm: 0, image: null, patient: TILTED });
    const mirrored: Plane = [-100, 20, -300, -0.5, 0, 0, 0, 0.5 * cos, 0.5 * sin];
    expect(reach(between, { spacing: [0.7, 0.8, 2.5], normal })).toBeCloseTo(1.25, 5);
    expect(reach({ ...between, patient: mirrored }, { spacing: [0.7, 0.8, 2.5], normal })).toBeCloseTo(1.25, 5);
    expect(reach({ ...between, patient: ROLLED }, { spacing: [0.7, 0.8, 2.5], normal: [1, 0, 0] })).toBeCloseTo(0.35, 5);
  });

  it("is half a slice to each side of an acquired slice", () => {
    expect(reach(slice({ slab_mm: 0, image: 7 }), stack(0.7, 0.7, 2.5))).toBeCloseTo(1.25, 5);
  });

  it("is half a voxel where the plane is no acquired slice", () => {
    expect(reach(slice({ slab_mm: 0, image: null }), stack(0.7, 0.8, 2.5))).toBeCloseTo(0.35, 5);
  });

  it("is half the slab where that is thicker", () => {
    expect(reach(slice({ slab_mm: 12, image: 7 }), stack(0.7, 0.7, 2.5))).toBeCloseTo(6, 5);
    expect(reach(slice({ slab_mm: 1, image: 7 }), stack(0.7, 0.7, 2.5))).toBeCloseTo(1.25, 5);
  });

  it("is one frame of a film", () => {
    expect(reach(filmView(), stack(1, 1, 1))).toBe(0.5);
  });

  it("is no slab in a projection", () => {
    expect(reach(solid({ slab_mm: 40, image: null }), stack(0.7, 0.7, 2.5))).toBeCloseTo(0.35, 5);
  });
});
