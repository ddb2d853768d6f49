// Which view is active and how the views lie.

import type { ViewerModel } from "../chrome/model";
import { type Layout, LAYOUTS, type Screen } from "../view/screen";
import type { Viewport } from "../view/viewport";
import type { ViewName } from "../wire/operations";

export class Desk {
  private beforeFull: Layout;

  constructor(
    private readonly model: ViewerModel,
    private readonly screen: Screen,
    private readonly changed: () => void,
  ) {
    this.beforeFull = model.layout.value === "single" ? "2x2" : model.layout.value;
    screen.arrange(model.layout.value, model.active.value);
    this.active.root.setAttribute("data-active", "");
  }

  get active(): Viewport {
    return this.screen.of(this.model.active.value);
  }

  activate(view: ViewName): void {
    if (this.model.active.value === view) return;
    this.active.root.removeAttribute("data-active");
    this.model.active.value = view;
    this.active.root.setAttribute("data-active", "");
    this.changed();
  }

  /** `large` is the view that a layout with one large view shows large. */
  arrange(layout: Layout, large: ViewName = this.model.active.value): void {
    this.model.layout.value = layout;
    this.activate(large);
    this.screen.arrange(layout, large);
    this.changed();
    if (document.activeElement === document.body) this.focus();
  }

  next(): void {
    this.arrange(LAYOUTS[(LAYOUTS.indexOf(this.model.layout.value) + 1) % LAYOUTS.length] ?? "2x2");
  }

  /** One view fills the stage; again, and the layout before it returns. */
  full(view: ViewName): void {
    if (this.model.layout.value === "single") return this.arrange(this.beforeFull, view);
    this.beforeFull = this.model.layout.value;
    this.arrange("single", view);
  }

  /** A small view becomes the large one. */
  enlarge(view: ViewName): void {
    if (!this.screen.isLarge(view)) this.arrange(this.model.layout.value, view);
  }

  focus(): void {
    this.active.root.focus({ preventScroll: true });
  }
}

/** Puts the focus into the page's next region: bar, tools, views, panel. */
export function focusNextRegion(): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter((one) => one.offsetParent !== null);
  const here = regions.findIndex((one) => one.contains(document.activeElement));
  const next = regions[(here + 1) % Math.max(regions.length, 1)];
  next?.querySelector<HTMLElement>("[data-active], [tabindex='0'], button, a, input")?.focus();
}
