import { describe, expect, it } from "vitest";
import { axisAcross, labelsOf, seenFrom, sliceBar, smallLabelsOf, spokenLabel } from "../../src/view/labels";
import { slice, solid, volume } from "../views";

const spaces = (words: string): string => words.replace(/[\u2002\u00a0]/g, " ");

describe("a slice", () => {
  it("says image, position, window with its unit and zoom", () => {
    const labels = labelsOf(slice(), volume(), "");
    expect(Object.values(labels).map(spaces)).toEqual([
      "Axial", "187 / 275 z \u2212493.8 mm", "", "120 kVp, B60f", "Lung W 1500 L \u2212600 HU", "Zoom 1.0",
    ]);
  });

  it("leaves out the image number off the acquired slices", () => {
    expect(spaces(labelsOf(slice({ image: null, images: null }), volume(), "").at)).toBe("z \u2212493.8 mm");
  });

  it("names no axis where the plane is oblique, and no millimetres where there are none", () => {
    expect(spaces(labelsOf(slice({ oblique: true, image: null }), volume(), "").at)).toBe("oblique \u2212493.8 mm");
    expect(labelsOf(slice({ image: null, position_mm: null }), volume(), "").at).toBe("");
  });

  it("says mode and thickness of a slab, and that it is inverted", () => {
    const labels = labelsOf(slice({ slab_mm: 12.5, slab_mode: "mean", invert: true }), volume(), "");
    expect(spaces(labels.below)).toBe("12.5 mm mean");
    expect(spaces(labels.window)).toBe("Inverted Lung W 1500 L \u2212600 HU");
  });
});

it("keeps in a small view what may never be hidden, the window in numbers", () => {
  const labels = smallLabelsOf(slice({ slab_mm: 10, slab_mode: "max", invert: true }), volume());
  expect(Object.values(labels).map(spaces)).toEqual(["Axial", "", "10 mm MIP", "", "W 1500 L \u2212600", "Inverted"]);
  expect(Object.values(smallLabelsOf(solid(), volume()))).toEqual(["Volume", "", "", "", "", ""]);
});

it("finds the axis across a plane by its letters", () => {
  expect(axisAcross(["R", "L", "A", "P"])).toBe("z");
  expect(axisAcross(["R", "L", "H", "F"])).toBe("y");
  expect(axisAcross(["A", "P", "H", "F"])).toBe("x");
});

it("names the look of the volume and where it is seen from", () => {
  const labels = labelsOf(solid(), volume(), "Bone");
  expect([labels.title, labels.at, labels.below, labels.window]).toEqual([
    "Volume", "Bone", "Right anterior 22\u00b0 \u00b7 cranial 8\u00b0", "",
  ]);
  expect(seenFrom("anterior")).toBe("Anterior");
  expect(labelsOf(solid({ kind: "mip" }), volume(), "").title).toBe("MIP");
});

it("puts the knob where scrolling has come to", () => {
  expect(sliceBar(slice({ fraction: 0.25 }), volume())).toEqual({ place: 0.25, steps: 274 });
  expect(sliceBar(slice({ view: "coronal", images: null }), volume())?.steps).toBe(511);
  expect(sliceBar(solid(), volume())).toBeNull();
});

it("reads a view aloud", () => {
  expect(spaces(spokenLabel(slice(), "HU", "Lossless"))).toBe(
    "Axial, image 187 of 275, \u2212493.8 millimetres, Lung W 1500 L \u2212600 HU, lossless",
  );
  expect(spokenLabel(solid(), "HU", "Moving")).toBe("Volume, right anterior 22, cranial 8, moving");
});
