// Which path carries the pictures: WebRTC beside the first pictures over the WebSocket, which stays when it does not come.

import { Expected } from "../link/expected";
import { Lossy } from "../link/lossy";
import { type FrameInfo, Peer, type PeerFigures } from "../link/peer";
import { Announcements, Quick, rowsOf } from "../link/quick";
import { decodeMessage, encodeMessage } from "../wire/codec";
import type { ClientMessage, MessageOf } from "../wire/messages";

export interface TransportHooks {
  send(message: ClientMessage): boolean;
  frame(stream: number, info: FrameInfo): void;
  /** Which picture WebRTC carries under a timestamp. */
  announced(sent: MessageOf<"picture_sent">): void;
  /** Whether the state that a picture shows has come. */
  knows(sent: MessageOf<"picture_sent">): boolean;
  changed(): void;
}

/** An announcement is held back so long for the state it belongs to: longer than a busy page takes to read it. */
const WORDS_MS = 150;

/** The server may find the connection up a moment after the browser does: it is asked again until pictures come. */
const ASK_AGAIN_MS = 300;
const ASK_TIMES = 10;
/** Negotiating takes both ends' processors: the first picture goes first, if it comes soon. */
const OPEN_WITHIN_MS = 1000;
/** A picture that was announced and is not on the screen by then: the path is cut, long before ICE says so. */
const CUT_MS = 500;

