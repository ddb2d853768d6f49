// The value under the pointer, from source voxels: asked of the server, one question at a time.

import { valueWords } from "../view/film-labels";
import { picturePoint } from "../view/fitting";
import type { Viewport } from "../view/viewport";
import type { ClientMessage, MessageOf, Volume } from "../wire/messages";

interface Place {
  viewport: Viewport;
  x: number;
  y: number;
}

/** A question that was not answered by then is given up. */
const PATIENCE_MS = 2000;

/** A projection's pixel has no depth, so no value of its own; nor has a thick slab's maximum or minimum. */
function hasDepth({ current }: Viewport): boolean {
  if (current?.kind === "film") return true;
  return current?.kind === "slice" && (current.slab_mm === 0 || current.slab_mode === "mean");
}

export class Probe {
  private wanted: Place | null = null;
  private asked: { id: number; viewport: Viewport; at: number } | null = null;
  private again = false;
  private nextId = 1;

  constructor(private readonly send: (message: ClientMessage) => boolean) {}

  hover(viewport: Viewport, place: { x: number; y: number } | null): void {
    if (this.wanted && (place === null || this.wanted.viewport !== viewport)) this.wanted.viewport.corners.showValue("");
    this.wanted = place && { viewport, ...place };
    this.ask();
  }

  /** The picture under the pointer is another one now. */
  refresh(viewport: Viewport): void {
    if (this.wanted?.viewport !== viewport) return;
    if (!hasDepth(viewport)) viewport.corners.showValue("");
    this.ask();
  }

  answered(message: MessageOf<"value">, volume: Volume | null): void {
    const asked = this.asked;
    if (asked?.id !== message.id) return;
    this.asked = null;
    if (this.wanted?.viewport !== asked.viewport) return;
    asked.viewport.corners.showValue(hasDepth(asked.viewport) ? valueWords(message, volume) : "");
    if (this.again) this.ask();
  }

  reset(): void {
    this.asked = null;
    this.again = false;
  }

  private ask(): void {
    const now = performance.now();
    if (!this.wanted) return;
    const { viewport, x, y } = this.wanted;
    if (!hasDepth(viewport)) return;
    this.again = this.asked !== null && now - this.asked.at < PATIENCE_MS;
    if (this.again) return;
    const id = this.nextId;
    this.nextId += 1;
    const sent = this.send({ t: "probe", id, view: viewport.view, ...picturePoint([x, y], viewport.fitting) });
    this.asked = sent ? { id, viewport, at: now } : null;
  }
}
