// Whether a path loses so much, so far away, that a TCP connection shows pictures more evenly. The server sends packets
// twice where some are lost; where too many are, that would only flood the way, and pictures wait for what is missing.

const FAR_MS = 50;
const LOST_SHARE = 0.1;
/** Fewer packets say nothing of a share. */
const PACKETS = 100;
/** One burst is no habit. */
const TIMES = 2;

export class Lossy {
  private received = 0;
  private lost = 0;
  private times = 0;

  /** Totals of the connection so far, a few seconds apart. True when the path had better be left. */
  noted(received: number, lost: number, roundTripMs: number | null): boolean {
    const came = received - this.received;
    const missed = lost - this.lost;
    if (came + missed < PACKETS) return false;
    this.received = received;
    this.lost = lost;
    const bad = missed > LOST_SHARE * (came + missed) && roundTripMs !== null && roundTripMs > FAR_MS;
    this.times = bad ? this.times + 1 : 0;
    return this.times >= TIMES;
  }
}
