// When to try again: quickly first, then every five seconds, each time a little different so that clients spread.

const DELAYS_MS = [0, 250, 500, 1000, 2000, 5000];

export class Backoff {
  private tries = 0;

  constructor(private readonly random: () => number = Math.random) {}

  /** Milliseconds until the next attempt. */
  next(): number {
    const delay = DELAYS_MS[Math.min(this.tries, DELAYS_MS.length - 1)] ?? 0;
    this.tries += 1;
    return Math.round(delay * (0.8 + 0.4 * this.random()));
  }

  reset(): void {
    this.tries = 0;
  }
}
