// What a hand can ask of a view, as the session's message table has it. Lengths are pixels of the view's picture.

export const VIEWS = ["axial", "coronal", "sagittal", "volume", "film"] as const;
export type ViewName = (typeof VIEWS)[number];
export type Plane = Exclude<ViewName, "volume" | "film">;
export type SlabMode = "max" | "min" | "mean";

export type Operation =
  | { t: "scroll"; steps: number }
  /** A film's frame by its number, from 1. */
  | { t: "frame"; number: number }
  | { t: "window_drag"; wider: number; brighter: number }
  | { t: "window"; center: number; width: number }
  | { t: "pan"; dx: number; dy: number }
  | { t: "zoom"; factor: number; x: number; y: number }
  | { t: "crosshair"; x: number; y: number }
  | { t: "rotate"; dx: number; dy: number }
  | { t: "turn"; azimuth: number; elevation: number; roll: number }
  | { t: "orient"; seen_from: "anterior" | "posterior" | "left" | "right" | "head" | "feet" }
  /** Both other planes together, or the named one alone. */
  | { t: "tilt"; degrees: number; plane?: Plane | null }
  | { t: "roll"; degrees: number }
  | { t: "flip"; axis: "horizontal" | "vertical" }
  | { t: "quarter"; turns: number }
  | { t: "fit" }
  | { t: "slab"; mm: number }
  | { t: "slab_step"; mm: number }
  | { t: "slab_mode"; mode: SlabMode }
  | { t: "preset"; name: string }
  | { t: "position"; mm: number }
  | { t: "projection"; mode: "volume" | "mip" }
  | { t: "planes"; along: "patient" | "acquisition" }
  | { t: "invert" }
  | { t: "reset"; what: "view" | "all" }
  /** With `gesture` only what that gesture did in this view, if it is the newest. */
  | { t: "undo"; redo: boolean; gesture?: number };
