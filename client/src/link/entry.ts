// The way to a place in a session: a new one on a volume, and later the same one again while it lives.

import { closeSession, type Opened, openSession, Refused, ticketFor } from "../api";
import { Kept } from "./kept";

export interface Entry {
  /** Where the place and its snapshot are kept over a reload. */
  readonly kept: Kept;
  /** A place, and a fresh ticket for it. `waiting` is the name in the line for one, as `Refused` gave it. */
  enter(waiting: string, stills: boolean): Promise<Opened>;
  /** For good: what was held is free for others. */
  leave(): void;
}

const ENDED = 404;

/** A session on a volume, which whoever opens it holds. */
export class OwnEntry implements Entry {
  readonly kept: Kept;

  constructor(
    private readonly series: string,
    private readonly volume: number,
  ) {
    this.kept = new Kept(`${series} ${volume}`);
  }

  async enter(waiting: string, stills: boolean): Promise<Opened> {
    const again = await this.again();
    if (again) return again;
    const opened = await openSession(this.series, this.volume, waiting, stills);
    this.kept.place = { session: opened.session, stills };
    return opened;
  }

  leave(): void {
    const { place } = this.kept;
    if (place) closeSession(place.session);
    this.kept.place = null;
  }

  /** Null where there is no session any more; the snapshot stays, and brings the view back in a new one. */
  private async again(): Promise<Opened | null> {
    const { place, snapshot } = this.kept;
    if (!place) return null;
    try {
      return await ticketFor(place.session);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== ENDED) throw error;
    }
    this.kept.place = null;
    this.kept.snapshot = snapshot;
    return null;
  }
}
