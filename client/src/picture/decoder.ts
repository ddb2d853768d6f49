// H.264 pictures of one stream, from the WebSocket to video frames, through WebCodecs.

import type { MessageOf, Tag } from "../wire/messages";
import { codecOf } from "./h264";

export interface DecoderHooks {
  /** The frame is the callee's to close. */
  frame(frame: VideoFrame, tag: Tag, decodeMs: number): void;
  /** Nothing can be shown before the next keyframe. */
  needsKey(): void;
  /** This browser cannot decode the stream at all. */
  unable(): void;
}

export function canDecode(): boolean {
  return typeof VideoDecoder === "function";
}

interface Waiting {
  tag: Tag;
  since: number;
}

/** A decoder that broke this often without one picture will not come right. */
const FAILURES = 4;
/** One request for a keyframe in this time; the server throttles, too. */
const ASK_MS = 500;

export class StreamDecoder {
  private decoder: VideoDecoder | null = null;
  private codec = "";
  private readonly waiting = new Map<number, Waiting>();
  private failures = 0;
  private askedAt = -Infinity;

  constructor(private readonly hooks: DecoderHooks) {}

  decode(picture: MessageOf<"picture">): void {
    if (picture.key) this.configure(codecOf(picture.data) ?? this.codec);
    if (this.decoder?.state !== "configured") {
      this.ask();
      return;
    }
    this.waiting.set(picture.picture, { tag: picture, since: performance.now() });
    const type = picture.key ? "key" : "delta";
    try {
      this.decoder.decode(new EncodedVideoChunk({ type, timestamp: picture.picture, data: picture.data }));
    } catch {
      this.broken();
    }
  }

  close(): void {
    if (this.decoder && this.decoder.state !== "closed") this.decoder.close();
    this.decoder = null;
    this.codec = "";
    this.waiting.clear();
  }

  private configure(codec: string): void {
    if (codec === "" || (this.codec === codec && this.decoder?.state === "configured")) return;
    this.close();
    this.codec = codec;
    this.decoder = new VideoDecoder({
      output: (frame) => this.decoded(frame),
      error: () => this.broken(),
    });
    this.decoder.configure({ codec, optimizeForLatency: true });
  }

  private decoded(frame: VideoFrame): void {
    const known = this.waiting.get(frame.timestamp);
    this.waiting.delete(frame.timestamp);
    this.failures = 0;
    if (known) this.hooks.frame(frame, known.tag, performance.now() - known.since);
    else frame.close();
  }

  private broken(): void {
    this.close();
    this.failures += 1;
    if (this.failures >= FAILURES) this.hooks.unable();
    else this.ask();
  }

  private ask(): void {
    const now = performance.now();
    if (now - this.askedAt < ASK_MS) return;
    this.askedAt = now;
    this.hooks.needsKey();
  }
}
