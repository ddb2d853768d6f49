// What a view's picture is worth: moving (lossy, or behind the hand), lossless (proved), stale or not verified.
//
// The server numbers the contents of a view (its epoch). A picture of the newest epoch shows every input that the
// newest state contains, whether or not those inputs changed this view.

import type { Tag } from "../wire/messages";

export type Mark = "moving" | "lossless" | "stale" | "unverified";

export interface Fidelity {
  mark: Mark;
  /** How old, where stale. */
  seconds: number;
  /** Moving, and with fewer pixels than the view has: the line is slow. */
  reduced?: boolean;
}

const BEHIND_MS = 1000;

export class ViewFidelity {
  /** Inputs that nothing on the screen is known to contain. */
  private pending: { sequence: number; at: number }[] = [];
  /** The newest content that is known of, from a state, a picture or a still. */
  private newest = -1;
  private shownEpoch = -1;
  private answeredTo = 0;
  private proved = -1;
  private doubted = -1;

  get epoch(): number {
    return this.newest;
  }

  /** Whether something that the hand did is not on the screen yet. */
  get waits(): boolean {
    return this.pending.length > 0;
  }

  /** The hand did something in this view, or something that concerns every view. */
  input(sequence: number, now: number): void {
    this.pending.push({ sequence, at: now });
  }

  /** The server's state contains the inputs up to `sequence`; the view's content is `epoch` then. */
  answered(sequence: number, epoch: number): void {
    this.announced(epoch);
    this.answeredTo = Math.max(this.answeredTo, sequence);
    this.settle();
  }

  /** A picture or still of this content exists: every other one is the past. */
  announced(epoch: number): void {
    this.newest = Math.max(this.newest, epoch);
  }

  /** A picture is on the screen, lossy or not. */
  shown(tag: Tag): void {
    this.announced(tag.epoch);
    this.shownEpoch = tag.epoch;
    this.contains(tag.sequence);
    this.settle();
  }

  /** A still of this content was compared with the server's hash. */
  verified(epoch: number, equal: boolean): void {
    this.announced(epoch);
    if (equal) this.proved = epoch;
    else this.doubted = epoch;
  }

  /** Whether a still of this tag shows what the hand left. */
  isCurrent(tag: Tag): boolean {
    const seen = tag.epoch === this.newest ? Math.max(tag.sequence, this.answeredTo) : tag.sequence;
    return tag.epoch === this.newest && this.pending.every((one) => one.sequence <= seen);
  }

  state(now: number, silentMs: number): Fidelity {
    if (silentMs >= BEHIND_MS) return stale(silentMs);
    const oldest = this.pending[0];
    if (oldest) return now - oldest.at > BEHIND_MS ? stale(now - oldest.at) : { mark: "moving", seconds: 0 };
    if (this.newest < 0) return { mark: "moving", seconds: 0 };
    if (this.proved === this.newest && this.shownEpoch === this.newest) return { mark: "lossless", seconds: 0 };
    // Said where no moving picture came either: the only one that did cannot be trusted.
    if (this.doubted === this.newest && this.proved !== this.newest) return { mark: "unverified", seconds: 0 };
    return { mark: "moving", seconds: 0 };
  }

  /** The same of a picture that is scaled on the screen: never lossless. */
  lossy(now: number, silentMs: number, reduced = false): Fidelity {
    const found = this.state(now, silentMs);
    if (found.mark !== "lossless" && found.mark !== "moving") return found;
    return reduced ? { mark: "moving", seconds: 0, reduced } : { mark: "moving", seconds: 0 };
  }

  /** What the hand did is not to be waited for. */
  refused(): void {
    this.pending = [];
  }

  /** A new session counts anew; what is on the screen belongs to the old one. */
  restart(): void {
    this.pending = [];
    this.newest = this.shownEpoch = this.proved = this.doubted = -1;
    this.answeredTo = 0;
  }

  /** The newest content is on the screen: it shows all that the server has answered. */
  private settle(): void {
    if (this.shownEpoch === this.newest) this.contains(this.answeredTo);
  }

  private contains(sequence: number): void {
    this.pending = this.pending.filter((one) => one.sequence > sequence);
  }
}

function stale(ms: number): Fidelity {
  return { mark: "stale", seconds: Math.floor(ms / 1000) };
}

const WORST_FIRST: readonly Mark[] = ["unverified", "stale", "moving", "lossless"];

/** The worst of several views, and how many of them are so. */
export function worst(all: readonly Fidelity[]): { fidelity: Fidelity; count: number } {
  const mark = WORST_FIRST.find((one) => all.some((view) => view.mark === one)) ?? "moving";
  const same = all.filter((view) => view.mark === mark);
  const fidelity = { mark, seconds: Math.max(0, ...same.map((view) => view.seconds)) };
  return { fidelity: same.some((view) => view.reduced) ? { ...fidelity, reduced: true } : fidelity, count: same.length };
}
