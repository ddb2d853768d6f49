// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { WakeLock } from "../../src/viewer/wake-lock";

class Sentinel extends EventTarget {
  release = vi.fn(async () => {
    this.dispatchEvent(new Event("release"));
  });
}

let given: Sentinel[] = [];
let visible: DocumentVisibilityState = "visible";
const request = vi.fn(async () => {
  const one = new Sentinel();
  given.push(one);
  return one;
});
const settled = async (): Promise<void> => {
  for (let n = 0; n < 5; n += 1) await Promise.resolve();
};

beforeEach(() => {
  given = [];
  visible = "visible";
  request.mockClear();
  Object.defineProperty(navigator, "wakeLock", { value: { request }, configurable: true });
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visible);
});
afterEach(() => vi.restoreAllMocks());

it("is asked for once while somebody presents, and given back after", async () => {
  const lock = new WakeLock();
  lock.hold(true);
  lock.hold(true);
  await settled();
  lock.hold(true);
  expect(request).toHaveBeenCalledTimes(1);
  lock.hold(false);
  await settled();
  expect(given[0]?.release).toHaveBeenCalledTimes(1);
  lock.close();
});

it("comes back with the page when the browser took it away out of sight", async () => {
  const lock = new WakeLock();
  lock.hold(true);
  await settled();
  given[0]?.dispatchEvent(new Event("release"));
  visible = "hidden";
  document.dispatchEvent(new Event("visibilitychange"));
  expect(request).toHaveBeenCalledTimes(1);
  visible = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  await settled();
  expect(request).toHaveBeenCalledTimes(2);
  lock.close();
  document.dispatchEvent(new Event("visibilitychange"));
  expect(request).toHaveBeenCalledTimes(2);
});

it("is not kept when nobody presents any more by the time it comes", async () => {
  const lock = new WakeLock();
  lock.hold(true);
  lock.hold(false);
  await settled();
  expect(given[0]?.release).toHaveBeenCalledTimes(1);
  lock.close();
});

it("goes on without it where the browser has none or refuses", async () => {
  request.mockRejectedValueOnce(new DOMException("no", "NotAllowedError"));
  const lock = new WakeLock();
  lock.hold(true);
  await settled();
  Reflect.deleteProperty(navigator, "wakeLock");
  lock.hold(true);
  await settled();
  expect(given).toEqual([]);
  lock.close();
});
