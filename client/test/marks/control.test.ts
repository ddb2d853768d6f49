// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { viewerModel, type ViewerModel } from "../../src/chrome/model";
import type { Intent } from "../../src/input/raw";
import { MarksControl } from "../../src/marks/control";
import { RoomModel } from "../../src/room/room";
import type { Together } from "../../src/room/together";
import type { Screen } from "../../src/view/screen";
import type { Viewport } from "../../src/view/viewport";
import type { ClientMessage } from "../../src/wire/messages";
import type { Person } from "../../src/wire/room";
import { slice } from "../views";
import { pointed, stroked } from "./messages";

const view = slice({ patient: [0, 0, -400, 0.5, 0, 0, 0, 0.5, 0] });
const viewport = { view: "axial", marks: { under: (x: number, y: number) => ({ view, picture: { x, y } }), redraw: () => undefined } } as unknown as Viewport;
const screen = { viewports: [], visible: [], of: () => viewport } as unknown as Screen;

let model: ViewerModel;
let room: RoomModel;
let sent: ClientMessage[];
let pushed: unknown[];
let complaints: string[];
let marks: MarksControl;

const one = (person: number, name: string, role: Person["role"] = "point"): Person =>
  ({ person, name, colour: person, role, doing: "following", quality: "sharp", asks: false, guest: false });

function here(...people: Person[]): void {
  room.received({ t: "room", you: 1, presenter: 2, people, taken: null, offered: false, invites: false });
}

beforeEach(() => {
  vi.useFakeTimers();
  model = viewerModel({ series: "1.2", volume: 1, layout: "2x2" }, false);
  room = new RoomModel();
  [sent, pushed, complaints] = [[], [], []];
  const together = { model: room, push: (...act: unknown[]) => pushed.push(act) } as unknown as Together;
  marks = new MarksControl(model, screen, together, { complain: (_, words) => complaints.push(words) }, {
    send: (message) => Boolean(sent.push(message)),
    tool: () => model.tool.value,
    choose: (tool) => (model.tool.value = tool),
  });
  marks.restart();
});

afterEach(() => {
  marks.close();
  vi.useRealTimers();
});

const mark = (phase: "begin" | "go" | "end" | "cancel", ...places: [number, number][]): Intent =>
  ({ do: "mark", tool: "draw", phase, places: places.map(([x, y]) => ({ x, y })) });
function draw(...phases: Intent[]): void {
  for (const intent of phases) marks.perform(intent as Extract<Intent, { do: "mark" }>, viewport);
}

describe("the tools", () => {
  it("are there in company, or where the room's tab is open", () => {
    here(one(1, "Me"));
    expect([marks.offered.value, marks.mayMark]).toEqual([false, false]);
    model.panel.value = true;
    model.tab.value = "room";
    expect(marks.offered.value).toBe(true);
    model.panel.value = false;
    here(one(1, "Me"), one(2, "Surgery"));
    expect([marks.offered.value, marks.mayMark]).toEqual([true, true]);
  });

  it("are put away when the others have gone", () => {
    here(one(1, "Me"), one(2, "Surgery"));
    model.tool.value = "draw";
    here(one(1, "Me"));
    expect(model.tool.value).toBe("window");
  });

  it("are refused in words to those who may only look, and silently where nobody is", () => {
    here(one(1, "Me", "look"));
    marks.perform({ do: "no-mark" }, viewport);
    expect(complaints).toEqual([]);
    here(one(1, "Me", "look"), one(2, "Surgery"));
    marks.perform({ do: "no-mark" }, viewport);
    expect(complaints).toEqual(["Your link lets you look only: to point or draw, ask whoever invited you for another."]);
  });
});

