// What is due of a view that plays, by the clock alone.
//
// Time decides how far it is, not the number of ticks: what a slow path cannot show is left out and never queued.

import type { ViewState } from "../wire/messages";
import type { Operation } from "../wire/operations";
import { type Limits, limitsFor, USUAL_RATE, USUAL_TURN } from "./rates";

/** So many inputs may be on their way without an answer; a longer path shows fewer pictures, not later ones. */
const MOST_WAITING = 4;
/** After a pause of the page (a slow frame, a covered window) it goes on from where it is. */
const LONGEST_TICK_MS = 250;
/** More slices than any volume has. */
const FAR = 100000;

/** At the ends: back the way it came, or on from the other end. */
export type Ends = "turn" | "loop";
export type Direction = 1 | -1;

/** The view that plays, as the newest state has it. */
export interface CineView {
  kind: ViewState["kind"];
  /** How far through the volume the plane is, 0 to 1. */
  fraction: number;
  /** A film's frame, from 1, and the number of its frames. */
  image: number;
  images: number;
  /** Inputs that the server has not answered yet. */
  waiting: number;
}

export class CineClock {
  private limits: Limits = limitsFor(null);
  private rate: number = USUAL_RATE;
  private at = 0;
  /** Part of a picture that is owed. */
  private owed = 0;
  /** The frame that was asked for last: answers that are on their way know it not. */
  private frame: number | null = null;
  /** Went on from the other end; the state does not say so yet. */
  private looped = false;
  degreesPerSecond: number = USUAL_TURN;
  direction: Direction = 1;
  ends: Ends = "turn";

  /** Slices or frames in a second. */
  get perSecond(): number {
    return this.rate;
  }

  set perSecond(rate: number) {
    this.rate = Math.min(this.limits.most, Math.max(this.limits.least, rate));
  }

  /** The rate that the file asks for; null where it asks for none. */
  suit(own: number | null): void {
    this.limits = limitsFor(own);
    this.perSecond = own ?? USUAL_RATE;
  }

  start(now: number): void {
    this.at = now;
    this.owed = 0;
    this.frame = null;
    this.looped = false;
  }

  due(now: number, view: CineView): Operation | null {
    const seconds = Math.min(Math.max(now - this.at, 0), LONGEST_TICK_MS) / 1000;
    if (view.waiting >= MOST_WAITING || seconds === 0) return null;
    this.at = now;
    if (view.kind === "slice") return this.slices(seconds, view.fraction);
    if (view.kind === "film") return this.frames(seconds, view);
    return { t: "turn", azimuth: seconds * this.degreesPerSecond * this.direction, elevation: 0, roll: 0 };
  }

  /** Whole pictures of this time; the rest is owed. */
  private whole(seconds: number): number {
    const way = this.owed + seconds * this.rate;
    const whole = Math.floor(way);
    this.owed = way - whole;
    return whole;
  }

  private slices(seconds: number, fraction: number): Operation | null {
    const atEnd = this.direction > 0 ? fraction >= 1 : fraction <= 0;
    if (!atEnd) this.looped = false;
    else if (this.ends === "turn") this.direction = this.direction > 0 ? -1 : 1;
    const steps = this.whole(seconds) * this.direction;
    if (steps === 0) return null;
    if (!atEnd || this.ends === "turn" || this.looped) return { t: "scroll", steps };
    this.looped = true;
    return { t: "scroll", steps: -FAR * this.direction };
  }

  /** Frames are named, not counted: one that is asked for twice or lost on the way moves nothing else. */
  private frames(seconds: number, { image, images }: CineView): Operation | null {
    const whole = this.whole(seconds);
    if (whole === 0) return null;
    const from = this.frame ?? image;
    this.frame = this.ends === "loop" ? around(from + whole * this.direction, images) : this.thereAndBack(from, whole, images);
    return { t: "frame", number: this.frame };
  }

  private thereAndBack(from: number, whole: number, images: number): number {
    const there = images - 1;
    if (there === 0) return 1;
    // The way there and back as one round, of which the second half runs backwards.
    const round = 2 * there;
    const place = ((this.direction > 0 ? from - 1 : round - (from - 1)) + whole) % round;
    this.direction = place < there ? 1 : -1;
    return (place <= there ? place : round - place) + 1;
  }
}

/** A frame's number after going round: behind the last comes the first. */
export function around(number: number, images: number): number {
  return ((((number - 1) % images) + images) % images) + 1;
}
