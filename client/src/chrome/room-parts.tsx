// Small parts that the strip, the tab and the plates of a room have in common.

import type { RoomModel } from "../room/room";
import { nameOf, roomWords } from "../text/room";
import type { Person } from "../wire/room";

/** Somebody's colour, and their number, which says the same to whom colours do not. */
export function Dot({ person }: { person: Pick<Person, "person" | "colour"> }) {
  return <span class="dot" data-colour={person.colour} aria-hidden="true">{person.person}</span>;
}

/** A sentence with somebody's name in it, which stands out. */
export function Named({ sentence, name }: { sentence: string; name: string }) {
  const at = sentence.indexOf(name);
  if (at < 0 || name === "") return <>{sentence}</>;
  return <>{sentence.slice(0, at)}<b dir="auto">{name}</b>{sentence.slice(at + name.length)}</>;
}

/** The presenter's name; in its place a word where nobody presents. */
export function presenterName(room: RoomModel): string {
  const { value: presenter } = room.presenting;
  return presenter ? nameOf(presenter) : roomWords().nobody;
}
