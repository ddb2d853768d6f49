import { createHash, webcrypto } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { packPixels, sameBytes, sha256 } from "../../src/picture/hash";
import { sha256InScript } from "../../src/picture/sha256";

const noise = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, n) => (n * 131 + (n >> 3)) & 255);
const expected = (data: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(data).digest());

afterEach(() => vi.unstubAllGlobals());

describe("SHA-256 in script", () => {
  it.each([0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 190820])("agrees for %i bytes", (length) => {
    expect(sha256InScript(noise(length))).toEqual(expected(noise(length)));
  });

  it("reads a view into a larger buffer", () => {
    const whole = noise(300);
    expect(sha256InScript(whole.subarray(7, 207))).toEqual(expected(whole.slice(7, 207)));
  });
});

it("hashes with and without the browser's own", async () => {
  const data = noise(5000);
  vi.stubGlobal("crypto", webcrypto);
  expect(await sha256(data)).toEqual(expected(data));
  vi.stubGlobal("crypto", {});
  expect(await sha256(data)).toEqual(expected(data));
});

it("packs grey and colour from RGBA, row by row", () => {
  const rgba = Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255);
  expect([...packPixels(rgba, 1)]).toEqual([1, 4]);
  expect([...packPixels(rgba, 3)]).toEqual([1, 2, 3, 4, 5, 6]);
});

it("compares every byte", () => {
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(sameBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
});
