import { afterEach, expect, it } from "vitest";
import { type RoomMoment, roomSpeech } from "../../src/room/speech";
import { refusalInWords } from "../../src/text/room";
import { language } from "../../src/text/language";
import { somebody } from "./people";

afterEach(() => {
  language.value = "en";
});

const people = [somebody(1, { name: "Ann" }), somebody(2, { name: "Ben" })];
const moment = (more: Partial<RoomMoment> = {}): RoomMoment => ({ you: 2, presenter: 1, free: false, people, heard: null, taken: null, asked: false, ...more });
const said = (before: Partial<RoomMoment>, now: Partial<RoomMoment>): string => roomSpeech(moment(before), moment(now)).join(" ");
const note = (of: number, text: string) => ({ note: of, person: 1, name: "Ann", colour: 1, text, at: new Date(0) });

it("says nothing where nothing has changed", () => {
  expect(said({}, {})).toBe("");
  expect(said({ heard: note(1, "a") }, { heard: note(1, "a") })).toBe("");
});

it("says who presents now", () => {
  expect(said({ presenter: -1 }, {})).toBe("Ann is presenting.");
  expect(said({}, { presenter: 2 })).toBe("You present.");
  expect(said({}, { presenter: 0 })).toBe("Nobody presents.");
});

it("says when one looks freely and when one follows again", () => {
  expect(said({}, { free: true })).toBe("You look freely.");
  expect(said({ free: true }, {})).toBe("You follow Ann.");
});

it("says who asks, comes and goes, and each note once", () => {
  const cleo = somebody(3, { name: "Cleo" });
  expect(said({}, { people: [...people, cleo] })).toBe("Cleo came in.");
  expect(said({ people: [...people, cleo] }, { people: [...people, { ...cleo, asks: true }] })).toBe("Cleo asks to present.");
  expect(said({ people: [...people, cleo] }, {})).toBe("Cleo left.");
  expect(said({ heard: note(1, "Free?") }, { heard: note(2, "Yes") })).toBe("Ann: Yes");
});

it("says what is asked and how to answer, and to whom something was taken that it can be undone", () => {
  expect(said({}, { asked: true })).toBe("Look freely? Ann moves what all see. Your hand moves a view of your own. Enter: look freely. Esc: stay.");
  expect(said({ asked: true }, { asked: true })).toBe("");
  const taken = { by: 1, before: 2, until: 0 };
  expect(said({ presenter: 2 }, { taken })).toBe("Ann took over. You can undo this for ten seconds.");
  expect(said({ you: 1, presenter: 2 }, { you: 1, taken })).toBe("You present.");
});

it("says refusals in the reader's language where it knows the sentence, else as they came", () => {
  expect(refusalInWords("right", "This person may look only.")).toBe("This person may look only.");
  expect(refusalInWords("picture", "Too large.")).toBe("Too large.");
  language.value = "de";
  expect(refusalInWords("right", "This person may look only.")).toBe("Diese Person darf nur sehen.");
  expect(refusalInWords("stroke", "Anything new.")).toContain("entfernen Sie");
  expect(refusalInWords("free", "4 people look freely already")).toContain("Vier Personen");
});
