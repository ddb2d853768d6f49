// The lossless still: PNG to raw pixels, and the proof that they are the server's.

import type { MessageOf } from "../wire/messages";
import { packPixels, sameBytes, sha256 } from "./hash";
import { imagePixels } from "./image-pixels";

export type Still = MessageOf<"still">;

export interface DecodedStill {
  pixels: ImageData;
  verified: boolean;
}

type Sealed = Pick<Still, "data" | "width" | "height" | "channels" | "sha256">;

export async function decodeStill(still: Sealed): Promise<DecodedStill> {
  const pixels = await imagePixels(still.data, "image/png");
  const fits = pixels.width === still.width && pixels.height === still.height;
  const hash = await sha256(packPixels(pixels.data, still.channels));
  return { pixels, verified: fits && sameBytes(hash, still.sha256) };
}
