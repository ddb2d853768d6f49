import { describe, expect, it } from "vitest";
import { Cine, CineClock, type CineView } from "../../src/viewer/cine";
import type { Operation, ViewName } from "../../src/wire/operations";

const slice = (some: Partial<CineView> = {}): CineView => ({ kind: "slice", fraction: 0.5, waiting: 0, ...some });

function played(clock: CineClock, from: number, to: number, every: number, view: CineView): Operation[] {
  const due: Operation[] = [];
  for (let at = from + every; at <= to; at += every) {
    const next = clock.due(at, view);
    if (next) due.push(next);
  }
  return due;
}

const steps = (due: Operation[]): number => due.reduce((sum, one) => sum + (one.t === "scroll" ? one.steps : 0), 0);

describe("the clock", () => {
  it("goes by time, however many frames there are", () => {
    for (const every of [4, 20, 100, 200]) {
      const clock = new CineClock();
      clock.slicesPerSecond = 20;
      clock.start(1000);
      expect(Math.abs(steps(played(clock, 1000, 3000, every, slice())) - 40)).toBeLessThanOrEqual(1);
    }
  });

  it("keeps its rate within limits", () => {
    const clock = new CineClock();
    clock.slicesPerSecond = 1000;
    expect(clock.slicesPerSecond).toBe(60);
    clock.slicesPerSecond = 0;
    expect(clock.slicesPerSecond).toBe(1);
  });

  it("turns back at both ends", () => {
    const clock = new CineClock();
    clock.start(0);
    expect(clock.due(200, slice({ fraction: 1 }))).toEqual({ t: "scroll", steps: -3 });
    // Answers that were on their way still say that it stands at the end.
    expect(clock.due(400, slice({ fraction: 1 }))).toEqual({ t: "scroll", steps: -3 });
    expect(clock.due(600, slice({ fraction: 0 }))).toEqual({ t: "scroll", steps: 3 });
  });

  it("sends nothing while answers are due, and then does not make up for a long pause", () => {
    const clock = new CineClock();
    clock.start(0);
    expect(played(clock, 0, 5000, 50, slice({ waiting: 4 }))).toEqual([]);
    expect(clock.due(5050, slice({ waiting: 1 }))).toEqual({ t: "scroll", steps: 3 });
  });

  it("spins a projection by 20 degrees in a second", () => {
    const clock = new CineClock();
    clock.start(0);
    const turned = played(clock, 0, 1000, 25, { ...slice(), kind: "mip" });
    expect(turned.reduce((sum, one) => sum + (one.t === "turn" ? one.azimuth : 0), 0)).toBeCloseTo(20);
  });
});

function stage(kind: CineView["kind"] = "slice", calm = false) {
  const sent: { view: ViewName; gesture: number }[] = [];
  const told: (ViewName | null)[] = [];
  const frames: (() => void)[] = [];
  const world = { now: 0, seen: slice({ kind }) as CineView | null, gestures: 6 };
  const cine = new Cine({
    look: () => world.seen,
    send: (view, _operations, gesture) => sent.push({ view, gesture }),
    gesture: () => (world.gestures += 1),
    calm: () => calm,
    now: () => world.now,
    nextFrame: (run) => frames.push(run),
    changed: (playing) => told.push(playing),
  });
  const frame = (): void => {
    world.now += 100;
    for (const run of frames.splice(0)) run();
  };
  return { cine, sent, told, frames, world, frame };
}

describe("playing", () => {
  it("is one gesture from start to stop, and no frame follows", () => {
    const { cine, sent, told, frames, frame } = stage();
    cine.toggle("coronal");
    frame();
    frame();
    expect(sent).toEqual([{ view: "coronal", gesture: 7 }, { view: "coronal", gesture: 7 }]);
    cine.toggle("coronal");
    frame();
    expect(sent).toHaveLength(2);
    expect(frames).toEqual([]);
    expect(told).toEqual(["coronal", null]);
  });

  it("never runs twice, however fast it is stopped and started", () => {
    const { cine, sent, frame } = stage();
    cine.toggle("axial");
    cine.stop();
    cine.toggle("axial");
    frame();
    expect(sent).toHaveLength(1);
  });

  it("stops where the view has nothing to play", () => {
    const { cine, world, told, frame } = stage();
    cine.toggle("axial");
    world.seen = null;
    frame();
    expect(told).toEqual(["axial", null]);
  });

  it("does not spin for who asked for less motion, and still plays slices", () => {
    const spinning = stage("mip", true);
    spinning.cine.toggle("volume");
    expect(spinning.cine.view).toBeNull();
    const scrolling = stage("slice", true);
    scrolling.cine.toggle("axial");
    expect(scrolling.cine.view).toBe("axial");
  });
});
