// The page's colours for what is drawn into a canvas, which follows no style sheet.

import { room } from "../chrome/room-light";
import { type Colours, coloursOf } from "../view/overlay";

export class PageColours {
  private found: Colours | null = null;

  get(): Colours {
    return (this.found ??= coloursOf(document.documentElement));
  }

  /** Calls `changed` when the room light is another. Gives back how to stop. */
  watch(changed: () => void): () => void {
    return room.subscribe(() => {
      this.found = null;
      changed();
    });
  }
}
