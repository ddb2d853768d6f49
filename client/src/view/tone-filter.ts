// Changes the greys of what lies in an element by a ramp, as the browser composes it: no pixel is touched.

import type { Ramp } from "./local-tone";

const SVG = "http://www.w3.org/2000/svg";
let made = 0;

export class ToneFilter {
  private readonly id = `tone-${(made += 1)}`;
  private readonly functions: Element[] = [];
  private root: Element | null = null;
  private shown: Ramp | null = null;

  constructor(private readonly target: HTMLElement) {}

  /** Null shows the greys as they are. */
  show(ramp: Ramp | null): void {
    const before = this.shown;
    if (before?.slope === ramp?.slope && before?.intercept === ramp?.intercept) return;
    this.shown = ramp;
    if (!ramp) return void this.target.style.removeProperty("--tone");
    this.root ??= this.make();
    this.target.style.setProperty("--tone", `url(#${this.id})`);
    for (const one of this.functions) {
      one.setAttribute("slope", String(ramp.slope));
      one.setAttribute("intercept", String(ramp.intercept));
    }
  }

  private make(): Element {
    const root = svg("svg", { width: "0", height: "0", "aria-hidden": "true", class: "tone" });
    const filter = svg("filter", {
      id: this.id, x: "0", y: "0", width: "1", height: "1", "color-interpolation-filters": "sRGB",
    });
    const transfer = svg("feComponentTransfer", {});
    for (const channel of ["feFuncR", "feFuncG", "feFuncB"]) {
      const linear = svg(channel, { type: "linear" });
      this.functions.push(linear);
      transfer.append(linear);
    }
    filter.append(transfer);
    root.append(filter);
    this.target.after(root);
    return root;
  }
}

function svg(name: string, attributes: Readonly<Record<string, string>>): Element {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
