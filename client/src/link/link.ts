// The session's socket: opened, kept, opened again. What the messages mean is not its business.

import { type Opened, Refused } from "../api";
import { WireError } from "../wire/check";
import { decodeMessage, encodeMessage, UnknownMessage } from "../wire/codec";
import {
  type ClientMessage, LEASE_LOST, MOVED, PROTOCOL_VERSION, type ServerMessage, type ViewBinding, WHO_ARE_YOU,
} from "../wire/messages";
import { Backoff } from "./backoff";
import { readName } from "../join/own-name";
import type { Entry } from "./entry";
import { seat } from "./kept";
import { rememberBitRate, rememberedBitRate } from "./remembered-rate";
import { Silence } from "./silence";

/** Why the link will not come back by itself. */
export interface Ended {
  code: string;
  text: string;
  /** Whom to ask, where somebody is not let in. */
  contact?: string;
}

export interface LinkHooks {
  /** The views on the screen, for `hello`. */
  bindings(): ViewBinding[];
  message(message: ServerMessage, size: number): void;
  lost(): void;
  /** The server is full; its words say how many are before us. Asked again every second. */
  waits(words: string): void;
  ended(why: Ended): void;
  /** How moving pictures shall come on this socket. */
  pictures(): "h264" | "jpeg";
}

/** More than this unsent means that the path is behind: input is summed instead of queued. */
const BUSY_BYTES = 32 * 1024;
const SERVER_BUSY = new Set([429, 502, 503, 504]);
/** A socket that neither opens nor fails, and one that opened and fell silent. */
const OPEN_LIMIT_MS = 8000;
const SILENT_LIMIT_MS = 5000;
/** While all places are taken. */
const WAIT_MS = 1000;

export class Link {
  readonly silence = new Silence(performance.now());
  private socket: WebSocket | null = null;
  private place: Opened | null = null;
  /** The place's ticket has been shown: the server takes no ticket twice. */
  private spent = false;
  private readonly backoff = new Backoff();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private openedAt = 0;
  private welcomed = false;
  private over = false;
  private resting = false;
  private waiting = "";
  private stills: boolean;

  constructor(
    private readonly entry: Entry,
    private readonly hooks: LinkHooks,
  ) {
    this.stills = entry.kept.place?.stills ?? false;
  }

  start(): void {
    void this.attempt();
  }

  get open(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  get busy(): boolean {
    return (this.socket?.bufferedAmount ?? 0) > BUSY_BYTES;
  }

  get session(): string {
    return this.place?.session ?? "";
  }

  /** False where nothing could be sent; the caller must not wait for an answer then. */
  send(message: ClientMessage): boolean {
    if (!this.open) return false;
    this.socket?.send(encodeMessage(message));
    return true;
  }

  /** Begins anew with another way of the pictures; the view comes back. */
  reopen(): void {
    if (this.over) return;
    this.backoff.reset();
    this.drop();
    this.hooks.lost();
    this.again();
  }

  /** While all places are taken: one for still pictures is asked for instead, at once. */
  takeStills(): void {
    this.stills = true;
    if (this.place || this.over) return;
    clearTimeout(this.timer);
    void this.attempt();
  }

  /** The place is one for still pictures. */
  get ofStills(): boolean {
    return this.stills;
  }

  /** A socket that is open may be dead all the same: only one that speaks is left alone. */
  retryNow(): void {
    if (this.over || (this.open && this.silence.freshness(performance.now()) === "fresh")) return;
    this.backoff.reset();
    if (this.open) this.hooks.lost();
    this.drop();
    this.again();
  }

  /** To be called a few times a second: a socket that is open but silent is given up and opened anew. */
  check(now: number): void {
    const silent = Math.min(this.silence.milliseconds(now), now - this.openedAt);
    if (!this.open || silent < SILENT_LIMIT_MS) return;
    this.drop();
    this.hooks.lost();
    this.again();
  }

  /** The page is left: it may be loaded again, or come back as it is. */
  rest(): void {
    if (this.over) return;
    this.close();
    this.resting = true;
  }

  /** It came back as it was. */
  resume(): void {
    if (!this.resting) return;
    this.resting = this.over = false;
    this.backoff.reset();
    this.hooks.lost();
    void this.attempt();
  }

  close(): void {
    this.over = true;
    this.resting = false;
    clearTimeout(this.timer);
    this.drop();
  }

  /** For good: the session ends, unless others look at it. */
  leave(): void {
    this.close();
    this.entry.leave();
  }

  private again(): void {
    clearTimeout(this.timer);
    if (!this.over) this.timer = setTimeout(() => void this.attempt(), this.backoff.next());
  }

  private async attempt(): Promise<void> {
    try {
      if (!this.place || this.spent) await this.enter();
      this.waiting = "";
    } catch (error) {
      this.refused(error);
      return;
    }
    if (this.over && !this.resting) this.entry.leave();
    else if (this.over) return;
    else if (this.place) this.connect(this.place);
  }

  /** Into the same session where it lives, else into a new one; the snapshot brings the view back there. */
  private async enter(): Promise<void> {
    this.place = await this.entry.enter(this.waiting, this.stills);
    this.spent = false;
  }

  private refused(error: unknown): void {
    if (this.over) return;
    if (error instanceof Refused && error.code === "places") {
      this.wait(error);
      return;
    }
    const final = error instanceof WireError || (error instanceof Refused && !SERVER_BUSY.has(error.status));
    if (!final) {
      this.hooks.lost();
      this.again();
      return;
    }
    this.end(error instanceof Refused ? { code: error.code, text: error.message, contact: error.contact } : { code: "protocol", text: error.message });
  }

  private wait(full: Refused): void {
    this.waiting = full.waiting;
    this.silence.heard(performance.now());
    this.hooks.waits(full.message);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.attempt(), WAIT_MS);
  }

