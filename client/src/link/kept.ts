// What this tab keeps over a reload: who sits here, and the place in a session with its last snapshot.

const SEAT = "tomocast.seat";
const PLACE = "tomocast.place";
const TOGETHER = "tomocast.together";

export interface KeptPlace {
  readonly session: string;
  /** It is one for still pictures. */
  readonly stills: boolean;
}

/** A secret of this tab's own: who comes back with it is the same person of the room. */
export function seat(): string {
  const known = read(SEAT);
  if (known) return known;
  const made = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  write(SEAT, made);
  return made;
}

/** Whether this tab saw others in a session's room last: what the room adds to the page has its place from the beginning. */
export function wasTogether(session: string | undefined): boolean {
  return session !== undefined && read(TOGETHER) === session;
}

export function keepTogether(session: string, together: boolean): void {
  write(TOGETHER, together ? session : null);
}

/** The place in what `subject` names (a volume), while the tab stays at it; a place in another is forgotten. */
export class Kept {
  private readonly key: string;

  constructor(subject: string) {
    this.key = `${PLACE} ${subject}`;
    for (const other of keys()) if (other.startsWith(PLACE) && !other.startsWith(this.key)) write(other, null);
  }

  get place(): KeptPlace | null {
    try {
      const { session, stills } = JSON.parse(read(this.key) ?? "null") as Partial<KeptPlace>;
      return typeof session === "string" && session !== "" ? { session, stills: stills === true } : null;
    } catch {
      return null;
    }
  }

  set place(place: KeptPlace | null) {
    write(this.key, place && JSON.stringify(place));
    if (!place) this.snapshot = null;
  }

  get snapshot(): Uint8Array | null {
    try {
      const letters = atob(read(this.snapshotKey) ?? "");
      return letters === "" ? null : Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    } catch {
      return null;
    }
  }

  set snapshot(sealed: Uint8Array | null) {
    write(this.snapshotKey, sealed && btoa(Array.from(sealed, (byte) => String.fromCharCode(byte)).join("")));
  }

  private get snapshotKey(): string {
    return `${this.key} snapshot`;
  }
}

function keys(): string[] {
  try {
    return Object.keys(sessionStorage);
  } catch {
    return [];
  }
}

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    // Storage may be full or forbidden: after a reload the volume opens anew.
  }
}
