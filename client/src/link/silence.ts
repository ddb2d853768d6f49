// How long the server has said nothing, and what that means for what is on the screen.

export type Freshness = "fresh" | "stale" | "dim" | "gone";

/** The server speaks at least every 150 ms: a second of silence already means trouble. */
const STALE_MS = 1000;
const DIM_MS = 2000;
const GONE_MS = 30000;

export class Silence {
  private lastHeard: number;

  constructor(now: number) {
    this.lastHeard = now;
  }

  heard(now: number): void {
    this.lastHeard = now;
  }

  milliseconds(now: number): number {
    return Math.max(0, now - this.lastHeard);
  }

  freshness(now: number): Freshness {
    const silent = this.milliseconds(now);
    if (silent >= GONE_MS) return "gone";
    if (silent >= DIM_MS) return "dim";
    return silent >= STALE_MS ? "stale" : "fresh";
  }
}
