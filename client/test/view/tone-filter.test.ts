// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { ToneFilter } from "../../src/view/tone-filter";

let target: HTMLElement;
beforeEach(() => {
  document.body.innerHTML = "<section><div></div></section>";
  target = document.querySelector("div")!;
});

const tone = (one: HTMLElement) => one.style.getPropertyValue("--tone");
const slopes = () => [...document.querySelectorAll("[slope]")].map((one) => [one.getAttribute("slope"), one.getAttribute("intercept")]);

it("puts the ramp on all three channels of its element, and takes it off", () => {
  const filter = new ToneFilter(target);
  filter.show(null);
  expect(document.querySelector("svg")).toBeNull();
  filter.show({ slope: 2, intercept: -0.25 });
  expect(slopes()).toEqual([["2", "-0.25"], ["2", "-0.25"], ["2", "-0.25"]]);
  const id = document.querySelector("filter")!.id;
  expect(tone(target)).toBe(`url(#${id})`);
  filter.show({ slope: 1, intercept: 0.5 });
  expect(slopes()[0]).toEqual(["1", "0.5"]);
  expect(document.querySelectorAll("svg")).toHaveLength(1);
  filter.show(null);
  expect(tone(target)).toBe("");
});

it("gives each view a filter of its own", () => {
  const other = document.createElement("div");
  target.after(other);
  new ToneFilter(target).show({ slope: 2, intercept: 0 });
  new ToneFilter(other).show({ slope: 3, intercept: 0 });
  expect(tone(target)).not.toBe(tone(other));
});
