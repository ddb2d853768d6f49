// Playing as the reader steers it: rate, direction, what happens at the ends, one picture at a time.

import type { PlaySettings } from "../chrome/model";
import type { Film, ViewState } from "../wire/messages";
import type { Operation } from "../wire/operations";
import type { CineClock, Direction, Ends } from "./cine-clock";
import { nextRate, ownRate, ratesFor, TURN_RATES } from "./rates";

/** Degrees that one step turns a projection. */
const STEP_DEGREES = 5;

export class Player {
  private own: number | null = null;
  private suited = false;
  private last = "";

  constructor(
    private readonly clock: CineClock,
    private readonly tell: (settings: PlaySettings) => void,
  ) {
    this.told();
  }

  /** What is shown has come; a page that comes back keeps what the reader chose. */
  suit(film: Film | null): void {
    if (this.suited) return;
    this.suited = true;
    this.own = film && ownRate(film.frame_ms);
    this.clock.suit(this.own);
    this.clock.ends = film?.loops ? "loop" : "turn";
    this.told();
  }

  setRate(perSecond: number): void {
    this.clock.perSecond = perSecond;
    this.told();
  }

  setTurn(degreesPerSecond: number): void {
    this.clock.degreesPerSecond = degreesPerSecond;
    this.told();
  }

  /** The next rate of the list, for keys. */
  hasten(kind: ViewState["kind"], step: 1 | -1): void {
    const { perSecond, degreesPerSecond } = this.clock;
    if (spins(kind)) return this.setTurn(nextRate(degreesPerSecond, TURN_RATES, step));
    this.setRate(nextRate(perSecond, ratesFor(this.own).map((rate) => rate.perSecond), step));
  }

  setDirection(direction: Direction): void {
    this.clock.direction = direction;
    this.told();
  }

  reverse(): void {
    this.setDirection(this.clock.direction > 0 ? -1 : 1);
  }

  setEnds(ends: Ends): void {
    this.clock.ends = ends;
    this.told();
  }

  /** Tells what has changed; at the ends the clock turns by itself. */
  told(): void {
    const { perSecond, degreesPerSecond, direction, ends } = this.clock;
    const settings = { own: this.own, perSecond, degreesPerSecond, direction, ends };
    const now = Object.values(settings).join();
    if (now === this.last) return;
    this.last = now;
    this.tell(settings);
  }
}

export function spins(kind: ViewState["kind"]): boolean {
  return kind === "mip" || kind === "volume";
}

/** One picture on or back, or a little of a turn. */
export function oneStep(kind: ViewState["kind"], step: 1 | -1): Operation {
  return spins(kind) ? { t: "turn", azimuth: STEP_DEGREES * step, elevation: 0, roll: 0 } : { t: "scroll", steps: step };
}
