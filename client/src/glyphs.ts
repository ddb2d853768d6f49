// Outlines: lucide's where it has the thing, our own for layouts, planes, tools and marks. All on a 24-unit grid.

import {
  ArrowLeft, ArrowLeftRight, ArrowRight, Check, ChevronDown, CircleQuestionMark, Contrast, Copy, Download, Eye, Folder, Hand, HandHelping, List, MousePointer2, Move, PanelRight, Pause, Pencil, Play, Presentation, Redo2, Repeat,
  RotateCcw, Search, StepBack, StepForward, TriangleAlert, Undo2, Upload, Users, X, ZoomIn,
} from "lucide";

export type Attributes = Readonly<Record<string, string | number>>;
export type Glyph = readonly (readonly [string, Attributes])[];

const solid = { fill: "currentColor", stroke: "none" } as const;

const own = {
  scroll: [
    ["rect", { x: 4, y: 9, width: 12, height: 11, rx: 1.5 }],
    ["path", { d: "M7 6h12v11M10 3h11v11", opacity: 0.6 }],
  ],
  crosshair: [
    ["path", { d: "M12 2.5V9M12 15v6.5M2.500 12H9M15 12h6.500" }],
    ["circle", { cx: 12, cy: 12, r: 1, fill: "currentColor" }],
  ],
  rotate: [
    ["path", { d: "M3.500 12c0-2.300 3.800-4 8.500-4s8.500 1.700 8.500 4-3.800 4-8.500 4" }],
    ["path", { d: "M12 3c2.300 0 4 4 4 9s-1.700 9-4 9-4-4-4-9", opacity: 0.55 }],
    ["path", { d: "m14.500 13.500-2.700 2.500 2.700 2.500" }],
  ],
  invert: [
    ["rect", { x: 3.5, y: 3.5, width: 17, height: 17, rx: 2.5 }],
    ["path", { d: "M20 4 4 20v-.5h14.500a2 2 0 0 0 2-2V4z", ...solid }],
  ],
  twoByTwo: [["rect", { x: 3.5, y: 3.5, width: 17, height: 17, rx: 2 }], ["path", { d: "M12 3.500v17M3.500 12h17" }]],
  oneAndThree: [
    ["rect", { x: 3.5, y: 3.5, width: 17, height: 17, rx: 2 }],
    ["path", { d: "M15 3.500v17M15 9.200h5.500M15 14.800h5.500" }],
  ],
  single: [["rect", { x: 3.5, y: 3.5, width: 17, height: 17, rx: 2 }]],
  turning: [
    ["rect", { x: 3.5, y: 3.5, width: 17, height: 17, rx: 2 }],
    ["path", { d: "M12 6.500v11", "stroke-dasharray": "2.500 2" }],
    ["path", { d: "M7 12.500c0 1.400 2.200 2.500 5 2.500s5-1.100 5-2.500-1.700-2-3-2.300M15.800 8.400 14 10.200l1.900 1.700" }],
  ],
  film: [
    ["rect", { x: 3.5, y: 4.5, width: 17, height: 15, rx: 2 }],
    ["path", { d: "M8 4.500v15M16 4.500v15M3.500 9.500H8M3.500 14.500H8M16 9.500h4.500M16 14.500h4.500" }],
  ],
  logo: [
    ["path", { d: "M4 8.500 12 4l8 4.500v7L12 20l-8-4.500z" }],
    ["path", { d: "M4 8.500 12 13l8-4.500M4 12l8 4.500 8-4.500", opacity: 0.7 }],
  ],
  lossless: [
    ["circle", { cx: 12, cy: 12, r: 10, ...solid }],
    ["path", { d: "m7.300 12.400 3.200 3.200 6.300-6.700", class: "inside", "stroke-width": 2.6 }],
  ],
  moving: [["path", { d: "m4 5 7 7-7 7M13 5l7 7-7 7", "stroke-width": 3 }]],
  stale: [
    ["circle", { cx: 12, cy: 12, r: 9, "stroke-dasharray": "4 3", "stroke-width": 2.3 }],
    ["path", { d: "M12 7v5l3 2", "stroke-width": 2.3 }],
  ],
  unverified: [
    ["path", { d: "M12 3 2 21h20z", fill: "currentColor" }],
    ["path", { d: "M12 9.500v5M12 17.700v.1", class: "inside", "stroke-width": 2.6 }],
  ],
  webrtc: [
    ["circle", { cx: 4.5, cy: 12, r: 2.5, fill: "currentColor" }],
    ["circle", { cx: 19.5, cy: 12, r: 2.5, fill: "currentColor" }],
    ["path", { d: "M7 12h10", "stroke-width": 2.3 }],
  ],
  turn: [
    ["circle", { cx: 4, cy: 17, r: 2.5, fill: "currentColor" }],
    ["circle", { cx: 20, cy: 17, r: 2.5, fill: "currentColor" }],
    ["rect", { x: 8.5, y: 3.5, width: 7, height: 7, rx: 1 }],
    ["path", { d: "m5.500 15 4-4.500M18.500 15l-4-4.500", "stroke-width": 2.3 }],
  ],
  websocket: [
    ["path", { d: "M3 7h18M3 17h18", "stroke-width": 2.3 }],
    ["path", { d: "M7 12h10", "stroke-width": 2.6, "stroke-dasharray": "3 3" }],
  ],
  stills: [
    ["rect", { x: 3, y: 7, width: 13, height: 12, rx: 1.5, "stroke-width": 2.3 }],
    ["path", { d: "M8 3.500h11.500a1.500 1.500 0 0 1 1.500 1.500v10", "stroke-width": 2.3 }],
  ],
  lost: [
    ["circle", { cx: 4.5, cy: 12, r: 2.5 }],
    ["circle", { cx: 19.5, cy: 12, r: 2.5 }],
    ["path", { d: "M9 12h.1M12 12h.1M15 12h.1", "stroke-width": 2.6 }],
  ],
} satisfies Record<string, Glyph>;

