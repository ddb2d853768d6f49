// Local windowing: what the hand did to the greys that the picture on the screen does not show yet. Greys between black
// and white are right at once; what the old window clipped comes with the server's picture.

import type { Preset, ViewState } from "../wire/messages";
import type { Operation } from "../wire/operations";

/** What makes greys of values: white and black change places where `invert`. */
export interface Tone {
  readonly center: number;
  readonly width: number;
  readonly invert: boolean;
}

/** grey' = slope * grey + intercept, greys from 0 to 1. */
export interface Ramp {
  readonly slope: number;
  readonly intercept: number;
}

/** A drag over so many pixels changes the window by its own width, as on the server. */
const WINDOW_PIXELS = 300;
const LEAST_WIDTH = 1e-3;

interface Done {
  readonly sequence: number;
  readonly gesture: number;
  /** Before the gesture: a drag counts in the width that it began with. */
  readonly began: Tone;
  readonly tone: Tone;
}

export class LocalTones {
  private done: Done[] = [];

  /** An input that went to the server; `now` is what it knows of. Returns whether the greys change. */
  add(sequence: number, gesture: number, operations: readonly Operation[], now: Tone | null, presets: readonly Preset[]): boolean {
    const last = this.done.at(-1);
    const before = last?.tone ?? now;
    if (!before) return false;
    const began = last?.gesture === gesture ? last.began : before;
    const tone = operations.reduce((tone, operation) => after(tone, operation, began, presets), before);
    if (tone !== before) this.done.push({ sequence, gesture, began, tone });
    return tone !== before;
  }

  /** Forget what the picture on the screen contains. */
  contained(sequence: number): void {
    if (this.done.some((one) => one.sequence <= sequence)) this.done = this.done.filter((one) => one.sequence > sequence);
  }

  clear(): void {
    this.done = [];
  }

  /** From the greys on the screen, which `shown` made, to those that the hand asks for; null where they are the same. */
  ramp(shown: Tone | null): Ramp | null {
    const wanted = this.done.at(-1)?.tone;
    if (!shown || !wanted || sameTone(shown, wanted)) return null;
    const slope = shown.width / wanted.width;
    const intercept = (shown.center - wanted.center) / wanted.width + 0.5 * (1 - slope);
    return turned({ slope, intercept }, shown.invert, wanted.invert);
  }
}

/** What a view's greys are made with; null of colours. */
export function toneOf(view: ViewState | null): Tone | null {
  return view?.window ? { center: view.window.center, width: view.window.width, invert: view.invert } : null;
}

function after(tone: Tone, operation: Operation, began: Tone, presets: readonly Preset[]): Tone {
  switch (operation.t) {
    case "window_drag": {
      const pixel = began.width / WINDOW_PIXELS;
      const width = Math.max(tone.width + operation.wider * pixel, LEAST_WIDTH);
      return { ...tone, width, center: tone.center - operation.brighter * pixel };
    }
    case "window":
      return operation.width > 0 ? { ...tone, center: operation.center, width: operation.width } : tone;
    case "preset": {
      const preset = presets.find((one) => one.name === operation.name);
      return preset?.center != null && preset.width != null && preset.width > 0
        ? { ...tone, center: preset.center, width: preset.width }
        : tone;
    }
    case "invert":
      return { ...tone, invert: !tone.invert };
    default:
      return tone;
  }
}

function sameTone(a: Tone, b: Tone): boolean {
  return a.center === b.center && a.width === b.width && a.invert === b.invert;
}

/** The same where black and white have changed places before, after, or both. */
function turned({ slope, intercept }: Ramp, before: boolean, after: boolean): Ramp {
  const from = before ? { slope: -slope, intercept: slope + intercept } : { slope, intercept };
  return after ? { slope: -from.slope, intercept: 1 - from.intercept } : from;
}
