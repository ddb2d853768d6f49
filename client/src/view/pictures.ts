// What comes for one view: pictures, video frames and stills, put on its layers when they are newer than what is there.

import { FrameMatcher } from "../link/frames";
import type { FrameInfo } from "../link/peer";
import { canDecode, StreamDecoder } from "../picture/decoder";
import { JpegDecoder } from "../picture/jpeg";
import { type DecodedStill, decodeStill, type Still } from "../picture/still";
import { decodeTile, type Tile, Tiles } from "../picture/tiles";
import type { ClientMessage, MessageOf, Tag } from "../wire/messages";
import type { ViewFidelity } from "./fidelity";
import { Layers } from "./layers";
import type { Meter } from "./meter";
import { Presenter } from "./presenter";

export interface PicturesHooks {
  send(message: ClientMessage): boolean;
  /** A picture came to the screen. */
  shown(tag: Tag): void;
  /** Another picture than before is on the layers. */
  replaced(tag: Tag): void;
  /** The view's worth changed. */
  changed(): void;
  cannotDecode(): void;
}

export class Pictures {
  readonly layers = new Layers();
  private readonly matcher = new FrameMatcher();
  private readonly decoder: StreamDecoder;
  private readonly jpegs: JpegDecoder;
  private readonly presenter: Presenter;
  private tiles = new Tiles();
  private unknown: VideoFrame | null = null;
  private candidate: { tag: Tag; still: DecodedStill } | null = null;
  private lease = 0;
  private presented = 0;
  /** Pictures that contain fewer inputs are behind what was foreseen. */
  private foreseenTo = 0;

  constructor(
    private readonly stream: number,
    private readonly fidelity: ViewFidelity,
    private readonly meter: Meter,
    private readonly hooks: PicturesHooks,
  ) {
    this.decoder = new StreamDecoder({
      frame: (frame, tag, decodeMs) => this.decoded(frame, tag, decodeMs),
      needsKey: () => hooks.send({ t: "key", stream }),
      unable: hooks.cannotDecode,
    });
    this.jpegs = new JpegDecoder({
      picture: (picture, tag, decodeMs) => this.decoded(picture, tag, decodeMs),
      broken: () => hooks.send({ t: "key", stream }),
    });
    this.presenter = new Presenter(({ frame, tag, drawn }, pixels) => {
      if (!this.covered(tag)) {
        if (pixels) this.layers.drawPixels(pixels, tag);
        else this.layers.drawFrame(frame, tag);
        hooks.replaced(tag);
      }
      drawn();
    });
  }

  /** A (new) session: what is on the screen stays, but nothing of it is known to be current. */
  restart(lease: number): void {
    this.lease = lease;
    this.candidate = null;
    this.tiles = new Tiles();
    this.decoder.close();
    this.jpegs.close();
    this.keepUnknown(null);
    this.presenter.forget();
    this.foreseenTo = 0;
    if (this.layers.tag) this.layers.tag = { ...this.layers.tag, epoch: -1, picture: -1, lease: 0 };
  }

  /** Nothing is on the screen any more, and what is on its way does not come there. */
  clear(): void {
    this.presenter.forget();
    this.layers.clear();
  }

