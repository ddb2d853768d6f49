// Video frames on their way to a view's canvas: one after the other, and of those that wait the newest.

import { FramePixels } from "../picture/frame-pixels";
import type { Tag } from "../wire/messages";

export interface Coming {
  /** The presenter closes it. */
  frame: VideoFrame | ImageBitmap;
  tag: Tag;
  /** Called when it has had its turn; what a newer one replaced has none. */
  drawn(): void;
}

export class Presenter {
  private current: Coming | null = null;
  private next: Coming | null = null;
  private dropped: Coming | null = null;

  /** `draw` gets the frame's pixels, or null where the frame itself has to be drawn. */
  constructor(
    private readonly draw: (one: Coming, pixels: ImageData | null) => void,
    private readonly pixels: Pick<FramePixels, "of"> = new FramePixels(),
  ) {}

  present(one: Coming): void {
    this.next?.frame.close();
    this.next = one;
    if (!this.current) void this.drawAll();
  }

  /** What has not been drawn by now shall not be. */
  forget(): void {
    this.next?.frame.close();
    this.next = null;
    this.dropped = this.current;
  }

  private async drawAll(): Promise<void> {
    for (let one = this.take(); one; one = this.take()) {
      const pixels = await this.pixels.of(one.frame);
      try {
        if (one !== this.dropped) this.draw(one, pixels);
      } finally {
        one.frame.close();
      }
    }
  }

  private take(): Coming | null {
    this.current = this.next;
    this.next = null;
    return this.current;
  }
}
