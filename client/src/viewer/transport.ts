// Which path carries the pictures: WebRTC beside the first pictures over the WebSocket, which stays when it does not come.

import { type FrameInfo, Peer, type PeerFigures } from "../link/peer";
import type { ClientMessage, MessageOf } from "../wire/messages";

export interface TransportHooks {
  send(message: ClientMessage): boolean;
  frame(stream: number, info: FrameInfo): void;
  changed(): void;
}

export class Transport {
  private peer: Peer | null = null;
  private connected = false;
  private lastBytes = { total: 0, at: 0, bitrate: 0 };
  relayed = false;
  roundTripMs: number | null = null;
  private pings = new Map<number, number>();
  private nextPing = 1;

  constructor(
    private readonly wanted: "webrtc" | "websocket",
    private readonly videos: readonly HTMLVideoElement[],
    private readonly hooks: TransportHooks,
  ) {}

  get name(): "webrtc" | "websocket" {
    return this.connected ? "webrtc" : "websocket";
  }

  get bitrate(): number {
    return this.connected ? this.lastBytes.bitrate : 0;
  }

  /** A socket was opened: pictures come over it until the peer is connected. */
  start(ice: readonly Record<string, string>[]): void {
    this.stop();
    if (this.wanted === "websocket") return;
    const servers = ice.flatMap(({ urls, ...rest }) => (urls === undefined ? [] : [{ urls, ...rest }]));
    this.peer = Peer.open(servers, this.videos, {
      offer: (sdp) => this.hooks.send({ t: "offer", sdp }),
      connected: () => this.use("webrtc"),
      failed: () => this.use("websocket"),
      frame: this.hooks.frame,
    });
  }

  stop(): void {
    this.peer?.close();
    this.peer = null;
    this.connected = false;
    this.pings.clear();
  }

  answer(message: MessageOf<"answer">): void {
    void this.peer?.answer(message.sdp);
  }

  ping(now: number): void {
    const id = this.nextPing;
    this.nextPing += 1;
    if (this.hooks.send({ t: "ping", id })) this.pings.set(id, now);
    void this.peer?.figures().then((figures) => this.measured(figures, now), () => undefined);
  }

  pong(message: MessageOf<"pong">, now: number): void {
    const sent = this.pings.get(message.id);
    this.pings.delete(message.id);
    if (sent !== undefined) this.roundTripMs = now - sent;
  }

  private use(path: "webrtc" | "websocket"): void {
    this.connected = path === "webrtc";
    this.hooks.send({ t: "transport", use: path });
    this.hooks.changed();
  }

  private measured(figures: PeerFigures, now: number): void {
    this.relayed = figures.relayed;
    const seconds = (now - this.lastBytes.at) / 1000;
    const bitrate = seconds > 0 ? (Math.max(0, figures.bytesReceived - this.lastBytes.total) * 8) / seconds : 0;
    this.lastBytes = { total: figures.bytesReceived, at: now, bitrate };
  }
}
