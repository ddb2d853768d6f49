// Where the others point, for three seconds each.

import type { MessageOf } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import type { Position } from "../wire/room";

export interface Pointer {
  readonly person: number;
  readonly name: string;
  /** 1 to 6. */
  readonly colour: number;
  /** The view that was pointed into. */
  readonly view: ViewName;
  readonly at: Position;
  /** 1 is seen whole. */
  readonly opacity: number;
}

const SHOWN_MS = 3000;
/** The last part of it fades; for who wants no motion it is seen whole to the end. */
const FADING_MS = 500;

type Pointed = MessageOf<"pointed">;

export class Pointers {
  private readonly last = new Map<number, { pointed: Pointed; since: number }>();

  pointed(pointed: Pointed, now: number): void {
    if (pointed.at) this.last.set(pointed.person, { pointed, since: now });
    else this.last.delete(pointed.person);
  }

  clear(): void {
    this.last.clear();
  }

  /** Those that are seen now; what is over is forgotten. */
  shown(now: number, calm: boolean): Pointer[] {
    const found: Pointer[] = [];
    for (const [person, { pointed, since }] of this.last) {
      const left = SHOWN_MS - (now - since);
      const { at, name, colour, view } = pointed;
      if (left <= 0 || !at) this.last.delete(person);
      else found.push({ person, name, colour, view, at, opacity: calm ? 1 : Math.min(1, left / FADING_MS) });
    }
    return found;
  }

  /** Milliseconds until what is shown changes by itself; null where nothing will. */
  changesIn(now: number, calm: boolean): number | null {
    const still = calm ? SHOWN_MS : SHOWN_MS - FADING_MS;
    const all = Array.from(this.last.values(), ({ since }) => Math.max(0, since + still - now));
    return all.length > 0 ? Math.min(...all) : null;
  }
}
