// Which picture a WebRTC video frame is. The server announces each picture with its RTP timestamp on the WebSocket;
// the browser names the timestamp of each frame it presents. Either may come first.

import type { Tag } from "../wire/messages";

const KEPT = 128;

interface Announced {
  rtp: number;
  tag: Tag;
}

export class FrameMatcher {
  private readonly announced: Announced[] = [];
  private waiting: number | null = null;

  /** A picture was sent. Gives its tag when its frame is on the screen already. */
  announce(rtp: number, tag: Tag): Tag | null {
    this.announced.push({ rtp, tag });
    if (this.announced.length > KEPT) this.announced.shift();
    if (this.waiting !== rtp) return null;
    this.waiting = null;
    return this.take(rtp);
  }

  /**
   * A frame is on the screen. Without a timestamp (older browsers) frames are taken in the order in which they were
   * announced, `skipped` of them never having been presented.
   */
  present(rtp: number | undefined, skipped = 0): Tag | null {
    if (rtp === undefined) return this.inOrder(skipped);
    const tag = this.take(rtp);
    this.waiting = tag === null ? rtp : null;
    return tag;
  }

  private inOrder(skipped: number): Tag | null {
    const at = Math.min(Math.max(skipped, 0), this.announced.length - 1);
    return this.announced.splice(0, at + 1)[at]?.tag ?? null;
  }

  /** Finds the picture and forgets those before it: frames never come out of order. */
  private take(rtp: number): Tag | null {
    const at = this.announced.findIndex((one) => one.rtp === rtp);
    return at < 0 ? null : (this.announced.splice(0, at + 1)[at]?.tag ?? null);
  }
}
