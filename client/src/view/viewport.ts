// One view: its picture, its words, what its picture is worth.

import { FrameMatcher } from "../link/frames";
import type { FrameInfo } from "../link/peer";
import { canDecode, StreamDecoder } from "../picture/decoder";
import { type DecodedStill, decodeStill, type Still } from "../picture/still";
import { text } from "../text";
import type { ClientMessage, MessageOf, Preset, Tag, ViewBinding, ViewState, Volume } from "../wire/messages";
import type { Operation, ViewName } from "../wire/operations";
import { Corners } from "./corners";
import { element } from "./dom";
import { type Fidelity, ViewFidelity } from "./fidelity";
import { type Handle, handlesOf } from "./handles";
import type { State, StateHistory } from "./history";
import { labelsOf, sliceBar, sliceBarText, spokenLabel } from "./labels";
import { Layers, type Pixels } from "./layers";
import { LocalMoves } from "./local";
import { Loupe } from "./loupe";
import { Meter } from "./meter";
import { type Colours, drawOverlay, type Overlaid } from "./overlay";
import { fitted, pictureSize, placed, type Placement, shifted } from "./place";
import { Plate } from "./plate";
import { Redraw } from "./redraw";
import { scaleBar } from "./scale";
import { type Progress, type Warning, warningsOf } from "./warnings";

export interface ViewportHooks {
  send(message: ClientMessage): boolean;
  history: StateHistory;
  colours(): Colours;
  explain(warning: Warning): void;
  /** A picture came to the screen, or the view's worth changed. */
  changed(): void;
  cannotDecode(): void;
}

/** These concern every view. */
function concernsAll(operation: Operation): boolean {
  return operation.t === "undo" || operation.t === "planes" || (operation.t === "reset" && operation.what === "all");
}

/** Below this width only what must never be hidden is written. */
const SMALL_PX = 330;
/** Below this width the upper corners would meet the letter between them. */
const NARROW_PX = 520;

export class Viewport {
  readonly root: HTMLElement;
  readonly layers = new Layers();
  readonly meter = new Meter();
  readonly plate = new Plate();
  readonly loupe = new Loupe();
  readonly corners: Corners;
  private readonly canvas = element("canvas", "lines", { "aria-hidden": "true" });
  private readonly pen: CanvasRenderingContext2D;
  private readonly fidelity = new ViewFidelity();
  private readonly local = new LocalMoves();
  private readonly redraw = new Redraw();
  private readonly matcher = new FrameMatcher();
  private readonly decoder: StreamDecoder;
  private unknown: VideoFrame | null = null;
  private candidate: { tag: Tag; still: DecodedStill } | null = null;
  private volume: Volume | null = null;
  private looks: readonly Preset[] = [];
  private progress: Progress | null = null;
  private latest: ViewState | null = null;
  private drawn: ViewState | null = null;
  private lease = 0;
  private presented = 0;
  private asked = { width: 16, height: 16 };
  private ratio = 1;
  private lines: Placement = { scale: 1, dx: 0, dy: 0 };
  visible = false;
  width = 0;
  height = 0;

  constructor(
    readonly view: ViewName,
    readonly stream: number,
    private readonly hooks: ViewportHooks,
  ) {
    this.corners = new Corners(view, hooks.explain);
    this.root = element("section", "view", {
      "data-testid": `viewport-${view}`,
      "data-plane": view,
      role: "group",
      "aria-roledescription": text.spoken.role,
      "aria-label": text.views[view],
      tabindex: "0",
    });
    const pen = this.canvas.getContext("2d");
    if (!pen) throw new Error("this browser gives no canvas");
    this.pen = pen;
    this.decoder = new StreamDecoder({
      frame: (frame, tag, decodeMs) => this.decoded(frame, tag, decodeMs),
      needsKey: () => hooks.send({ t: "key", stream }),
      unable: hooks.cannotDecode,
    });
    this.root.append(this.layers.box, this.canvas, ...this.corners.parts, this.plate.root, this.loupe.root);
  }

