// What playing needs of the page: frames, the clock, the reader's wish for less motion, and the chrome that shows it.

import type { ViewerModel } from "../chrome/model";
import type { ViewState } from "../wire/messages";
import type { Operation, ViewName } from "../wire/operations";
import { Cine } from "./cine";

export interface PlayingHooks {
  /** The newest state of a view that has a picture; null where there is none to play. */
  current(view: ViewName): ViewState | null;
  /** Inputs that the server has not answered yet. */
  waiting(): number;
  push(view: ViewName, operations: Operation[], gesture: number): void;
  gesture(): number;
  started(): void;
  stopped(): void;
}

export function cineOf(model: ViewerModel, hooks: PlayingHooks): Cine {
  return new Cine({
    look: (view) => {
      const current = document.hidden ? null : hooks.current(view);
      if (!current || current.empty !== "") return null;
      const { kind, fraction, image, images } = current;
      return { kind, fraction, image: image ?? 1, images: images ?? 1, waiting: hooks.waiting() };
    },
    send: hooks.push,
    gesture: hooks.gesture,
    calm: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
    now: () => performance.now(),
    nextFrame: (run) => requestAnimationFrame(run),
    changed: (playing) => {
      model.cine.value = playing;
      if (playing) hooks.started();
      else hooks.stopped();
    },
  });
}