  private connect(place: Opened): void {
    this.drop();
    const socket = this.socketAt(place.socket);
    if (!socket) return;
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.welcomed = false;
    const limit = setTimeout(() => socket.close(), OPEN_LIMIT_MS);
    socket.onopen = () => {
      clearTimeout(limit);
      this.greet(place);
    };
    socket.onmessage = (event) => this.received(event.data as unknown);
    socket.onclose = (event) => {
      clearTimeout(limit);
      if (this.socket === socket) this.closed(event.code);
    };
  }

  /** Null where the server named an address that is none: the page says so instead of waiting for ever. */
  private socketAt(address: string): WebSocket | null {
    try {
      return new WebSocket(address);
    } catch {
      this.end({ code: "protocol", text: "the server's socket has no good address" });
      return null;
    }
  }

  private greet(place: Opened): void {
    const { ticket } = place;
    this.spent = true;
    this.openedAt = performance.now();
    const views = this.hooks.bindings();
    const pictures = this.hooks.pictures();
    const { snapshot } = this.entry.kept;
    this.send({
      t: "hello", version: PROTOCOL_VERSION, ticket, views, snapshot, bit_rate: rememberedBitRate(), pictures, seat: seat(),
      name: readName(),
    });
  }

  private received(data: unknown): void {
    this.silence.heard(performance.now());
    if (!(data instanceof ArrayBuffer)) return;
    let message: ServerMessage;
    try {
      message = decodeMessage(data);
    } catch (error) {
      // A type that a newer server added is no harm; anything else is: what is shown could be wrong.
      if (!(error instanceof UnknownMessage)) this.end({ code: "protocol", text: String((error as Error).message) });
      return;
    }
    this.keep(message);
    this.hooks.message(message, data.byteLength);
  }

  /** What the next `hello` needs. */
  private keep(message: ServerMessage): void {
    if (message.t === "welcome") {
      this.welcomed = true;
      this.backoff.reset();
    }
    const sealed = message.t === "state" || message.t === "snapshot" ? message.snapshot : null;
    if (sealed && sealed.length > 0) this.entry.kept.snapshot = sealed;
    if (message.t === "pong") rememberBitRate(message.bit_rate);
    if (message.t === "moved" && this.place) {
      this.place = { ...this.place, socket: message.url, ticket: message.ticket };
      this.spent = false;
    }
    if (message.t === "error" && message.fatal) this.end({ code: message.code, text: message.text });
  }

  private closed(code: number): void {
    this.socket = null;
    if (this.over) return;
    // The ticket is no longer good, or never was.
    if (code === WHO_ARE_YOU || code === LEASE_LOST || !this.welcomed) this.place = null;
    if (code !== MOVED) this.hooks.lost();
    this.again();
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /** What failed is not come back to: trying again begins anew. */
  private end(why: Ended): void {
    this.leave();
    this.hooks.ended(why);
  }
}
