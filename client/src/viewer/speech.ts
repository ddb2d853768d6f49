// What a screen reader is told after the hand has rested: only what changed.

import { text } from "../text";
import type { Mark } from "../view/fidelity";
import type { ViewState } from "../wire/messages";

export interface Spoken {
  view: ViewState;
  mark: Mark;
}

export function whatChanged(before: Spoken | null, after: Spoken): string {
  const { view, mark } = after;
  const old = before?.view.view === view.view ? before.view : null;
  const parts: string[] = [];
  const name = text.views[view.view];
  if (view.position_mm !== null && view.position_mm !== old?.position_mm) {
    const numbered = view.image !== null && view.images !== null;
    parts.push(numbered ? text.spoken.image(name, view.image!, view.images!) : text.spoken.position(name, view.position_mm));
  }
  const { window } = view;
  if (view.kind !== "volume" && window && (window.width !== old?.window?.width || window.center !== old.window.center)) {
    parts.push(text.spoken.window(window.label, window.width, window.center));
  }
  if (view.kind !== "slice" && view.seen_from !== old?.seen_from) parts.push(text.spoken.seenFrom(view.seen_from));
  if (mark === "lossless" && (before?.mark !== mark || parts.length > 0)) parts.push(`${text.fidelity.lossless}.`);
  return parts.join(" ");
}
