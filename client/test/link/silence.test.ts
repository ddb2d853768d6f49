import { expect, it } from "vitest";
import { Silence } from "../../src/link/silence";

it("goes from fresh over stale and dim to gone, and back with the first word", () => {
  const silence = new Silence(1000);
  expect([1999, 2000, 2999, 3000, 30999, 31000].map((now) => silence.freshness(now))).toEqual([
    "fresh", "stale", "stale", "dim", "dim", "gone",
  ]);
  silence.heard(40000);
  expect(silence.freshness(40500)).toBe("fresh");
});

it("never counts backwards", () => {
  expect(new Silence(500).milliseconds(400)).toBe(0);
});
