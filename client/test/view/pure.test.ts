// The views are told what the hand did; only input/ reads events of pointers, wheels, fingers and keys.

import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const SOURCE = resolve(import.meta.dirname, "../../src");
const EVENTS = /\b(?:Pointer|Mouse|Wheel|Keyboard|Touch|Drag|UI)Event\b|["'](?:pointer|mouse|wheel|key(?:down|up)|touch|drag|lostpointer)[a-z]*["']|\bon(?:pointer|mouse|wheel|key|touch|drag)[a-z]*\b|\bclient[XY]\b|\bdelta(?:Mode|[XY])\b/;

const modulesOf = (folder: string): string[] =>
  readdirSync(resolve(SOURCE, folder), { encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const code = (folder: string, name: string): string => readFileSync(resolve(SOURCE, folder, name), "utf8").replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "");

it("keeps events of the hand out of the view modules", () => {
  const modules = modulesOf("view");
  expect(modules.length).toBeGreaterThan(15);
  expect(modules.filter((name) => EVENTS.test(code("view", name)))).toEqual([]);
});

it("keeps the reducer free of the page: one module listens", () => {
  const page = /\b(?:document\.|window\.|addEventListener|(?:HTML)?Element\b)/;
  const touching = modulesOf("input").filter((name) => page.test(code("input", name)) || /Event\b/.test(code("input", name)));
  expect(touching).toEqual(["listen.ts"]);
});
