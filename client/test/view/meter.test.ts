import { expect, it } from "vitest";
import { Meter, percentiles } from "../../src/view/meter";

it("measures from the hand to the picture that shows it", () => {
  const meter = new Meter();
  meter.input(1, 100);
  meter.input(2, 110);
  meter.shown(1, 130);
  meter.shown(2, 150);
  meter.shown(2, 160);
  expect(meter.eventToPhoton()).toEqual([30, 40]);
});

it("does not count inputs that changed nothing, nor forgotten ones", () => {
  const meter = new Meter();
  meter.input(1, 100);
  meter.unchanged(1);
  meter.input(2, 200);
  meter.shown(2, 9000);
  expect(meter.eventToPhoton()).toEqual([]);
});

it("counts pictures and bits of the last second", () => {
  const meter = new Meter();
  for (let at = 0; at < 2000; at += 100) {
    meter.shown(0, at);
    meter.received(1000, at);
  }
  expect(meter.fps(1950)).toBe(10);
  expect(meter.bitrate(1950)).toBe(80000);
  expect(meter.fps(5000)).toBe(0);
  expect(meter.bitrate(5000)).toBe(0);
});

it("gives percentiles", () => {
  expect(percentiles([])).toEqual({ p50: 0, p95: 0 });
  expect(percentiles(Array.from({ length: 100 }, (_, n) => 100 - n))).toEqual({ p50: 51, p95: 96 });
});
