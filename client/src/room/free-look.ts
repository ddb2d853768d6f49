// What a follower's hand does never moves the shared stage: it makes them look freely, the first time after asking.

import type { Operation, ViewName } from "../wire/operations";

export interface Held {
  readonly view: ViewName;
  readonly operations: Operation[];
  readonly gesture: number;
}

export class FreeLook {
  /** Once somebody has agreed, this page asks no more. */
  private agreed = false;
  private waiting: Held | null = null;
  /** What was declined: the same gesture is not asked about again. */
  private declined = 0;

  /** `always`: the reader does not want to be asked, ever. */
  constructor(private always: boolean) {}

  /** What is held back until it is answered. */
  get held(): Held | null {
    return this.waiting;
  }

  /** Whether the input may go on; else it is held back, or left out. */
  admits(view: ViewName, operations: readonly Operation[], gesture: number): boolean {
    if (this.agreed || this.always) return true;
    if (this.waiting?.view === view && this.waiting.gesture === gesture) this.waiting.operations.push(...operations);
    else if (!this.waiting && gesture !== this.declined) this.waiting = { view, operations: [...operations], gesture };
    return false;
  }

  /** Gives what was held back. */
  agree(always: boolean): Held | null {
    this.agreed = true;
    this.always ||= always;
    const { waiting } = this;
    this.waiting = null;
    return waiting;
  }

  decline(): void {
    this.declined = this.waiting?.gesture ?? this.declined;
    this.waiting = null;
  }
}
