// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Help } from "../../src/chrome/help";
import { keymap, keySettings } from "../../src/chrome/own-keys";
import { keyOf, USUAL_KEYS } from "../../src/input/keymap";
import { speak, english } from "../../src/text";
import { language } from "../../src/text/language";

let host: HTMLElement;
const at = (id: string): HTMLElement => host.querySelector<HTMLElement>(`[data-testid="${id}"]`)!;
const said = (): string => at("keys-said").textContent;
const click = (id: string): Promise<void> => act(async () => at(id).click());
const type = (id: string, key: string, some: KeyboardEventInit = {}): Promise<void> =>
  act(async () => void at(id).dispatchEvent(new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true, ...some })));

beforeEach(async () => {
  localStorage.clear();
  keySettings.value = USUAL_KEYS;
  vi.stubGlobal("fetch", vi.fn(async () => new Response(JSON.stringify({ kept: true, preferences: {} }))));
  document.body.innerHTML = "<div id=host></div>";
  host = document.getElementById("host")!;
  await act(async () => render(<Help close={() => undefined} presets={new Map([["2", "Lung"]])} />, host));
});
afterEach(() => {
  render(null, host);
  vi.unstubAllGlobals();
  language.value = "en";
  speak(english);
});

const helped = (what: string): string =>
  [...host.querySelectorAll("dt")].find((one) => one.textContent === what)?.nextElementSibling?.textContent.trim() ?? "";

it("shows each act with its key in the help, and the reader's own after a change", async () => {
  // The third preset chooses nothing here: no help names it.
  expect([helped("Invert"), helped("Reset all views"), helped("Series after"), helped("Lung"), helped("Preset 3")]).toEqual(["I", "Shift R", "PgDn", "2", ""]);
  await click("keys-edit");
  await click("key-invert");
  await type("key-invert", "k");
  expect(said()).toBe("Invert has K now.");
  await click("keys-edit");
  expect(helped("Invert")).toBe("K");
});

it("says whose key it is, and takes it only when told to", async () => {
  await click("keys-edit");
  await click("key-invert");
  await type("key-invert", "h");
  expect(host.querySelector(".conflict")!.textContent).toContain("H is the key for \u201cFlip across\u201d.");
  await click("keys-keep");
  expect(keySettings.value).toEqual(USUAL_KEYS);
  await click("key-invert");
  await type("key-invert", "h");
  await click("keys-take");
  expect(said()).toBe("Invert has H now; \u201cFlip across\u201d has none.");
  expect([keyOf(keymap.value, "invert"), keyOf(keymap.value, "flip-across")]).toEqual(["h", ""]);
  expect(document.activeElement).toBe(at("key-invert"));
});

it("refuses keys that belong to the page or the browser, and goes on asking; Esc gives up", async () => {
  await click("keys-edit");
  await click("key-invert");
  await type("key-invert", "Shift");
  expect(said()).toBe("");
  await type("key-invert", "F5");
  expect(said()).toContain("F5 always does the same");
  await type("key-invert", "k", { ctrlKey: true });
  expect(said()).toContain("belong to the browser");
  expect(at("key-invert").textContent).toBe("Press a key");
  await type("key-invert", "Escape");
  expect(at("key-invert").textContent).toBe("I");
  expect(keySettings.value).toEqual(USUAL_KEYS);
});

it("takes a key away, brings one back and all", async () => {
  await click("keys-edit");
  await click("key-invert");
  await act(async () => host.querySelector<HTMLElement>('[aria-label="Invert: no key"]')!.click());
  expect([said(), keyOf(keymap.value, "invert")]).toEqual(["Invert has no key now.", ""]);
  await act(async () => host.querySelector<HTMLElement>('[aria-label="Invert: back to I"]')!.click());
  expect(keySettings.value).toEqual(USUAL_KEYS);
  await click("key-cine");
  await type("key-cine", "F8");
  await click("keys-usual");
  expect([said(), keySettings.value]).toEqual(["All keys are as at first.", USUAL_KEYS]);
});

it("switches single characters off", async () => {
  await click("keys-edit");
  await click("keys-singles");
  expect(keySettings.value.singles).toBe(false);
  expect([...keymap.value.keys()].every((key) => key.length > 1)).toBe(true);
  // The editor still shows them: they are there again when it is switched on.
  expect(at("key-invert").textContent).toBe("I");
});

it("says so where the server could not keep it", async () => {
  vi.stubGlobal("fetch", vi.fn(async () => { throw new TypeError("gone"); }));
  await click("keys-edit");
  await click("key-invert");
  await type("key-invert", "k");
  const told = "Invert has K now. The server could not keep this: it holds in this browser.";
  await vi.waitFor(() => expect(said()).toBe(told));
});

it("speaks the reader's language", async () => {
  await act(async () => { language.value = "de"; });
  expect(host.textContent).toContain("Tasten ändern");
  expect(helped("Invertieren")).toBe("I");
});
