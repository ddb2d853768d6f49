// window.tomocast: what scripts and tests may ask of the page.

import type { Mark } from "../view/fidelity";
import type { Pixels } from "../view/layers";
import type { ShownMarks } from "../view/marks-layer";
import { type Percentiles, percentiles } from "../view/meter";
import type { Overlaid } from "../view/overlay";
import type { Viewport } from "../view/viewport";
import type { ViewName } from "../wire/operations";

export interface Stats {
  transport: "webrtc" | "websocket";
  fps: number;
  /** Milliseconds from an input event to the picture on the screen that contains it. */
  eventToPhoton: Percentiles;
  /** The same where the page shows it by itself, before the server's picture: scrolling into slices held, pan, zoom. */
  eventToLocalPhoton: Percentiles;
  /** Bits in a second. */
  bitrate: number;
  fidelity: Mark;
  epoch: number;
}

export interface Automation {
  stats(view?: ViewName): Stats;
  /** The picture on the screen as it is shown: one byte a grey pixel, three an RGB one. */
  pixels(view: ViewName): Pixels | null;
  /** What lies over that picture. */
  overlaid(view: ViewName): Overlaid | null;
  /** Pointers and strokes over it, in CSS pixels of the view. */
  marks(view: ViewName): ShownMarks;
}

export function automation(stats: Automation["stats"], of: (view: ViewName) => Viewport): Automation {
  return { stats, pixels: (view) => of(view).pixels(), overlaid: (view) => of(view).overlaid, marks: (view) => of(view).marks.shown };
}

declare global {
  interface Window {
    tomocast?: Automation;
  }
}

export interface Path {
  name: "webrtc" | "websocket";
  /** Bits a second over WebRTC; the viewports count the WebSocket's themselves. */
  bitrate: number;
}

/** Of one view, or the worst of those on the screen. */
export function statsOf(viewports: readonly Viewport[], fidelity: Mark, path: Path): Stats {
  const now = performance.now();
  return {
    transport: path.name,
    fps: Math.max(0, ...viewports.map((one) => one.meter.fps(now))),
    eventToPhoton: percentiles(viewports.flatMap((one) => one.meter.eventToPhoton())),
    eventToLocalPhoton: percentiles(viewports.flatMap((one) => one.meter.eventToLocalPhoton())),
    bitrate: path.bitrate + viewports.reduce((sum, one) => sum + one.meter.bitrate(now), 0),
    fidelity,
    epoch: Math.max(-1, ...viewports.map((one) => one.epoch)),
  };
}
