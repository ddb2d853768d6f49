// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import type { Openable } from "../../src/chrome/opening";
import { openStart, route } from "../../src/chrome/route";
import { carry, takeSeries } from "../../src/chrome/series-drag";

class Carried {
  readonly kept = new Map<string, string>();
  effectAllowed = "";
  dropEffect = "";
  get types(): string[] {
    return [...this.kept.keys()];
  }
  setData(kind: string, words: string): void {
    this.kept.set(kind, words);
  }
  getData(kind: string): string {
    return this.kept.get(kind) ?? "";
  }
}

function event(name: string, carried: Carried): DragEvent {
  const made = new Event(name, { bubbles: true, cancelable: true });
  return Object.assign(made, { dataTransfer: carried, relatedTarget: null }) as unknown as DragEvent;
}

const series = (uid: string, film = false): Openable =>
  ({ series: { uid }, n: 2, label: "", volume: film ? null : {}, item: film ? {} : null }) as unknown as Openable;

let stage: HTMLElement;
let view: HTMLElement;
let stop: () => void;

beforeEach(() => {
  openStart();
  stage = document.createElement("div");
  stage.innerHTML = `<section class="view"><canvas></canvas></section>`;
  view = stage.querySelector<HTMLElement>(".view")!;
  document.body.append(stage);
  stop = takeSeries(stage);
});

function drop(carried: Carried): void {
  view.firstElementChild!.dispatchEvent(event("dragover", carried));
  view.firstElementChild!.dispatchEvent(event("drop", carried));
}

it("opens in the view that it is dropped on, which says so while it hangs there", () => {
  const carried = new Carried();
  carry(event("dragstart", carried), series("1.2.3"));
  const over = event("dragover", carried);
  view.firstElementChild!.dispatchEvent(over);
  expect([over.defaultPrevented, view.hasAttribute("data-drop"), carried.dropEffect]).toEqual([true, true, "copy"]);
  view.firstElementChild!.dispatchEvent(event("drop", carried));
  expect(view.hasAttribute("data-drop")).toBe(false);
  expect(route.value).toMatchObject({ page: "viewer", series: "1.2.3", volume: 2 });
});

it("opens a film as one", () => {
  const carried = new Carried();
  carry(event("dragstart", carried), series("1.2.4", true));
  drop(carried);
  expect(route.value).toMatchObject({ series: "1.2.4", layout: "film" });
});

it("leaves what is no series: files, and what other pages carry", () => {
  const files = new Carried();
  files.setData("Files", "");
  const over = event("dragover", files);
  view.dispatchEvent(over);
  expect([over.defaultPrevented, view.hasAttribute("data-drop")]).toEqual([false, false]);
  for (const words of ["{", "[]", `{"series": 7, "n": 1, "film": false}`]) {
    const strange = new Carried();
    strange.setData("application/x-tomocast-series", words);
    drop(strange);
  }
  expect(route.value.page).toBe("start");
});

it("marks no view when it leaves, nor after the viewer is closed", () => {
  const carried = new Carried();
  carry(event("dragstart", carried), series("1.2.3"));
  view.dispatchEvent(event("dragover", carried));
  view.dispatchEvent(event("dragleave", carried));
  expect(view.hasAttribute("data-drop")).toBe(false);
  stop();
  drop(carried);
  expect(route.value.page).toBe("start");
});
