// Words for pointing and drawing together.

import { decimal } from "./locale";
import { language } from "./language";

export interface MarkWords {
  /** Who gave no name, by their number. */
  nameless: (person: number) => string;
  /** A pointer beside the slice that is shown; `side` is the letter of where it lies from there. */
  away: (name: string, mm: string, side: string) => string;
  /** A pointer in another frame of a film, from 1. */
  inFrame: (name: string, frame: number) => string;
  drew: (name: string, view: string) => string;
  heading: string;
  none: string;
  count: (all: number, own: number) => string;
  eraseLast: string;
  eraseMine: string;
  eraseAll: string;
  /** The tool is not given to those who may look only. */
  lookOnly: string;
  /** What the tools do, for the tab. */
  how: (point: string, draw: string) => string;
}

const english: MarkWords = {
  nameless: (person) => `Person ${person}`,
  away: (name, mm, side) => `${name} \u00b7 ${mm} mm ${side}`,
  inFrame: (name, frame) => `${name} \u00b7 frame ${frame}`,
  drew: (name, view) => `${name} drew in ${view.toLowerCase()}.`,
  heading: "Pointing and drawing",
  none: "Nothing is drawn.",
  count: (all, own) => `${all === 1 ? "1 stroke" : `${all} strokes`}, ${own === all ? "yours" : own === 0 ? "none yours" : `${own} yours`}`,
  eraseLast: "Erase my last",
  eraseMine: "Erase mine",
  eraseAll: "Erase all",
  lookOnly: "Your link lets you look only: to point or draw, ask whoever invited you for another.",
  how: (point, draw) => `${point} shows the others a place, ${draw} draws on the slice.`,
};

const german: MarkWords = {
  nameless: (person) => `Person ${person}`,
  away: (name, mm, side) => `${name} \u00b7 ${mm} mm ${side}`,
  inFrame: (name, frame) => `${name} \u00b7 Bild ${frame}`,
  drew: (name, view) => `${name} hat in ${view} gezeichnet.`,
  heading: "Zeigen und Zeichnen",
  none: "Nichts ist gezeichnet.",
  count: (all, own) => `${all === 1 ? "1 Strich" : `${all} Striche`}, ${own === all ? "von Ihnen" : own === 0 ? "keiner von Ihnen" : `davon ${own} von Ihnen`}`,
  eraseLast: "Meinen letzten löschen",
  eraseMine: "Meine löschen",
  eraseAll: "Alle löschen",
  lookOnly: "Ihr Link erlaubt nur das Zusehen: Zum Zeigen und Zeichnen bitten Sie, wer Sie eingeladen hat, um einen anderen.",
  how: (point, draw) => `${point} zeigt den anderen eine Stelle, ${draw} zeichnet auf die Schicht.`,
};

export function markWords(): MarkWords {
  return language.value === "de" ? german : english;
}

export function markName({ name, person }: { name: string; person: number }): string {
  return name || markWords().nameless(person);
}

/** A way beside the slice: whole millimetres, below ten with a decimal. */
export function shownAway(mm: number): string {
  const way = Math.abs(mm);
  return way < 9.95 ? decimal(way) : decimal(Math.round(way)).replace(/[.,]0$/, "");
}
