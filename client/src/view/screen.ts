// Which views are on the screen, how they lie, and how large their pictures shall be.

import type { ViewBinding } from "../wire/messages";
import { type ViewName, VIEWS } from "../wire/operations";
import { element } from "./dom";
import { whenTurned } from "./turning";
import { Viewport, type ViewportHooks } from "./viewport";

export type Layout = "2x2" | "1+3" | "single" | "mip" | "film";
/** What a volume can be shown in. */
export const LAYOUTS: readonly Layout[] = ["2x2", "1+3", "single", "mip"];
/** What has no planes: a film, a picture. */
export const FILM_LAYOUTS: readonly Layout[] = ["film"];

/** Whether one view fills the stage. */
export function isFilled(layout: Layout): boolean {
  return layout === "single" || layout === "mip" || layout === "film";
}

/** Whole device pixels of a length; browsers that zoom for a test say CSS pixels where device pixels are asked for. */
function devicePixels(length: number, told: number | undefined): number {
  const computed = length * window.devicePixelRatio;
  return told !== undefined && Math.abs(told - computed) <= 1.5 ? told : Math.round(computed);
}

/** New sizes are told when they have rested this long; a new layout at once. */
const REST_MS = 80;

export class Screen {
  readonly root = element("div", "stage");
  readonly viewports: readonly Viewport[];
  private layout: Layout = "2x2";
  private large: ViewName = "axial";
  private readonly observer: ResizeObserver;
  private readonly stopTurning: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private told = "";
  private bound: ReadonlySet<ViewName> = new Set();
  /** Called with what the server shall render now. */
  onBindings: (bindings: ViewBinding[]) => void = () => undefined;

  constructor(hooks: ViewportHooks) {
    this.viewports = VIEWS.map((view, stream) => new Viewport(view, stream, hooks));
    this.observer = new ResizeObserver((entries) => this.sized(entries));
    for (const viewport of this.viewports) {
      this.root.append(viewport.root);
      this.observe(viewport.root);
    }
    this.stopTurning = whenTurned(() => this.visible.forEach((viewport) => viewport.turn()));
  }

  of(view: ViewName): Viewport {
    const found = this.viewports.find((one) => one.view === view);
    if (!found) throw new Error(`no view ${view}`);
    return found;
  }

  get visible(): readonly Viewport[] {
    return this.viewports.filter((one) => one.visible);
  }

  /** `large` is the one that a layout with one large view shows large. */
  arrange(layout: Layout, large: ViewName): void {
    this.layout = layout;
    this.large = large;
    this.root.dataset["layout"] = layout;
    for (const viewport of this.viewports) {
      const main = viewport.view === large;
      viewport.visible = main || (!isFilled(layout) && viewport.view !== "film");
      viewport.root.hidden = !viewport.visible;
      viewport.root.toggleAttribute("data-large", layout !== "2x2" && main);
    }
    // The observer speaks before the next frame; sizes that did not change must be told, too.
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), 0);
  }

  bindings(): ViewBinding[] {
    return this.visible.filter((one) => one.width > 0).map((one) => one.binding());
  }

  /** Whether the server has been told that it shall render this view: it takes no input of another. */
  binds(view: ViewName): boolean {
    return this.bound.has(view);
  }

  isLarge(view: ViewName): boolean {
    return this.layout === "2x2" || this.large === view;
  }

  close(): void {
    clearTimeout(this.timer);
    this.stopTurning();
    this.observer.disconnect();
  }

  private observe(root: HTMLElement): void {
    try {
      this.observer.observe(root, { box: "device-pixel-content-box" });
    } catch {
      // Safari does not know it: the nearest whole device pixel has to do.
      this.observer.observe(root);
    }
  }

  private sized(entries: readonly ResizeObserverEntry[]): void {
    for (const entry of entries) {
      const viewport = this.viewports.find((one) => one.root === entry.target);
      const { width, height } = entry.contentRect;
      if (!viewport || width === 0 || height === 0) continue;
      const device = entry.devicePixelContentBoxSize?.[0];
      viewport.resize(width, height, devicePixels(width, device?.inlineSize), devicePixels(height, device?.blockSize));
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), this.told === "" ? 0 : REST_MS);
  }

  private tell(): void {
    const bindings = this.bindings();
    const key = JSON.stringify(bindings);
    if (bindings.length === 0 || key === this.told) return;
    this.told = key;
    this.bound = new Set(bindings.map((one) => one.view));
    this.onBindings(bindings);
  }
}
