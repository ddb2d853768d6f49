import { describe, expect, it } from "vitest";
import { FrameMatcher } from "../../src/link/frames";
import { tag } from "../tags";

describe("by RTP timestamp", () => {
  it("finds the picture that was announced first", () => {
    const matcher = new FrameMatcher();
    expect(matcher.announce(9000, tag({ picture: 1 }))).toBeNull();
    expect(matcher.present(9000)?.picture).toBe(1);
  });

  it("finds it when the frame came first", () => {
    const matcher = new FrameMatcher();
    expect(matcher.present(9000)).toBeNull();
    expect(matcher.announce(9000, tag({ picture: 1 }))?.picture).toBe(1);
    expect(matcher.present(9000)).toBeNull();
  });

  it("forgets pictures that were never presented", () => {
    const matcher = new FrameMatcher();
    for (let n = 1; n <= 4; n += 1) matcher.announce(n * 3000, tag({ picture: n }));
    expect(matcher.present(9000)?.picture).toBe(3);
    expect(matcher.present(6000)).toBeNull();
    expect(matcher.present(12000)?.picture).toBe(4);
  });

  it("takes timestamps that wrap round 32 bits", () => {
    const matcher = new FrameMatcher();
    matcher.announce(4294967295, tag({ picture: 1 }));
    matcher.announce(2704, tag({ picture: 2 }));
    expect(matcher.present(4294967295)?.picture).toBe(1);
    expect(matcher.present(2704)?.picture).toBe(2);
  });

  it("keeps no more than a bounded number", () => {
    const matcher = new FrameMatcher();
    for (let n = 0; n < 500; n += 1) matcher.announce(n, tag({ picture: n }));
    expect(matcher.present(300)).toBeNull();
    expect(matcher.present(499)?.picture).toBe(499);
  });
});

describe("by order, where the browser names no timestamp", () => {
  it("takes one after the other and leaves out what was skipped", () => {
    const matcher = new FrameMatcher();
    for (let n = 1; n <= 5; n += 1) matcher.announce(n, tag({ picture: n }));
    expect(matcher.present(undefined)?.picture).toBe(1);
    expect(matcher.present(undefined, 2)?.picture).toBe(4);
    expect(matcher.present(undefined, 9)?.picture).toBe(5);
    expect(matcher.present(undefined)).toBeNull();
  });
});
