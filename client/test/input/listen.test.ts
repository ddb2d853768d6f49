// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepSideButtons, listenToKeys } from "../../src/input/listen";

let heard: string[];
let stop: () => void;
const press = (id: string, key: string): boolean =>
  document.getElementById(id)!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

beforeEach(() => {
  heard = [];
  document.body.innerHTML =
    '<div id="root"><section id="view"></section><button id="tool"></button><input id="field"><dialog open><button id="close"></button></dialog></div><p id="else"></p>';
  stop = listenToKeys(document.getElementById("root")!, (raw) => raw.kind === "keydown" && heard.push(raw.key));
});

afterEach(() => stop());

it("hears keys in the viewer, and keeps the browser from scrolling", () => {
  expect(press("view", "w")).toBe(true);
  expect(press("view", "PageDown")).toBe(false);
  expect(press("tool", "Escape")).toBe(true);
  expect(heard).toEqual(["w", "PageDown", "Escape"]);
});

it("leaves keys to fields, to dialogs and to what is not the viewer", () => {
  press("field", "w");
  press("close", "Escape");
  press("close", "r");
  press("else", "w");
  expect(heard).toEqual([]);
});

it("leaves a dialog's keys alone though nothing in it has the focus", () => {
  const onBody = (): boolean => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "r", bubbles: true }));
  onBody();
  document.querySelector("dialog")!.remove();
  onBody();
  expect(heard).toEqual(["r"]);
});

it("leaves arrows and Enter to a button that has the focus", () => {
  press("tool", "ArrowDown");
  press("tool", "Enter");
  expect(heard).toEqual([]);
});

it("keeps the side buttons from the browser, and no others", () => {
  keepSideButtons(document.getElementById("root")!);
  const reaches = (name: string, button: number): boolean =>
    document.getElementById("tool")!.dispatchEvent(new MouseEvent(name, { button, bubbles: true, cancelable: true }));
  for (const name of ["mousedown", "mouseup", "auxclick"]) {
    expect([0, 1, 2, 3, 4].map((button) => reaches(name, button))).toEqual([true, true, true, false, false]);
  }
});