  // --- size ---------------------------------------------------------------------------------------------------------

  /** CSS size and device pixels, from the observer. */
  resize(width: number, height: number, deviceWidth: number, deviceHeight: number): void {
    this.width = width;
    this.height = height;
    this.ratio = deviceWidth / Math.max(width, 1);
    this.asked = pictureSize(deviceWidth, deviceHeight);
    this.canvas.width = deviceWidth;
    this.canvas.height = deviceHeight;
    this.redraw.forget();
    this.root.classList.toggle("small", width < SMALL_PX);
    this.root.classList.toggle("narrow", width < NARROW_PX);
    this.draw();
  }

  binding(): ViewBinding {
    return { view: this.view, stream: this.stream, ...this.asked };
  }

  /** Picture pixels in a CSS pixel. */
  get scale(): number {
    return this.asked.width / Math.max(this.width, 1);
  }

  // --- what comes ---------------------------------------------------------------------------------------------------

  /** A (new) session: what is on the screen stays, but nothing of it is known to be current. */
  restart({ volume, lease, presets }: MessageOf<"welcome">): void {
    this.volume = volume;
    this.lease = lease;
    this.looks = presets;
    this.candidate = null;
    this.latest = null;
    this.fidelity.restart();
    this.local.clear();
    this.decoder.close();
    this.keepUnknown(null);
    this.redraw.forget();
    if (this.layers.tag) this.layers.tag = { ...this.layers.tag, epoch: -1, picture: -1, lease: 0 };
    this.showWarnings();
  }

  picture(message: MessageOf<"picture">, size: number): void {
    if (message.lease < this.lease) return;
    this.meter.received(size, performance.now());
    this.fidelity.announced(message.epoch);
    // Without a decoder the credit still goes back: the still follows when the hand rests.
    if (canDecode()) this.decoder.decode(message);
    else this.acknowledge(message, 0);
  }

  sent(message: MessageOf<"picture_sent">): void {
    if (message.lease < this.lease) return;
    this.fidelity.announced(message.epoch);
    const tag = this.matcher.announce(message.rtp, message);
    if (tag) this.onVideo(tag, performance.now(), 0, this.unknown);
    if (tag) this.unknown = null;
    this.hooks.changed();
  }

  videoFrame(info: FrameInfo): void {
    const skipped = Math.max(0, info.presented - this.presented - 1);
    this.presented = info.presented;
    const tag = this.matcher.present(info.rtp, skipped);
    this.keepUnknown(tag ? null : info.frame);
    if (tag) this.onVideo(tag, info.at, info.decodeMs, info.frame);
  }

  /** A frame that came before the word which picture it is. */
  private keepUnknown(frame: VideoFrame | null): void {
    this.unknown?.close();
    this.unknown = frame;
  }

  async stillCame(still: Still): Promise<void> {
    if (still.lease < this.lease) return;
    this.meter.received(still.data.byteLength, performance.now());
    this.fidelity.announced(still.epoch);
    const decoded = await decodeStill(still).catch(() => null);
    if (decoded?.verified) {
      this.candidate = { tag: still, still: decoded };
      this.tryStill();
      return;
    }
    this.fidelity.verified(still.epoch, false);
    this.hooks.send({ t: "shown", stream: this.stream, picture: still.picture, verified: false });
    this.hooks.changed();
  }

  state(state: State): void {
    const next = state.views.find((one) => one.view === this.view) ?? null;
    if (!next) return;
    this.latest = next;
    this.root.toggleAttribute("data-empty", next.empty !== "");
    if (next.empty !== "") this.remove();
    this.fidelity.answered(state.sequence, next.epoch);
    if (next.epoch === this.layers.tag?.epoch) {
      // No picture will come for these inputs: the one on the screen shows them already.
      this.local.contained(state.sequence);
      this.meter.unchanged(state.sequence);
    }
    this.describePicture();
    this.tryStill();
  }

