// Does a new state change what a view shows, or only where other planes cross it?

import type { ViewState } from "../wire/messages";

/** Equal keys: the same picture, as far as the state tells. Where planes cross and where the crosshair is are left out. */
export function contentKey(view: ViewState): string {
  const { kind, width, height, mm_per_pixel, zoom, letters, position_mm, oblique, window, preset, invert, slab_mm, slab_mode } = view;
  return JSON.stringify([
    kind, width, height, mm_per_pixel, zoom, letters, position_mm, oblique, window, preset, invert, slab_mm, slab_mode,
    view.seen_from,
  ]);
}

/** How long after the server's "nothing changed" a view counts as settled: moves that the state shows only in part wait longer. */
export function settleMs(operations: readonly { t: string }[], kind: ViewState["kind"]): number {
  const hidden = kind !== "slice" || operations.some((one) => one.t === "pan" || one.t === "zoom");
  return hidden ? 900 : 250;
}

/** These move the lines in the view they were done in, and the picture only of the others. */
export function leavesPicture(operations: readonly { t: string }[]): boolean {
  return operations.every((one) => one.t === "crosshair" || one.t === "tilt");
}

/** These concern every view. */
export function concernsAll(operations: readonly { t: string; what?: string }[]): boolean {
  return operations.some((one) => one.t === "undo" || one.t === "planes" || (one.t === "reset" && one.what === "all"));
}
