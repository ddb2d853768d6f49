// What went wrong in a view and has not been got over: it stands there, not in a note that passes.

import type { ViewName } from "../wire/operations";

interface Fault {
  words: string;
  /** The picture on the screen when it was said. */
  epoch: number;
}

export class Faults {
  private readonly all = new Map<ViewName, Fault>();

  say(view: ViewName, words: string, epoch: number): void {
    this.all.set(view, { words, epoch });
  }

  /** The hand went on, or the reader has read it. */
  clear(view: ViewName): void {
    this.all.delete(view);
  }

  get any(): boolean {
    return this.all.size > 0;
  }

  /** A new session begins without. */
  clearAll(): void {
    this.all.clear();
  }

  /** What stands in a view that shows the picture of this epoch; another picture than then means that it is over. */
  of(view: ViewName, epoch: number): string {
    const fault = this.all.get(view);
    if (fault && fault.epoch !== epoch) this.all.delete(view);
    return this.all.get(view)?.words ?? "";
  }
}
