// The last states: words and lines are drawn with the state of the picture on the screen, not with the newest.

import type { MessageOf, Tag, ViewState } from "../wire/messages";
import type { ViewName } from "../wire/operations";

export type State = MessageOf<"state">;

/** The state after a change. */
export function changed(before: State, change: MessageOf<"changed">): State {
  const views = before.views.map((view) => ({ ...view, ...change.views.find((one) => one.view === view.view) }));
  return { ...before, ...change.also, revision: change.revision, sequence: change.sequence, views };
}

const KEPT = 256;

export class StateHistory {
  private readonly states: State[] = [];

  add(state: State): void {
    this.states.push(state);
    if (this.states.length > KEPT) this.states.shift();
  }

  get newest(): State | undefined {
    return this.states.at(-1);
  }

  /** Whether the state of this content has come, or a later one. */
  knows(name: ViewName, epoch: number): boolean {
    return (this.newest?.views.find((one) => one.view === name)?.epoch ?? -1) >= epoch;
  }

  /**
   * The newest state in which the view's content is no later than the picture's: lines may have moved over the very
   * same picture, but never before a picture that is still on its way.
   */
  behind(name: ViewName, picture: Tag): ViewState | null {
    for (let at = this.states.length - 1; at >= 0; at -= 1) {
      const state = this.states[at]!;
      const view = state.views.find((one) => one.view === name);
      if (view && view.epoch <= picture.epoch) return view;
    }
    return null;
  }

  clear(): void {
    this.states.length = 0;
  }
}
