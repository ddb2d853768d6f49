import { describe, expect, it } from "vitest";

import { Expected } from "../../src/link/expected";

describe("expected pictures", () => {
  it("are those announced and not shown", () => {
    const expected = new Expected();
    expected.announced(0, 100);
    expect(expected.any).toBe(true);
    expected.presented(0, 100);
    expect(expected.any).toBe(false);
  });

  it("are not those whose frame came first", () => {
    const expected = new Expected();
    expected.presented(0, 100);
    expected.announced(0, 100);
    expect(expected.any).toBe(false);
  });

  it("are not those that a later one of the stream has overtaken", () => {
    const expected = new Expected();
    for (const rtp of [100, 200, 300]) expected.announced(0, rtp);
    expected.announced(1, 150);
    expected.presented(0, 200);
    expected.presented(1, 150);
    expect(expected.any).toBe(true);
    expected.presented(0, 300);
    expect(expected.any).toBe(false);
  });

  it("are none of a stream whose browser does not name its frames, once one is shown", () => {
    const expected = new Expected();
    expected.announced(0, 100);
    expected.presented(0, undefined);
    expect(expected.any).toBe(false);
  });

  it("are forgotten with the connection", () => {
    const expected = new Expected();
    expected.announced(0, 100);
    expected.clear();
    expect(expected.any).toBe(false);
  });
});
