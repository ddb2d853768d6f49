// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { changeKeys, fetchKeys, keymap, keySettings, restoreKeys } from "../../src/chrome/own-keys";
import { shownKey, withKeyOf } from "../../src/chrome/shown-key";
import { USUAL_KEYS, withKey } from "../../src/input/keymap";

const own = withKey(USUAL_KEYS, "invert", "k");
const answer = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  localStorage.clear();
  keySettings.value = USUAL_KEYS;
  fetched.mockReset().mockImplementation(async () => answer({ kept: true, preferences: {} }));
  vi.stubGlobal("fetch", fetched);
});
afterEach(() => vi.unstubAllGlobals());

it("keeps what was changed in the browser and at the server, and has it again", async () => {
  expect(await changeKeys(own)).toBe(true);
  expect(fetched.mock.calls[0]).toMatchObject(["api/preferences/keys", { method: "PUT", body: JSON.stringify(own) }]);
  keySettings.value = USUAL_KEYS;
  restoreKeys();
  expect(keySettings.value).toEqual(own);
  expect(keymap.value.get("k")).toBe("invert");
});

it("takes what the server keeps: it was changed in another browser", async () => {
  fetched.mockImplementation(async () => answer({ kept: true, preferences: { keys: own } }));
  await fetchKeys();
  expect(keySettings.value).toEqual(own);
  keySettings.value = USUAL_KEYS;
  restoreKeys();
  expect(keySettings.value).toEqual(own);
});

it("stays with the browser's where the server keeps none, knows nobody or is gone", async () => {
  await changeKeys(own);
  for (const given of [{ kept: true, preferences: {} }, { kept: false, preferences: { keys: USUAL_KEYS } }]) {
    fetched.mockImplementation(async () => answer(given));
    await fetchKeys();
    expect(keySettings.value).toEqual(own);
  }
  fetched.mockRejectedValue(new TypeError("gone"));
  await fetchKeys();
  expect(await changeKeys(USUAL_KEYS)).toBe(false);
  expect(keySettings.value).toEqual(USUAL_KEYS);
});

it("goes on without storage, and reads nothing into what is none of ours", () => {
  localStorage.setItem("tomocast.keys", "{broken");
  restoreKeys();
  expect(keySettings.value).toEqual(USUAL_KEYS);
});

it("writes a key as the keyboard does, and a label with the key that its act has now", () => {
  expect(["Shift+r", "PageUp", "+", "-", "w", "F6", "Ctrl+z"].map(shownKey)).toEqual(["Shift R", "PgUp", "+", "\u2212", "W", "F6", "Ctrl Z"]);
  expect(withKeyOf("Invert", "invert")).toBe("Invert (I)");
  keySettings.value = own;
  expect(withKeyOf("Invert", "invert")).toBe("Invert (K)");
  keySettings.value = { ...own, singles: false };
  expect(withKeyOf("Invert", "invert")).toBe("Invert");
});
