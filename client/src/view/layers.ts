// The picture of a view: video below, the canvas for pictures from the WebSocket, the lossless still on top.

import { readPixels } from "../picture/image-pixels";
import type { Tag } from "../wire/messages";
import { element } from "./dom";
import { NO_SHIFT, sameShift, type Shift } from "./local";
import type { Placement, Size } from "./place";

export type Layer = "none" | "video" | "live" | "still";

export interface Pixels {
  width: number;
  height: number;
  channels: number;
  data: Uint8ClampedArray;
}

export class Layers {
  readonly box = element("div", "picture", { "aria-hidden": "true" });
  readonly video = element("video");
  private readonly live = element("canvas");
  private readonly still = element("canvas");
  private layer: Layer = "none";
  private shift: Shift = NO_SHIFT;
  private placed = "";
  tag: Tag | null = null;

  constructor() {
    this.video.muted = true;
    this.video.autoplay = true;
    this.video.playsInline = true;
    this.video.disablePictureInPicture = true;
    this.box.append(this.video, this.live, this.still);
    this.box.dataset["layer"] = "none";
    // The view's label says what is seen; a listener gets nothing from pixels.
    this.box.setAttribute("aria-hidden", "true");
  }

  get shows(): Layer {
    return this.layer;
  }

  /** What holds the picture on the screen. */
  get source(): HTMLVideoElement | HTMLCanvasElement | null {
    return { none: null, video: this.video, live: this.live, still: this.still }[this.layer];
  }

  /** The coded size is even; what the tag says is the picture. */
  drawFrame(frame: VideoFrame | ImageBitmap, tag: Tag): void {
    sized(this.live, tag).drawImage(frame, 0, 0, tag.width, tag.height, 0, 0, tag.width, tag.height);
    this.show("live", tag);
  }

  /** The same, of a frame's pixels. */
  drawPixels(pixels: ImageData, tag: Tag): void {
    sized(this.live, tag).putImageData(pixels, 0, 0);
    this.show("live", tag);
  }

  showVideo(tag: Tag): void {
    const { videoWidth, videoHeight, style } = this.video;
    style.width = `${(100 * (videoWidth || tag.width)) / tag.width}%`;
    style.height = `${(100 * (videoHeight || tag.height)) / tag.height}%`;
    this.show("video", tag);
  }

  showStill(pixels: ImageData, tag: Tag): void {
    sized(this.still, tag).putImageData(pixels, 0, 0);
    this.show("still", tag);
  }

  /** A part of the picture on the screen, without loss now; nothing where that is another one. */
  patch(pixels: ImageData, x: number, y: number, tag: Tag): void {
    const { width, height } = this.live;
    if (this.layer !== "live" || this.tag?.epoch !== tag.epoch || width !== tag.width || height !== tag.height) return;
    sized(this.live, tag).putImageData(pixels, x, y);
  }

  clear(): void {
    this.layer = "none";
    this.box.dataset["layer"] = "none";
    this.tag = null;
  }

  /**
   * Puts a picture of `size` to its place (CSS pixels), `fills` where it fills the view, and shifts it as the hand
   * asks. What is on the layers may have fewer pixels than `size`: it is drawn as large.
   */
  place(corner: Placement, size: Size, shift: Shift, fills: boolean): void {
    const { style } = this.box;
    const wanted = fills ? "fills" : `${corner.scale} ${corner.dx} ${corner.dy} ${size.width} ${size.height}`;
    if (wanted !== this.placed) {
      this.placed = wanted;
      style.left = fills ? "0" : `${corner.dx}px`;
      style.top = fills ? "0" : `${corner.dy}px`;
      style.width = fills ? "100%" : `${size.width * corner.scale}px`;
      style.height = fills ? "100%" : `${size.height * corner.scale}px`;
    }
    if (sameShift(shift, this.shift)) return;
    this.shift = shift;
    const [dx, dy] = [shift.dx * corner.scale, shift.dy * corner.scale];
    style.transform = sameShift(shift, NO_SHIFT) ? "none" : `translate(${dx}px, ${dy}px) scale(${shift.scale})`;
  }

  /** What is on the screen, one byte a grey pixel or three an RGB one. */
  pixels(channels: 1 | 3): Pixels | null {
    const tag = this.tag;
    const { source } = this;
    if (!tag || !source) return null;
    const { data } = readPixels(source, tag.width, tag.height);
    const picked = data.filter((_, at) => at % 4 < channels);
    return { width: tag.width, height: tag.height, channels, data: picked };
  }

  private show(layer: Layer, tag: Tag): void {
    this.tag = tag;
    if (this.layer === layer) return;
    this.layer = layer;
    this.box.dataset["layer"] = layer;
  }
}

function sized(canvas: HTMLCanvasElement, size: Size): CanvasRenderingContext2D {
  if (canvas.width !== size.width || canvas.height !== size.height) {
    canvas.width = size.width;
    canvas.height = size.height;
  }
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("this browser gives no canvas");
  return context;
}
