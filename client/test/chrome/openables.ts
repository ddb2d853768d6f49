// Series as the server lists them.

import type { Item, Series, VolumeRow } from "../../src/api";

export function item(some: Partial<Item> = {}): Item {
  return {
    n: 1, kind: "film", label: "film", columns: 640, rows: 480, frames: 76, colour: true, frame_ms: 40, loops: true, calibrated: false, why: "",
    ...some,
  };
}

export function volumeRow(some: Partial<VolumeRow> = {}): VolumeRow {
  return { n: 1, label: "thin", columns: 512, rows: 512, slices: 90, spacing_mm: [0.7, 0.7, 1.25], unit: "HU", notes: [], ...some };
}

export function series(some: Partial<Series> = {}): Series {
  return {
    uid: "1.2.3", modality: "US", number: "4", description: "Heart", instances: 1, volumes: [], pictures: 0, films: 0, items: [], refused: [],
    ...some,
  };
}
