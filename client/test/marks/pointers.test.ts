import { expect, it } from "vitest";
import { Pointers } from "../../src/marks/pointers";
import { pointed } from "./messages";

it("are seen for three seconds, and fade at the end of them", () => {
  const pointers = new Pointers();
  pointers.pointed(pointed(), 1000);
  expect(pointers.shown(1000, false)).toEqual([{ person: 2, name: "Surgery", colour: 4, view: "axial", at: [1, 2, 3], opacity: 1 }]);
  expect(pointers.shown(3499, false)[0]!.opacity).toBe(1);
  expect(pointers.shown(3750, false)[0]!.opacity).toBe(0.5);
  expect(pointers.shown(4000, false)).toEqual([]);
});

it("do not fade for who wants no motion", () => {
  const pointers = new Pointers();
  pointers.pointed(pointed(), 0);
  expect(pointers.shown(2999, true)[0]!.opacity).toBe(1);
  expect(pointers.changesIn(500, true)).toBe(2500);
  expect(pointers.shown(3000, true)).toEqual([]);
});

it("say when they change by themselves", () => {
  const pointers = new Pointers();
  expect(pointers.changesIn(0, false)).toBeNull();
  pointers.pointed(pointed(), 100);
  pointers.pointed(pointed({ person: 3 }), 900);
  expect(pointers.changesIn(1000, false)).toBe(1600);
  expect(pointers.changesIn(2700, false)).toBe(0);
});

it("move, and go when they are taken away", () => {
  const pointers = new Pointers();
  pointers.pointed(pointed(), 0);
  pointers.pointed(pointed({ at: [4, 5, 6], view: "coronal" }), 2000);
  expect(pointers.shown(4000, false)).toMatchObject([{ at: [4, 5, 6], view: "coronal", opacity: 1 }]);
  pointers.pointed(pointed({ at: null }), 4100);
  expect(pointers.shown(4100, false)).toEqual([]);
});
