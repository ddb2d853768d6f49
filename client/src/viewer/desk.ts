// Which view is active and how the views lie.

import type { ViewerModel } from "../chrome/model";
import { isFilled, type Layout, LAYOUTS, type Screen } from "../view/screen";
import type { Viewport } from "../view/viewport";
import type { ViewName } from "../wire/operations";

export interface DeskHooks {
  /** Other views are on the screen. */
  changed(): void;
  /** The next study opens like this. */
  remember(layout: Layout): void;
  /** Show the volume's view as a volume or as a MIP. */
  project(mode: "volume" | "mip"): void;
}

export class Desk {
  private beforeFull: Layout;
  private inMip = false;
  /** The layout of the MIP turned the volume's view into one, and turns it back when it is left. */
  private turned = false;
  /** What was in the hand before the layout of the MIP. */
  private beforeMip: ViewName = "axial";

  constructor(
    private readonly model: ViewerModel,
    private readonly screen: Screen,
    private readonly hooks: DeskHooks,
  ) {
    this.beforeFull = isFilled(model.layout.value) ? "2x2" : model.layout.value;
    if (model.layout.value === "mip") model.active.value = "volume";
    if (model.layout.value === "film") model.active.value = "film";
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
    this.hooks.changed();
  }

  /** `large` is the view that a layout with one large view shows large. */
  arrange(layout: Layout, large: ViewName = this.inHand(layout)): void {
    const shown = layout === "mip" ? "volume" : large;
    this.model.layout.value = layout;
    this.activate(shown);
    this.screen.arrange(layout, shown);
    this.project();
    this.hooks.changed();
    if (document.activeElement === document.body) this.focus();
  }

  /** The active view, and on leaving the MIP's layout the one that was active before it. */
  private inHand(next: Layout): ViewName {
    const { layout, active } = this.model;
    if (next === "mip" && layout.value !== "mip") this.beforeMip = active.value;
    return layout.value === "mip" && next !== "mip" ? this.beforeMip : active.value;
  }

  /** What is shown has come: a film has one view of its own, a volume every other. */
  suit(film: boolean): void {
    if (film === (this.model.layout.value === "film")) return;
    if (film) this.arrange("film", "film");
    else this.arrange(this.model.touch ? "1+3" : "2x2", "axial");
  }

  /** A state came, or another layout: the layout of the MIP shows one. */
  project(): void {
    const kind = this.screen.of("volume").current?.kind;
    const wanted = this.model.layout.value === "mip";
    // Where the view is not on the screen yet, the state that answers its binding comes back here.
    if (kind === undefined || wanted === this.inMip || !this.screen.binds("volume")) return;
    this.inMip = wanted;
    if (wanted) this.turned = kind !== "mip";
    if (this.turned) this.hooks.project(wanted ? "mip" : "volume");
  }

  /** A layout that the hand chose: the next study opens in it. */
  choose(layout: Layout): void {
    this.hooks.remember(layout);
    this.arrange(layout);
  }

  next(): void {
    if (this.model.layout.value === "film") return;
    this.choose(LAYOUTS[(LAYOUTS.indexOf(this.model.layout.value) + 1) % LAYOUTS.length] ?? "2x2");
  }

  /** One view fills the stage; again, and the layout before it returns. */
  full(view: ViewName): void {
    if (view === "film") return;
    if (this.model.layout.value === "mip") return this.arrange(this.beforeFull);
    if (isFilled(this.model.layout.value)) return this.arrange(this.beforeFull, view);
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
