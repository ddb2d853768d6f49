import { describe, expect, it } from "vitest";
import { Cine } from "../../src/viewer/cine";
import type { CineView } from "../../src/viewer/cine-clock";
import type { ViewName } from "../../src/wire/operations";

const slice = (some: Partial<CineView> = {}): CineView => ({ kind: "slice", fraction: 0.5, image: 50, images: 100, waiting: 0, ...some });

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

  it("plays a film for them, too, but not a single picture", () => {
    const film = stage("film", true);
    film.cine.toggle("film");
    expect(film.cine.view).toBe("film");
    const picture = stage("film");
    picture.world.seen = slice({ kind: "film", image: 1, images: 1 });
    picture.cine.toggle("film");
    expect(picture.cine.view).toBeNull();
  });
});
