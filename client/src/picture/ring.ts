// Slices around the one on the screen, held before the hand comes there; and where the hand will be. Nothing is drawn here.

import type { MessageOf } from "../wire/messages";

export type Slice = MessageOf<"slice">;
export type Stands = MessageOf<"stands">;

/** What a view may hold, in encoded bytes; a decoded picture takes some forty times as much and is made when it is due. */
export const RING_BYTES = 48 << 20;

export class Ring {
  private readonly slices = new Map<number, Slice>();
  /** Everything about a picture but its place. */
  look = -1;

  /** False where the slice belongs to a look that is no more. */
  keep(slice: Slice): boolean {
    if (slice.look < this.look) return false;
    if (slice.look > this.look) this.clear(slice.look);
    for (const place of slice.drop) this.slices.delete(place);
    this.slices.set(slice.place, slice);
    return true;
  }

  at(place: number): Slice | undefined {
    return this.slices.get(place);
  }

  get bytes(): number {
    return [...this.slices.values()].reduce((sum, one) => sum + one.data.byteLength, 0);
  }

  clear(look = -1): void {
    this.slices.clear();
    this.look = look;
  }
}

interface Step {
  sequence: number;
  /** Null: something other than scrolling, and nobody knows where that leads. */
  steps: number | null;
}

/** Where the stack stands after everything the hand has done, by what the server last said. */
export class Forecast {
  private steps: Step[] = [];
  private base: { look: number; place: number } | null = null;

  scrolled(sequence: number, steps: number): void {
    this.steps.push({ sequence, steps });
  }

  /** The hand did something that changes more than the place. */
  left(sequence: number): void {
    this.steps.push({ sequence, steps: null });
  }

  stands({ look, place, sequence }: Pick<Stands, "look" | "place" | "sequence">): void {
    this.base = { look, place };
    this.steps = this.steps.filter((one) => one.sequence > sequence);
  }

  /** Whether the server's word contains all that the hand did. */
  get settled(): boolean {
    return this.steps.length === 0;
  }

  /** Null where it cannot be known. */
  get target(): { look: number; place: number } | null {
    if (!this.base) return null;
    let { place } = this.base;
    for (const { steps } of this.steps) {
      if (steps === null) return null;
      place += steps;
    }
    return { look: this.base.look, place };
  }

  clear(): void {
    this.steps = [];
    this.base = null;
  }
}
