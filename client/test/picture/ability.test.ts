import { afterEach, beforeEach, expect, it, vi } from "vitest";

type Ability = typeof import("../../src/picture/ability");

let ability: Ability;

beforeEach(async () => {
  vi.resetModules();
  ability = await import("../../src/picture/ability");
});
afterEach(() => vi.unstubAllGlobals());

function browser(secure: boolean, supported: boolean | null): void {
  vi.stubGlobal("window", { isSecureContext: secure });
  const decoder = supported === null ? undefined : Object.assign(() => undefined, { isConfigSupported: () => Promise.resolve({ supported }) });
  vi.stubGlobal("VideoDecoder", decoder);
}

it("lacks nothing where H.264 can be decoded", async () => {
  browser(true, true);
  await ability.probeVideo();
  expect(ability.lacking()).toBeNull();
});

it("names the page that is not secure before the decoder that is not there", () => {
  browser(false, null);
  expect(ability.lacking()).toBe("insecure");
  browser(true, null);
  expect(ability.lacking()).toBe("webcodecs");
});

it("lacks H.264 where the browser says so, and where a decoder that was promised does not come right", async () => {
  browser(true, false);
  await ability.probeVideo();
  expect(ability.lacking()).toBe("h264");
  browser(true, true);
  vi.resetModules();
  ability = await import("../../src/picture/ability");
  await ability.probeVideo();
  ability.videoFailed();
  expect(ability.lacking()).toBe("h264");
});
