// The messages of a shared room. People are numbered, 0 is nobody; points are patient positions (LPS mm), in a film
// its own place with the frame counted from 0 (docs/protocol.md, Rooms).

import * as is from "./check";
import { type ViewName, VIEWS } from "./operations";

export const NAME_LENGTH = 40;
export const NOTE_LENGTH = 280;
export const POINTS_AT_ONCE = 256;

export type RoomRole = "look" | "point" | "present";
export type Position = readonly [number, number, number];

export type RoomClientMessage =
  | { t: "follow"; free: boolean }
  | { t: "present"; act: "ask" | "withdraw" | "hand" | "later" | "take" | "undo"; person: number }
  | { t: "point"; view: ViewName; at: Position | null }
  /** `stroke` is the page's own number for it; its points may come in several messages, `done` with the last. */
  | { t: "stroke"; stroke: number; view: ViewName; points: Position[]; frame: number | null; done: boolean }
  | { t: "erase"; what: "last" | "mine" | "all" }
  | { t: "note"; text: string }
  | { t: "away"; away: boolean }
  | { t: "name"; name: string };

const viewName = is.oneOf(...VIEWS);
const position = is.tupleOf(is.real, 0, 1, 2);
const author = { person: is.whole, name: is.text, colour: is.whole };

const person = is.record({
  ...author,
  role: is.oneOf("look", "point", "present"),
  doing: is.oneOf("presenting", "following", "pointing", "free", "away"),
  quality: is.withDefault(is.oneOf("sharp", "reduced"), "sharp"),
  asks: is.withDefault(is.flag, false),
  guest: is.withDefault(is.flag, false),
});
const taken = is.record({ by: is.whole, before: is.whole, left_s: is.real });

export const ROOM_MESSAGES = {
  room: is.record({
    you: is.whole,
    presenter: is.whole,
    people: is.listOf(person),
    taken: is.withDefault(is.orNull(taken), null),
    offered: is.withDefault(is.flag, false),
    invites: is.withDefault(is.flag, false),
  }),
  pointed: is.record({ ...author, view: viewName, at: is.orNull(position) }),
  stroked: is.record({
    ...author,
    stroke: is.whole,
    view: viewName,
    points: is.listOf(position),
    frame: is.orNull(is.whole),
    done: is.withDefault(is.flag, false),
  }),
  erased: is.record({ strokes: is.listOf(is.tupleOf(is.whole, 0, 1)) }),
  noted: is.record({ ...author, note: is.whole, text: is.text, at: is.real }),
};

export type Person = is.Checked<typeof person>;
export type Taken = is.Checked<typeof taken>;
