// @vitest-environment happy-dom
// Strip, plates, people and notes of a room: what stands there for whom, and what it asks for.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { RoomLive } from "../../src/chrome/room-live";
import { RoomNotes } from "../../src/chrome/room-notes";
import { RoomPeople } from "../../src/chrome/room-people";
import { Together } from "../../src/room/together";
import type { MessageOf } from "../../src/wire/messages";
import type { RoomClientMessage } from "../../src/wire/room";
import { room, somebody } from "../room/people";

let host: HTMLElement;
let sent: RoomClientMessage[];
let together: Together;
const refocus = vi.fn();

beforeEach(() => {
  localStorage.clear();
  host = document.body.appendChild(document.createElement("div"));
  sent = [];
  together = new Together({
    send: (message) => sent.push(message) > 0, push: vi.fn(), held: vi.fn(), refused: vi.fn(), follows: vi.fn(),
  });
});

afterEach(() => {
  render(null, host);
  together.close();
  host.remove();
});

const comes = (more: Partial<MessageOf<"room">> = {}): Promise<void> => act(() => void together.model.received(room(more)));
const part = (name: string): HTMLElement | null => host.querySelector(`[data-testid="${name}"]`);
const words = (name: string): string => part(name)?.textContent ?? "";
const press = (name: string): Promise<void> => act(() => part(name)?.click());
const key = (target: EventTarget, name: string): Promise<void> => act(() => void target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true })));
const live = (): Promise<void> => act(() => render(<RoomLive together={together} refocus={refocus} />, host));
const people = (doing: "following" | "free" = "following") => [somebody(1, { doing: "presenting" }), somebody(2, { doing, role: "point" })];

it("tells a follower whom they follow, and sends a raised hand and its lowering", async () => {
  await comes();
  await live();
  expect(words("room-strip")).toContain("Person 1 is presenting. You follow.");
  await press("ask");
  await comes({ people: [somebody(1), somebody(2, { role: "point", asks: true })] });
  expect(words("ask")).toBe("Withdraw");
  await press("ask");
  expect(sent).toEqual([{ t: "present", act: "ask", person: 0 }, { t: "present", act: "withdraw", person: 0 }]);
});

it("has nothing to ask for whoever may look only", async () => {
  await comes({ people: [somebody(1), somebody(2, { role: "look" })] });
  await live();
  expect([part("ask"), part("look-freely") !== null]).toEqual([null, true]);
});

it("is amber while one looks freely, with the way back", async () => {
  await comes({ people: people("free") });
  await live();
  expect(part("room-strip")?.dataset["state"]).toBe("free");
  expect(words("room-strip")).toContain("You look freely.");
  await press("follow");
  expect([sent, part("room-strip")?.dataset["state"]]).toEqual([[{ t: "follow", free: false }], "following"]);
});

it("tells the presenter who sees it, and puts their question: hand over or not now", async () => {
  await comes({ you: 1, people: [somebody(1, { doing: "presenting" }), somebody(2, { asks: true }), somebody(3, { doing: "free" })] });
  await live();
  expect(words("room-strip")).toBe("PresentingOne other follows you.");
  expect(words("asked")).toContain("Person 2 asks to present.");
  await press("asked-later");
  await key(part("asked")!, "Enter");
  await key(part("asked-later")!, "Escape");
  expect(sent.map((one) => (one.t === "present" ? [one.act, one.person] : null))).toEqual([["later", 2], ["hand", 2], ["later", 2]]);
  expect(refocus).toHaveBeenCalledTimes(3);
});

it("asks in the view before a hand looks freely: Enter yes, Esc no, but not of who types", async () => {
  await comes();
  await live();
  await act(() => together.push("axial", [{ t: "scroll", steps: 1 }], 1, 0));
  expect(words("free-question")).toContain("Person 1 moves what all see.");
  const field = host.appendChild(document.createElement("textarea"));
  await key(field, "Enter");
  expect(part("free-question")).not.toBeNull();
  await key(document.body, "Escape");
  expect([part("free-question"), together.question.value]).toEqual([null, null]);
  await act(() => together.push("axial", [{ t: "scroll", steps: 1 }], 2, 0));
  await key(document.body, "Enter");
  expect(part("free-question")).toBeNull();
});

it("lets the two who are concerned undo a take-over, and nobody else", async () => {
  const taken = { by: 1, before: 2, left_s: 7 };
  await comes({ taken });
  await live();
  expect(words("taken")).toContain("Person 1 took over.");
  await press("taken-undo");
  expect(sent).toEqual([{ t: "present", act: "undo", person: 0 }]);
  await comes({ you: 1, taken });
  expect(words("taken")).toContain("You took over from Person 2.");
  await comes({ you: 3, taken, people: [...people(), somebody(3)] });
  expect(part("taken")).toBeNull();
  await comes({ taken: { ...taken, left_s: 0 } });
  expect(part("taken")).toBeNull();
});

it("offers the presenting of who has left", async () => {
  await comes();
  await live();
  await comes({ presenter: 0, offered: true, people: [somebody(2)] });
  expect(words("room-strip")).toContain("Person 1 has left.");
  await press("take");
  expect(sent).toEqual([{ t: "present", act: "take", person: 0 }]);
});

it("lists who is here in words, the presenter first, and whom one can hand over to", async () => {
  const all = [somebody(1, { role: "look" }), somebody(2, { quality: "reduced", guest: true, role: "point" }), somebody(3, { name: "Ann", doing: "presenting" })];
  await comes({ you: 3, presenter: 3, people: all });
  await act(() => render(<RoomPeople together={together} />, host));
  const rows = [...host.querySelectorAll('[data-testid="participant-row"]')].map((one) => one.textContent);
  expect(rows).toEqual([
    "3Ann (you)presenting \u00b7 sharp \u00b7 may present",
    "1Person 1following \u00b7 sharp \u00b7 may look",
    "2Person 2following \u00b7 slow line, reduced \u00b7 may point \u00b7 guest",
  ]);
  await press("hand-over");
  expect(sent).toEqual([{ t: "present", act: "hand", person: 2 }]);
});

it("takes a name as it is kept, and puts it back on Esc", async () => {
  await comes();
  await act(() => render(<RoomPeople together={together} />, host));
  const field = part("own-name") as HTMLInputElement;
  const type = (value: string): Promise<void> => act(() => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await type("Surgery");
  await key(field, "Escape");
  expect(field.value).toBe("Person 2");
  await type("  Surgery ");
  await key(field, "Enter");
  expect([sent, localStorage.getItem("tomocast.name")]).toEqual([[{ t: "name", name: "Surgery" }], "Surgery"]);
});

it("sends a note with Enter, counts its letters, and has read what it shows", async () => {
  await act(() => void together.model.received({ t: "noted", note: 1, person: 1, name: "Ann", colour: 1, text: "Free?", at: 0 }));
  await comes();
  await act(() => render(<RoomNotes together={together} />, host));
  expect([words("note").startsWith("Ann"), words("note").endsWith("Free?"), together.model.unread.value]).toEqual([true, true, 0]);
  const field = part("note-field") as HTMLTextAreaElement;
  await act(() => {
    field.value = "Yes";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  expect(words("note-left")).toBe("277 left");
  await key(field, "Enter");
  expect([sent, field.value]).toEqual([[{ t: "note", text: "Yes" }], ""]);
});
