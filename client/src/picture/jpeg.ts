// Moving pictures of one stream as JPEG files, for browsers that decode no video: each stands alone.

import type { MessageOf, Tag } from "../wire/messages";

export interface JpegHooks {
  /** The picture is the callee's to close. */
  picture(picture: ImageBitmap, tag: Tag, decodeMs: number): void;
  /** What came cannot be read; another is wanted. */
  broken(): void;
}

export class JpegDecoder {
  private round = 0;

  constructor(private readonly hooks: JpegHooks) {}

  async decode(picture: MessageOf<"picture">): Promise<void> {
    const { round } = this;
    const since = performance.now();
    const blob = new Blob([picture.data], { type: "image/jpeg" });
    const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" }).catch(() => null);
    if (round !== this.round) bitmap?.close();
    else if (bitmap) this.hooks.picture(bitmap, picture, performance.now() - since);
    else this.hooks.broken();
  }

  /** What is still being decoded belongs to an earlier session. */
  close(): void {
    this.round += 1;
  }
}
