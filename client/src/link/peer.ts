// The WebRTC half: six receive-only video transceivers, offered once; views are bound to them by messages.

const TRANSCEIVERS = 6;
const GIVE_UP_MS = 3000;
/** A path that is "disconnected" this long is given up: the WebSocket carries on. */
const LOST_MS = 1500;
/** What waits longer than this many bytes on the quick channel, the WebSocket has overtaken. */
const QUICK_BYTES = 4096;

export interface FrameInfo {
  rtp: number | undefined;
  /** The picture itself, the callee's to close; null where this browser cannot take it from a `<video>`. */
  frame: VideoFrame | null;
  presented: number;
  decodeMs: number;
  /** When the frame was handed to the screen, on the page's clock; `expectedDisplayTime` may lie seconds ahead. */
  at: number;
}

export interface PeerHooks {
  offer(sdp: string): void;
  connected(): void;
  failed(): void;
  frame(stream: number, info: FrameInfo): void;
  /** A message on the quick channel. */
  told(data: ArrayBuffer): void;
}

export interface PeerFigures {
  relayed: boolean;
  bytesReceived: number;
  packetsReceived: number;
  /** Retransmission brings most of them after all. */
  packetsLost: number;
  /** Answers to the browser's checks of the path: they grow while it carries anything. */
  answers: number;
}

/** The codecs to offer: H.264 constrained baseline in packetisation mode 1, with retransmission; null: none here. */
function h264(): RTCRtpCodec[] | null {
  const all = globalThis.RTCRtpReceiver?.getCapabilities?.("video")?.codecs ?? [];
  const wanted = all.filter(({ mimeType, sdpFmtpLine = "" }) =>
    mimeType === "video/H264" && sdpFmtpLine.includes("packetization-mode=1") && sdpFmtpLine.includes("42e01f"));
  return wanted.length > 0 ? [...wanted, ...all.filter(({ mimeType }) => mimeType === "video/rtx")] : null;
}

/** What the element shows now, which may be one picture further than the callback says. */
function takeFrame(video: HTMLVideoElement): VideoFrame | null {
  try {
    return new VideoFrame(video);
  } catch {
    return null;
  }
}

/** Which picture a frame is, where the browser says so; else what the callback says has to do. */
function rtpOf(frame: VideoFrame | null): number | undefined {
  const { metadata } = (frame ?? {}) as { metadata?: () => { rtpTimestamp?: number } };
  return frame ? metadata?.call(frame).rtpTimestamp : undefined;
}

export class Peer {
  private readonly connection: RTCPeerConnection;
  private readonly quick: RTCDataChannel;
  private readonly limit: ReturnType<typeof setTimeout>;
  private lost: ReturnType<typeof setTimeout> | undefined;
  private over = false;

  private constructor(
    ice: RTCIceServer[],
    codecs: RTCRtpCodec[],
    private readonly videos: readonly HTMLVideoElement[],
    private readonly hooks: PeerHooks,
  ) {
    this.connection = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers: ice });
    this.limit = setTimeout(() => this.fail(), GIVE_UP_MS);
    this.connection.onconnectionstatechange = () => this.changed();
    this.quick = this.connection.createDataChannel("quick", { ordered: false, maxRetransmits: 0 });
    this.quick.binaryType = "arraybuffer";
    this.quick.onmessage = ({ data }) => !this.over && hooks.told(data as ArrayBuffer);
    for (let stream = 0; stream < TRANSCEIVERS; stream += 1) this.receive(stream, codecs);
    void this.offer();
  }

  /** Null where this browser has no WebRTC with H.264. `videos[n]` shows stream n. */
  static open(ice: RTCIceServer[], videos: readonly HTMLVideoElement[], hooks: PeerHooks): Peer | null {
    const codecs = typeof RTCPeerConnection === "function" ? h264() : null;
    const callbacks = typeof HTMLVideoElement.prototype.requestVideoFrameCallback === "function";
    return codecs && callbacks ? new Peer(ice, codecs, videos, hooks) : null;
  }

  async answer(sdp: string): Promise<void> {
    try {
      await this.connection.setRemoteDescription({ type: "answer", sdp });
    } catch {
      this.fail();
    }
  }

  /** May be lost, and comes in no order. */
  tell(data: Uint8Array<ArrayBuffer>): void {
    if (this.quick.readyState === "open" && this.quick.bufferedAmount < QUICK_BYTES) this.quick.send(data);
  }

  async figures(): Promise<PeerFigures> {
    const report = await this.connection.getStats();
    const found: PeerFigures = { relayed: false, bytesReceived: 0, packetsReceived: 0, packetsLost: 0, answers: 0 };
    report.forEach((one: Record<string, unknown>) => {
      if (one["type"] === "inbound-rtp") {
        found.bytesReceived += Number(one["bytesReceived"] ?? 0);
        found.packetsReceived += Number(one["packetsReceived"] ?? 0);
        // What a retransmission brought is no longer counted as lost, but was asked for.
        found.packetsLost += Math.max(Number(one["packetsLost"] ?? 0), Number(one["nackCount"] ?? 0));
      }
      if (one["type"] === "candidate-pair" && one["nominated"] === true) {
        const local = report.get(String(one["localCandidateId"])) as Record<string, unknown> | undefined;
        found.relayed ||= local?.["candidateType"] === "relay";
        found.answers += Number(one["responsesReceived"] ?? 0);
      }
    });
    return found;
  }

  close(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.limit);
    clearTimeout(this.lost);
    this.connection.close();
  }

  private receive(stream: number, codecs: RTCRtpCodec[]): void {
    const transceiver = this.connection.addTransceiver("video", { direction: "recvonly" });
    transceiver.setCodecPreferences(codecs);
    const video = this.videos[stream];
    if (!video) return;
    video.srcObject = new MediaStream([transceiver.receiver.track]);
    const watch = (_: number, frame: VideoFrameCallbackMetadata): void => {
      if (this.over) return;
      const taken = takeFrame(video);
      this.hooks.frame(stream, {
        rtp: rtpOf(taken) ?? frame.rtpTimestamp,
        frame: taken,
        presented: frame.presentedFrames,
        decodeMs: (frame.processingDuration ?? 0) * 1000,
        at: performance.now(),
      });
      video.requestVideoFrameCallback(watch);
    };
    video.requestVideoFrameCallback(watch);
  }

  private async offer(): Promise<void> {
    try {
      await this.connection.setLocalDescription(await this.connection.createOffer());
      if (!this.over) this.hooks.offer(this.connection.localDescription?.sdp ?? "");
    } catch {
      this.fail();
    }
  }

  private changed(): void {
    const state = this.connection.connectionState;
    clearTimeout(this.lost);
    if (state === "connected") {
      clearTimeout(this.limit);
      this.hooks.connected();
    } else if (state === "disconnected") {
      this.lost = setTimeout(() => this.fail(), LOST_MS);
    } else if (state === "failed" || state === "closed") {
      this.fail();
    }
  }

  private fail(): void {
    if (this.over) return;
    this.close();
    this.hooks.failed();
  }
}
