import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepName, readName } from "../../src/join/own-name";
import { emptyStorage } from "../storage";

beforeEach(() => void emptyStorage("localStorage"));
afterEach(() => vi.unstubAllGlobals());

describe("one's own name", () => {
  it("is empty until it was given, and again when it is taken away", () => {
    expect(readName()).toBe("");
    expect(keepName("Dr. Ann Lee")).toBe("Dr. Ann Lee");
    expect(readName()).toBe("Dr. Ann Lee");
    keepName(" ");
    expect(localStorage.getItem("tomocast.name")).toBeNull();
  });

  it("is one line of forty at most, whose last letter is whole", () => {
    expect(keepName("  Ann\nLee\u2028MD ")).toBe("Ann Lee MD");
    expect(keepName(`${"a".repeat(39)}\u{1F600}`)).toBe("a".repeat(39));
    expect(keepName(`${"a".repeat(38)}\u{1F600}b`)).toBe(`${"a".repeat(38)}\u{1F600}`);
    localStorage.setItem("tomocast.name", "x".repeat(90));
    expect(readName()).toHaveLength(40);
  });

  it("does without storage", () => {
    vi.stubGlobal("localStorage", { getItem: () => { throw new Error("forbidden"); }, setItem: () => { throw new Error("forbidden"); } });
    expect(keepName("Ann")).toBe("Ann");
    expect(readName()).toBe("");
  });
});
