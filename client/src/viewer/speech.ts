// What a screen reader is told after the hand has rested: only what changed.

import type { Freshness } from "../link/silence";
import { text } from "../text";
import { direction, presetName } from "../text/served";
import type { Mark } from "../view/fidelity";
import { spokenFrame } from "../view/film-labels";
import { spokenLabel } from "../view/labels";
import { type Progress, warningsOf } from "../view/warnings";
import type { ViewState, Volume } from "../wire/messages";
import type { ViewName } from "../wire/operations";

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
  if (view.kind === "film" && view.image !== old?.image && spokenFrame(view)) parts.push(text.film.frame(view.image!, view.images!) + ".");
  const { window } = view;
  if (view.kind !== "volume" && window && (window.width !== old?.window?.width || window.center !== old.window.center)) {
    parts.push(text.spoken.window(presetName(window.label), window.width, window.center));
  }
  if (view.kind === "slice" && old && (view.slab_mm !== old.slab_mm || (view.slab_mm > 0 && view.slab_mode !== old.slab_mode))) {
    parts.push(text.spoken.slabNow(slabWords(view)));
  }
  if (view.seen_from && view.kind !== "slice" && view.seen_from !== old?.seen_from) parts.push(text.spoken.seenFrom(direction(view.seen_from)));
  if (mark === "lossless" && (before?.mark !== mark || parts.length > 0)) parts.push(`${text.fidelity.lossless}.`);
  return parts.join(" ");
}

function slabWords(view: ViewState): string {
  return view.slab_mm > 0 ? text.picture.slab(view.slab_mm, text.slabModes[view.slab_mode]) : text.viewer.thin.toLowerCase();
}

/** All that stands at a view's corners, in one sentence. */
export function wholeView({ view, mark }: Spoken, volume: Volume, progress: Progress | null): string {
  const parts = [spokenLabel(view, volume.unit, text.fidelity[mark])];
  if (view.kind === "slice" && view.slab_mm > 0) parts.push(text.spoken.slab(slabWords(view)));
  parts.push(text.spoken.zoom(view.zoom));
  parts.push(...warningsOf(view, volume, progress).map(({ short }) => short));
  return `${parts.join(", ")}.`;
}

/** What may not wait until the hand rests; empty where all is well. */
export function alarmOf(freshness: Freshness, marks: readonly { view: ViewName; mark: Mark }[]): string {
  if (freshness !== "fresh") return text.spoken.lost;
  const doubted = marks.filter(({ mark }) => mark === "unverified").map(({ view }) => text.views[view]);
  return doubted.length > 0 ? text.spoken.unverified(doubted) : "";
}
