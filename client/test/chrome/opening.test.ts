// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import type { Series, Study } from "../../src/api";
import { likeliest, open, openable, openablesOf } from "../../src/chrome/opening";
import { rememberLayout, route } from "../../src/chrome/route";
import { item, series, volumeRow } from "./openables";

const study = (all: Series[]): Study => ({
  uid: "1.2", patient: { name: "A^B", id: "7", birth_date: "", sex: "F" }, date: "", description: "", accession: "", series: all,
  modalities: [], instances: 1, series_count: all.length, receiving: false, remarks: [],
});

const mixed = series({
  uid: "ct", volumes: [volumeRow({ n: 1, slices: 40 })],
  items: [item({ n: 1, kind: "volume", frames: 40 }), item({ n: 2, kind: "picture", frames: 1 })],
});
const us = series({ uid: "us", items: [item({ n: 1, kind: "picture", frames: 1 }), item({ n: 2, frames: 76 })] });

beforeEach(() => localStorage.clear());

it("lists volumes once, then films and pictures by their numbers", () => {
  expect(openablesOf(mixed).map(({ n, volume, item: flat }) => [n, volume?.slices, flat?.kind])).toEqual([[1, 40, undefined], [2, undefined, "picture"]]);
  expect(openable(study([mixed, us])).map(({ n }) => n)).toEqual([1, 2, 1, 2]);
});

it("takes a volume for likelier than a film, and a film than a picture", () => {
  expect(likeliest(study([us, mixed]))).toMatchObject({ series: { uid: "ct" }, n: 1 });
  expect(likeliest(study([us]))).toMatchObject({ n: 2 });
  expect(likeliest(study([series()]))).toBeNull();
});

it("opens a film in its own layout, a volume in that of last time", () => {
  rememberLayout("single");
  open(openablesOf(us)[1]!);
  expect(route.value).toEqual({ page: "viewer", series: "us", volume: 2, layout: "film" });
  open(openablesOf(mixed)[0]!);
  expect(route.value).toEqual({ page: "viewer", series: "ct", volume: 1, layout: "single" });
});
