// The pixels of a frame, where the browser can give them without asking a GPU.

import { beforeAll, expect, it } from "vitest";
import { FramePixels } from "../../src/picture/frame-pixels";

beforeAll(() => {
  globalThis.ImageData ??= class {
    readonly data: Uint8ClampedArray;
    constructor(readonly width: number, readonly height: number) {
      this.data = new Uint8ClampedArray(width * height * 4);
    }
  } as unknown as typeof ImageData;
});

function frame(about: { format?: string | null; bytes?: number; fails?: boolean }): VideoFrame {
  const { format = "I420", bytes = 4 * 2 * 4, fails = false } = about;
  return {
    format,
    visibleRect: { width: 4, height: 2 },
    allocationSize: () => bytes,
    copyTo: async (data: Uint8ClampedArray) => {
      if (fails) throw new Error("no conversion");
      data.fill(77);
      return [];
    },
  } as unknown as VideoFrame;
}

it("copies a frame in memory, always into the same pixels", async () => {
  const pixels = new FramePixels();
  const first = await pixels.of(frame({}));
  expect(first?.data.every((value) => value === 77)).toBe(true);
  expect(await pixels.of(frame({}))).toBe(first);
});

it.each([
  ["of a GPU", { format: null }],
  ["of a GPU, with planes", { format: "NV12" }],
  ["in a browser that knows no conversion", { bytes: (4 * 2 * 3) / 2 }],
  ["whose conversion fails", { fails: true }],
])("gives none for a frame %s", async (_, about) => {
  expect(await new FramePixels().of(frame(about))).toBeNull();
});

it("gives none for a picture that is no frame", async () => {
  expect(await new FramePixels().of({ width: 4, height: 2 } as ImageBitmap)).toBeNull();
});
