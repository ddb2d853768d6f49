// Cine: a plane goes through its volume, a film through its frames, a projection spins, until something else moves it.

import type { Operation, ViewName } from "../wire/operations";
import { CineClock, type CineView } from "./cine-clock";

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

  /** The gesture of the run: what is done to the picture meanwhile belongs to it. */
  get gesture(): number | null {
    return this.playing?.gesture ?? null;
  }

  /** Plays this view, or stops. */
  toggle(view: ViewName): void {
    if (this.playing) this.stop();
    else this.start(view);
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
    if (!seen || (seen.kind === "film" && seen.images < 2)) return null;
    const spins = seen.kind === "mip" || seen.kind === "volume";
    return spins && this.hooks.calm() ? null : seen;
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
