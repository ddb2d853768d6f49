// @vitest-environment happy-dom
import { render } from "preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Item } from "../../src/api";
import { FilmFacts, filmFacts, OpenFilm } from "../../src/chrome/film-start";
import { route } from "../../src/chrome/route";
import { item, series } from "./openables";

let host: HTMLElement;

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
});

afterEach(() => {
  render(null, host);
  host.remove();
});

function offered(kind: Item["kind"]): HTMLElement {
  const one = { series: series(), n: 3, label: "x", volume: null, item: item({ n: 3, kind }) };
  render(<OpenFilm openable={one} />, host);
  return host.querySelector<HTMLElement>("[data-testid=open-film]")!;
}

it("offers to play a film and to show pictures, and opens them", () => {
  expect(offered("picture").textContent).toBe("Show picture");
  expect(offered("pages").textContent).toBe("Show pages");
  expect(offered("film").textContent).toBe("Play as film");
  offered("film").click();
  expect(route.value).toEqual({ page: "viewer", series: "1.2.3", volume: 3, layout: "film" });
});

it("says what it is, that no millimetres are known, and why it is no volume", () => {
  render(<FilmFacts item={item({ why: "no positions" })} />, host);
  expect(host.textContent).toContain("A film of 76 frames, 25/s");
  expect(host.textContent).toContain("no millimetres");
  expect(host.textContent).toContain("No volume: no positions");
  render(<FilmFacts item={item({ kind: "picture", calibrated: true })} />, host);
  expect(host.textContent).toContain("A picture");
  expect(host.textContent).toContain("Lengths in millimetres");
});

it("is told in few words in the list of series", () => {
  expect(filmFacts(item({ label: "76 frames, A4C" }))).toEqual(["Film", "76 frames", "A4C", "640\u00d7480", "25/s", "Colour"]);
  expect(filmFacts(item({ frame_ms: 0, colour: false }))).toContain("no frame time");
  expect(filmFacts(item({ kind: "pages", frame_ms: 0 }))[0]).toBe("Pages");
  expect(filmFacts(item({ kind: "picture", frames: 1, frame_ms: 0, colour: false }))).toEqual(["Picture", "640\u00d7480"]);
});
