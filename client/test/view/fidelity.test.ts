import { beforeEach, describe, expect, it } from "vitest";
import { ViewFidelity, worst } from "../../src/view/fidelity";
import { tag } from "../tags";

let view: ViewFidelity;
const mark = (now: number, silent = 0): string => view.state(now, silent).mark;

function stillShown(epoch: number, sequence: number): void {
  view.announced(epoch);
  view.verified(epoch, true);
  view.shown(tag({ epoch, sequence }));
}

beforeEach(() => {
  view = new ViewFidelity();
});

describe("at rest", () => {
  it("is moving before anything came", () => {
    expect(mark(0)).toBe("moving");
  });

  it("is lossless only when the newest content was proved and is on the screen", () => {
    view.shown(tag({ epoch: 4 }));
    expect(mark(0)).toBe("moving");
    view.verified(4, true);
    expect(mark(0)).toBe("lossless");
    view.announced(5);
    expect(mark(0)).toBe("moving");
  });

  it("is not verified when the hash differs, until it agrees", () => {
    view.shown(tag({ epoch: 4 }));
    view.verified(4, false);
    expect(mark(0)).toBe("unverified");
    view.verified(4, true);
    expect(mark(0)).toBe("lossless");
  });

  it("is never lossless while the picture is scaled", () => {
    stillShown(4, 0);
    expect(view.lossy(0, 0).mark).toBe("moving");
  });
});

describe("while the hand acts", () => {
  beforeEach(() => stillShown(4, 10));

  it("moves at once, and rests with the still that contains the input", () => {
    view.input(11, 100);
    expect(mark(100)).toBe("moving");
    expect(view.isCurrent(tag({ epoch: 4, sequence: 10 }))).toBe(false);
    view.answered(11, 5);
    view.shown(tag({ epoch: 5, sequence: 11 }));
    expect(mark(120)).toBe("moving");
    expect(view.isCurrent(tag({ epoch: 5, sequence: 11 }))).toBe(true);
    stillShown(5, 11);
    expect(mark(240)).toBe("lossless");
  });

  it("stays lossless when the server answers that nothing changed", () => {
    view.input(11, 100);
    view.answered(11, 4);
    expect(mark(130)).toBe("lossless");
  });

  it("takes a still whose sequence is old and whose content is the newest state's", () => {
    view.input(11, 100);
    view.answered(11, 5);
    view.input(12, 110);
    view.answered(12, 5);
    expect(view.isCurrent(tag({ epoch: 5, sequence: 11 }))).toBe(true);
    view.input(13, 120);
    expect(view.isCurrent(tag({ epoch: 5, sequence: 12 }))).toBe(false);
  });

  it("is stale one second behind the oldest input that is not shown, and counts", () => {
    view.input(11, 100);
    view.input(12, 900);
    expect(mark(1100)).toBe("moving");
    expect(view.state(2200, 0)).toEqual({ mark: "stale", seconds: 2 });
    view.shown(tag({ epoch: 5, sequence: 11 }));
    expect(mark(1800)).toBe("moving");
  });

  it("waits for the picture when the state has another content", () => {
    view.input(11, 100);
    view.answered(11, 5);
    expect(view.waits).toBe(true);
    view.shown(tag({ epoch: 5, sequence: 11 }));
    expect(view.waits).toBe(false);
  });
});

it("is stale when the link is silent, whatever is on the screen", () => {
  stillShown(4, 0);
  expect(mark(0, 999)).toBe("lossless");
  expect(view.state(0, 3400)).toEqual({ mark: "stale", seconds: 3 });
});

it("starts anew with a session: nothing old counts", () => {
  stillShown(400, 0);
  view.restart();
  expect(mark(0)).toBe("moving");
  view.shown(tag({ epoch: 1 }));
  view.verified(1, true);
  expect(mark(0)).toBe("lossless");
});

it("tells the worst of several views and how many are so", () => {
  const lossless = { mark: "lossless", seconds: 0 } as const;
  const stale = { mark: "stale", seconds: 4 } as const;
  expect(worst([lossless, stale, { mark: "stale", seconds: 2 }])).toEqual({ fidelity: stale, count: 2 });
  expect(worst([lossless, lossless])).toEqual({ fidelity: lossless, count: 2 });
  expect(worst([stale, { mark: "unverified", seconds: 0 }]).fidelity.mark).toBe("unverified");
});

it("is reduced only where it moves: never instead of what is worse", () => {
  const view = new ViewFidelity();
  view.answered(1, 4);
  view.shown(tag({ epoch: 4, sequence: 1 }));
  expect(view.lossy(0, 0, true)).toEqual({ mark: "moving", seconds: 0, reduced: true });
  expect(view.lossy(0, 0, false)).toEqual({ mark: "moving", seconds: 0 });
  expect(view.lossy(0, 3000, true)).toEqual({ mark: "stale", seconds: 3 });
  expect(worst([{ mark: "lossless", seconds: 0 }, view.lossy(0, 0, true), view.lossy(0, 0)]).fidelity.reduced).toBe(true);
});
