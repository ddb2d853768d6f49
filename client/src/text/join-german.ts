// Die Wörter der Einladungen.

import type { JoinWords } from "./join";
import { number } from "./locale";

export const germanJoin: JoinWords = {
  invited: "Sie sind eingeladen, gemeinsam zu sehen",
  gives: { look: "Sie dürfen sehen.", point: "Sie dürfen sehen und zeigen.", present: "Sie dürfen sehen, zeigen und präsentieren." },
  holds: (until) => `Die Einladung gilt bis ${until}.`,
  only: "Der Link führt in einen Raum. Nichts anderes auf diesem Server steht ihm offen.",
  name: "Ihr Name",
  nameHint: "So lesen Sie die anderen im Raum.",
  nameless: "Geben Sie einen Namen an, damit die anderen wissen, wer mit ihnen sieht.",
  goIn: "Eintreten",
  goesIn: "Sie treten ein",
  looks: "Die Einladung wird gelesen",
  again: "Noch einmal versuchen",
  noAnswer: "Der Server antwortet nicht.",

  invite: "In diesen Raum einladen",
  inviteWhy: "Wer den Link öffnet, sieht diesen Raum und nichts anderes, ohne sich anzumelden.",
  may: "Eingeladene dürfen",
  roles: { look: "Sehen", point: "Sehen und zeigen", present: "Präsentieren" },
  until: "Der Link gilt",
  untils: { hour: "1 Stunde", today: "Heute", week: "7 Tage" },
  make: "Link erzeugen",
  ready: "Bereit zum Senden",
  message: {
    look: (until) => `Sie dürfen in diesem Raum sehen, bis ${until}:`,
    point: (until) => `Sie dürfen in diesem Raum sehen und zeigen, bis ${until}:`,
    present: (until) => `Sie dürfen in diesem Raum sehen, zeigen und präsentieren, bis ${until}:`,
  },
  copy: "Link kopieren",
  show: "Zeigen",
  showOf: (what) => `Den Link zeigen: ${what}`,
  copied: "Kopiert",
  selected: "Er ist markiert: kopieren Sie ihn mit Strg C oder durch Halten.",
  here: "Diese Adresse führt nur zu diesem Rechner. Andere brauchen einen Server, den sie erreichen.",

  open: "Offene Links",
  none: "Kein Link führt in diesen Raum.",
  mayThey: { look: "Darf sehen", point: "Darf sehen und zeigen", present: "Darf präsentieren" },
  ends: (until) => `bis ${until}`,
  uses: (n) => (n === 0 ? "noch nicht benutzt" : n === 1 ? "einmal benutzt" : `${number(n)}-mal benutzt`),
  revoke: "Zurückziehen",
  revokeOf: (what) => `Zurückziehen: ${what}`,
  sure: "Diesen Link zurückziehen? Wer durch ihn kam, muss den Raum verlassen.",
  yes: "Zurückziehen",
  no: "Behalten",
  revoked: "Der Link ist zurückgezogen.",
  refusals: {
    many: "Es führen schon 50 Links in diesen Raum: ziehen Sie erst einige zurück.",
    full: "Der Raum ist voll: noch jemand würde den anderen die Bilder verderben. Versuchen Sie es später.",
    right: "Das dürfen Sie hier nicht.",
    unknown: "Diesen Raum gibt es nicht mehr.",
  },
};
