// What the path delivers: pictures a second, bits a second, and event-to-photon: from the hand to the picture that shows it.

const SAMPLES = 256;
const WINDOW_MS = 1000;
/** An input that no picture has answered by then changed nothing that can be seen. */
const FORGET_MS = 3000;

export interface Percentiles {
  p50: number;
  p95: number;
}

export class Meter {
  private sent: { sequence: number; at: number }[] = [];
  private arrivals: { at: number; bytes: number }[] = [];
  private frames: number[] = [];
  private readonly samples: number[] = [];
  private readonly local: number[] = [];

  input(sequence: number, at: number): void {
    this.sent.push({ sequence, at });
  }

  /** A picture that contains the inputs up to `sequence` reached the screen at `at`. */
  shown(sequence: number, at: number): void {
    this.frames.push(at);
    this.frames = this.frames.filter((time) => at - time <= WINDOW_MS);
    for (const one of this.sent) {
      if (one.sequence <= sequence && at - one.at < FORGET_MS) this.samples.push(Math.max(0, at - one.at));
    }
    this.sent = this.sent.filter((one) => one.sequence > sequence);
    this.samples.splice(0, this.samples.length - SAMPLES);
  }

  /** What the hand did is on the screen after so long, before the server knows of it. */
  shownLocally(ms: number): void {
    this.local.push(Math.max(0, ms));
    this.local.splice(0, this.local.length - SAMPLES);
  }

  /** The server has these inputs, and they changed nothing that this view shows. */
  unchanged(sequence: number): void {
    this.sent = this.sent.filter((one) => one.sequence > sequence);
  }

  received(bytes: number, at: number): void {
    this.arrivals.push({ at, bytes });
    this.arrivals = this.arrivals.filter((one) => at - one.at <= WINDOW_MS);
  }

  fps(now: number): number {
    return this.frames.filter((time) => now - time <= WINDOW_MS).length;
  }

  /** Bits in the last second. */
  bitrate(now: number): number {
    return this.arrivals.filter((one) => now - one.at <= WINDOW_MS).reduce((sum, one) => sum + one.bytes * 8, 0);
  }

  eventToLocalPhoton(): readonly number[] {
    return this.local;
  }

  eventToPhoton(): readonly number[] {
    return this.samples;
  }
}

export function percentiles(samples: readonly number[]): Percentiles {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
