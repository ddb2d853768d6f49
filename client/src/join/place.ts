// The place in a room that this tab came to by a link: kept while the tab lives, over a reload too.

import * as is from "../wire/check";

const KEY = "tomocast.invited";

const place = is.record({
  /** The link's: it leads in again where the room was opened anew. */
  token: is.text,
  session: is.text,
  /** A guest's key for this room alone; empty for whoever is signed in here. */
  pass: is.text,
});
export type InvitedPlace = is.Checked<typeof place>;

export function readPlace(): InvitedPlace | null {
  try {
    return place(JSON.parse(sessionStorage.getItem(KEY) ?? "null"), KEY);
  } catch {
    return null;
  }
}

export function keepPlace(next: InvitedPlace | null): void {
  try {
    if (next) sessionStorage.setItem(KEY, JSON.stringify(place(next, KEY)));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage may be full or forbidden: after a reload the link has to be opened again.
  }
}
