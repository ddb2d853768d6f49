import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { rememberBitRate, rememberedBitRate } from "../../src/link/remembered-rate";
import { emptyStorage } from "../storage";

describe("the remembered rate", () => {
  beforeEach(() => {
    emptyStorage("localStorage");
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("is none at first", () => {
    expect(rememberedBitRate()).toBe(0);
  });

  it("is what the server said last, and what says nothing changes nothing", () => {
    rememberBitRate(4_500_000.4);
    rememberBitRate(0);
    expect(rememberedBitRate()).toBe(4_500_000);
  });

  it("is forgotten after half a day", () => {
    rememberBitRate(4_500_000);
    vi.advanceTimersByTime(13 * 3600 * 1000);
    expect(rememberedBitRate()).toBe(0);
  });

  it("is none where storage is forbidden or holds something else", () => {
    localStorage.setItem("tomocast.bit-rate", "{nonsense");
    expect(rememberedBitRate()).toBe(0);
    vi.stubGlobal("localStorage", { getItem: () => { throw new Error("no"); }, setItem: () => { throw new Error("no"); } });
    rememberBitRate(1);
    expect(rememberedBitRate()).toBe(0);
  });
});
