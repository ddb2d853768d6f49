// Local pan and zoom: what the hand did that the picture on the screen does not contain yet.

import type { Operation } from "../wire/operations";

/** x' = scale * x + dx, y' = scale * y + dy, in picture pixels from the picture's corner. */
export interface Shift {
  scale: number;
  dx: number;
  dy: number;
}

export const NO_SHIFT: Shift = { scale: 1, dx: 0, dy: 0 };

interface Done {
  sequence: number;
  operations: readonly Operation[];
}

export class LocalMoves {
  private done: Done[] = [];

  /** Returns whether the picture moves at once. */
  add(sequence: number, operations: readonly Operation[]): boolean {
    const moves = operations.filter((one) => one.t === "pan" || one.t === "zoom");
    if (moves.length > 0) this.done.push({ sequence, operations: moves });
    return moves.length > 0;
  }

  /** Forget what the picture on the screen contains. */
  contained(sequence: number): void {
    if (this.done.some((one) => one.sequence <= sequence)) {
      this.done = this.done.filter((one) => one.sequence > sequence);
    }
  }

  shift(): Shift {
    return this.done.flatMap((one) => one.operations).reduce(moved, NO_SHIFT);
  }

  clear(): void {
    this.done = [];
  }
}

function moved(before: Shift, move: Operation): Shift {
  if (move.t === "pan") return { ...before, dx: before.dx + move.dx, dy: before.dy + move.dy };
  if (move.t !== "zoom") return before;
  return {
    scale: before.scale * move.factor,
    dx: edge(move.x) + (before.dx - edge(move.x)) * move.factor,
    dy: edge(move.y) + (before.dy - edge(move.y)) * move.factor,
  };
}

/** Picture points count from pixel centres, places on the screen from the edge. */
function edge(point: number): number {
  return point + 0.5;
}

export function sameShift(a: Shift, b: Shift): boolean {
  return a.scale === b.scale && a.dx === b.dx && a.dy === b.dy;
}
