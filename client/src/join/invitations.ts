// The links into a room, as the dialog that makes them shows them. Told anew while it is open: links are used, and end.

import { batch, signal } from "@preact/signals";
import { Refused } from "../api";
import { joinWords, refusalOf } from "../text/join";
import type { RoomRole } from "../wire/room";
import { type Invitation, invitations, invite, revoke, type Until } from "./calls";

const AGAIN_MS = 5000;

export class Invitations {
  /** Null until they have been told. */
  readonly all = signal<readonly Invitation[] | null>(null);
  /** The link that is ready to be sent. */
  readonly ready = signal<Invitation | null>(null);
  readonly busy = signal(false);
  /** Why the last act did not succeed. */
  readonly fault = signal("");
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly session: string) {}

  start(): void {
    void this.tell();
    this.timer = setInterval(() => void this.tell(), AGAIN_MS);
  }

  close(): void {
    clearInterval(this.timer);
  }

  make(role: RoomRole, until: Until): Promise<boolean> {
    return this.act(async () => {
      const made = await invite(this.session, role, until);
      batch(() => {
        this.ready.value = made;
        this.all.value = [...(this.all.value ?? []).filter((one) => one.id !== made.id), made];
      });
    });
  }

  /** Whoever came by it is put out. */
  revoke(id: string): Promise<boolean> {
    return this.act(async () => {
      await revoke(this.session, id);
      batch(() => {
        if (this.ready.value?.id === id) this.ready.value = null;
        this.all.value = (this.all.value ?? []).filter((one) => one.id !== id);
      });
    });
  }

  private async act(run: () => Promise<void>): Promise<boolean> {
    if (this.busy.value) return false;
    this.busy.value = true;
    this.fault.value = "";
    try {
      await run();
      return true;
    } catch (error) {
      this.fault.value = error instanceof Refused ? refusalOf(error.code, error.message) : joinWords().noAnswer;
      return false;
    } finally {
      this.busy.value = false;
    }
  }

  private async tell(): Promise<void> {
    try {
      const all = await invitations(this.session);
      if (!this.busy.value) this.all.value = all;
    } catch {
      // What was told last stands; the next act says what is wrong.
      this.all.value ??= [];
    }
  }
}
