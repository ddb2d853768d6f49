// From events over a view to intents: holds the reducer's memory and tells it about the view under the hand.

import { keymap } from "../chrome/own-keys";
import type { Hand, Intent, RawInput, Tool, ViewContext } from "../input/raw";
import { restingHand } from "../input/raw";
import { reduce } from "../input/reducer";
import { handleAt } from "../view/handles";
import type { Viewport } from "../view/viewport";
import type { MessageOf } from "../wire/messages";
import { digitsOf, presetsFor } from "./presets";

/** A little more than a long press takes. */
const PRESS_CHECK_MS = 460;

export interface HandHooks {
  perform(intent: Intent, viewport: Viewport, at: number): void;
  rested(): void;
  /** A finger leads the crosshair at this place, or no more. */
  pointed(place: { x: number; y: number } | null, viewport: Viewport): void;
}

export class HandControl {
  private hand: Hand;
  /** The view whose loupe is out. */
  private glass: Viewport | null = null;
  private press: ReturnType<typeof setTimeout> | undefined;
  private digits: Readonly<Record<ViewContext["kind"], ReadonlyMap<string, string>>> = {
    slice: new Map(), mip: new Map(), volume: new Map(), film: new Map(),
  };
  private voxelMm = 1;

  constructor(
    tool: Tool,
    private readonly hooks: HandHooks,
  ) {
    this.hand = restingHand(tool);
  }

  get dragging(): boolean {
    return this.hand.drag !== null || this.hand.fingers.length > 0;
  }

  choose(tool: Tool): void {
    this.hand = { ...this.hand, tool };
  }

  /** A number for an act that no gesture makes: a button, a field. */
  nextGesture(): number {
    this.hand = { ...this.hand, gesture: this.hand.gesture + 1 };
    return this.hand.gesture;
  }

  welcome(welcome: MessageOf<"welcome">): void {
    const digits = (kind: ViewContext["kind"]): ReadonlyMap<string, string> => digitsOf(presetsFor(welcome, kind));
    this.digits = { slice: digits("slice"), mip: digits("mip"), volume: digits("volume"), film: digits("film") };
    this.voxelMm = Math.min(...welcome.volume.spacing_mm);
  }

  input(raw: RawInput, viewport: Viewport): void {
    const busy = this.dragging;
    const [hand, intents] = reduce(this.hand, raw, this.contextOf(viewport, raw));
    this.hand = hand;
    for (const intent of intents) this.hooks.perform(intent, viewport, raw.at);
    this.watchPress(viewport, raw.at);
    this.showLoupe(viewport);
    if (busy && !this.dragging) this.hooks.rested();
  }

  private watchPress(viewport: Viewport, at: number): void {
    clearTimeout(this.press);
    if (this.hand.touch !== "waiting") return;
    // A trembling finger's reports do not put it off.
    const left = Math.max(0, this.hand.touchSince + PRESS_CHECK_MS - at);
    this.press = setTimeout(() => this.input({ kind: "tick", at: performance.now() }, viewport), left);
  }

  /** A finger that leads the crosshair hides it. */
  private showLoupe(viewport: Viewport): void {
    const finger = this.hand.touch === "pressing" ? (this.hand.fingers[0] ?? null) : null;
    const over = this.glass ?? (finger && viewport);
    if (!over) return;
    this.glass = finger && over;
    over.loupe.point(finger);
    this.hooks.pointed(finger, over);
    over.draw();
  }

  private contextOf(viewport: Viewport, raw: RawInput): ViewContext {
    const { view, current, scale, width, height } = viewport;
    const kind = current?.kind ?? (view === "volume" || view === "film" ? view : "slice");
    const crosshair = current?.crosshair;
    return {
      view,
      kind,
      colour: viewport.annotations.channels === 3,
      width,
      height,
      scale,
      crosshair: crosshair ? [(crosshair[0] + 0.5) / scale, (crosshair[1] + 0.5) / scale] : null,
      handle: raw.kind === "down" ? handleAt(viewport.handles, raw.x, raw.y, raw.device) : null,
      voxel: current ? this.voxelMm / current.mm_per_pixel / scale : 1,
      image: current?.image ?? null,
      images: current?.images ?? null,
      slabMode: current?.slab_mode ?? "mean",
      presets: this.digits[kind],
      keymap: keymap.value,
    };
  }
}