export class Transport {
  private peer: Peer | null = null;
  /** The first picture over WebRTC was announced. */
  private carries = false;
  /** What opens the peer, while the first picture has not come. */
  private opening: (() => void) | null = null;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private asking: ReturnType<typeof setTimeout> | undefined;
  private lossy = new Lossy();
  private readonly announcements = new Announcements();
  private quick = new Quick(() => undefined);
  private readonly expected = new Expected();
  private expecting: ReturnType<typeof setTimeout> | undefined;
  /** The path fell silent; how many checks had been answered then (-1: not known yet). It is used again when more are. */
  private cut: { answers: number } | null = null;
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
    return this.carries ? "webrtc" : "websocket";
  }

  /** WebRTC is on its way or carries. */
  get hopes(): boolean {
    return this.peer !== null || this.opening !== null;
  }

  /** WebRTC was asked for and has not begun to carry: a refusal now concerns that question only. */
  get asks(): boolean {
    return this.asking !== undefined;
  }

  get bitrate(): number {
    return this.carries ? this.lastBytes.bitrate : 0;
  }

  /** A socket was opened: pictures come over it until the peer is connected, which is asked for after the first one. */
  start(ice: readonly Record<string, string>[]): void {
    this.stop();
    if (this.wanted === "websocket") return;
    this.opening = () => this.open(ice);
    this.waiting = setTimeout(() => this.opening?.(), OPEN_WITHIN_MS);
  }

  private open(ice: readonly Record<string, string>[]): void {
    clearTimeout(this.waiting);
    this.opening = null;
    const servers = ice.flatMap(({ urls, ...rest }) => (urls === undefined ? [] : [{ urls, ...rest }]));
    this.lossy = new Lossy();
    this.quick = new Quick((message) => this.peer?.tell(encodeMessage(message)));
    this.peer = Peer.open(servers, this.videos, {
      offer: (sdp) => this.hooks.send({ t: "offer", sdp }),
      connected: () => this.ask(ASK_TIMES),
      failed: () => this.failed(),
      frame: (stream, info) => {
        this.expected.presented(stream, info.rtp);
        this.expectAnew();
        this.hooks.frame(stream, info);
      },
      told: (data) => this.told(data),
    });
  }

  stop(): void {
    clearTimeout(this.waiting);
    this.opening = null;
    this.peer?.close();
    this.peer = null;
    this.stopAsking();
    this.stopExpecting();
    this.cut = null;
    this.carries = false;
    this.pings.clear();
    this.announcements.clear();
  }

  /** A message that went over the WebSocket: what shall be early goes over the quick channel, too. */
  alsoQuickly(message: ClientMessage): void {
    this.quick.copy(message);
  }

  /** An announcement, over whichever way; it is heard once. */
  announced(sent: MessageOf<"picture_sent">): void {
    if (!this.announcements.isNew(sent)) return;
    this.came("webrtc", sent);
    this.hooks.announced(sent);
  }

  private told(data: ArrayBuffer): void {
    try {
      const message = decodeMessage(data);
      if (message.t === "pictures_sent") for (const sent of rowsOf(message)) this.early(sent);
    } catch {
      // The WebSocket says the same, and ends the session where that cannot be read.
    }
  }

  /** The words of a picture come over the WebSocket: it waits for them, but not for a packet that TCP sends again. */
  private early(sent: MessageOf<"picture_sent">): void {
    if (this.hooks.knows(sent)) return this.announced(sent);
    const { peer } = this;
    setTimeout(() => this.peer === peer && this.announced(sent), WORDS_MS);
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

  /** A picture came on this path. */
  came(path: "webrtc" | "websocket", sent?: MessageOf<"picture_sent">): void {
    this.opening?.();
    if (sent && !this.cut) {
      this.expected.announced(sent.stream, sent.rtp);
      this.expecting ??= setTimeout(() => this.silent(), CUT_MS);
    }
    if (path === "webrtc") this.stopAsking();
    const carries = path === "webrtc" && this.peer !== null && this.cut === null;
    if (carries === this.carries) return;
    this.carries = carries;
    this.hooks.changed();
  }

  private ask(times: number): void {
    this.stopAsking();
    if (times === 0) return;
    this.hooks.send({ t: "transport", use: "webrtc" });
    this.asking = setTimeout(() => this.ask(times - 1), ASK_AGAIN_MS);
  }

  private stopAsking(): void {
    clearTimeout(this.asking);
    this.asking = undefined;
  }

  private failed(): void {
    this.peer = null;
    this.cut = null;
    this.leave();
  }

  /** The pictures come over the WebSocket from now on. */
  private leave(): void {
    this.stopAsking();
    this.stopExpecting();
    this.carries = false;
    this.hooks.send({ t: "transport", use: "websocket" });
    this.hooks.changed();
  }

  /** Something came: what is still missing has its time from now on. */
  private expectAnew(): void {
    clearTimeout(this.expecting);
    this.expecting = this.expected.any ? setTimeout(() => this.silent(), CUT_MS) : undefined;
  }

  private stopExpecting(): void {
    clearTimeout(this.expecting);
    this.expecting = undefined;
    this.expected.clear();
  }

  private silent(): void {
    this.expecting = undefined;
    // A hidden page is shown no frames; that says nothing of the path.
    if (document.hidden || !this.peer || !this.expected.any) return;
    this.cut = { answers: -1 };
    this.leave();
  }

  /** The browser goes on checking a path that fell silent. */
  private heard(answers: number): void {
    if (!this.cut || !this.peer) return;
    // The first figures after the cut may still count answers from before it.
    if (this.cut.answers < 0) this.cut = { answers };
    else if (answers > this.cut.answers) {
      this.cut = null;
      this.ask(ASK_TIMES);
    }
  }

  private measured(figures: PeerFigures, now: number): void {
    this.relayed = figures.relayed;
    if (this.lossy.noted(figures.packetsReceived, figures.packetsLost, this.roundTripMs)) {
      this.peer?.close();
      if (this.peer) this.failed();
      return;
    }
    this.heard(figures.answers);
    const seconds = (now - this.lastBytes.at) / 1000;
    const bitrate = seconds > 0 ? (Math.max(0, figures.bytesReceived - this.lastBytes.total) * 8) / seconds : 0;
    this.lastBytes = { total: figures.bytesReceived, at: now, bitrate };
  }
}
