// Words of invitations, for who is invited and who invites: they come with those parts, the first load goes without them.

import type { Until } from "../join/calls";
import type { RoomRole } from "../wire/room";
import { germanJoin } from "./join-german";
import { language } from "./language";
import { ending, number } from "./locale";

export interface JoinWords {
  /** On the page that a link leads to. */
  invited: string;
  gives: Readonly<Record<RoomRole, string>>;
  holds: (until: string) => string;
  only: string;
  name: string;
  nameHint: string;
  nameless: string;
  goIn: string;
  goesIn: string;
  looks: string;
  again: string;
  noAnswer: string;

  /** In the dialog that makes links. */
  invite: string;
  inviteWhy: string;
  may: string;
  roles: Readonly<Record<RoomRole, string>>;
  until: string;
  untils: Readonly<Record<Until, string>>;
  make: string;
  ready: string;
  /** What is sent: what the link gives, then the link on a line of its own. */
  message: Readonly<Record<RoomRole, (until: string) => string>>;
  copy: string;
  show: string;
  showOf: (what: string) => string;
  copied: string;
  selected: string;
  here: string;

  open: string;
  none: string;
  mayThey: Readonly<Record<RoomRole, string>>;
  ends: (until: string) => string;
  uses: (n: number) => string;
  revoke: string;
  revokeOf: (what: string) => string;
  sure: string;
  yes: string;
  no: string;
  revoked: string;
  refusals: Readonly<Record<string, string>>;
}

export const englishJoin: JoinWords = {
  invited: "You are invited to look together",
  gives: { look: "You may look.", point: "You may look and point.", present: "You may look, point and present." },
  holds: (until) => `The invitation holds until ${until}.`,
  only: "The link leads into one room. Nothing else on this server is open to it.",
  name: "Your name",
  nameHint: "The others in the room read it.",
  nameless: "Give a name, so that the others know who looks with them.",
  goIn: "Go in",
  goesIn: "Going in",
  looks: "Reading the invitation",
  again: "Try again",
  noAnswer: "The server does not answer.",

  invite: "Invite into this room",
  inviteWhy: "Whoever opens the link sees this room and nothing else, without signing in.",
  may: "They may",
  roles: { look: "Look", point: "Look and point", present: "Present" },
  until: "The link holds",
  untils: { hour: "1 hour", today: "Today", week: "7 days" },
  make: "Make link",
  ready: "Ready to send",
  message: {
    look: (until) => `You may look in this room until ${until}:`,
    point: (until) => `You may look and point in this room until ${until}:`,
    present: (until) => `You may look, point and present in this room until ${until}:`,
  },
  copy: "Copy link",
  show: "Show",
  showOf: (what) => `Show the link: ${what}`,
  copied: "Copied",
  selected: "It is selected: copy it with Ctrl C, or by holding it.",
  here: "This address leads to this machine only. Others need a server that they can reach.",

  open: "Open links",
  none: "No link leads into this room.",
  mayThey: { look: "May look", point: "May look and point", present: "May present" },
  ends: (until) => `until ${until}`,
  uses: (n) => (n === 0 ? "not used yet" : n === 1 ? "used once" : `used ${number(n)} times`),
  revoke: "Revoke",
  revokeOf: (what) => `Revoke: ${what}`,
  sure: "Revoke this link? Whoever came by it is put out.",
  yes: "Revoke",
  no: "Keep",
  revoked: "The link is revoked.",
  refusals: {},
};

export function joinWords(): JoinWords {
  return language.value === "de" ? germanJoin : englishJoin;
}

/** A refusal in the reader's language where its code is known; else as it came. */
export function refusalOf(code: string, served: string): string {
  const words = joinWords();
  return words.refusals[code] ?? (served || words.noAnswer);
}

/** What is sent to whoever is invited. */
export function invitationText(role: RoomRole, expires: Date, link: string): string {
  return `${joinWords().message[role](ending(expires))}\n${link}`;
}
