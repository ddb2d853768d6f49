// This page's part in a room: what it asks for, whose stage its hand moves, and what it is told of.

import { effect, signal, untracked } from "@preact/signals";
import type { Operation, ViewName } from "../wire/operations";
import type { RoomClientMessage } from "../wire/room";
import { WakeLock } from "../viewer/wake-lock";
import { FreeLook, type Held } from "./free-look";
import { RoomModel } from "./room";

export interface TogetherHooks {
  send(message: RoomClientMessage): boolean;
  /** What the hand did goes on its way. */
  push(view: ViewName, operations: readonly Operation[], gesture: number, at: number): void;
  /** It is held back: what plays by itself stops. */
  held(): void;
  /** What was done last was refused: nothing of it has happened. */
  refused(): void;
  /** Whether somebody else says how large pictures are. */
  follows(follows: boolean): void;
}

const ALWAYS = "tomocast.look-freely";
/** Esc twice within this time goes back to the presenter. */
const TWICE_MS = 1500;

export class Together {
  readonly model = new RoomModel();
  /** What waits for a word whether one wants to look freely. */
  readonly question = signal<Held | null>(null);
  /** Esc was pressed once, and goes back when it is pressed again. */
  readonly escaping = signal(false);
  /** Says a refusal's code in the reader's language; there once the room's words are. */
  inWords: ((code: string, served: string) => string) | null = null;
  /** What was done before the room was told of: whose stage it is for is not known. */
  private early: Parameters<TogetherHooks["push"]>[] = [];
  private readonly look = new FreeLook(asksNoMore());
  private readonly wakeLock = new WakeLock();
  private readonly stops: (() => void)[] = [];
  private escape: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly hooks: TogetherHooks) {
    const { model } = this;
    this.stops.push(effect(() => hooks.follows(model.following.value)));
    this.stops.push(effect(() => this.wakeLock.hold(model.together.value && model.iPresent.value)));
    this.stops.push(effect(() => {
      if (model.told.value) untracked(() => this.pushEarly());
    }));
    this.stops.push(effect(() => {
      // Who presents now, or looks freely by another page, needs no question.
      if (!model.following.value || model.presenter.value === 0) this.decline();
    }));
    document.addEventListener("visibilitychange", this.seen);
  }

  close(): void {
    clearTimeout(this.escape);
    for (const stop of this.stops) stop();
    this.wakeLock.close();
    document.removeEventListener("visibilitychange", this.seen);
  }

  /** A welcome came: the room does not know yet whether this page is seen. */
  restart(session: string): void {
    this.early = [];
    this.model.restart(session);
    this.decline();
    if (document.hidden) this.seen();
  }

  // --- whose stage the hand moves -----------------------------------------------------------------------------------

  push(view: ViewName, operations: readonly Operation[], gesture: number, at: number): void {
    const { following, together, presenter, told } = this.model;
    if (!told.value) return void this.early.push([view, operations, gesture, at]);
    const others = following.value && together.value && presenter.value !== 0;
    if (!others || this.look.admits(view, operations, gesture)) return this.hooks.push(view, operations, gesture, at);
    this.question.value = this.look.held;
    this.hooks.held();
  }

  /** A page that comes in does nothing to what the others see. */
  private pushEarly(): void {
    const { early } = this;
    this.early = [];
    if (!this.model.following.value) for (const act of early) this.hooks.push(...act);
  }

  /** Yes, look freely: with what the hand did first. */
  agree(always: boolean): void {
    if (always) askNoMore();
    const held = this.look.agree(always);
    this.question.value = null;
    if (held) this.hooks.push(held.view, held.operations, held.gesture, performance.now());
  }

  decline(): void {
    this.look.decline();
    this.question.value = null;
  }

  /**
   * True where Esc has done what it does here: twice, it goes back to the presenter, and it never leaves the others.
   * `filled`: there is a large view to step back from.
   */
  escaped(filled: boolean): boolean {
    if (!this.model.together.value) return false;
    if (!this.model.free.value) return !filled;
    clearTimeout(this.escape);
    const twice = this.escaping.value;
    this.escaping.value = !twice;
    if (twice) this.follow();
    else this.escape = setTimeout(() => (this.escaping.value = false), TWICE_MS);
    return twice || !filled;
  }

  // --- what this person asks for ------------------------------------------------------------------------------------

  follow(): void {
    if (this.hooks.send({ t: "follow", free: false })) this.model.free.value = false;
  }

  lookFreely(): void {
    this.look.agree(false);
    this.question.value = null;
    this.hooks.send({ t: "follow", free: true });
  }

  present(act: Extract<RoomClientMessage, { t: "present" }>["act"], person = 0): void {
    this.hooks.send({ t: "present", act, person });
  }

  /** Asks to present, or no more; where there is somebody to ask. */
  raiseHand(): void {
    const { model } = this;
    if (!model.may("point") || model.iPresent.value || model.presenter.value === 0) return;
    this.present(model.me.value?.asks ? "withdraw" : "ask");
  }

  /** False where it could not be sent. */
  note(text: string): boolean {
    return this.hooks.send({ t: "note", text });
  }

  name(name: string): void {
    this.hooks.send({ t: "name", name });
  }

  /** A refusal came; gives it in the reader's words. */
  complained(code: string, served: string): string {
    if (code === "free" || code === "right") this.hooks.refused();
    return this.inWords?.(code, served) ?? served;
  }

  private readonly seen = (): void => {
    this.hooks.send({ t: "away", away: document.hidden });
  };
}

function asksNoMore(): boolean {
  try {
    return localStorage.getItem(ALWAYS) === "always";
  } catch {
    return false;
  }
}

function askNoMore(): void {
  try {
    localStorage.setItem(ALWAYS, "always");
  } catch {
    // Storage may be forbidden: then it holds for this page.
  }
}
