// What has been drawn, as the server tells it: strokes by person and that person's number for them.

import type { MessageOf } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import type { Position } from "../wire/room";

export interface Stroke {
  readonly person: number;
  readonly stroke: number;
  readonly name: string;
  /** 1 to 6. */
  readonly colour: number;
  readonly view: ViewName;
  readonly points: readonly Position[];
}

export class Strokes {
  private readonly strokes = new Map<string, Stroke & { points: Position[] }>();

  /** True where it is the beginning of a stroke. */
  stroked({ person, stroke, name, colour, view, points }: MessageOf<"stroked">): boolean {
    const key = keyOf(person, stroke);
    const known = this.strokes.get(key);
    if (known) known.points.push(...points);
    else this.strokes.set(key, { person, stroke, name, colour, view, points: [...points] });
    return !known;
  }

  erased({ strokes }: MessageOf<"erased">): void {
    for (const [person, stroke] of strokes) this.strokes.delete(keyOf(person, stroke));
  }

  clear(): void {
    this.strokes.clear();
  }

  get all(): readonly Stroke[] {
    return [...this.strokes.values()];
  }

  count(person?: number): number {
    return person === undefined ? this.strokes.size : this.all.filter((one) => one.person === person).length;
  }

  /** The greatest number that this person has given a stroke; 0 for none. */
  newest(person: number): number {
    return Math.max(0, ...this.all.filter((one) => one.person === person).map((one) => one.stroke));
  }
}

function keyOf(person: number, stroke: number): string {
  return `${person} ${stroke}`;
}
