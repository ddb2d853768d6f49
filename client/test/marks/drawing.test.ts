import { beforeEach, describe, expect, it } from "vitest";
import { Drawing, type Sample } from "../../src/marks/drawing";
import type { Plane } from "../../src/marks/patient";
import type { ClientMessage } from "../../src/wire/messages";
import { filmView, slice } from "../views";
import { stroked } from "./messages";

type Part = Extract<ClientMessage, { t: "stroke" }>;

const PLANE: Plane = [-100, -80, -400, 0.5, 0, 0, 0, 0.5, 0];
const view = slice({ patient: PLANE });
let sent: Part[];
let number: number;
let drawing: Drawing;

beforeEach(() => {
  sent = [];
  number = 0;
  drawing = new Drawing(() => (number += 1), (message) => Boolean(sent.push(message as Part)));
});

const at = (x: number, y: number): Sample => ({ x, y, picture: { x: 2 * x, y: 2 * y } });
const wave = (count: number, from = 0): Sample[] => Array.from({ length: count }, (_, n) => at(3 * (n + from), 40 * Math.sin((n + from) / 2)));

describe("a stroke", () => {
  it("is on the screen at once, and goes out in parts", () => {
    drawing.begin(view, at(10, 20));
    drawing.add(view, [at(20, 20), at(20, 30)]);
    expect(drawing.shown).toEqual([{ stroke: 1, view: "axial", points: [[-90, -60, -400], [-80, -60, -400], [-80, -50, -400]] }]);
    expect(sent).toEqual([]);
    drawing.flush();
    drawing.add(view, [at(20, 50)]);
    drawing.end();
    expect(sent).toEqual([
      { t: "stroke", stroke: 1, view: "axial", points: [[-90, -60, -400], [-80, -60, -400], [-80, -50, -400]], frame: null, done: false },
      { t: "stroke", stroke: 1, view: "axial", points: [[-80, -30, -400]], frame: null, done: true },
    ]);
    expect(drawing.shown[0]!.points).toHaveLength(4);
  });

  it("ends with its last point once more where nothing new waits", () => {
    drawing.begin(view, at(10, 20));
    drawing.add(view, [at(20, 20)]);
    drawing.flush();
    drawing.end();
    expect(sent.at(-1)).toMatchObject({ points: [[-80, -60, -400]], done: true });
  });

  it("is the server's when that has told it to its end", () => {
    drawing.begin(view, at(10, 20));
    drawing.add(view, [at(20, 20)]);
    drawing.end();
    drawing.told(stroked({ stroke: 1, done: false }));
    expect(drawing.shown).toHaveLength(1);
    drawing.told(stroked({ stroke: 1, done: true }));
    expect(drawing.shown).toEqual([]);
  });

  it("is thinned, and sent in messages of at most 256 points", () => {
    drawing.begin(view, at(0, 0));
    drawing.add(view, wave(900, 1));
    drawing.end();
    expect(sent.length).toBeGreaterThan(1);
    expect(Math.max(...sent.map(({ points }) => points.length))).toBeLessThanOrEqual(256);
    expect(sent.map(({ done }) => done)).toEqual([...sent.slice(1).map(() => false), true]);
    const straight = Array.from({ length: 200 }, (_, n) => at(2 * n, 0));
    drawing.begin(view, at(0, 0));
    drawing.add(view, straight);
    drawing.end();
    expect(sent.at(-1)!.points).toHaveLength(2);
  });

  it("goes on as another one before it has more than 2000 points", () => {
    drawing.begin(view, at(0, 0));
    for (let part = 0; part < 20; part += 1) {
      drawing.add(view, wave(200, 1 + 200 * part));
      drawing.flush();
    }
    drawing.end();
    const counts = new Map<number, number>();
    for (const { stroke, points } of sent) counts.set(stroke, (counts.get(stroke) ?? 0) + points.length);
    expect(counts.size).toBeGreaterThan(1);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(2000);
    expect(sent.filter(({ done }) => done).map(({ stroke }) => stroke)).toEqual([...counts.keys()]);
    // Where one ends the next begins.
    const first = sent.filter(({ stroke }) => stroke === 1).at(-1)!.points.at(-1);
    expect(sent.find(({ stroke }) => stroke === 2)!.points[0]).toEqual(first);
  });
});

describe("what a stroke is drawn on", () => {
  it("stays one slice: it ends where the view goes to another", () => {
    drawing.begin(view, at(10, 20));
    drawing.add(view, [at(20, 20)]);
    const next = slice({ patient: [-100, -80, -402.5, 0.5, 0, 0, 0, 0.5, 0] });
    drawing.add(next, [at(30, 20)]);
    expect(drawing.draws).toBe(false);
    expect(sent).toMatchObject([{ points: [[-90, -60, -400], [-80, -60, -400]], done: true }]);
  });

  it("may be panned and magnified meanwhile", () => {
    drawing.begin(view, at(10, 20));
    drawing.add(slice({ patient: [-50, -80, -400, 0.25, 0, 0, 0, 0.25, 0] }), [at(20, 20)]);
    expect(drawing.draws).toBe(true);
  });

  it("is a frame in a film", () => {
    drawing.begin(filmView({ patient: [0, 0, 11, 0.5, 0, 0, 0, 0.5, 0], image: 12 }), at(10, 20));
    drawing.end();
    expect(sent).toMatchObject([{ view: "film", frame: 12, points: [[10, 20, 11]], done: true }]);
  });

  it("must have a place in the patient", () => {
    expect(drawing.begin(slice({ patient: null }), at(1, 1))).toBe(false);
    drawing.add(view, [at(20, 20)]);
    drawing.end();
    expect(sent).toEqual([]);
  });
});

describe("what is not to be", () => {
  it("is gone when it is cancelled; the server is told where it knows of it", () => {
    drawing.begin(view, at(10, 20));
    drawing.add(view, [at(20, 20)]);
    expect(drawing.cancel()).toBe(false);
    drawing.begin(view, at(10, 20));
    drawing.add(view, [at(20, 20)]);
    drawing.flush();
    expect(drawing.cancel()).toBe(true);
    expect(drawing.shown).toEqual([]);
  });

  it("is gone when the server refuses it", () => {
    drawing.begin(view, at(10, 20));
    drawing.forget();
    drawing.add(view, [at(30, 20)]);
    drawing.end();
    expect([drawing.shown, sent]).toEqual([[], []]);
  });
});
