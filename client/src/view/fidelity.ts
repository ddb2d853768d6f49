// What a view's picture is worth: moving (lossy, or behind the hand), lossless (proved), stale or not verified.

import type { Tag } from "../wire/messages";

export type Mark = "moving" | "lossless" | "stale" | "unverified";

export interface Fidelity {
  mark: Mark;
  /** How old, where stale. */
  seconds: number;
}

const BEHIND_MS = 1000;

interface Pending {
  sequence: number;
  at: number;
  settleMs: number;
}

interface Quiet {
  sequence: number;
  until: number;
}

export class ViewFidelity {
  private pending: Pending[] = [];
  private newestEpoch = -1;
  private proved = -1;
  private doubted = -1;
  private quiet: Quiet | null = null;

  /**
   * The hand did something in this view. Where the server answers that nothing changed (the last slice, the zoom's
   * limit) no picture follows: `settleMs` after that answer the picture counts as current again.
   */
  input(sequence: number, now: number, settleMs: number): void {
    this.pending.push({ sequence, at: now, settleMs });
  }

  /** A picture or still of this epoch exists: every other one is the past. */
  announced(tag: Tag): void {
    if (tag.epoch <= this.newestEpoch) return;
    this.newestEpoch = tag.epoch;
    this.quiet = null;
  }

  /** A picture is on the screen, lossy or not. */
  shown(tag: Tag): void {
    this.announced(tag);
    this.contains(tag.sequence);
  }

  verified(tag: Tag, equal: boolean): void {
    this.announced(tag);
    if (equal) this.proved = tag.epoch;
    else this.doubted = tag.epoch;
  }

  /** The server's state contains the inputs up to `sequence`; `changed` says whether this view shows something else. */
  answered(sequence: number, changed: boolean, now: number): void {
    if (changed) this.quiet = null;
    else if (this.pending.some((one) => one.sequence <= sequence)) {
      const settle = Math.max(...this.pending.filter((one) => one.sequence <= sequence).map((one) => one.settleMs));
      this.quiet = { sequence, until: now + settle };
    }
  }

  /** Whether an input of this view has not been answered by a picture. */
  get waits(): boolean {
    return this.pending.length > 0;
  }

  /** Whether a still of this tag shows what the hand left. */
  isCurrent(tag: Tag): boolean {
    return tag.epoch === this.newestEpoch && this.pending.every((one) => one.sequence <= tag.sequence);
  }

  state(now: number, silentMs: number): Fidelity {
    if (this.quiet && now >= this.quiet.until) this.contains(this.quiet.sequence);
    if (silentMs >= BEHIND_MS) return { mark: "stale", seconds: Math.floor(silentMs / 1000) };
    const oldest = this.pending[0];
    if (oldest) {
      const behind = now - oldest.at;
      return behind > BEHIND_MS ? { mark: "stale", seconds: Math.floor(behind / 1000) } : { mark: "moving", seconds: 0 };
    }
    if (this.newestEpoch < 0) return { mark: "moving", seconds: 0 };
    if (this.proved === this.newestEpoch) return { mark: "lossless", seconds: 0 };
    return { mark: this.doubted === this.newestEpoch ? "unverified" : "moving", seconds: 0 };
  }

  get epoch(): number {
    return this.newestEpoch;
  }

  /** A new session counts anew; what is on the screen belongs to the old one. */
  restart(): void {
    this.pending = [];
    this.newestEpoch = this.proved = this.doubted = -1;
    this.quiet = null;
  }

  private contains(sequence: number): void {
    this.pending = this.pending.filter((one) => one.sequence > sequence);
    if (this.quiet && this.quiet.sequence <= sequence) this.quiet = null;
  }
}

const WORST_FIRST: readonly Mark[] = ["unverified", "stale", "moving", "lossless"];

/** The worst of several views, and how many of them are so. */
export function worst(all: readonly Fidelity[]): { fidelity: Fidelity; count: number } {
  const mark = WORST_FIRST.find((one) => all.some((view) => view.mark === one)) ?? "moving";
  const same = all.filter((view) => view.mark === mark);
  return { fidelity: { mark, seconds: Math.max(0, ...same.map((view) => view.seconds)) }, count: same.length };
}
