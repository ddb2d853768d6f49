import { describe, expect, it } from "vitest";
import type { PlaySettings } from "../../src/chrome/model";
import { CineClock } from "../../src/viewer/cine-clock";
import { oneStep, Player } from "../../src/viewer/player";
import type { Film } from "../../src/wire/messages";

const film = (some: Partial<Film> = {}): Film => ({ frames: 76, frame_ms: 40, colour: true, loops: true, pages: false, ...some });

function steered() {
  const clock = new CineClock();
  const told: PlaySettings[] = [];
  const player = new Player(clock, (settings) => told.push(settings));
  return { clock, player, now: () => told.at(-1)! };
}

describe("steering", () => {
  it("plays a film at the time of its frames and round, a volume at the usual rate and back", () => {
    const { player, now } = steered();
    expect(now()).toEqual({ own: null, perSecond: 15, degreesPerSecond: 20, direction: 1, ends: "turn" });
    player.suit(film());
    expect(now()).toMatchObject({ own: 25, perSecond: 25, ends: "loop" });
    const back = steered();
    back.player.suit(film({ loops: false, frame_ms: 0 }));
    expect(back.now()).toMatchObject({ own: null, perSecond: 15, ends: "turn" });
  });

  it("keeps what the reader chose when the page comes back", () => {
    const { clock, player, now } = steered();
    player.suit(film());
    player.setRate(12);
    player.setEnds("turn");
    player.reverse();
    player.suit(film());
    expect(now()).toMatchObject({ perSecond: 12, ends: "turn", direction: -1 });
    expect(clock).toMatchObject({ perSecond: 12, ends: "turn", direction: -1 });
  });

  it("goes through the rates that are offered, for a projection through its own", () => {
    const { player, now } = steered();
    player.suit(film());
    player.hasten("film", 1);
    expect(now().perSecond).toBe(30);
    player.hasten("film", -1);
    expect(now().perSecond).toBe(25);
    player.hasten("mip", 1);
    expect(now()).toMatchObject({ perSecond: 25, degreesPerSecond: 40 });
  });
});

it("steps a picture on, or turns a projection a little", () => {
  expect(oneStep("film", 1)).toEqual({ t: "scroll", steps: 1 });
  expect(oneStep("slice", -1)).toEqual({ t: "scroll", steps: -1 });
  expect(oneStep("volume", -1)).toEqual({ t: "turn", azimuth: -5, elevation: 0, roll: 0 });
});
