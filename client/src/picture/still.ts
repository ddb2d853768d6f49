// The lossless still: PNG to raw pixels, and the proof that they are the server's.

import type { MessageOf } from "../wire/messages";
import { packPixels, sameBytes, sha256 } from "./hash";

export type Still = MessageOf<"still">;

export interface DecodedStill {
  pixels: ImageData;
  verified: boolean;
}

let scratch: CanvasRenderingContext2D | null = null;

/** A canvas in memory, shared by all: reading back from one that the compositor holds is slow. */
function scratchOf(width: number, height: number): CanvasRenderingContext2D {
  scratch ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!scratch) throw new Error("this browser gives no canvas");
  scratch.canvas.width = width;
  scratch.canvas.height = height;
  return scratch;
}

type Sealed = Pick<Still, "data" | "width" | "height" | "channels" | "sha256">;

export async function decodeStill(still: Sealed): Promise<DecodedStill> {
  const blob = new Blob([still.data], { type: "image/png" });
  // No colour conversion: the grey level that was sent is the grey level that is shown and hashed.
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const pixels = readPixels(bitmap, bitmap.width, bitmap.height);
  const fits = bitmap.width === still.width && bitmap.height === still.height;
  bitmap.close();
  const hash = await sha256(packPixels(pixels.data, still.channels));
  return { pixels, verified: fits && sameBytes(hash, still.sha256) };
}

export function readPixels(source: CanvasImageSource, width: number, height: number): ImageData {
  const context = scratchOf(width, height);
  context.drawImage(source, 0, 0);
  return context.getImageData(0, 0, width, height);
}
