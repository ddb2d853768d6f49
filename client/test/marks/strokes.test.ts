import { expect, it } from "vitest";
import { Strokes } from "../../src/marks/strokes";
import { stroked } from "./messages";

it("puts the points of a stroke behind one another", () => {
  const strokes = new Strokes();
  expect(strokes.stroked(stroked())).toBe(true);
  expect(strokes.stroked(stroked({ points: [[4, 5, 6]], done: true }))).toBe(false);
  expect(strokes.all).toMatchObject([{ person: 2, stroke: 1, points: [[1, 2, 3], [4, 5, 6]] }]);
});

it("tells people's strokes apart, and takes those away that are named", () => {
  const strokes = new Strokes();
  for (const [person, stroke] of [[2, 1], [3, 1], [2, 7]] as const) strokes.stroked(stroked({ person, stroke }));
  expect([strokes.count(), strokes.count(2), strokes.newest(2), strokes.newest(5)]).toEqual([3, 2, 7, 0]);
  strokes.erased({ t: "erased", strokes: [[2, 7], [3, 1], [9, 9]] });
  expect(strokes.all.map(({ person, stroke }) => [person, stroke])).toEqual([[2, 1]]);
});
