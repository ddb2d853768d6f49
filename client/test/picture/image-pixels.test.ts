// The pixels of an encoded picture, by the decoder where the browser has one that gives them.

import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { imagePixels } from "../../src/picture/image-pixels";

const DATA = new Uint8Array([1, 2, 3]);
let closed: string[] = [];

beforeAll(() => {
  globalThis.ImageData ??= class {
    readonly data: Uint8ClampedArray;
    constructor(readonly width: number, readonly height: number) {
      this.data = new Uint8ClampedArray(width * height * 4);
    }
  } as unknown as typeof ImageData;
});

afterEach(() => {
  closed = [];
  vi.unstubAllGlobals();
});

function decoder(about: { bytes?: number; fails?: boolean }): void {
  const image = {
    displayWidth: 4,
    displayHeight: 2,
    allocationSize: () => about.bytes ?? 4 * 2 * 4,
    copyTo: async (to: Uint8ClampedArray) => void to.fill(77),
    close: () => closed.push("image"),
  };
  vi.stubGlobal("ImageDecoder", class {
    async decode(): Promise<unknown> {
      if (about.fails) throw new Error("not a picture");
      return { image };
    }
    close(): void {
      closed.push("decoder");
    }
  });
}

/** What a browser without such a decoder goes by: a bitmap, drawn and read back. */
function drawing(): void {
  const drawn = { width: 4, height: 2, data: new Uint8ClampedArray(32).fill(55) };
  vi.stubGlobal("createImageBitmap", async () => ({ width: 4, height: 2, close: () => closed.push("bitmap") }));
  vi.stubGlobal("document", {
    createElement: () => ({ getContext: () => ({ canvas: {}, drawImage: () => undefined, getImageData: () => drawn }) }),
  });
}

it("copies them out of the decoder, and closes what it opened", async () => {
  decoder({});
  const pixels = await imagePixels(DATA, "image/png");
  expect([pixels.width, pixels.height, pixels.data[0]]).toEqual([4, 2, 77]);
  expect(closed).toEqual(["image", "decoder"]);
});

it.each([
  ["has no such decoder", null],
  ["gives planes instead", { bytes: 12 }],
  ["cannot read it", { fails: true }],
])("draws them where the browser %s", async (_, about) => {
  drawing();
  if (about) decoder(about);
  expect((await imagePixels(DATA, "image/png")).data[0]).toBe(55);
  expect(closed).toContain("bitmap");
});
