// The way into somebody's room by a link, and back into it.

import { type Opened, Refused } from "../api";
import type { Entry } from "../link/entry";
import { Kept } from "../link/kept";
import { noWayIn } from "../text/access";
import { join, type Joined, ticketWith } from "./calls";
import { readName } from "./own-name";
import { type InvitedPlace, keepPlace } from "./place";

/** The room has ended, and of guests the pass with it: the link may still lead in. */
const ENDED = new Set([404]);
const ENDED_FOR_GUESTS = new Set([401, 403, 404]);
const NOT_GOOD = 410;

export class GuestEntry implements Entry {
  readonly kept: Kept;
  /** A ticket that came with going in, and was not shown yet. */
  private fresh: Opened | null;

  constructor(
    private place: InvitedPlace,
    fresh: Opened | null = null,
  ) {
    this.fresh = fresh;
    this.kept = new Kept(`link ${place.token}`);
    this.keep(place);
  }

  /** There is this room for them, and nothing else of the server. */
  get guest(): boolean {
    return this.place.pass !== "";
  }

  /** The link's. */
  get token(): string {
    return this.place.token;
  }

  async enter(_waiting: string, stills: boolean): Promise<Opened> {
    const opened = this.fresh ?? (await this.again()) ?? (await this.anew());
    this.fresh = null;
    this.kept.place = { session: opened.session, stills };
    return opened;
  }

  /** The room goes on for the others: only this tab forgets it. */
  leave(): void {
    this.kept.place = null;
    keepPlace(null);
  }

  private async again(): Promise<Opened | null> {
    const { session, pass } = this.place;
    try {
      return await ticketWith(session, pass);
    } catch (error) {
      if (!(error instanceof Refused) || !(this.guest ? ENDED_FOR_GUESTS : ENDED).has(error.status)) throw error;
      return null;
    }
  }

  /** As somebody new: what was sealed for who this was is void. */
  private async anew(): Promise<Joined> {
    const { token } = this.place;
    try {
      const opened = await join(token, readName());
      this.kept.snapshot = null;
      this.keep({ token, session: opened.session, pass: opened.pass });
      return opened;
    } catch (error) {
      throw error instanceof Refused && error.status === NOT_GOOD ? inWords(error) : error;
    }
  }

  private keep(place: InvitedPlace): void {
    this.place = place;
    keepPlace(place);
  }
}

function inWords({ status, code, message, contact }: Refused): Refused {
  return new Refused(status, noWayIn(code), message, "", contact);
}
