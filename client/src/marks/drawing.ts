// One's own stroke from the first touch to the server's word: on the screen at once, sent in parts while it grows.

import type { ClientMessage, MessageOf, ViewState } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import { POINTS_AT_ONCE, type Position } from "../wire/room";
import { type Plane, patientAt, seenIn } from "./patient";
import { type Place, thinned } from "./thin";

/** A place of the hand in a view, in CSS pixels, and as a point of the picture that is on the screen there. */
export interface Sample extends Place {
  readonly picture: Place;
}

/** What is drawn here and not told by the server yet. */
export interface Draft {
  readonly stroke: number;
  readonly view: ViewName;
  readonly points: readonly Position[];
}

interface Point extends Place {
  at: Position;
}

interface Growing {
  stroke: number;
  view: ViewName;
  frame: number | null;
  /** What went out, thinned. */
  sent: Position[];
  /** What has not; begins with the last one that did. */
  waiting: Point[];
  done: boolean;
}

/** Thinning leaves the line where it is, by less than its own width. */
const OFF_PX = 0.25;
/** Nearer than this to the one before it a place says nothing new. */
const APART_PX = 1.5;
const MOST_POINTS = 2000;
/** The hand draws on the slice where it began: of another it would be a lie. */
const SAME_PLANE_MM = 1e-3;

export class Drawing {
  private readonly drafts: Growing[] = [];
  private hand: Growing | null = null;

  /** `number` gives one's next stroke its number. */
  constructor(
    private readonly number: () => number,
    private readonly send: (message: ClientMessage) => boolean,
  ) {}

  get draws(): boolean {
    return this.hand !== null;
  }

  get shown(): readonly Draft[] {
    return this.drafts.map(({ stroke, view, sent, waiting }) => {
      const first = sent.length > 0 ? 1 : 0;
      return { stroke, view, points: [...sent, ...waiting.slice(first).map(({ at }) => at)] };
    });
  }

  /** The greatest number of those that are not confirmed yet. */
  get newest(): number {
    return Math.max(0, ...this.drafts.map(({ stroke }) => stroke));
  }

  /** False where there is nothing to draw on. */
  begin(view: ViewState, sample: Sample): boolean {
    this.end();
    if (!view.patient) return false;
    const frame = view.kind === "film" ? view.image : null;
    this.hand = { stroke: this.number(), view: view.view, frame, sent: [], waiting: [pointOf(view.patient, sample)], done: false };
    this.drafts.push(this.hand);
    return true;
  }

  /** Ends the stroke where the view shows another plane than the one that was drawn on. */
  add(view: ViewState, samples: readonly Sample[]): void {
    const { hand } = this;
    const first = hand && (hand.sent[0] ?? hand.waiting[0]?.at);
    if (!first) return;
    if (!view.patient || Math.abs(seenIn(view.patient, first).depth) > SAME_PLANE_MM) return this.end();
    for (const sample of samples) this.addOne(pointOf(view.patient, sample));
  }

  private addOne(point: Point): void {
    const last = this.hand?.waiting.at(-1);
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) < APART_PX) return;
    this.hand?.waiting.push(point);
  }

  /** Sends what is not sent yet; to be called a few times a second. */
  flush(): void {
    const { hand } = this;
    if (hand) this.sendPart(hand);
  }

  end(): void {
    const { hand } = this;
    this.hand = null;
    if (!hand) return;
    hand.done = true;
    this.sendPart(hand);
  }

  /** The stroke in hand shall not be: true where the server knows of it already. */
  cancel(): boolean {
    const { hand } = this;
    this.hand = null;
    if (!hand) return false;
    this.remove(hand);
    return hand.sent.length > 0;
  }

  /** One's own points came back: the whole stroke is the server's now, when it is done. */
  told({ stroke, done }: MessageOf<"stroked">): void {
    const draft = this.drafts.find((one) => one.stroke === stroke);
    if (draft && done) this.remove(draft);
  }

  /** What the server did not take, or lost with the connection, was not drawn. */
  forget(): void {
    this.hand = null;
    this.drafts.length = 0;
  }

  private remove(draft: Growing): void {
    const at = this.drafts.indexOf(draft);
    if (at >= 0) this.drafts.splice(at, 1);
  }

  private sendPart(one: Growing): void {
    const part = thinned(one.waiting, OFF_PX);
    const fresh = one.sent.length > 0 ? part.slice(1) : part;
    const last = part.at(-1);
    // Where nothing new is waiting, the end alone has to be told: with the last point once more.
    const points = (fresh.length > 0 || !one.done ? fresh : part.slice(-1)).map(({ at }) => at);
    if (points.length === 0 || !last) return;
    for (let at = 0; at < points.length; at += POINTS_AT_ONCE) {
      const some = points.slice(at, at + POINTS_AT_ONCE);
      this.say(one, some, one.done && at + POINTS_AT_ONCE >= points.length);
    }
    one.sent.push(...points);
    one.waiting = [last];
    if (!one.done && one.sent.length > MOST_POINTS - 2 * POINTS_AT_ONCE) this.goOn(one, last);
  }

  /** A stroke holds so many points; what comes is another that begins where this one ends. */
  private goOn(full: Growing, last: Point): void {
    full.done = true;
    this.say(full, [last.at], true);
    this.hand = { stroke: this.number(), view: full.view, frame: full.frame, sent: [], waiting: [last], done: false };
    this.drafts.push(this.hand);
  }

  private say({ stroke, view, frame }: Growing, points: Position[], done: boolean): void {
    this.send({ t: "stroke", stroke, view, points, frame, done });
  }
}

function pointOf(plane: Plane, { x, y, picture }: Sample): Point {
  return { x, y, at: patientAt(plane, picture.x, picture.y) };
}
