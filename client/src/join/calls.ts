// The server's interface for links into rooms: what whoever is invited asks, and what whoever invites does.

import { ask, type Opened, opened, refusedBy } from "../api";
import * as is from "../wire/check";
import type { RoomRole } from "../wire/room";

export type Until = "hour" | "today" | "week";

const role = is.oneOf("look", "point", "present");
/** Seconds since 1970. */
const moment: is.Check<Date> = (value, where) => new Date(is.real(value, where) * 1000);
const given = is.record({ role, expires: moment });
const joined = is.record({ session: is.text, ticket: is.text, socket: is.text, lease: is.whole, role, pass: is.text });
const invitation = is.record({ id: is.text, role, expires: moment, uses: is.whole, link: is.text });

export type Given = is.Checked<typeof given>;
export type Joined = is.Checked<typeof joined>;
export type Invitation = is.Checked<typeof invitation>;

function post(body: unknown): RequestInit {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** What a link gives, before one goes in. */
export function lookAt(token: string): Promise<Given> {
  return ask("api/join/look", given, post({ token }));
}

/** In. `name` is what the others read. */
export function join(token: string, name: string): Promise<Joined> {
  return ask("api/join", joined, post({ token, name }));
}

/** Another ticket for a room; `pass` is a guest's own, and empty for whoever is signed in. */
export function ticketWith(session: string, pass: string): Promise<Opened> {
  const headers: HeadersInit = pass === "" ? {} : { Authorization: `Bearer ${pass}` };
  return ask(`api/sessions/${encodeURIComponent(session)}/tickets`, opened, { method: "POST", headers });
}

const invitationsOf = (session: string): string => `api/sessions/${encodeURIComponent(session)}/invitations`;

export function invite(session: string, given: RoomRole, until: Until): Promise<Invitation> {
  return ask(invitationsOf(session), invitation, post({ role: given, until }));
}

/** Those links into a room that are good still. */
export async function invitations(session: string): Promise<Invitation[]> {
  return (await ask(invitationsOf(session), is.record({ invitations: is.listOf(invitation) }))).invitations;
}

/** Takes a link back; that it is none any more is as good. */
export async function revoke(session: string, id: string): Promise<void> {
  const response = await fetch(`${invitationsOf(session)}/${encodeURIComponent(id)}`, { method: "DELETE", credentials: "same-origin" });
  if (response.ok || response.status === 404) return;
  throw refusedBy(response.status, await response.json().catch(() => null));
}