  picture(message: MessageOf<"picture">, size: number): void {
    if (message.lease < this.lease) return;
    this.meter.received(size, performance.now());
    this.fidelity.announced(message.epoch);
    if (message.format === "jpeg") void this.jpegs.decode(message);
    // Without a decoder the credit still goes back: the still follows when the hand rests.
    else if (canDecode()) this.decoder.decode(message);
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

  /** A slice that was sent ahead comes to the screen; the server does not know of the inputs up to `sequence` yet. */
  foreseen(pixels: ImageData, sequence: number): void {
    const { tag } = this.layers;
    if (!tag) return;
    this.presenter.forget();
    this.foreseenTo = sequence;
    this.layers.drawPixels(pixels, { ...tag, sequence, width: pixels.width, height: pixels.height });
  }

  /** What is on the screen, or these pixels, is the content of this tag's epoch. */
  confirmed(pixels: ImageData | null, named: Omit<Tag, "picture" | "lease">, lossless: boolean): void {
    const shown = this.layers.tag;
    const tag = { ...named, picture: shown?.picture ?? 0, lease: this.lease };
    this.foreseenTo = 0;
    // The same content may be there already, and better.
    if (pixels && (lossless || shown?.epoch !== tag.epoch)) {
      this.presenter.forget();
      this.layers.drawPixels(pixels, tag);
    } else if (shown) {
      this.layers.tag = tag;
    }
    if (lossless) this.fidelity.verified(tag.epoch, true);
    this.shown(tag);
    this.measureNextFrame(tag);
  }

  /** What was foreseen did not come true: whatever comes next is shown. */
  given(): void {
    this.foreseenTo = 0;
  }

  /** A view without loss, or one of the rectangles that it comes in on a slow way. */
  async stillCame(still: Still | Tile): Promise<void> {
    if (still.lease < this.lease) return;
    this.meter.received(still.data.byteLength, performance.now());
    this.fidelity.announced(still.epoch);
    const decoded = await (still.t === "tile" ? decodeTile(still) : decodeStill(still)).catch(() => null);
    // The next tile waits for this answer, whatever it was worth.
    if (still.t === "tile") this.acknowledge(still, 0);
    if (!decoded?.verified) return this.doubted(still);
    const pixels = still.t === "tile" ? this.put(still, decoded.pixels) : decoded.pixels;
    if (!pixels) return;
    this.candidate = { tag: still, still: { pixels, verified: true } };
    this.tryStill();
  }

  /** A tile is on the screen at once; the whole still with its last one. */
  private put(tile: Tile, pixels: ImageData): ImageData | null {
    if (this.fidelity.isCurrent(tile)) this.layers.patch(pixels, tile.x, tile.y, tile);
    return this.tiles.put(tile, pixels);
  }

  /** Its pixels are not the server's: it is asked for again. */
  private doubted(tag: Tag): void {
    this.fidelity.verified(tag.epoch, false);
    this.hooks.send({ t: "shown", stream: this.stream, picture: tag.picture, verified: false });
    this.hooks.changed();
  }

  /** Shows the verified still as soon as it is what the hand left. */
  tryStill(): void {
    const { candidate } = this;
    if (!candidate || !this.fidelity.isCurrent(candidate.tag)) return;
    this.candidate = null;
    this.layers.showStill(candidate.still.pixels, candidate.tag);
    this.foreseenTo = 0;
    this.hooks.replaced(candidate.tag);
    this.fidelity.verified(candidate.tag.epoch, true);
    this.hooks.send({ t: "shown", stream: this.stream, picture: candidate.tag.picture, verified: true });
    this.shown(candidate.tag);
    this.measureNextFrame(candidate.tag);
  }

  /** A frame that came before the word which picture it is. */
  private keepUnknown(frame: VideoFrame | null): void {
    this.unknown?.close();
    this.unknown = frame;
  }

  private decoded(frame: VideoFrame | ImageBitmap, tag: Tag, decodeMs: number): void {
    this.acknowledge(tag, decodeMs);
    this.presenter.present({
      frame,
      tag,
      drawn: () => {
        this.shown(tag);
        this.measureNextFrame(tag);
      },
    });
  }

  /** The frame is drawn together with its lines: the `<video>` itself changes up to a frame before scripts hear of it. */
  private onVideo(tag: Tag, at: number, decodeMs: number, frame: VideoFrame | null): void {
    this.acknowledge(tag, decodeMs);
    const drawn = (): void => {
      this.shown(tag);
      this.meter.shown(tag.sequence, at);
    };
    if (frame) return this.presenter.present({ frame, tag, drawn });
    if (!this.covered(tag)) {
      this.layers.showVideo(tag);
      this.hooks.replaced(tag);
    }
    drawn();
  }

  /** What was drawn reaches the screen with the next frame. */
  private measureNextFrame(tag: Tag): void {
    requestAnimationFrame(() => this.meter.shown(tag.sequence, performance.now()));
  }

  /** Whether something as new or newer is on the screen: the still of this very content, or a later picture. */
  private covered(tag: Tag): boolean {
    const shown = this.layers.tag;
    if (!shown) return false;
    if (tag.sequence < this.foreseenTo) return true;
    return this.layers.shows === "still" ? shown.epoch >= tag.epoch : shown.picture > tag.picture;
  }

  private acknowledge(tag: Tag, decodeMs: number): void {
    this.hooks.send({ t: "ack", stream: this.stream, picture: tag.picture, decode_ms: decodeMs });
  }

  private shown(tag: Tag): void {
    this.fidelity.shown(tag);
    this.hooks.shown(tag);
  }
}
