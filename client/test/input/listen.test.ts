// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepSideButtons, listenToKeys, listenToView } from "../../src/input/listen";
import type { RawInput } from "../../src/input/raw";

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

function overView() {
  const root = document.getElementById("view")!;
  const inputs: RawInput[] = [];
  const hovers: ({ x: number; y: number } | null)[] = [];
  const corner = { left: 10, top: 20 };
  root.getBoundingClientRect = () => corner as DOMRect;
  root.setPointerCapture = () => undefined;
  listenToView(root, { input: (raw) => inputs.push(raw), entered: () => undefined, hovered: (place) => hovers.push(place) });
  const point = (type: string, x: number, y: number, some: PointerEventInit = {}, trail: [number, number][] = []): void => {
    const event = new PointerEvent(type, { clientX: x, clientY: y, pointerType: "mouse", button: -1, ...some });
    event.getCoalescedEvents = () => [...trail, [x, y]].map(([clientX, clientY]) => ({ clientX, clientY }) as PointerEvent);
    root.dispatchEvent(event);
  };
  return { corner, inputs, hovers, point };
}

it("knows where a hovering pointer is when the view went elsewhere under it", () => {
  const { corner, hovers, point } = overView();
  point("pointerenter", 110, 120);
  point("pointermove", 110, 120);
  corner.top = 60;
  point("pointermove", 111, 120, { pointerType: "pen" });
  expect(hovers).toEqual([{ x: 100, y: 100, device: "mouse" }, { x: 101, y: 60, device: "pen" }]);
});

it("tells of the places between two frames only while a button is down", () => {
  const { inputs, point } = overView();
  point("pointermove", 50, 50, {}, [[40, 40]]);
  point("pointerdown", 50, 50, { button: 0, buttons: 1 });
  point("pointermove", 90, 70, { buttons: 1 }, [[60, 55], [75, 62]]);
  expect(inputs.map((raw) => ("trail" in raw ? raw.trail : undefined))).toEqual([undefined, undefined, [{ x: 50, y: 35 }, { x: 65, y: 42 }]]);
});
