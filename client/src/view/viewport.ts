// One view: its picture, its words and lines, what its picture is worth, and what the hand did that it does not show yet.

import type { FrameInfo } from "../link/peer";
import type { Still } from "../picture/still";
import type { Tile } from "../picture/tiles";
import { text } from "../text";
import type { ClientMessage, MessageOf, Preset, Tag, ViewBinding, ViewState } from "../wire/messages";
import type { Operation, ViewName } from "../wire/operations";
import type { Slice, Stands } from "../picture/ring";
import { AheadPictures } from "./ahead";
import { Annotations, SMALL_PX } from "./annotations";
import type { Corners } from "./corners";
import { element, textScale } from "./dom";
import { type Fidelity, ViewFidelity } from "./fidelity";
import { extentOf, type Fitting, fitting, inPixelsOf, isReduced } from "./fitting";
import type { Handle } from "./handles";
import type { State, StateHistory } from "./history";
import type { Layers, Pixels } from "./layers";
import { MarksLayer } from "./marks-layer";
import { LocalMoves } from "./local";
import { LocalTones, toneOf } from "./local-tone";
import { Loupe } from "./loupe";
import { Meter } from "./meter";
import type { Colours, Overlaid } from "./overlay";
import { Pictures } from "./pictures";
import { fitted, pictureSize, shifted, type Size } from "./place";
import { Plate } from "./plate";
import { ToneFilter } from "./tone-filter";
import { KeptScale } from "./turning";
import type { Progress, Warning } from "./warnings";

/** Whose hand did something, and when it began. */
export interface Act {
  view: ViewName;
  gesture: number;
  at: number;
}

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

/** Below this width the upper corners would meet the letter between them. */
const NARROW_PX = 520;

export class Viewport {
  readonly root: HTMLElement;
  readonly meter = new Meter();
  readonly plate = new Plate();
  readonly loupe = new Loupe();
  readonly marks = new MarksLayer();
  readonly annotations: Annotations;
  private readonly fidelity = new ViewFidelity();
  private readonly local = new LocalMoves();
  private readonly tones = new LocalTones();
  private readonly filter: ToneFilter;
  private windows: readonly Preset[] = [];
  private readonly kept = new KeptScale();
  private readonly pictures: Pictures;
  private readonly ahead: AheadPictures;
  /** What a slice that was sent ahead changes in the newest state, while it is on the screen before the server knows. */
  private foreseenFields: Slice["fields"] | null = null;
  private latest: ViewState | null = null;
  private asked = { width: 16, height: 16 };
  private ratio = 1;
  /** Somebody else says how large the pictures are. */
  private follows = false;
  visible = false;
  width = 0;
  height = 0;

  constructor(
    readonly view: ViewName,
    readonly stream: number,
    private readonly hooks: ViewportHooks,
  ) {
    this.annotations = new Annotations(view, hooks.explain);
    this.pictures = new Pictures(stream, this.fidelity, this.meter, {
      send: hooks.send,
      shown: (tag) => this.shown(tag.sequence),
      replaced: (tag) => this.replaced(tag.epoch),
      changed: hooks.changed,
      cannotDecode: hooks.cannotDecode,
    });
    this.ahead = new AheadPictures(stream, {
      send: hooks.send,
      foreseen: (pixels, slice, sequence, at) => this.foreseen(pixels, slice, sequence, at),
      confirmed: (pixels, slice, stands) => {
        this.foreseenFields = null;
        const { width, height, format } = slice;
        const { epoch, revision } = stands;
        this.pictures.confirmed(pixels, { stream, epoch, revision, sequence: stands.sequence, width, height }, format === "png");
      },
      given: () => {
        this.foreseenFields = null;
        this.pictures.given();
        this.describePicture();
      },
    });
    this.filter = new ToneFilter(this.layers.box);
    this.root = element("section", "view", {
      "data-testid": `viewport-${view}`,
      "data-plane": view,
      role: "group",
      "aria-roledescription": text.spoken.role,
      "aria-label": text.views[view],
      tabindex: "0",
    });
    const { canvas, corners } = this.annotations;
    this.root.append(this.layers.box, canvas, this.marks.canvas, ...corners.parts, this.plate.root, this.loupe.root);
  }

  get layers(): Layers {
    return this.pictures.layers;
  }

  get corners(): Corners {
    return this.annotations.corners;
  }

