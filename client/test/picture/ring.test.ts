import { describe, expect, it } from "vitest";
import { Forecast, Ring } from "../../src/picture/ring";
import { slice } from "../slices";

describe("the ring", () => {
  it("holds slices of one look, and gives up what the server says", () => {
    const ring = new Ring();
    expect([1, 2, 3].map((place) => ring.keep(slice(place)))).toEqual([true, true, true]);
    ring.keep(slice(4, { drop: [1] }));
    expect([1, 2, 3, 4].map((place) => ring.at(place) !== undefined)).toEqual([false, true, true, true]);
    expect(ring.bytes).toBe(30);
  });

  it("forgets an older look, and takes nothing of it any more", () => {
    const ring = new Ring();
    ring.keep(slice(1));
    expect(ring.keep(slice(5, { look: 2 }))).toBe(true);
    expect(ring.at(1)).toBeUndefined();
    expect(ring.keep(slice(2))).toBe(false);
    expect(ring.at(2)).toBeUndefined();
  });

  it("takes a better one in the place of a worse", () => {
    const ring = new Ring();
    ring.keep(slice(1));
    ring.keep(slice(1, { format: "png" }));
    expect(ring.at(1)?.format).toBe("png");
  });
});

describe("where the hand will be", () => {
  it("is where the server stands and what it does not contain yet", () => {
    const forecast = new Forecast();
    forecast.stands({ look: 1, place: 10, sequence: 4 });
    forecast.scrolled(5, 1);
    forecast.scrolled(6, 2);
    expect(forecast.target).toEqual({ look: 1, place: 13 });
    forecast.stands({ look: 1, place: 11, sequence: 5 });
    expect(forecast.target).toEqual({ look: 1, place: 13 });
    expect(forecast.settled).toBe(false);
    forecast.stands({ look: 1, place: 13, sequence: 6 });
    expect([forecast.target, forecast.settled]).toEqual([{ look: 1, place: 13 }, true]);
  });

  it("is not known before the server said anything, nor after something other than scrolling", () => {
    const forecast = new Forecast();
    forecast.scrolled(1, 1);
    expect(forecast.target).toBeNull();
    forecast.stands({ look: 1, place: 0, sequence: 1 });
    forecast.left(2);
    forecast.scrolled(3, 1);
    expect(forecast.target).toBeNull();
    forecast.stands({ look: 2, place: 0, sequence: 2 });
    expect(forecast.target).toEqual({ look: 2, place: 1 });
    forecast.clear();
    expect(forecast.target).toBeNull();
  });
});
