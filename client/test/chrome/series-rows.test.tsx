// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Thumb } from "../../src/chrome/series-rows";
import { openablesOf } from "../../src/chrome/opening";
import { item, series } from "./openables";

let host: HTMLElement;
beforeEach(() => {
  document.body.innerHTML = "<div id=host></div>";
  host = document.getElementById("host")!;
});
afterEach(() => render(null, host));

const show = (uid: string): Promise<void> => act(async () => {
  const [openable] = openablesOf(series({ uid, items: [item()] }));
  render(<Thumb openable={openable!} />, host);
});
const picture = (): HTMLImageElement | null => host.querySelector("img");

it("never shows the picture before under the next one's name", async () => {
  await show("1.2.3");
  const first = picture();
  expect(first?.getAttribute("src")).toContain("1.2.3");
  await show("4.5.6");
  expect(picture()?.getAttribute("src")).toContain("4.5.6");
  // The same element would show the old picture until the new one has come.
  expect(picture()).not.toBe(first);
  await show("4.5.6");
  expect(picture()).not.toBeNull();
});

it("shows nothing where there is no picture, and tries again for another", async () => {
  await show("1.2.3");
  await act(async () => void picture()!.dispatchEvent(new Event("error")));
  expect(picture()).toBeNull();
  await show("4.5.6");
  expect(picture()).not.toBeNull();
});
