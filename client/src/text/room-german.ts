// Die Wörter des Raums.

import { number } from "./locale";
import type { RoomWords } from "./room";

const LOOK_ONLY = "Ihre Einladung erlaubt nur zu sehen. Bitten Sie, wer Sie eingeladen hat, um eine andere.";

export const germanRoom: RoomWords = {
  nameless: (n) => `Person ${n}`,
  you: (name) => `${name} (Sie)`,
  youNameless: "Sie",
  label: "Raum",
  people: "Jetzt hier",
  doing: { presenting: "präsentiert", following: "folgt", pointing: "zeigt", free: "sieht frei", away: "abwesend" },
  quality: { sharp: "scharf", reduced: "langsame Leitung, vermindert" },
  may: { look: "darf sehen", point: "darf zeigen", present: "darf präsentieren" },
  guest: "Gast",
  asks: "Möchte präsentieren",
  name: "Ihr Name",
  nameHint: "So lesen Sie die anderen",

  badge: "Sie präsentieren",
  ask: "Präsentieren erbitten",
  withdraw: "Zurückziehen",
  takeOver: "Übernehmen",
  present: "Präsentieren",
  hand: "Übergeben",
  handTo: (name) => `Übergeben an ${name}`,
  invite: "Einladen",
  inviteWhy: "Mit einem Link sehen andere diese Ansicht mit Ihnen.",

  presents: (name) => `${name} präsentiert.`,
  youFollow: "Sie folgen.",
  seenBy: (n) => (n === 1 ? "Eine Person folgt Ihnen." : `${number(n)} Personen folgen Ihnen.`),
  seenByNobody: "Gerade folgt Ihnen niemand.",
  youLookFreely: "Sie sehen frei.",
  lookFreely: "Frei sehen",
  backTo: (name) => `Zurück zu ${name}`,
  escAgain: (name) => `Noch einmal Esc: zurück zu ${name}`,
  nobody: "Niemand präsentiert.",
  gone: (name) => `${name} ist gegangen.`,

  question: "Frei sehen?",
  questionWhy: (name) => `${name} bewegt, was alle sehen. Ihre Hand bewegt eine eigene Ansicht.`,
  questionKeys: "Eingabe: frei sehen. Esc: bleiben.",
  yes: "Frei sehen",
  stay: "Bleiben",
  always: "Nicht mehr fragen",

  asksToPresent: (name) => `${name} möchte präsentieren.`,
  later: "Jetzt nicht",
  tookOver: (name) => `${name} hat übernommen.`,
  youTookOver: (name) => `Sie haben von ${name} übernommen.`,
  undo: "Rückgängig",
  canUndo: "Zehn Sekunden lang können Sie das rückgängig machen.",
  seconds: (n) => `${number(n)}\u00a0s`,

  notes: "Notizen",
  noNotes: "Noch keine Notizen.",
  note: "Notiz an alle",
  send: "Senden",
  left: (n) => `noch ${number(n)}`,
  unread: (n) => (n === 1 ? "1 neue Notiz" : `${number(n)} neue Notizen`),

  came: (name) => `${name} ist gekommen.`,
  went: (name) => `${name} ist gegangen.`,
  follows: (name) => `Sie folgen ${name}.`,
  youPresent: "Sie präsentieren.",
  says: (name, text) => `${name}: ${text}`,

  refusals: {
    free: "Vier Personen sehen schon frei. Folgen Sie, bis eine von ihnen es auch tut.",
    right: "Das dürfen Sie hier nicht.",
    stroke: "Mehr lässt sich nicht zeichnen: entfernen Sie erst einige Striche.",
  },
  served: {
    "Your link lets you look only: ask whoever invited you for another.": LOOK_ONLY,
    "This person is not here any more.": "Diese Person ist nicht mehr hier.",
    "This person may look only.": "Diese Person darf nur sehen.",
    "You may not take over: ask to present.": "Übernehmen dürfen Sie nicht: erbitten Sie das Präsentieren.",
    "It is too late to undo this.": "Zum Rückgängigmachen ist es zu spät.",
    "Only the two who are concerned can undo this.": "Das können nur die beiden Beteiligten rückgängig machen.",
    "Only the presenter can do this.": "Das kann nur, wer präsentiert.",
    "Only the presenter can take everybody's strokes away.": "Alle Striche kann nur entfernen, wer präsentiert.",
    "You present: what you look at is what the others see. Hand over first.": "Sie präsentieren: was Sie sehen, sehen alle. Übergeben Sie zuerst.",
    "Too many notes at once: wait a moment.": "Zu viele Notizen auf einmal: warten Sie einen Augenblick.",
    "A note has no text.": "Die Notiz hat keinen Text.",
    "Too much is drawn at once; some points were left out.": "Es wird zu viel auf einmal gezeichnet; einige Punkte fehlen.",
  },
};
