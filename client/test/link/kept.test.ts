import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepTogether, Kept, seat, wasTogether } from "../../src/link/kept";
import { emptyStorage } from "../storage";

beforeEach(() => void emptyStorage("sessionStorage"));
afterEach(() => vi.unstubAllGlobals());

describe("what a tab keeps", () => {
  it("sits where it sat, and another tab elsewhere", () => {
    const mine = seat();
    expect(mine).toMatch(/^[0-9a-f]{32}$/);
    expect(seat()).toBe(mine);
    sessionStorage.clear();
    expect(seat()).not.toBe(mine);
  });

  it("knows its place and its snapshot again, byte for byte", () => {
    const snapshot = Uint8Array.from({ length: 256 }, (_, n) => n);
    const before = new Kept("1.2.3 1");
    before.place = { session: "s1", stills: true };
    before.snapshot = snapshot;
    const after = new Kept("1.2.3 1");
    expect(after.place).toEqual({ session: "s1", stills: true });
    expect(after.snapshot).toEqual(snapshot);
  });

  it("forgets place and snapshot together, and what was kept of another volume", () => {
    const kept = new Kept("1.2.3 1");
    kept.place = { session: "s1", stills: false };
    kept.snapshot = Uint8Array.of(1);
    kept.place = null;
    expect([kept.place, kept.snapshot]).toEqual([null, null]);
    kept.place = { session: "s2", stills: false };
    new Kept("4.5.6 1");
    expect(new Kept("1.2.3 1").place).toBeNull();
  });

  it.each(["nonsense", "{}", "null", '{"session": 7}', '{"session": ""}'])("takes %s for nothing", (text) => {
    sessionStorage.setItem("tomocast.place 1.2.3 1", text);
    sessionStorage.setItem("tomocast.place 1.2.3 1 snapshot", "\u00e4\u2028");
    const kept = new Kept("1.2.3 1");
    expect([kept.place, kept.snapshot]).toEqual([null, null]);
  });

  it("knows whether others were there, of the session that it was in", () => {
    expect([wasTogether("s1"), wasTogether(undefined)]).toEqual([false, false]);
    keepTogether("s1", true);
    expect([wasTogether("s1"), wasTogether("s2")]).toEqual([true, false]);
    keepTogether("s1", false);
    expect(wasTogether("s1")).toBe(false);
  });

  it("does without storage", () => {
    vi.stubGlobal("sessionStorage", {
      getItem: () => {
        throw new Error("forbidden");
      },
      setItem: () => {
        throw new Error("forbidden");
      },
    });
    const kept = new Kept("1.2.3 1");
    kept.place = { session: "s1", stills: false };
    expect([kept.place, kept.snapshot]).toEqual([null, null]);
    expect(seat()).not.toBe(seat());
  });
});
