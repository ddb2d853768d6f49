import { expect, it } from "vitest";
import { type MarksSink, RoomModel } from "../../src/room/room";
import type { MessageOf } from "../../src/wire/messages";
import type { Person } from "../../src/wire/room";
import { room, somebody } from "./people";

function noted(note: number, person = 1): MessageOf<"noted"> {
  return { t: "noted", note, person, name: "Radiology", colour: 1, text: `Note ${note}`, at: 1000 + note };
}

it("knows nothing before the room is told of: nobody follows then", () => {
  const model = new RoomModel();
  expect([model.alone.value, model.following.value, model.iPresent.value, model.me.value]).toEqual([true, false, false, null]);
});

it("tells who presents, what one may, and who would like to present", () => {
  const model = new RoomModel();
  expect(model.received(room())).toBe(true);
  expect([model.alone.value, model.following.value, model.iPresent.value, model.role.value]).toEqual([false, true, false, "point"]);
  expect([model.may("look"), model.may("point"), model.may("present")]).toEqual([true, true, false]);
  expect(model.presenting.value?.name).toBe("Person 1");
  model.received(room({ you: 1, people: [somebody(1, { doing: "presenting" }), somebody(2, { asks: true })] }));
  expect([model.iPresent.value, model.following.value]).toEqual([true, false]);
  expect(model.asking.value.map((one) => one.person)).toEqual([2]);
});

it("keeps looking freely while one points or is away", () => {
  const model = new RoomModel();
  const doing = (now: Person["doing"]): boolean => {
    model.received(room({ people: [somebody(1), somebody(2, { doing: now })] }));
    return model.free.value;
  };
  expect(["pointing", "free", "pointing", "away", "following", "pointing"].map((now) => doing(now as Person["doing"]))).toEqual(
    [false, true, true, true, false, false],
  );
});

it("counts the time to undo on the page's own clock", () => {
  const model = new RoomModel(() => 5000);
  model.received(room({ taken: { by: 2, before: 1, left_s: 7.5 } }));
  expect(model.taken.value).toEqual({ by: 2, before: 1, until: 12500 });
  model.received(room());
  expect(model.taken.value).toBeNull();
});

it("hears notes that come while one is here, and counts those that were not seen", () => {
  const model = new RoomModel();
  model.restart("a");
  model.received(noted(1));
  model.received(noted(2, 2));
  model.received(room());
  expect([model.heard.value, model.unread.value]).toEqual([null, 1]);
  model.readNotes();
  expect(model.unread.value).toBe(0);
  model.received(noted(3));
  model.received(noted(4, 2));
  expect([model.heard.value?.text, model.unread.value]).toEqual(["Note 3", 1]);
  expect(model.notes.value[2]?.at).toEqual(new Date(1_003_000));
});

it("takes each note once when the page comes back, and forgets those of another session", () => {
  const model = new RoomModel();
  model.restart("a");
  for (const note of [1, 2]) model.received(noted(note));
  model.received(room());
  model.readNotes();
  model.restart("a");
  for (const note of [1, 2, 3]) model.received(noted(note));
  model.received(room());
  expect(model.notes.value.map((one) => one.note)).toEqual([1, 2, 3]);
  expect([model.unread.value, model.heard.value]).toEqual([1, null]);
  model.restart("b");
  expect(model.notes.value).toEqual([]);
  model.received(noted(1));
  expect(model.unread.value).toBe(1);
});

it("has something to say where one waits for a presenter, and keeps the name of who left", () => {
  const model = new RoomModel();
  expect(model.together.value).toBe(false);
  model.received(room({ you: 1, people: [somebody(1, { doing: "presenting" })] }));
  expect(model.together.value).toBe(false);
  model.received(room());
  model.received(room({ presenter: 0, offered: true, people: [somebody(2)] }));
  expect([model.alone.value, model.together.value, model.former.value]).toEqual([true, true, "Person 1"]);
});

it("gives marks to who draws them, and leaves other messages alone", () => {
  const model = new RoomModel();
  const seen: string[] = [];
  const note = (what: string) => (): void => void seen.push(what);
  const sink: MarksSink = { pointed: note("pointed"), stroked: note("stroked"), erased: note("erased"), restart: note("restart") };
  const erased = { t: "erased", strokes: [[1, 2]] } as MessageOf<"erased">;
  expect(model.received(erased)).toBe(true);
  model.marks = sink;
  model.restart("a");
  const author = { person: 1, name: "", colour: 1, view: "axial" } as const;
  model.received({ t: "pointed", ...author, at: null });
  model.received({ t: "stroked", ...author, stroke: 1, points: [], frame: null, done: true });
  model.received(erased);
  expect(seen).toEqual(["restart", "pointed", "stroked", "erased"]);
  expect(model.received({ t: "heartbeat" })).toBe(false);
});
