// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { focusNextRegion, listenToRegions } from "../../src/chrome/regions";

const focused = (): string => document.activeElement?.id ?? "";

beforeEach(() => {
  vi.spyOn(Element.prototype, "getClientRects").mockImplementation(function (this: Element) {
    return (this.closest("[hidden]") ? [] : [{}]) as unknown as DOMRectList;
  });
  document.body.replaceChildren();
  const part = (name: string, ...ids: [string, string][]): void => {
    const region = document.createElement("div");
    region.dataset["region"] = name;
    for (const [tag, id] of ids) region.append(Object.assign(document.createElement(tag), tag === "section" ? { id, tabIndex: 0 } : { id }));
    document.body.append(region);
  };
  part("bar", ["button", "back"]);
  part("nothing", ["p", "words"]);
  part("stage", ["section", "axial"], ["section", "coronal"]);
  part("panel", ["input", "width"]);
  document.getElementById("coronal")?.setAttribute("data-active", "");
});
afterEach(() => vi.restoreAllMocks());

it("goes round the regions that can be seen and hold something, and back", () => {
  const way = [1, 2, 3, 4].map(() => { focusNextRegion(); return focused(); });
  expect(way).toEqual(["back", "coronal", "width", "back"]);
  focusNextRegion(-1);
  expect(focused()).toBe("width");
  document.querySelector<HTMLElement>("[data-region=stage]")!.hidden = true;
  focusNextRegion(-1);
  expect(focused()).toBe("back");
});

it("begins at the end when one goes back from nowhere", () => {
  focusNextRegion(-1);
  expect(focused()).toBe("width");
});

it("is heard in fields, where the viewer's own keys are not, and never in a modal dialog", () => {
  const press = (): boolean => document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key: "F6", bubbles: true, cancelable: true }));
  const stop = listenToRegions(false);
  document.getElementById("width")!.focus();
  expect(press()).toBe(false);
  expect(focused()).toBe("back");
  // There the viewer hears it.
  expect(press()).toBe(true);
  expect(focused()).toBe("back");
  stop();
  const everywhere = listenToRegions(true);
  press();
  expect(focused()).toBe("coronal");
  const dialog = document.createElement("dialog");
  dialog.append(Object.assign(document.createElement("input"), { id: "inside" }));
  document.body.append(dialog);
  document.getElementById("inside")!.focus();
  press();
  expect(focused()).toBe("inside");
  everywhere();
});
