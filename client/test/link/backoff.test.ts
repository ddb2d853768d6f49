import { expect, it } from "vitest";
import { Backoff } from "../../src/link/backoff";

it("tries at once, then ever later, at most every five seconds", () => {
  const backoff = new Backoff(() => 0.5);
  expect(Array.from({ length: 8 }, () => backoff.next())).toEqual([0, 250, 500, 1000, 2000, 5000, 5000, 5000]);
  backoff.reset();
  expect(backoff.next()).toBe(0);
});

it("spreads clients by a fifth", () => {
  const late = new Backoff(() => 1);
  const early = new Backoff(() => 0);
  late.next();
  early.next();
  expect([early.next(), late.next()]).toEqual([200, 300]);
});
