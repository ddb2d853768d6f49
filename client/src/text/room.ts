// Words of the room: they come with its parts, the first load goes without them.

import type { Person, RoomRole } from "../wire/room";
import { number } from "./locale";
import { language } from "./language";
import { germanRoom } from "./room-german";

export interface RoomWords {
  /** Somebody without a name. */
  nameless: (number: number) => string;
  you: (name: string) => string;
  youNameless: string;
  label: string;
  people: string;
  doing: Readonly<Record<Person["doing"], string>>;
  quality: Readonly<Record<Person["quality"], string>>;
  may: Readonly<Record<RoomRole, string>>;
  guest: string;
  asks: string;
  name: string;
  nameHint: string;

  badge: string;
  ask: string;
  withdraw: string;
  takeOver: string;
  present: string;
  hand: string;
  handTo: (name: string) => string;
  invite: string;
  inviteWhy: string;

  presents: (name: string) => string;
  youFollow: string;
  /** How many see what the presenter does. */
  seenBy: (n: number) => string;
  seenByNobody: string;
  youLookFreely: string;
  lookFreely: string;
  backTo: (name: string) => string;
  escAgain: (name: string) => string;
  nobody: string;
  /** Who presented has gone. */
  gone: (name: string) => string;

  question: string;
  questionWhy: (name: string) => string;
  questionKeys: string;
  yes: string;
  stay: string;
  always: string;

  asksToPresent: (name: string) => string;
  later: string;
  tookOver: (name: string) => string;
  youTookOver: (name: string) => string;
  undo: string;
  canUndo: string;
  seconds: (n: number) => string;

  notes: string;
  noNotes: string;
  note: string;
  send: string;
  left: (n: number) => string;
  unread: (n: number) => string;

  came: (name: string) => string;
  went: (name: string) => string;
  follows: (name: string) => string;
  youPresent: string;
  says: (name: string, text: string) => string;

  /** By their code; `served` are the server's own sentences. */
  refusals: Readonly<Record<"free" | "right" | "stroke", string>>;
  served: Readonly<Record<string, string>>;
}

export const englishRoom: RoomWords = {
  nameless: (n) => `Person ${n}`,
  you: (name) => `${name} (you)`,
  youNameless: "You",
  label: "Room",
  people: "Here now",
  doing: { presenting: "presenting", following: "following", pointing: "pointing", free: "looking freely", away: "away" },
  quality: { sharp: "sharp", reduced: "slow line, reduced" },
  may: { look: "may look", point: "may point", present: "may present" },
  guest: "guest",
  asks: "Asks to present",
  name: "Your name",
  nameHint: "How the others read you",

  badge: "Presenting",
  ask: "Ask to present",
  withdraw: "Withdraw",
  takeOver: "Take over",
  present: "Present",
  hand: "Hand over",
  handTo: (name) => `Hand over to ${name}`,
  invite: "Invite",
  inviteWhy: "A link lets others look at this view with you.",

  presents: (name) => `${name} is presenting.`,
  youFollow: "You follow.",
  seenBy: (n) => (n === 1 ? "One other follows you." : `${number(n)} others follow you.`),
  seenByNobody: "Nobody follows you just now.",
  youLookFreely: "You look freely.",
  lookFreely: "Look freely",
  backTo: (name) => `Back to ${name}`,
  escAgain: (name) => `Esc again: back to ${name}`,
  nobody: "Nobody presents.",
  gone: (name) => `${name} has left.`,

  question: "Look freely?",
  questionWhy: (name) => `${name} moves what all see. Your hand moves a view of your own.`,
  questionKeys: "Enter: look freely. Esc: stay.",
  yes: "Look freely",
  stay: "Stay",
  always: "Do not ask again",

  asksToPresent: (name) => `${name} asks to present.`,
  later: "Not now",
  tookOver: (name) => `${name} took over.`,
  youTookOver: (name) => `You took over from ${name}.`,
  undo: "Undo",
  canUndo: "You can undo this for ten seconds.",
  seconds: (n) => `${number(n)}\u00a0s`,

  notes: "Notes",
  noNotes: "No notes yet.",
  note: "Note to all",
  send: "Send",
  left: (n) => `${number(n)} left`,
  unread: (n) => (n === 1 ? "1 new note" : `${number(n)} new notes`),

  came: (name) => `${name} came in.`,
  went: (name) => `${name} left.`,
  follows: (name) => `You follow ${name}.`,
  youPresent: "You present.",
  says: (name, text) => `${name}: ${text}`,

  refusals: {
    free: "Four people look freely already. Follow the presenter until one of them does.",
    right: "You may not do this here.",
    stroke: "Nothing more can be drawn: take some strokes away first.",
  },
  served: {},
};

export function roomWords(): RoomWords {
  return language.value === "de" ? germanRoom : englishRoom;
}

/** A refusal: in the reader's language where its sentence is known, else what its code says; other codes as they came. */
export function refusalInWords(code: string, served: string): string {
  const words = roomWords();
  if (words.served[served]) return words.served[served];
  if (code === "free" || (language.value !== "en" && (code === "right" || code === "stroke"))) return words.refusals[code];
  return served;
}

export function nameOf(person: Pick<Person, "person" | "name">): string {
  return person.name || roomWords().nameless(person.person);
}
