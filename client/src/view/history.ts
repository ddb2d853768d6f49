// The last states by revision: an overlay is drawn with the state of the picture on the screen, not with the newest.

import type { MessageOf } from "../wire/messages";

export type State = MessageOf<"state">;
const KEPT = 256;

export class StateHistory {
  private readonly states: State[] = [];

  add(state: State): void {
    // A server that began anew counts from 1 again: what was known belongs to a session that is gone.
    if (this.newest && state.revision < this.newest.revision) this.states.length = 0;
    this.states.push(state);
    if (this.states.length > KEPT) this.states.shift();
  }

  get newest(): State | undefined {
    return this.states.at(-1);
  }

  /** The state of a revision, else the last one before it. */
  at(revision: number): State | undefined {
    return this.states.findLast((state) => state.revision <= revision);
  }

  has(revision: number): boolean {
    return (this.newest?.revision ?? -1) >= revision;
  }

  clear(): void {
    this.states.length = 0;
  }
}