  // --- size ---------------------------------------------------------------------------------------------------------

  /** CSS size and device pixels, from the observer. */
  resize(width: number, height: number, deviceWidth: number, deviceHeight: number): void {
    this.width = width;
    this.height = height;
    this.ratio = deviceWidth / Math.max(width, 1);
    this.asked = pictureSize(deviceWidth, deviceHeight);
    const room = width / textScale();
    this.marks.resize(this, { width: deviceWidth, height: deviceHeight });
    this.annotations.resize(this, { width: deviceWidth, height: deviceHeight }, room);
    this.root.classList.toggle("small", room < SMALL_PX);
    this.root.classList.toggle("narrow", room < NARROW_PX);
    this.draw();
  }

  binding(): ViewBinding {
    return { view: this.view, stream: this.stream, ...this.asked, ...this.kept.ask(this.scale) };
  }

  /** The device is turned: the next binding asks for the scale that is seen now. */
  turn(): void {
    const { tag } = this.layers;
    if (!this.follows) this.kept.turn(this.latest, this.width, tag && this.counted(tag).width);
  }

  /** Picture pixels in a CSS pixel. */
  get scale(): number {
    return this.asked.width / Math.max(this.width, 1);
  }

  follow(follows: boolean): void {
    this.follows = follows;
    this.draw();
  }

  /** Where the hand finds the picture that the newest state tells of. */
  get fitting(): Fitting {
    return fitting(this.whole, this.asked, this);
  }

  /** The size of a whole picture. */
  private get whole(): Size {
    return this.follows && this.latest ? this.latest : this.asked;
  }

  /** How words and lines over a picture count its pixels: it may have fewer. */
  private counted(tag: Tag): Size {
    const { described } = this.annotations;
    return described?.epoch === tag.epoch ? described : tag;
  }

  // --- what comes ---------------------------------------------------------------------------------------------------

  /** A (new) session: what is on the screen stays, but nothing of it is known to be current. */
  restart(welcome: MessageOf<"welcome">): void {
    this.latest = null;
    this.fidelity.restart();
    this.forget();
    this.windows = welcome.windows;
    this.pictures.restart(welcome.lease);
    this.ahead.restart();
    this.foreseenFields = null;
    this.annotations.restart(welcome);
  }

  picture(message: MessageOf<"picture">, size: number): void {
    this.pictures.picture(message, size);
  }

  sent(message: MessageOf<"picture_sent">): void {
    this.pictures.sent(message);
  }

  videoFrame(info: FrameInfo): void {
    this.pictures.videoFrame(info);
  }

  stillCame(still: Still | Tile): Promise<void> {
    return this.pictures.stillCame(still);
  }

  slice(slice: Slice): void {
    this.meter.received(slice.data.byteLength, performance.now());
    this.ahead.slice(slice);
  }

  stands(stands: Stands): void {
    this.ahead.stands(stands);
  }

  state(state: State): void {
    const next = state.views.find((one) => one.view === this.view) ?? null;
    if (!next) return;
    this.latest = next;
    this.kept.answered();
    this.root.toggleAttribute("data-empty", next.empty !== "");
    if (next.empty !== "") this.remove();
    this.fidelity.answered(state.sequence, next.epoch);
    if (next.epoch === this.layers.tag?.epoch) {
      // No picture will come for these inputs: the one on the screen shows them already.
      this.contained(state.sequence);
      this.meter.unchanged(state.sequence);
    }
    this.describePicture();
    this.pictures.tryStill();
  }

  progressed(progress: Progress): void {
    this.annotations.progressed(progress);
  }

  // --- what the hand did --------------------------------------------------------------------------------------------

  /** An input of this view, or of another that concerns all, went to the server. */
  acted(sequence: number, operations: readonly Operation[], by: Act): void {
    const { view, gesture, at } = by;
    const own = view === this.view;
    const toned = (view === "volume") === (this.view === "volume")
      && this.tones.add(sequence, gesture, operations, toneOf(this.latest), this.windows);
    if (own) {
      const moved = this.local.add(sequence, operations);
      this.meter.input(sequence, at);
      if (moved || toned) requestAnimationFrame(() => this.meter.shownLocally(performance.now() - at));
    }
    if (own || operations.some(concernsAll)) {
      this.fidelity.input(sequence, at);
      this.ahead.acted(sequence, operations, at);
    }
    this.draw();
    this.hooks.changed();
  }

