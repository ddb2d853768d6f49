// Die Wörter der Hilfe und der eigenen Tasten.

import type { KeyWords } from "./keys";

export const germanKeys: KeyWords = {
  gestures: [
    {
      name: "Maus auf einer Schicht",
      rows: [
        ["Fenster", "links ziehen"], ["Schieben", "Mitte ziehen"], ["Zoom", "rechts ziehen"], ["Blättern", "Rad"],
        ["Zehn Schichten", "Umschalt", "Rad"], ["Zoom am Zeiger", "Strg", "Rad"], ["Schichtdicke", "Alt", "Rad"],
        ["Fadenkreuz folgt", "Umschalt", "bewegen"], ["Das Bild drehen", "Strg", "links ziehen"],
        ["Eine Ebene drehen", "ihren Ring ziehen"], ["Menü", "Rechtsklick"], ["Ganze Fläche und zurück", "Doppelklick"],
        ["Serie davor, danach", "Seitentasten"],
      ],
    },
    {
      name: "Maus auf Volumen und MIP",
      rows: [
        ["Das Volumen drehen", "links ziehen"], ["Die MIP um 5\u00b0 drehen", "links ziehen", "Rad"], ["Rollen", "Strg", "links ziehen"],
        ["Das Volumen zoomen", "Rad"],
      ],
    },
    {
      name: "Finger und Stift",
      rows: [
        ["Blättern, oder das Werkzeug", "ein Finger"], ["Schieben und zoomen", "zwei Finger"],
        ["Eine Projektion rollen", "zwei Finger drehen"], ["Fenster", "drei Finger"], ["Fenster mit dem Stift", "Stifttaste"],
        ["Fadenkreuz", "halten, dann ziehen"], ["Menü", "auf einem Text halten"], ["Ganze Fläche und zurück", "zweimal tippen"],
        ["Groß zeigen", "kleine Ansicht antippen"],
      ],
    },
  ],
  groups: { tools: "Die linke Taste", picture: "Bild", slices: "Schichten", presets: "Voreinstellungen", places: "Orte" },
  actions: {
    "tool-window": "Fenster", "tool-scroll": "Blättern", "tool-pan": "Schieben", "tool-zoom": "Zoom", "tool-crosshair": "Fadenkreuz",
    "tool-rotate": "Ebenen oder Volumen drehen", "tool-point": "Den anderen zeigen", "tool-draw": "Für die anderen zeichnen",
    invert: "Invertieren", "flip-across": "Seitlich spiegeln", "flip-upside-down": "Auf den Kopf spiegeln",
    "turn-left": "Um 90\u00b0 nach links", "turn-right": "Um 90\u00b0 nach rechts", "zoom-in": "Größer", "zoom-out": "Kleiner",
    fit: "Einpassen", "reset-view": "Ansicht zurücksetzen", "reset-all": "Alle zurücksetzen",
    first: "Schicht am Kopf, vorn, rechts", last: "Schicht an den Füßen, hinten, links", "slab-thinner": "Dünner", "slab-thicker": "Dicker",
    "slab-mode": "Art der dicken Schicht", "series-previous": "Serie davor", "series-next": "Serie danach", cine: "Abspielen, anhalten",
    "play-slower": "Langsamer abspielen", "play-faster": "Schneller abspielen", "play-reverse": "Andersherum abspielen",
    "preset-1": "Voreinstellung 1", "preset-2": "Voreinstellung 2", "preset-3": "Voreinstellung 3", "preset-4": "Voreinstellung 4",
    "preset-5": "Voreinstellung 5", "preset-6": "Voreinstellung 6", "preset-7": "Voreinstellung 7", "preset-8": "Voreinstellung 8",
    "preset-9": "Fenster aus der Datei", "preset-0": "Automatisches Fenster",
    full: "Ganze Fläche und zurück", layout: "Nächste Anordnung", panel: "Seitenleiste", room: "Personen und Notizen des Raums",
    "raise-hand": "Präsentieren erbitten, zurückziehen", text: "Weniger Text auf Bildern",
    speak: "Ansicht vorlesen", region: "Nächster Bereich", help: "Diese Hilfe",
  },
  fixed: {
    tools: [["Solange die Taste gehalten wird", "halten"], ["Das Werkzeug in Schritten", "halten", "\u2190 \u2191 \u2193 \u2192"]],
    picture: [["Um 5\u00b0 rollen", "Drehen halten", "Drehtasten"], ["Rückgängig, wiederholen", "Strg Z", "Strg Y"]],
    slices: [["Abspielen, anhalten", "Leertaste"], ["Eine Schicht", "\u2191", "\u2193"], ["Zehn Schichten", "Umschalt", "\u2191", "\u2193"]],
    places: [["Nächste Ansicht", "Tab"], ["Menü der Ansicht", "Umschalt F10"], ["Studien suchen", "/"], ["Schritt zurück, Zug zurücknehmen", "Esc"]],
  },
  edit: "Tasten ändern",
  done: "Fertig",
  singles: "Buchstaben, Ziffern und Zeichen wirken als Tasten",
  singlesWhy: "Ausschalten, wo Spracheingabe oder ein Ärmel versehentlich tippt. Pfeile und benannte Tasten bleiben.",
  press: "Taste drücken",
  change: (action, key) => `${action}: ${key}. Ändern`,
  noKey: "keine",
  remove: (action) => `${action}: keine Taste`,
  usual: (key) => `Zurück zu ${key}`,
  usualOf: (action, key) => `${action}: zurück zu ${key}`,
  allUsual: "Alle Tasten wie am Anfang",
  taken: (key, holder) => `${key} ist die Taste für \u201e${holder}\u201c.`,
  take: (holder) => `Von \u201e${holder}\u201c nehmen`,
  keep: "So lassen",
  reserved: (key) => `${key} bedeutet hier oder im Browser immer dasselbe. Drücken Sie eine andere Taste.`,
  modifier: "Tasten mit Strg, Alt oder Befehl gehören dem Browser. Drücken Sie eine Taste allein oder mit Umschalt.",
  given: (action, key) => `${action} hat jetzt ${key}.`,
  takenFrom: (action, key, holder) => `${action} hat jetzt ${key}; \u201e${holder}\u201c hat keine mehr.`,
  removed: (action) => `${action} hat jetzt keine Taste.`,
  allUsualNow: "Alle Tasten sind wie am Anfang.",
  onlyHere: "Der Server konnte das nicht behalten: Es gilt in diesem Browser.",
};
