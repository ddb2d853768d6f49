// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from "vitest";
import { rove } from "../../src/chrome/roving";

let bar: HTMLElement;
let stop: () => void;
const button = (name: string): HTMLButtonElement => bar.querySelector<HTMLButtonElement>(`#${name}`)!;
const stops = (): string[] => [...bar.querySelectorAll("button")].filter((one) => one.tabIndex === 0).map((one) => one.id);
const press = (key: string): boolean =>
  document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

beforeEach(() => {
  document.body.innerHTML =
    '<div><button id="a"></button><button id="b" aria-pressed="true"></button><button id="c" disabled></button><button id="d"></button></div>';
  bar = document.body.firstElementChild as HTMLElement;
  stop = rove(bar);
});

afterEach(() => stop());

it("has one stop: what is chosen", () => {
  expect(stops()).toEqual(["b"]);
});

it("goes through the enabled buttons with arrows, and the stop goes along", () => {
  button("b").focus();
  expect(press("ArrowDown")).toBe(false);
  expect(document.activeElement!.id).toBe("d");
  expect(stops()).toEqual(["d"]);
  press("ArrowRight");
  expect(stops()).toEqual(["a"]);
  press("End");
  press("Home");
  press("ArrowUp");
  expect(stops()).toEqual(["d"]);
  expect(press("Enter")).toBe(true);
});

it("takes up another choice, and leaves what is disabled", async () => {
  button("b").removeAttribute("aria-pressed");
  button("d").setAttribute("aria-pressed", "true");
  await new Promise((done) => setTimeout(done));
  expect(stops()).toEqual(["d"]);
  button("d").disabled = true;
  await new Promise((done) => setTimeout(done));
  expect(stops()).toEqual(["a"]);
});
