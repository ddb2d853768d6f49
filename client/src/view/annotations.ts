// Words and lines over one view's picture: those of the state that the picture on the screen belongs to.

import type { MessageOf, Preset, ViewState, Volume } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import { Corners } from "./corners";
import { element } from "./dom";
import { type Handle, handlesOf } from "./handles";
import { labelsOf, patientWords, sliceBar, sliceBarText, smallLabelsOf, spokenLabel } from "./labels";
import { type Colours, drawOverlay } from "./overlay";
import { placed, type Placement, type Size } from "./place";
import { Redraw } from "./redraw";
import { scaleBar } from "./scale";
import { WordPictures } from "./word-pictures";
import { type Progress, type Warning, warningsOf } from "./warnings";

/** Below this width only what must never be hidden is written. */
export const SMALL_PX = 330;
/** The views have them together. */
const WORDS = new WordPictures();

export class Annotations {
  readonly corners: Corners;
  readonly canvas = element("canvas", "lines", { "aria-hidden": "true" });
  private readonly pen: CanvasRenderingContext2D;
  private readonly redraw = new Redraw();
  private volume: Volume | null = null;
  private looks: readonly Preset[] = [];
  private progress: Progress | null = null;
  private view: ViewState | null = null;
  /** Whether what is described is the state of the picture on the screen. */
  belongs = true;
  /** Whether there is a picture below: lines over nothing would look like a picture that is black. */
  private lined = false;
  private at: Placement = { scale: 1, dx: 0, dy: 0 };
  private size: Size = { width: 0, height: 0 };
  private ratio = 1;
  private room = 0;

  constructor(
    private readonly name: ViewName,
    explain: (warning: Warning) => void,
  ) {
    this.corners = new Corners(name, explain);
    const pen = this.canvas.getContext("2d");
    if (!pen) throw new Error("this browser gives no canvas");
    this.pen = pen;
  }

  /** CSS pixels, device pixels, and the width in pixels of usual text: the reader's may be larger. */
  resize(size: Size, device: Size, room: number): void {
    this.size = { width: size.width, height: size.height };
    this.room = room;
    this.ratio = device.width / Math.max(size.width, 1);
    this.canvas.width = device.width;
    this.canvas.height = device.height;
    this.redraw.forget();
  }

  restart({ volume, presets }: MessageOf<"welcome">): void {
    this.volume = volume;
    this.looks = presets;
    this.redraw.forget();
    this.corners.showPatient(patientWords(volume));
    this.showWarnings();
  }

  /** What the picture on the screen shows. */
  get described(): ViewState | null {
    return this.view;
  }

  /** What a pixel has: a grey value, or red, green and blue. */
  get channels(): 1 | 3 {
    return this.view?.kind === "volume" || (this.view?.kind === "film" && this.volume?.film?.colour) ? 3 : 1;
  }

  /** `belongs` where it is the state of the picture on the screen; else that is still on its way, and no line is drawn. */
  describe(view: ViewState | null, belongs: boolean): void {
    this.view = view;
    this.belongs = belongs;
  }

  progressed(progress: Progress): void {
    this.progress = progress;
    this.showWarnings();
    const { slices_total: all } = progress;
    if (progress.done || (this.name !== "axial" && this.name !== "film")) return this.corners.showLoaded([]);
    const shares = progress.runs.map(([from, to]) => [from / all, to / all] as const);
    // A stack's first slice lies lowest, a film's first frame at the top.
    this.corners.showLoaded(this.name === "film" ? shares : shares.map(([from, to]) => [1 - to, 1 - from] as const).reverse());
  }

  /** Where the crosshair stands in the view, CSS pixels. */
  get crosshair(): readonly [number, number] | null {
    const crosshair = this.view?.crosshair;
    return crosshair ? placed(crosshair[0], crosshair[1], this.at) : null;
  }

  /** What of the lines on the screen a hand can take hold of. */
  get handles(): Handle[] {
    return handlesOf(this.lined ? this.view : null, this.at, this.size);
  }

  /** Words for those who listen; not while the hand moves. */
  speak(root: HTMLElement, mark: string): void {
    if (!this.view || !this.volume) return;
    root.setAttribute("aria-label", spokenLabel(this.view, this.volume.unit, mark));
    const bar = sliceBar(this.view, this.volume);
    if (bar) this.corners.describePosition(bar.place, sliceBarText(this.view));
  }

  /** Slices from where `view` stands to `place` on the position bar, 0 at its top. */
  stepsTo(view: ViewState | null, place: number): number {
    const bar = view && this.volume ? sliceBar(view, this.volume) : null;
    return bar ? Math.round((Math.min(1, Math.max(0, place)) - bar.place) * bar.steps) : 0;
  }

  clear(): void {
    this.view = null;
    this.lined = false;
    this.redraw.forget();
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** Draws at `at` what is not drawn yet; `pictured` says that there is a picture below. */
  draw(at: Placement, pictured: boolean, colours: Colours): void {
    const lined = pictured && this.belongs;
    this.at = at;
    this.lined = lined;
    if (!this.redraw.needed(this.view, lined, at, colours)) return;
    const { width, height } = this.size;
    const canvas = { context: this.pen, width, height, ratio: this.ratio, small: this.small, words: WORDS };
    drawOverlay(canvas, lined ? this.view : null, at, colours);
    this.drawWords(at.scale);
  }

  private get small(): boolean {
    return this.room < SMALL_PX;
  }

  private drawWords(scale: number): void {
    if (!this.view || !this.volume) return;
    const { view } = this;
    const look = view.kind === "volume" ? (this.looks.find((one) => one.name === view.preset)?.label ?? view.preset) : "";
    this.corners.show(this.small ? smallLabelsOf(view, this.volume) : labelsOf(view, this.volume, look), view);
    const flat = view.kind !== "volume" && this.volume.calibrated;
    this.corners.showScale(flat ? scaleBar(scale / view.mm_per_pixel, this.room) : null);
    this.corners.showPosition(sliceBar(view, this.volume)?.place ?? null, this.size.height);
    this.showWarnings();
  }

  private showWarnings(): void {
    if (this.volume) this.corners.showWarnings(warningsOf(this.view, this.volume, this.progress));
  }
}
