// One's own telepointer on its way to the others: one message an animation frame, and what takes it away.

import type { Viewport } from "../view/viewport";
import type { ClientMessage } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import type { Position } from "../wire/room";
import { patientAt } from "./patient";

/** The server takes 60 a second; screens may be quicker. A little less than a 60th, whose frames are not quite even. */
const APART_MS = 15;
/** Where a hand rests while somebody else goes on, it points no more. */
const MEANT_MS = 3000;

interface Place {
  readonly viewport: Viewport;
  readonly x: number;
  readonly y: number;
  /** When the hand was there, on the page's clock. */
  readonly at: number;
}

export interface PointingHooks {
  send(message: ClientMessage): boolean;
  now(): number;
  nextFrame(run: () => void): void;
}

export class Pointing {
  private place: Place | null = null;
  private said: { view: ViewName; at: Position } | null = null;
  private saidAt = -Infinity;
  private asked = false;

  constructor(private readonly hooks: PointingHooks) {}

  /** The hand points at this place of the view, in CSS pixels. */
  at(viewport: Viewport, x: number, y: number): void {
    this.place = { viewport, x, y, at: this.hooks.now() };
    this.soon();
  }

  /** The hand went away: the pointer goes, too. */
  leave(): void {
    this.place = null;
    if (this.said) this.soon();
  }

  /** A finger was lifted: what it pointed at is seen for a while. */
  lift(): void {
    this.say();
    this.place = null;
    this.said = null;
  }

  /** Another picture is under the hand. */
  drawn(viewport: Viewport): void {
    const { place } = this;
    if (place?.viewport === viewport && this.hooks.now() - place.at < MEANT_MS) this.soon();
  }

  /** Nobody knows of it any more. */
  forget(): void {
    this.place = this.said = null;
  }

  private soon(): void {
    if (this.asked) return;
    this.asked = true;
    this.hooks.nextFrame(() => {
      this.asked = false;
      if (this.hooks.now() - this.saidAt < APART_MS) this.soon();
      else this.say();
    });
  }

  private say(): void {
    const { place, said } = this;
    const under = place?.viewport.marks.under(place.x, place.y);
    const plane = under?.view.patient;
    if (!under || !plane) return this.takeAway();
    const at = patientAt(plane, under.picture.x, under.picture.y);
    const { view } = under.view;
    if (said && said.view === view && said.at.every((part, axis) => part === at[axis])) return;
    if (this.hooks.send({ t: "point", view, at })) this.said = { view, at };
    this.saidAt = this.hooks.now();
  }

  private takeAway(): void {
    const { said } = this;
    this.said = null;
    if (said) this.hooks.send({ t: "point", view: said.view, at: null });
  }
}
