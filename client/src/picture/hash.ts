// The proof that a still arrived without loss: SHA-256 over its raw pixels.

export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  // Only secure pages (https, localhost) have it.
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  if (subtle) return new Uint8Array(await subtle.digest("SHA-256", data));
  const { sha256InScript } = await import("./sha256");
  return sha256InScript(data);
}

/** One byte a grey pixel or three an RGB pixel, row by row, from a canvas' RGBA. */
export function packPixels(rgba: Uint8ClampedArray, channels: 1 | 3): Uint8Array<ArrayBuffer> {
  const count = rgba.length / 4;
  const packed = new Uint8Array(count * channels);
  if (channels === 1) {
    for (let n = 0; n < count; n += 1) packed[n] = rgba[4 * n]!;
    return packed;
  }
  for (let n = 0, to = 0, from = 0; n < count; n += 1, from += 4) {
    packed[to++] = rgba[from]!;
    packed[to++] = rgba[from + 1]!;
    packed[to++] = rgba[from + 2]!;
  }
  return packed;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
