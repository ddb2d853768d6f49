import { expect, it } from "vitest";
import { batches, type Given } from "../../src/upload/batches";

const MB = 1024 * 1024;
const LIMITS = { bytes: 1000 * MB, files: 2000 };
const given = (path: string, size: number): Given => ({ path, file: { size } as File });

it("sends many small files together, in their order", () => {
  const all = Array.from({ length: 600 }, (_, n) => given(`${n}`, 1000));
  const { batches: made, tooLarge } = batches(all, LIMITS);
  expect(made.map((one) => one.length)).toEqual([250, 250, 100]);
  expect(made.flat()).toEqual(all);
  expect(tooLarge).toEqual([]);
});

it("asks for no more files at once than the server takes", () => {
  const all = Array.from({ length: 5 }, (_, n) => given(`${n}`, 1));
  expect(batches(all, { ...LIMITS, files: 2 }).batches.map((one) => one.length)).toEqual([2, 2, 1]);
});

it("sends a large file alone and leaves out what is larger than the server takes", () => {
  const [small, large, huge] = [given("a", MB), given("b.zip", 500 * MB), given("c.zip", 1000 * MB)];
  expect(batches([small, large, huge, small], LIMITS)).toEqual({ batches: [[small], [large], [small]], tooLarge: [huge] });
});

it("has nothing to send where nothing is given", () => {
  expect(batches([], LIMITS)).toEqual({ batches: [], tooLarge: [] });
});