describe("one's own stroke", () => {
  beforeEach(() => here(one(1, "Me"), one(2, "Surgery")));

  it("is drawn at once and goes out while it grows; the server's takes its place", () => {
    draw(mark("begin", [0, 0]), mark("go", [20, 0]));
    expect(marks.lines()).toMatchObject([{ name: "Me", points: [[0, 0, -400], [10, 0, -400]] }]);
    vi.advanceTimersByTime(100);
    expect(sent).toMatchObject([{ t: "stroke", stroke: 1, done: false }]);
    draw(mark("go", [40, 0]), mark("end"));
    expect(sent).toHaveLength(2);
    marks.stroked(stroked({ person: 1, name: "Me", points: [[0, 0, -400], [10, 0, -400]] }));
    expect(marks.lines()).toHaveLength(1);
    marks.stroked(stroked({ person: 1, name: "Me", points: [[20, 0, -400]], done: true }));
    expect(marks.lines()).toMatchObject([{ name: "Me", points: [[0, 0, -400], [10, 0, -400], [20, 0, -400]] }]);
    expect(marks.drawn.value).toEqual({ all: 1, own: 1 });
  });

  it("is numbered after all that one has drawn, also before this page was loaded", () => {
    marks.stroked(stroked({ person: 1, stroke: 7, done: true }));
    draw(mark("begin", [0, 0]), mark("go", [20, 0]), mark("end"), mark("begin", [0, 0]), mark("go", [20, 0]), mark("end"));
    expect(sent.map((message) => message.t === "stroke" && message.stroke)).toEqual([8, 9]);
  });

  it("is one's own also when it was told before the room was: who comes back can take it away", () => {
    marks.restart();
    room.you.value = 0;
    marks.stroked(stroked({ person: 1, done: true }));
    expect(marks.drawn.value).toEqual({ all: 1, own: 0 });
    here(one(1, "Me"), one(2, "Surgery"));
    expect(marks.drawn.value).toEqual({ all: 1, own: 1 });
    expect(marks.eraseLast()).toBe(true);
  });

  it("is gone when it is cancelled or refused", () => {
    draw(mark("begin", [0, 0]), mark("go", [20, 0]));
    vi.advanceTimersByTime(100);
    draw(mark("cancel"));
    expect(sent.at(-1)).toEqual({ t: "erase", what: "last" });
    draw(mark("begin", [0, 0]), mark("go", [20, 0]), mark("end"));
    marks.refused("free");
    expect(marks.lines()).toHaveLength(1);
    marks.refused("stroke");
    expect(marks.lines()).toEqual([]);
  });

  it("is what undo takes back first; without one it is the picture's last step", () => {
    marks.perform({ do: "unmark", gesture: 5 }, viewport);
    expect(pushed).toMatchObject([["axial", [{ t: "undo", redo: false }], 5, expect.any(Number)]]);
    marks.stroked(stroked({ person: 1, done: true }));
    marks.perform({ do: "unmark", gesture: 6 }, viewport);
    expect([pushed.length, sent]).toEqual([1, [{ t: "erase", what: "last" }]]);
  });
});

describe("the others' marks", () => {
  it("are all told anew on another connection", () => {
    here(one(1, "Me"), one(2, "Surgery"));
    marks.stroked(stroked());
    marks.pointed(pointed());
    expect([marks.lines().length, marks.pointers().length]).toEqual([1, 1]);
    marks.restart();
    expect([marks.lines(), marks.pointers(), marks.drawn.value]).toEqual([[], [], { all: 0, own: 0 }]);
  });

  it("are said once when somebody draws, and not those that were there before", () => {
    marks.stroked(stroked({ stroke: 1 }));
    here(one(1, "Me"), one(2, "Surgery"));
    vi.advanceTimersByTime(1000);
    expect(model.spoken.value).toBe("");
    marks.stroked(stroked({ stroke: 2 }));
    marks.stroked(stroked({ stroke: 2, points: [[2, 2, 3]], done: true }));
    marks.stroked(stroked({ stroke: 3 }));
    marks.pointed(pointed());
    vi.advanceTimersByTime(1000);
    expect(model.spoken.value).toBe("Surgery drew in axial.");
  });
});