  /** What cannot reach the server has not happened. */
  forgetInput(): void {
    this.forget();
    this.draw();
  }

  /** The server takes nothing of what the hand did last. */
  refused(): void {
    this.fidelity.refused();
    this.forgetInput();
  }

  private forget(): void {
    this.local.clear();
    this.tones.clear();
  }

  private contained(sequence: number): void {
    this.local.contained(sequence);
    this.tones.contained(sequence);
  }

  // --- what is shown ------------------------------------------------------------------------------------------------

  worth(now: number, silentMs: number): Fidelity {
    const { tag } = this.layers;
    const reduced = tag !== null && isReduced(tag, this.counted(tag));
    const fidelity = this.fits() ? this.fidelity.state(now, silentMs) : this.fidelity.lossy(now, silentMs, reduced);
    this.corners.mark.show(fidelity);
    this.pictures.tryStill();
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
    return this.layers.pixels(this.annotations.channels);
  }

  /** What lines and words over the picture belong to, and where the crosshair stands in the view; for tests. */
  get overlaid(): Overlaid | null {
    const view = this.layers.tag && this.annotations.belongs ? this.annotations.described : null;
    return view && { epoch: view.epoch, position: view.position_mm, crosshair: this.annotations.crosshair };
  }

  /** What of the lines on the screen a hand can take hold of. */
  get handles(): Handle[] {
    return this.annotations.handles;
  }

  /** Slices to scroll so that the position bar's knob comes to `place`, 0 at the top. */
  stepsTo(place: number): number {
    // One step at a time: what is on its way is not known to have moved the knob.
    return this.fidelity.waits ? 0 : this.annotations.stepsTo(this.latest, place);
  }

  /** Words for those who listen; not while the hand moves. */
  describe(mark: string): void {
    this.annotations.speak(this.root, mark);
  }

  /** The picture is too old to be read. */
  remove(): void {
    this.pictures.clear();
    this.annotations.clear();
    this.marks.clear();
  }

  /** Whether the picture has the size that it shall have: a scaled one shows its pixels no more. */
  private fits(): boolean {
    const { tag } = this.layers;
    return tag !== null && tag.width === this.whole.width && tag.height === this.whole.height;
  }

  /** Words and lines change together with the picture that the hand foresees. */
  private foreseen(pixels: ImageData, slice: Slice, sequence: number, at: number): void {
    this.pictures.foreseen(pixels, sequence);
    this.foreseenFields = slice.fields;
    this.describePicture();
    this.hooks.changed();
    requestAnimationFrame(() => this.meter.shownLocally(performance.now() - at));
  }

  private replaced(epoch: number): void {
    this.foreseenFields = null;
    this.ahead.replaced(epoch);
  }

  private shown(sequence: number): void {
    this.contained(sequence);
    if (this.fits()) this.kept.arrived();
    this.describePicture();
    this.hooks.changed();
  }

  /** Words and lines of the state that the picture on the screen belongs to; without a picture, of the newest. */
  private describePicture(): void {
    const { tag } = this.layers;
    const ahead = this.foreseenFields && this.latest ? { ...this.latest, ...this.foreseenFields } : null;
    const described = ahead ?? (tag ? this.hooks.history.behind(this.view, tag) : this.latest);
    const known = ahead !== null || tag === null || this.hooks.history.knows(this.view, tag.epoch);
    this.annotations.describe(described ?? this.annotations.described, known);
    this.root.toggleAttribute("data-wordless", !known);
    this.draw();
  }

  /** Everything that moves with the picture, in one place. */
  draw(): void {
    if (!this.visible || this.width === 0) return;
    const { tag } = this.layers;
    const counted = tag ? this.counted(tag) : this.whole;
    const place = (tag && this.kept.place(counted, this)) ?? fitted(counted, this.asked, this);
    const shift = this.local.shift();
    this.layers.place(place, tag ? extentOf(tag, counted) : counted, shift, tag === null || (this.fits() && !this.follows));
    this.filter.show(tag && this.tones.ramp(toneOf(this.annotations.described)));
    const at = shifted(place, shift);
    this.loupe.draw(this.layers.source, tag ? inPixelsOf(tag, counted, at) : at, this, this.ratio);
    this.annotations.draw(at, tag !== null, this.hooks.colours());
    this.marks.draw(tag && this.annotations.belongs ? this.annotations.described : null, at);
  }
}
