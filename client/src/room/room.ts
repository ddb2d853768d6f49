// Who looks together, who presents and what they wrote, as signals for the chrome. Nothing is sent from here.

import { batch, computed, signal } from "@preact/signals";
import type { MessageOf, ServerMessage } from "../wire/messages";
import type { Person, RoomRole } from "../wire/room";

/** What is drawn over pictures by those who point. */
export interface MarksSink {
  pointed(message: MessageOf<"pointed">): void;
  stroked(message: MessageOf<"stroked">): void;
  erased(message: MessageOf<"erased">): void;
  /** A (new) connection: all strokes of the room are told again. */
  restart(): void;
}

export interface RoomNote {
  readonly note: number;
  readonly person: number;
  readonly name: string;
  readonly colour: number;
  readonly text: string;
  readonly at: Date;
}

/** The presenting was taken over; until then, on the page's clock, it can be undone. */
export interface TakenOver {
  readonly by: number;
  readonly before: number;
  readonly until: number;
}

const RANK: Readonly<Record<RoomRole, number>> = { look: 0, point: 1, present: 2 };

export class RoomModel {
  /** One's own number; 0 until the room has been told of. */
  readonly you = signal(0);
  /** The number of who presents; 0 where nobody does. */
  readonly presenter = signal(0);
  readonly people = signal<readonly Person[]>([]);
  readonly taken = signal<TakenOver | null>(null);
  /** The name of who presented until nobody did. */
  readonly former = signal("");
  /** Nobody presents, and this person may take it. */
  readonly offered = signal(false);
  /** This person may make invitation links. */
  readonly invites = signal(false);
  readonly notes = signal<readonly RoomNote[]>([]);
  /** The newest note that came while one was here, from somebody else. */
  readonly heard = signal<RoomNote | null>(null);
  /** The room has been told of on this connection: what comes now is new. */
  readonly told = signal(false);
  /** This person has a stage of their own. */
  readonly free = signal(false);

  readonly me = computed(() => this.person(this.you.value));
  readonly presenting = computed(() => this.person(this.presenter.value));
  readonly role = computed<RoomRole>(() => this.me.value?.role ?? "look");
  readonly alone = computed(() => this.people.value.length <= 1);
  /** There is somebody else, or should be: the room has something to say. */
  readonly together = computed(() => this.you.value !== 0 && (!this.alone.value || !this.iPresent.value));
  readonly iPresent = computed(() => this.you.value !== 0 && this.presenter.value === this.you.value);
  /** What this hand does to pictures would be for nobody else, and is not for the shared stage. */
  readonly following = computed(() => this.you.value !== 0 && !this.iPresent.value && !this.free.value);
  /** Those who would like to present, but for oneself. */
  readonly asking = computed(() => this.people.value.filter((one) => one.asks && one.person !== this.you.value));
  /** Notes that have not been seen. */
  readonly unread = computed(() => {
    const { value: seen } = this.seenTo;
    return this.notes.value.filter((one) => one.note > seen && one.person !== this.you.value).length;
  });

  marks: MarksSink | null = null;
  private readonly seenTo = signal(0);
  private session = "";

  constructor(private readonly now: () => number = () => performance.now()) {}

  person(number: number): Person | null {
    return this.people.value.find((one) => one.person === number) ?? null;
  }

  may(role: RoomRole): boolean {
    return RANK[this.role.value] >= RANK[role];
  }

  /** A welcome came. Who is here stays on the screen until the room is told of again. */
  restart(session: string): void {
    this.told.value = false;
    this.marks?.restart();
    if (session === this.session) return;
    this.session = session;
    batch(() => {
      this.notes.value = [];
      this.heard.value = null;
      this.seenTo.value = 0;
      this.free.value = false;
    });
  }

  /** False where the message is not of the room. */
  received(message: ServerMessage): boolean {
    switch (message.t) {
      case "room":
        this.roomCame(message);
        return true;
      case "noted":
        this.noteCame(message);
        return true;
      case "pointed":
        this.marks?.pointed(message);
        return true;
      case "stroked":
        this.marks?.stroked(message);
        return true;
      case "erased":
        this.marks?.erased(message);
        return true;
      default:
        return false;
    }
  }

  /** The notes are on the screen. */
  readNotes(): void {
    this.seenTo.value = Math.max(this.seenTo.value, this.notes.value.at(-1)?.note ?? 0);
  }

  private roomCame({ you, presenter, people, taken, offered, invites }: MessageOf<"room">): void {
    batch(() => {
      this.told.value = true;
      if (presenter === 0 && this.presenter.value !== 0) this.former.value = this.presenting.value?.name ?? "";
      this.you.value = you;
      this.presenter.value = presenter;
      this.people.value = people;
      this.taken.value = taken && { by: taken.by, before: taken.before, until: this.now() + taken.left_s * 1000 };
      this.offered.value = offered;
      this.invites.value = invites;
      const doing = people.find((one) => one.person === you)?.doing;
      // Whoever points or was away goes on to look where they did.
      if (doing === "free") this.free.value = true;
      else if (doing === "following" || doing === "presenting") this.free.value = false;
    });
  }

  private noteCame({ note, person, name, colour, text, at }: MessageOf<"noted">): void {
    if (note <= (this.notes.value.at(-1)?.note ?? 0)) return;
    const one = { note, person, name, colour, text, at: new Date(at * 1000) };
    batch(() => {
      this.notes.value = [...this.notes.value, one];
      if (this.told.value && person !== this.you.value) this.heard.value = one;
    });
  }
}
