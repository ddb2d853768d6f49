// Inputs on their way to the server: the first of an animation frame goes at once, the rest of the frame as one message.

import type { Operation, ViewName } from "../wire/operations";
import { coalesce } from "./coalesce";

export interface Batch {
  view: ViewName;
  operations: Operation[];
  gesture: number;
  /** When the hand did the first of it, on the page's clock. */
  at: number;
}

export interface QueueHooks {
  /** The path is behind: sum up instead. */
  busy(): boolean;
  send(batch: Batch): void;
  nextFrame(run: () => void): void;
}

/** As many operations as one message may hold. */
const MOST = 64;

export class InputQueue {
  private waiting: Batch[] = [];
  private closed = false;

  constructor(private readonly hooks: QueueHooks) {}

  push(view: ViewName, operations: readonly Operation[], gesture: number, at: number): void {
    const last = this.waiting.at(-1);
    if (last?.view === view && last.gesture === gesture) last.operations.push(...operations);
    else this.waiting.push({ view, operations: [...operations], gesture, at });
    if (!this.closed) this.flush();
  }

  clear(): void {
    this.waiting = [];
  }

  private flush(): void {
    if (!this.hooks.busy()) {
      const batches = this.waiting;
      this.waiting = [];
      batches.forEach((batch) => this.send(batch));
    }
    this.closed = true;
    this.hooks.nextFrame(() => {
      this.closed = false;
      if (this.waiting.length > 0) this.flush();
    });
  }

  private send(batch: Batch): void {
    const operations = coalesce(batch.operations);
    for (let at = 0; at < operations.length; at += MOST) {
      this.hooks.send({ ...batch, operations: operations.slice(at, at + MOST) });
    }
  }
}
