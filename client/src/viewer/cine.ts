// Cine: a plane swings through its volume, a projection spins about the patient's long axis, until anything else is done.
//
// Time decides how far it is, not the number of ticks: what a slow path cannot show is left out and never queued.

import type { Operation, ViewName } from "../wire/operations";

/** Slices in a second. */
export const CINE_RATES = { least: 1, usual: 15, most: 60 } as const;
const SPIN_DEGREES_PER_S = 20;
/** So many inputs may be on their way without an answer; a longer path shows fewer pictures, not later ones. */
const MOST_WAITING = 4;
/** After a pause of the page (a slow frame, a covered window) it goes on from where it is. */
const LONGEST_TICK_MS = 250;

/** The view that plays, as the newest state has it. */
export interface CineView {
  kind: "slice" | "mip" | "volume" | "film";
  /** How far through the volume the plane is, 0 to 1. */
  fraction: number;
  /** Inputs that the server has not answered yet. */
  waiting: number;
}

/** What is due, by the clock alone. At the volume's ends a plane turns back: a jump would look like anatomy. */
export class CineClock {
  private rate: number = CINE_RATES.usual;
  private at = 0;
  /** Part of a slice that is owed. */
  private owed = 0;
  direction: 1 | -1 = 1;

  get slicesPerSecond(): number {
    return this.rate;
  }

  set slicesPerSecond(rate: number) {
    this.rate = Math.min(CINE_RATES.most, Math.max(CINE_RATES.least, rate));
  }

  start(now: number): void {
    this.at = now;
    this.owed = 0;
  }

  due(now: number, view: CineView): Operation | null {
    const seconds = Math.min(Math.max(now - this.at, 0), LONGEST_TICK_MS) / 1000;
    if (view.waiting >= MOST_WAITING || seconds === 0) return null;
    return view.kind === "slice" ? this.slices(now, seconds, view.fraction) : this.spin(now, seconds);
  }

  private slices(now: number, seconds: number, fraction: number): Operation | null {
    this.at = now;
    if (this.direction > 0 ? fraction >= 1 : fraction <= 0) this.direction = this.direction > 0 ? -1 : 1;
    const way = this.owed + seconds * this.rate;
    const whole = Math.floor(way);
    this.owed = way - whole;
    return whole > 0 ? { t: "scroll", steps: whole * this.direction } : null;
  }

  private spin(now: number, seconds: number): Operation {
    this.at = now;
    return { t: "turn", azimuth: seconds * SPIN_DEGREES_PER_S * this.direction, elevation: 0, roll: 0 };
  }
}

export interface CineHooks {
  /** The view as it is known now; null where it cannot play. */
  look(view: ViewName): CineView | null;
  send(view: ViewName, operations: Operation[], gesture: number): void;
  /** A number for the whole run: it is one step of undo. */
  gesture(): number;
  /** Whether the reader asked the system for less motion: nothing spins by itself then. */
  calm(): boolean;
  now(): number;
  nextFrame(run: () => void): void;
  changed(playing: ViewName | null): void;
}

export class Cine {
  readonly clock = new CineClock();
  private playing: { view: ViewName; gesture: number } | null = null;

  constructor(private readonly hooks: CineHooks) {}

  get view(): ViewName | null {
    return this.playing?.view ?? null;
  }

  /** Plays this view, or stops. */
  toggle(view: ViewName): void {
    if (this.playing) this.stop();
    else this.start(view);
  }

  reverse(): void {
    this.clock.direction = this.clock.direction > 0 ? -1 : 1;
  }

  stop(): void {
    if (!this.playing) return;
    this.playing = null;
    this.hooks.changed(null);
  }

  private start(view: ViewName): void {
    if (!this.playable(view)) return;
    this.playing = { view, gesture: this.hooks.gesture() };
    this.clock.start(this.hooks.now());
    this.hooks.changed(view);
    this.follow(this.playing);
  }

  private playable(view: ViewName): CineView | null {
    const seen = this.hooks.look(view);
    return seen && (seen.kind === "slice" || !this.hooks.calm()) ? seen : null;
  }

  /** One frame after the other, for as long as this very run lasts. */
  private follow(run: { view: ViewName; gesture: number }): void {
    this.hooks.nextFrame(() => {
      if (this.playing !== run) return;
      const seen = this.playable(run.view);
      if (!seen) return this.stop();
      const due = this.clock.due(this.hooks.now(), seen);
      if (due) this.hooks.send(run.view, [due], run.gesture);
      this.follow(run);
    });
  }
}
