import { describe, expect, it } from "vitest";
import { detailOf, filmTitle, frameAt, spokenFrame, valueWords } from "../../src/view/film-labels";
import { labelsOf, sliceBar, sliceBarText, spokenLabel } from "../../src/view/labels";
import { warningsOf } from "../../src/view/warnings";
import { whatChanged } from "../../src/viewer/speech";
import type { MessageOf } from "../../src/wire/messages";
import { film, filmView, volume } from "../views";

const us = film();
const picture = film({ film: { frames: 1, frame_ms: 0, colour: true, loops: false, pages: false } });
const value = (some: Partial<MessageOf<"value">>): MessageOf<"value"> =>
  ({ t: "value", id: 1, value: null, unit: "", position_mm: [12.25, 40, 11], colour: null, ...some });

describe("a film", () => {
  it("says its frame and the file's rate, and that it is in colour", () => {
    const labels = labelsOf(filmView(), us, "");
    expect(labels).toMatchObject({ title: "Film", at: "Frame 12 of 76 \u00b7 30.1/s", below: "", window: "Colour" });
  });

  it("says the window of grey frames, and no rate where the file tells none", () => {
    const pages = film({ film: { frames: 76, frame_ms: 0, colour: false, loops: true, pages: true } });
    const labels = labelsOf(filmView({ window: { center: 500, width: 900, label: "" } }), pages, "");
    expect(labels).toMatchObject({ title: "Pages", at: "Frame 12 of 76", window: "W 900 L 500" });
  });

  it("says so where the file tells no time of a frame", () => {
    const untimed = film({ film: { frames: 76, frame_ms: 0, colour: false, loops: true, pages: false } });
    expect(labelsOf(filmView(), untimed, "")).toMatchObject({ title: "Film", at: "Frame 12 of 76 \u00b7 no frame time" });
  });

  it("has no number where it is a single picture", () => {
    const view = filmView({ image: 1, images: 1 });
    expect([filmTitle(picture.film), frameAt(view, picture.film), spokenFrame(view)]).toEqual(["Picture", "", ""]);
    expect(sliceBar(view, picture)).toBeNull();
  });

  it("has a place on the bar over its frames", () => {
    expect(sliceBar(filmView({ image: 1, fraction: 0 }), us)).toEqual({ place: 0, steps: 75 });
    expect(sliceBarText(filmView())).toBe("frame 12 of 76");
  });

  it("takes from a label what the number of frames does not say", () => {
    expect(["96 frames, AP", "picture, LAT, a", "96 frames"].map(detailOf)).toEqual(["AP", "LAT, a", ""]);
  });

  it("warns that millimetres hold in a region of it only, and counts frames while they come", () => {
    const notes = [{ code: "region", text: "Millimetres hold inside the region only." }];
    const progress = { t: "progress" as const, slices: 3, slices_total: 76, bytes: 1, bytes_total: 2, seconds: 1, runs: [], done: false };
    expect(warningsOf(filmView(), film({ notes }), progress)).toMatchObject([
      { short: "Incomplete 3\u00a0%", long: "3 of 76 frames" }, { short: "Millimetres in the region only" },
    ]);
  });

  it("is read aloud", () => {
    expect(spokenLabel(filmView(), "", "Lossless")).toBe("Film, frame 12 of 76, lossless");
    const before = { view: filmView(), mark: "lossless" as const };
    expect(whatChanged(before, { view: filmView({ image: 13 }), mark: "lossless" })).toBe("Frame 13 of 76. Lossless.");
    expect(whatChanged(before, before)).toBe("");
  });
});

describe("the value under the pointer", () => {
  it("has a place in pixels where nothing is calibrated, in millimetres where it is", () => {
    const words = (calibrated: boolean): string => valueWords(value({ value: 130 }), film({ calibrated })).replace("\u2002", " ");
    expect(words(false)).toBe("130 12, 40 px");
    expect(words(true)).toBe("130 12.3, 40.0 mm");
  });

  it("is red, green and blue in colour, and nothing outside", () => {
    expect(valueWords(value({ colour: [1, 2, 255] }), us).replace("\u2002", " ")).toBe("R 1 G 2 B 255 12, 40 px");
    expect(valueWords(value({}), us)).toBe("");
  });

  it("stands alone in a plane", () => {
    expect(valueWords(value({ value: -712, unit: "HU" }), volume())).toBe("\u2212712 HU");
    expect(valueWords(value({ unit: "HU" }), volume())).toBe("");
  });
});