export const GLYPHS = {
  ...own,
  window: Contrast as Glyph,
  pan: Move as Glyph,
  point: MousePointer2 as Glyph,
  draw: Pencil as Glyph,
  zoom: ZoomIn as Glyph,
  reset: RotateCcw as Glyph,
  undo: Undo2 as Glyph,
  redo: Redo2 as Glyph,
  help: CircleQuestionMark as Glyph,
  list: List as Glyph,
  cine: Play as Glyph,
  pause: Pause as Glyph,
  stepBack: StepBack as Glyph,
  stepOn: StepForward as Glyph,
  forwards: ArrowRight as Glyph,
  backwards: ArrowLeft as Glyph,
  loop: Repeat as Glyph,
  thereAndBack: ArrowLeftRight as Glyph,
  down: ChevronDown as Glyph,
  search: Search as Glyph,
  panel: PanelRight as Glyph,
  warning: TriangleAlert as Glyph,
  open: ArrowRight as Glyph,
  check: Check as Glyph,
  arriving: Download as Glyph,
  copy: Copy as Glyph,
  upload: Upload as Glyph,
  folder: Folder as Glyph,
  people: Users as Glyph,
  presents: Presentation as Glyph,
  handOver: HandHelping as Glyph,
  hand: Hand as Glyph,
  eye: Eye as Glyph,
  close: X as Glyph,
} satisfies Record<string, Glyph>;

export type GlyphName = keyof typeof GLYPHS;

const SVG = "http://www.w3.org/2000/svg";

/** A glyph as an element, for the parts of the page that are not Preact's. */
export function glyphElement(name: GlyphName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of GLYPHS[name] as Glyph) {
    const part = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, String(value));
    svg.append(part);
  }
  return svg;
}
