// A turned tablet: what is in the middle of a view stays there, and as large as it was.

import type { ViewState } from "../wire/messages";
import type { Placement, Size } from "./place";

/** The scale of one view over a turn: asked of the server once, and kept on the screen until its picture comes. */
export class KeptScale {
  /** Millimetres in a CSS pixel. */
  private mm: number | null = null;
  /** CSS pixels in a pixel of the picture that was on the screen. */
  private shown: number | null = null;
  private asked = false;

  /** The screen turns: `width` is the view's before, in CSS pixels, `picture` that of the picture in it. */
  turn(current: ViewState | null, width: number, picture: number | null): void {
    if (!current || current.empty !== "" || current.kind === "film" || width === 0) return;
    // Turned twice before the server knew of it: the first scale is the one that was seen.
    this.mm ??= (current.mm_per_pixel * current.width) / width;
    this.asked = false;
    if (picture) this.shown ??= width / picture;
  }

  /** What a binding says of it; `scale` is picture pixels in a CSS pixel. */
  ask(scale: number): { mm_per_pixel?: number } {
    if (this.mm === null) return {};
    this.asked = true;
    return { mm_per_pixel: this.mm / scale };
  }

  /** The server spoke of the view. */
  answered(): void {
    if (this.asked) this.mm = null;
  }

  /** A picture of the size that the view has now is on the screen. */
  arrived(): void {
    this.shown = null;
  }

  /** Where a picture of before lies meanwhile: in the middle, as large as it was; null where nothing was turned. */
  place(picture: Size, view: Size): Placement | null {
    const scale = this.shown;
    if (scale === null) return null;
    return { scale, dx: (view.width - picture.width * scale) / 2, dy: (view.height - picture.height * scale) / 2 };
  }
}

/** Calls `run` when the device is turned, before anything has its new size. Gives the way to stop. */
export function whenTurned(run: () => void): () => void {
  const portrait = window.matchMedia("(orientation: portrait)");
  const touch = window.matchMedia("(pointer: coarse)");
  // A window that a mouse pulls over its diagonal is no turned tablet.
  const changed = (): void => {
    if (touch.matches) run();
  };
  portrait.addEventListener("change", changed);
  return () => portrait.removeEventListener("change", changed);
}
