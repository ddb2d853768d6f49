// From events over a view to intents: holds the reducer's memory and tells it about the view under the hand.

import { keymap } from "../chrome/own-keys";
import { wheelDown } from "../chrome/wheel-down";
import { cornerMoved, fromCorner } from "../input/corner";
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
  /** Whether somebody would see what the hand points at, and it may. */
  mayMark(): boolean;
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
  /** Where the picture's corner lay in the view that the hand was in. */
  private corner: { viewport: Viewport; dx: number; dy: number } | null = null;

  constructor(
    tool: Tool,
    private readonly hooks: HandHooks,
  ) {
    this.hand = restingHand(tool);
  }

  get dragging(): boolean {
    return this.hand.drag !== null || this.hand.fingers.length > 0;
  }

  /** What the left button does now: a key may lend it. */
  get tool(): Tool {
    return this.hand.hold?.tool ?? this.hand.tool;
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
    const { dx, dy } = viewport.fitting;
    const before = this.corner?.viewport === viewport ? this.corner : { dx, dy };
    this.corner = { viewport, dx, dy };
    const moved = cornerMoved(this.hand, { dx: dx - before.dx, dy: dy - before.dy });
    const [hand, intents] = reduce(moved, fromCorner(raw, { dx, dy }), this.contextOf(viewport, raw));
    this.hand = hand;
    for (const intent of intents) this.hooks.perform(fromView(intent, { dx, dy }), viewport, raw.at);
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
    const first = this.hand.touch === "pressing" ? this.hand.fingers[0] : undefined;
    const over = this.glass ?? (first && viewport);
    if (!over) return;
    const { dx, dy } = over.fitting;
    const finger = first ? { x: first.x + dx, y: first.y + dy } : null;
    this.glass = finger && over;
    over.loupe.point(finger);
    this.hooks.pointed(finger, over);
    over.draw();
  }

  private contextOf(viewport: Viewport, raw: RawInput): ViewContext {
    const { view, current } = viewport;
    const { width, height, ...at } = viewport.fitting;
    const scale = 1 / at.scale;
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
      wheelDown: wheelDown.value,
      mayMark: this.hooks.mayMark(),
    };
  }
}

/** Where a menu is asked for, or a mark is made, in the view again. */
function fromView(intent: Intent, { dx, dy }: { dx: number; dy: number }): Intent {
  if (intent.do === "mark") return { ...intent, places: intent.places.map(({ x, y }) => ({ x: x + dx, y: y + dy })) };
  return intent.do === "menu" ? { ...intent, x: intent.x + dx, y: intent.y + dy } : intent;
}
