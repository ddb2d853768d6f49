import { expect, it } from "vitest";
import { changed, type State, StateHistory } from "../../src/view/history";
import { tag } from "../tags";
import { slice } from "../views";

function state(revision: number, epoch: number, x: number): State {
  const views = [slice({ epoch, crosshair: [x, 0] })];
  return { t: "state", revision, sequence: revision, snapshot: new Uint8Array(), views, planes: "patient", undo: false, redo: false };
}

function historyOf(...states: State[]): StateHistory {
  const history = new StateHistory();
  states.forEach((one) => history.add(one));
  return history;
}

it("gives the newest state of the picture's content: lines may move over the very same picture", () => {
  const history = historyOf(state(1, 7, 10), state(2, 7, 20), state(3, 8, 30));
  expect(history.behind("axial", tag({ epoch: 7, revision: 1 }))?.crosshair).toEqual([20, 0]);
});

it("never runs ahead of the picture", () => {
  const history = historyOf(state(1, 7, 10), state(2, 8, 20));
  expect(history.behind("axial", tag({ epoch: 7 }))?.crosshair).toEqual([10, 0]);
});

it("takes what it has while the picture's own state is on its way", () => {
  expect(historyOf(state(1, 7, 10)).behind("axial", tag({ epoch: 9 }))?.crosshair).toEqual([10, 0]);
  expect(historyOf(state(1, 7, 10)).behind("axial", tag({ epoch: 6 }))).toBeNull();
  expect(historyOf(state(1, 7, 10)).behind("volume", tag({ epoch: 9 }))).toBeNull();
});

it("keeps a bounded number", () => {
  const history = historyOf(...Array.from({ length: 400 }, (_, n) => state(n, n, n)));
  expect(history.behind("axial", tag({ epoch: 100 }))).toBeNull();
  expect(history.newest?.revision).toBe(399);
  history.clear();
  expect(history.newest).toBeUndefined();
});

it("makes the next state of what changed, and leaves the one before as it was", () => {
  const before: State = { ...state(1, 7, 10), views: [slice({ epoch: 7 }), slice({ view: "coronal", epoch: 5, crosshair: [1, 2] })] };
  const after = changed(before, {
    t: "changed", revision: 2, sequence: 9, views: [{ view: "coronal", epoch: 6, crosshair: null }], also: { undo: true },
  });
  expect(after).toEqual({
    ...before, revision: 2, sequence: 9, undo: true, views: [before.views[0], { ...before.views[1], epoch: 6, crosshair: null }],
  });
  expect(before.undo).toBe(false);
});

it("knows which contents have been told", () => {
  const history = historyOf(state(1, 7, 10), state(2, 8, 20));
  expect([7, 8, 9].map((epoch) => history.knows("axial", epoch))).toEqual([true, true, false]);
  expect(history.knows("volume", 1)).toBe(false);
  expect(new StateHistory().knows("axial", 0)).toBe(false);
});
