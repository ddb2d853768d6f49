// What playing needs of the page: frames, the clock, the reader's wish for less motion, and the chrome that shows it.

import type { ViewerModel } from "../chrome/model";
import type { ViewState } from "../wire/messages";
import type { Operation, ViewName } from "../wire/operations";
import type { Command, Intent } from "../input/raw";
import { Cine } from "./cine";

/** What changes how a picture is shown, not which one it is: nobody stops a film to see it brighter. */
const SHOWN_OTHERWISE: ReadonlySet<Operation["t"]> = new Set([
  "pan", "zoom", "fit", "flip", "quarter", "roll", "window", "window_drag", "preset", "invert", "slab", "slab_step", "slab_mode",
] satisfies Operation["t"][]);
const BESIDE: ReadonlySet<Command> = new Set([
  "cine", "play-slower", "play-faster", "play-reverse", "text", "panel", "speak",
] satisfies Command[]);

/** Whether the view that plays goes on with these operations in it. */
export function plays(operations: readonly Operation[]): boolean {
  return operations.every(({ t }) => SHOWN_OTHERWISE.has(t));
}

/** Whether it goes on with what the hand does; `own` where it does it in the view that plays. */
export function goesOn(intent: Intent, own: boolean): boolean {
  if (intent.do === "operate") return own && plays(intent.operations);
  return intent.do === "choose" || intent.do === "mark" || (intent.do === "command" && BESIDE.has(intent.command));
}

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
