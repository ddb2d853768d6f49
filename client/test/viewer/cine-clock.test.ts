import { describe, expect, it } from "vitest";
import { around, CineClock, type CineView } from "../../src/viewer/cine-clock";
import type { Operation } from "../../src/wire/operations";

const slice = (some: Partial<CineView> = {}): CineView => ({ kind: "slice", fraction: 0.5, image: 50, images: 100, waiting: 0, ...some });
const film = (image: number, images: number): CineView => slice({ kind: "film", image, images });

function played(clock: CineClock, from: number, to: number, every: number, view: CineView): Operation[] {
  const due: Operation[] = [];
  for (let at = from + every; at <= to; at += every) {
    const next = clock.due(at, view);
    if (next) due.push(next);
  }
  return due;
}

const steps = (due: Operation[]): number => due.reduce((sum, one) => sum + (one.t === "scroll" ? one.steps : 0), 0);
const numbers = (due: Operation[]): number[] => due.flatMap((one) => (one.t === "frame" ? [one.number] : []));

describe("a plane through its volume", () => {
  it("goes by time, however many frames there are", () => {
    for (const every of [4, 20, 100, 200]) {
      const clock = new CineClock();
      clock.perSecond = 20;
      clock.start(1000);
      expect(Math.abs(steps(played(clock, 1000, 3000, every, slice())) - 40)).toBeLessThanOrEqual(1);
    }
  });

  it("keeps its rate within limits, wider where the file asks for it", () => {
    const clock = new CineClock();
    clock.perSecond = 1000;
    expect(clock.perSecond).toBe(60);
    clock.perSecond = 0;
    expect(clock.perSecond).toBe(1);
    clock.suit(50);
    expect(clock.perSecond).toBe(50);
    clock.perSecond = 1000;
    expect(clock.perSecond).toBe(200);
  });

  it("turns back at both ends", () => {
    const clock = new CineClock();
    clock.start(0);
    expect(clock.due(200, slice({ fraction: 1 }))).toEqual({ t: "scroll", steps: -3 });
    // Answers that were on their way still say that it stands at the end.
    expect(clock.due(400, slice({ fraction: 1 }))).toEqual({ t: "scroll", steps: -3 });
    expect(clock.due(600, slice({ fraction: 0 }))).toEqual({ t: "scroll", steps: 3 });
  });

  it("goes on from the other end where it loops, once, though late answers still tell the end", () => {
    const clock = new CineClock();
    clock.ends = "loop";
    clock.start(0);
    expect(clock.due(200, slice({ fraction: 1 }))).toEqual({ t: "scroll", steps: -100000 });
    expect(clock.due(400, slice({ fraction: 1 }))).toEqual({ t: "scroll", steps: 3 });
    expect(clock.due(600, slice({ fraction: 0.1 }))).toEqual({ t: "scroll", steps: 3 });
    expect(clock.due(800, slice({ fraction: 1 }))).toEqual({ t: "scroll", steps: -100000 });
    clock.direction = -1;
    clock.start(800);
    expect(clock.due(1000, slice({ fraction: 0 }))).toEqual({ t: "scroll", steps: 100000 });
  });

  it("sends nothing while answers are due, and then does not make up for a long pause", () => {
    const clock = new CineClock();
    clock.start(0);
    expect(played(clock, 0, 5000, 50, slice({ waiting: 4 }))).toEqual([]);
    expect(clock.due(5050, slice({ waiting: 1 }))).toEqual({ t: "scroll", steps: 3 });
  });

  it("spins a projection by 20 degrees in a second, or as chosen", () => {
    const clock = new CineClock();
    clock.start(0);
    const azimuth = (due: Operation[]): number => due.reduce((sum, one) => sum + (one.t === "turn" ? one.azimuth : 0), 0);
    expect(azimuth(played(clock, 0, 1000, 25, { ...slice(), kind: "mip" }))).toBeCloseTo(20);
    clock.degreesPerSecond = 40;
    clock.direction = -1;
    clock.start(0);
    expect(azimuth(played(clock, 0, 1000, 25, { ...slice(), kind: "volume" }))).toBeCloseTo(-40);
  });
});

describe("a film", () => {
  it("names one frame after the other, whatever the answers on their way say", () => {
    const clock = new CineClock();
    clock.suit(10);
    clock.start(0);
    expect(numbers(played(clock, 0, 1000, 50, film(3, 100)))).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it("goes round, both ways", () => {
    const clock = new CineClock();
    clock.suit(10);
    clock.ends = "loop";
    clock.start(0);
    expect(numbers(played(clock, 0, 500, 100, film(3, 4)))).toEqual([4, 1, 2, 3, 4]);
    clock.direction = -1;
    clock.start(0);
    expect(numbers(played(clock, 0, 500, 100, film(3, 4)))).toEqual([2, 1, 4, 3, 2]);
  });

  it("goes there and back where it does not loop", () => {
    const clock = new CineClock();
    clock.suit(10);
    clock.start(0);
    expect(numbers(played(clock, 0, 800, 100, film(3, 4)))).toEqual([4, 3, 2, 1, 2, 3, 4, 3]);
  });

  it("leaves frames out where it is faster than the screen", () => {
    const clock = new CineClock();
    clock.suit(100);
    clock.ends = "loop";
    clock.start(0);
    expect(numbers(played(clock, 0, 200, 40, film(1, 10)))).toEqual([5, 9, 3, 7, 1]);
  });

  it("begins where the reader left it", () => {
    const clock = new CineClock();
    clock.suit(10);
    clock.start(0);
    played(clock, 0, 500, 100, film(3, 90));
    clock.start(1000);
    expect(numbers(played(clock, 1000, 1100, 100, film(60, 90)))).toEqual([61]);
  });
});

it("counts round", () => {
  expect([-1, 0, 1, 5, 6, 11].map((number) => around(number, 5))).toEqual([4, 5, 1, 5, 1, 1]);
});
