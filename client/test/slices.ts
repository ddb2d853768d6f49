// Slices that were sent ahead, for tests.

import type { Slice } from "../src/picture/ring";

export function slice(place: number, over: Partial<Slice> = {}): Slice {
  return {
    t: "slice", stream: 0, look: 1, place, width: 64, height: 48, channels: 1, format: "jpeg",
    sha256: new Uint8Array(), data: new Uint8Array(10), fields: { image: place }, drop: [], ...over,
  };
}
