// People of a room, and what the server tells of them.

import type { MessageOf } from "../../src/wire/messages";
import type { Person } from "../../src/wire/room";

export function somebody(person: number, more: Partial<Person> = {}): Person {
  const given = { name: `Person ${person}`, colour: person, role: "present", doing: "following" } as const;
  return { person, ...given, quality: "sharp", asks: false, guest: false, ...more };
}

/** Of a presenter and a follower who may point; told to the follower. */
export function room(more: Partial<MessageOf<"room">> = {}): MessageOf<"room"> {
  const people = [somebody(1, { doing: "presenting" }), somebody(2, { role: "point" })];
  return { t: "room", you: 2, presenter: 1, people, taken: null, offered: false, invites: false, ...more };
}
