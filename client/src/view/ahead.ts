// Scrolling without waiting for the way: slices that came before are shown at once, and the server's word follows.

import { imagePixels } from "../picture/image-pixels";
import { decodeStill } from "../picture/still";
import { Forecast, Ring, type Slice, type Stands } from "../picture/ring";
import type { ClientMessage } from "../wire/messages";
import type { Operation } from "../wire/operations";

export interface AheadHooks {
  send(message: ClientMessage): boolean;
  /** A slice comes to the screen before the server knows of it; `sequence` is the last input that it contains. */
  foreseen(picture: ImageData, slice: Slice, sequence: number, at: number): void;
  /** The slice that was shown last, or this one now, is the content of an epoch. */
  confirmed(picture: ImageData | null, slice: Slice, stands: Stands): void;
  /** What was foreseen did not come true. */
  given(): void;
}

interface Due {
  place: number;
  look: number;
  sequence: number;
  at: number;
}

/** So many slices in the way of the hand are decoded before they are due. */
const DECODED = 3;
/** A hand that is so far ahead of the screen waits for the server's picture. */
const MOST_AT_ONCE = 8;
const PLACES = 64;
/** The server answers sooner, or never. */
const UNANSWERED_MS = 2000;

export class AheadPictures {
  private readonly ring = new Ring();
  private readonly forecast = new Forecast();
  private readonly decoded = new Map<number, Promise<ImageData | null>>();
  private queue: Due[] = [];
  private showing = false;
  /** What is on the screen from here: undefined where it is another picture. */
  private shown: Slice | undefined;
  /** The places of the newest contents, and the content that is on the screen. */
  private readonly places = new Map<number, { look: number; place: number }>();
  private epoch = -1;
  private pendingStands: Stands | null = null;
  private way = 1;
  private unanswered: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly stream: number,
    private readonly hooks: AheadHooks,
  ) {}

  restart(): void {
    this.ring.clear();
    this.forecast.clear();
    this.decoded.clear();
    this.queue = [];
    this.shown = undefined;
    this.places.clear();
    this.epoch = -1;
    this.pendingStands = null;
    clearTimeout(this.unanswered);
  }

  slice(slice: Slice): void {
    const { look } = this.ring;
    if (!this.ring.keep(slice)) return;
    if (look !== this.ring.look) this.decoded.clear();
    else this.decoded.delete(slice.place);
    this.hooks.send({ t: "held", stream: this.stream, look: slice.look, place: slice.place });
    const target = this.forecast.target;
    if (target && Math.abs(slice.place - target.place) <= DECODED) void this.decode(slice.place);
  }

  stands(stands: Stands): void {
    this.places.set(stands.epoch, { look: stands.look, place: stands.place });
    for (const old of this.places.keys()) if (this.places.size > PLACES) this.places.delete(old);
    this.forecast.stands(stands);
    if (!this.forecast.settled) return;
    clearTimeout(this.unanswered);
    this.pendingStands = stands;
    if (!this.showing) void this.settle();
  }

  /** What the hand did in this view, or what concerns every view. */
  acted(sequence: number, operations: readonly Operation[], at: number): void {
    const steps = operations.map((one) => (one.t === "scroll" ? Math.round(one.steps) : null));
    if (steps.includes(null)) return this.forecast.left(sequence);
    const sum = steps.reduce((total: number, one) => total + (one ?? 0), 0);
    this.forecast.scrolled(sequence, sum);
    this.way = Math.sign(sum) || this.way;
    const target = this.forecast.target;
    if (!target || target.look !== this.ring.look) return;
    for (const place of this.wayTo(target.place)) {
      this.queue.push({ look: target.look, place, sequence: place === target.place ? sequence : sequence - 1, at });
    }
    if (!this.showing) void this.show();
  }

  /** A picture of this content is on the screen that was not sent ahead. */
  replaced(epoch: number): void {
    this.shown = undefined;
    this.epoch = epoch;
  }

  /** The places from the one on the screen to this one, none left out; empty where a slice of them is not here. */
  private wayTo(target: number): number[] {
    const seen = this.queue.at(-1) ?? this.shown ?? this.places.get(this.epoch);
    if (seen?.look !== this.ring.look || Math.abs(target - seen.place) > MOST_AT_ONCE) return [];
    const from = seen.place;
    const way = Math.sign(target - from);
    const places = Array.from({ length: Math.abs(target - from) }, (_, n) => from + (n + 1) * way);
    return places.every((place) => this.ring.at(place)) ? places : [];
  }

  private async show(): Promise<void> {
    this.showing = true;
    for (let due = this.queue.shift(); due; due = this.queue.shift()) {
      const slice = this.ring.at(due.place);
      if (!slice || due.look !== this.ring.look) continue;
      const picture = await this.decode(due.place);
      if (!picture || due.look !== this.ring.look) continue;
      this.shown = slice;
      this.hooks.foreseen(picture, slice, due.sequence, due.at);
      this.watch();
      this.prepare(due.place);
    }
    this.showing = false;
    await this.settle();
  }

  /** All that the hand did is in the server's word: what is shown is that content, or has to become it. */
  private async settle(): Promise<void> {
    const stands = this.pendingStands;
    this.pendingStands = null;
    if (!stands || !this.forecast.settled) return;
    const slice = this.ring.at(stands.place);
    const here = slice !== undefined && slice.look === stands.look;
    // The very slice: one without loss may have come since a lossy one was drawn.
    if (here && this.shown === slice) return this.hooks.confirmed(null, slice, stands);
    if (!stands.held) return this.hooks.given();
    const picture = here ? await this.decode(stands.place) : null;
    if (!this.forecast.settled) return;
    if (!picture || !slice) {
      this.hooks.send({ t: "missing", stream: this.stream, look: stands.look, place: stands.place });
      return this.hooks.given();
    }
    this.shown = slice;
    this.hooks.confirmed(picture, slice, stands);
    this.prepare(stands.place);
  }

  /** A hand that the server does not obey must not leave a picture behind that nobody wanted. */
  private watch(): void {
    clearTimeout(this.unanswered);
    this.unanswered = setTimeout(() => {
      const { target } = this.forecast;
      this.forecast.clear();
      this.shown = undefined;
      this.hooks.given();
      if (target) this.hooks.send({ t: "missing", stream: this.stream, ...target });
    }, UNANSWERED_MS);
  }

  private prepare(place: number): void {
    const near = new Set<number>();
    for (let step = -1; step <= DECODED; step += 1) near.add(place + step * this.way);
    for (const one of this.decoded.keys()) if (!near.has(one)) this.decoded.delete(one);
    for (const one of near) if (this.ring.at(one)) void this.decode(one);
  }

  /** Null where it cannot be read, or is not what the server hashed. */
  private decode(place: number): Promise<ImageData | null> {
    const known = this.decoded.get(place);
    if (known) return known;
    const slice = this.ring.at(place);
    const made = slice ? decodeSlice(slice) : Promise.resolve(null);
    this.decoded.set(place, made);
    return made;
  }

  }

async function decodeSlice(slice: Slice): Promise<ImageData | null> {
  try {
    if (slice.format === "png") {
      const { pixels, verified } = await decodeStill(slice);
      return verified ? pixels : null;
    }
    return await imagePixels(slice.data, "image/jpeg");
  } catch {
    return null;
  }
}
