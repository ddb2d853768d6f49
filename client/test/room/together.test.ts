// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Together } from "../../src/room/together";
import type { MessageOf } from "../../src/wire/messages";
import type { RoomClientMessage } from "../../src/wire/room";
import { room, somebody } from "./people";

let sent: RoomClientMessage[];
let pushed: unknown[][];
let told: string[];
let together: Together;

function made(): Together {
  return new Together({
    send: (message) => sent.push(message) > 0,
    push: (...act) => void pushed.push(act.slice(0, 3)),
    held: () => void told.push("held"),
    refused: () => void told.push("refused"),
    follows: (follows) => void told.push(`follows ${follows}`),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sent = [];
  pushed = [];
  told = [];
  together = made();
});

afterEach(() => {
  together.close();
  vi.useRealTimers();
});

const scroll = (gesture = 1): void => together.push("axial", [{ t: "scroll", steps: 1 }], gesture, 0);
const comes = (more: Partial<MessageOf<"room">> = {}): boolean => together.model.received(room(more));
const free = [somebody(1, { doing: "presenting" }), somebody(2, { doing: "free" })];

it("waits for the room before it does anything, and then does nothing to what others see", () => {
  scroll();
  expect(pushed).toEqual([]);
  comes();
  expect([pushed, together.question.value]).toEqual([[], null]);
  together.restart("a");
  scroll();
  comes({ you: 1 });
  expect(pushed).toHaveLength(1);
  together.restart("a");
  scroll();
  together.restart("a");
  comes({ you: 1 });
  expect(pushed).toHaveLength(1);
});

it("lets the hand of who presents, or is alone, go on at once", () => {
  comes({ you: 1, people: [somebody(1, { doing: "presenting" })] });
  scroll();
  comes({ you: 1 });
  scroll();
  expect([pushed.length, told]).toEqual([2, ["follows false"]]);
});

it("asks a follower first, holds the input back meanwhile, and sends it on a yes", () => {
  comes();
  scroll();
  expect([pushed, told, together.question.value?.view]).toEqual([[], ["follows false", "follows true", "held"], "axial"]);
  together.agree(false);
  expect([pushed, together.question.value]).toEqual([[["axial", [{ t: "scroll", steps: 1 }], 1]], null]);
  scroll(2);
  expect(pushed).toHaveLength(2);
});

it("does nothing on a no, and asks anew at the next gesture", () => {
  comes();
  scroll();
  together.decline();
  scroll();
  expect([pushed, together.question.value]).toEqual([[], null]);
  scroll(2);
  expect(together.question.value?.gesture).toBe(2);
});

it("remembers for ever who does not want to be asked", () => {
  comes();
  scroll();
  together.agree(true);
  together.close();
  together = made();
  comes();
  scroll();
  expect([pushed.length, together.question.value]).toEqual([2, null]);
});

it("takes the question back when one presents, or nobody does", () => {
  for (const later of [{ presenter: 2 }, { presenter: 0 }]) {
    comes();
    scroll(Math.random());
    expect(together.question.value).not.toBeNull();
    comes(later);
    expect(together.question.value).toBeNull();
  }
  scroll(9);
  expect(pushed).toHaveLength(1);
});

it("goes back to the presenter on Esc twice, and steps back from a large view on the first", () => {
  comes({ people: free });
  expect([together.escaped(false), together.escaping.value, sent]).toEqual([true, true, []]);
  expect(together.escaped(false)).toBe(true);
  expect([sent, together.model.free.value, together.escaping.value]).toEqual([[{ t: "follow", free: false }], false, false]);
  comes({ people: free });
  expect(together.escaped(true)).toBe(false);
  expect(together.escaped(true)).toBe(true);
});

it("forgets an Esc after a while", () => {
  comes({ people: free });
  together.escaped(false);
  vi.advanceTimersByTime(2000);
  expect(together.escaping.value).toBe(false);
  together.escaped(false);
  expect(sent).toEqual([]);
});

it("leaves nobody by Esc, but for who is alone", () => {
  expect(together.escaped(false)).toBe(false);
  comes({ you: 1, people: [somebody(1, { doing: "presenting" })] });
  expect(together.escaped(false)).toBe(false);
  comes();
  expect([together.escaped(false), together.escaped(true)]).toEqual([true, false]);
});

it("says what one asks for", () => {
  together.present("hand", 3);
  together.lookFreely();
  together.note("free?");
  together.name("Ann");
  expect(sent).toEqual([
    { t: "present", act: "hand", person: 3 }, { t: "follow", free: true }, { t: "note", text: "free?" }, { t: "name", name: "Ann" },
  ]);
  comes();
  scroll();
  expect(pushed).toHaveLength(1);
});

it("tells when the page goes out of sight, and when it begins so", () => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  together.restart("a");
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  together.restart("b");
  expect(sent).toEqual([{ t: "away", away: true }, { t: "away", away: true }, { t: "away", away: false }]);
  hidden.mockRestore();
});

it("says refusals in the reader's words, and that nothing has happened", () => {
  expect(together.complained("free", "Four look freely.")).toBe("Four look freely.");
  together.inWords = (code) => `in words: ${code}`;
  expect([together.complained("stroke", "x"), together.complained("right", "x")]).toEqual(["in words: stroke", "in words: right"]);
  expect(told.slice(1)).toEqual(["refused", "refused"]);
});