  progressed(progress: Progress): void {
    this.progress = progress;
    this.showWarnings();
    const { slices_total: all } = progress;
    const whole = progress.done || this.view !== "axial";
    this.corners.showLoaded(whole ? [] : progress.runs.map(([from, to]) => [1 - to / all, 1 - from / all] as const).reverse());
  }

  // --- what the hand did --------------------------------------------------------------------------------------------

  /** An input of this view, or of another that concerns all, went to the server. */
  acted(sequence: number, operations: readonly Operation[], own: boolean, at: number): void {
    if (own) {
      this.local.add(sequence, operations);
      this.meter.input(sequence, at);
    }
    if (own || operations.some(concernsAll)) this.fidelity.input(sequence, at);
    this.draw();
    this.hooks.changed();
  }

  /** What cannot reach the server has not happened. */
  forgetInput(): void {
    this.local.clear();
    this.draw();
  }

  // --- what is shown ------------------------------------------------------------------------------------------------

  worth(now: number, silentMs: number): Fidelity {
    const fidelity = this.fits() ? this.fidelity.state(now, silentMs) : this.fidelity.lossy(now, silentMs);
    this.corners.mark.show(fidelity);
    this.tryStill();
    return fidelity;
  }

  get epoch(): number {
    return this.fidelity.epoch;
  }

  /** Whether there can be a picture: one slice has no other planes. */
  get empty(): boolean {
    return (this.latest?.empty ?? "") !== "";
  }

  get current(): ViewState | null {
    return this.latest;
  }

  pixels(): Pixels | null {
    return this.layers.pixels(this.latest?.kind === "volume" ? 3 : 1);
  }

  /** What lines and words over the picture belong to, and where the crosshair stands in the view; for tests. */
  get overlaid(): Overlaid | null {
    const view = this.layers.tag ? this.drawn : null;
    if (!view) return null;
    const { epoch, position_mm: position, crosshair } = view;
    return { epoch, position, crosshair: crosshair ? placed(crosshair[0], crosshair[1], this.lines) : null };
  }

  /** What of the lines on the screen a hand can take hold of. */
  get handles(): Handle[] {
    return handlesOf(this.layers.tag ? this.drawn : null, this.lines, this);
  }

  /** Slices to scroll so that the position bar's knob comes to `place`, 0 at the top. */
  stepsTo(place: number): number {
    const bar = this.latest && this.volume ? sliceBar(this.latest, this.volume) : null;
    // One step at a time: what is on its way is not known to have moved the knob.
    if (this.fidelity.waits) return 0;
    return bar ? Math.round((Math.min(1, Math.max(0, place)) - bar.place) * bar.steps) : 0;
  }

  /** Words for those who listen; not while the hand moves. */
  describe(mark: string): void {
    const view = this.drawn;
    if (!view || !this.volume) return;
    this.root.setAttribute("aria-label", spokenLabel(view, this.volume.unit, mark));
    const bar = sliceBar(view, this.volume);
    if (bar) this.corners.describePosition(bar.place, sliceBarText(view));
  }

