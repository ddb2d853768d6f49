// Whether lines and words must be drawn anew. While one view moves the server tells the state of all of them, and
// drawing what stands there already takes most of a weak machine's frame.

import type { ViewState } from "../wire/messages";
import type { Colours } from "./overlay";
import type { Placement } from "./place";

export class Redraw {
  private view: ViewState | null = null;
  private content = "";
  private colours: Colours | null = null;
  private place = "";

  /** Whether anything differs from what was drawn last; it counts as drawn then. `lined`: there is a picture below. */
  needed(view: ViewState | null, lined: boolean, at: Placement, colours: Colours): boolean {
    const content = view === this.view ? this.content : contentOf(view);
    const place = `${lined} ${at.scale} ${at.dx} ${at.dy}`;
    const same = content === this.content && place === this.place && colours === this.colours;
    this.view = view;
    this.content = content;
    this.place = place;
    this.colours = colours;
    return !same;
  }

  /** What was drawn is gone, or belongs to something else. */
  forget(): void {
    this.colours = null;
  }
}

/** All that is said of a view; its epoch numbers the picture and is not drawn. */
function contentOf(view: ViewState | null): string {
  return view === null ? "" : JSON.stringify({ ...view, epoch: 0 });
}