  /** The picture is too old to be read. */
  remove(): void {
    this.layers.clear();
    this.drawn = null;
    this.redraw.forget();
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  private decoded(frame: VideoFrame, tag: Tag, decodeMs: number): void {
    this.acknowledge(tag, decodeMs);
    if (this.covered(tag)) frame.close();
    else this.layers.drawFrame(frame, tag);
    this.afterShown(tag);
    this.measureNextFrame(tag);
  }

  /** The frame is drawn together with its lines: the `<video>` itself changes up to a frame before scripts hear of it. */
  private onVideo(tag: Tag, at: number, decodeMs: number, frame: VideoFrame | null): void {
    this.acknowledge(tag, decodeMs);
    if (this.covered(tag)) frame?.close();
    else if (frame) this.layers.drawFrame(frame, tag);
    else this.layers.showVideo(tag);
    this.afterShown(tag);
    this.meter.shown(tag.sequence, at);
  }

  /** What was drawn reaches the screen with the next frame. */
  private measureNextFrame(tag: Tag): void {
    requestAnimationFrame(() => this.meter.shown(tag.sequence, performance.now()));
  }

  /** Whether the picture has the size that the view asks for: a scaled one shows its pixels no more. */
  private fits(): boolean {
    const { tag } = this.layers;
    return tag !== null && tag.width === this.asked.width && tag.height === this.asked.height;
  }

  /** Whether something as new or newer is on the screen: the still of this very content, or a later picture. */
  private covered(tag: Tag): boolean {
    const shown = this.layers.tag;
    if (!shown) return false;
    return this.layers.shows === "still" ? shown.epoch >= tag.epoch : shown.picture > tag.picture;
  }

  private acknowledge(tag: Tag, decodeMs: number): void {
    this.hooks.send({ t: "ack", stream: this.stream, picture: tag.picture, decode_ms: decodeMs });
  }

  private tryStill(): void {
    const { candidate } = this;
    if (!candidate || !this.fidelity.isCurrent(candidate.tag)) return;
    this.candidate = null;
    this.layers.showStill(candidate.still.pixels, candidate.tag);
    this.fidelity.verified(candidate.tag.epoch, true);
    this.hooks.send({ t: "shown", stream: this.stream, picture: candidate.tag.picture, verified: true });
    this.afterShown(candidate.tag);
    this.measureNextFrame(candidate.tag);
  }

  private afterShown(tag: Tag): void {
    this.fidelity.shown(tag);
    this.local.contained(tag.sequence);
    this.describePicture();
    this.hooks.changed();
  }

  /** Words and lines of the state that the picture on the screen belongs to; without a picture, of the newest. */
  private describePicture(): void {
    const { tag } = this.layers;
    const described = tag ? this.hooks.history.behind(this.view, tag) : null;
    if (described) this.drawn = described;
    else if (!tag) this.drawn = this.latest;
    this.draw();
  }

  private showWarnings(): void {
    if (this.volume) this.corners.showWarnings(warningsOf(this.drawn ?? this.latest, this.volume, this.progress));
  }

  /** Everything that moves with the picture, in one place. */
  draw(): void {
    if (!this.visible || this.width === 0) return;
    const size = this.layers.tag ?? this.asked;
    const fills = this.layers.tag === null || this.fits();
    const place = fitted(size, this.asked, this);
    const shift = this.local.shift();
    this.layers.place(place, shift, fills);
    const at = (this.lines = shifted(place, shift));
    this.loupe.draw(this.layers.source, at, this, this.ratio);
    const lined = this.layers.tag ? this.drawn : null;
    if (!this.redraw.needed(this.drawn, lined !== null, at, this.hooks.colours())) return;
    const canvas = {
      context: this.pen, width: this.width, height: this.height, ratio: this.ratio, small: this.width < SMALL_PX,
    };
    // Lines over nothing would look like a picture that is black.
    drawOverlay(canvas, lined, at, this.hooks.colours());
    this.drawWords(at.scale);
  }

  private drawWords(scale: number): void {
    if (!this.drawn || !this.volume) return;
    const view = this.drawn;
    const look = view.kind === "volume" ? (this.looks.find((one) => one.name === view.preset)?.label ?? view.preset) : "";
    this.corners.show(labelsOf(view, this.volume, look), view);
    const flat = view.kind !== "volume" && this.volume.calibrated;
    this.corners.showScale(flat ? scaleBar(scale / view.mm_per_pixel, this.width) : null);
    this.corners.showPosition(sliceBar(view, this.volume)?.place ?? null, this.height);
    this.showWarnings();
  }
}
