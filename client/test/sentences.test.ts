// Every sentence lies in the table: another language is another table, and nothing else.

import { readdirSync, readFileSync } from "node:fs";
import { parseSync } from "vite";
import { expect, it } from "vitest";

type Node = Readonly<Record<string, unknown>>;

const SOURCES = new URL("../src/", import.meta.url);
const SPOKEN = new Set(["aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "title", "placeholder", "alt"]);
const WRITTEN = new Set(["textContent", "innerText", "ariaLabel", "title", "placeholder"]);
const WORD = /\p{L}{2,}/u;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const at = (node: unknown, key: string): unknown => (isNode(node) ? node[key] : undefined);

/** The literal itself, or the one in braces. */
function literal(node: unknown): string[] {
  const held = at(node, "type") === "JSXExpressionContainer" ? at(node, "expression") : node;
  const value = at(held, "value");
  return typeof value === "string" && WORD.test(value) ? [value.trim()] : [];
}

function own(node: Node): string[] {
  switch (node["type"]) {
    case "JSXElement":
    case "JSXFragment":
      return (node["children"] as unknown[]).flatMap(literal);
    case "JSXAttribute":
      return SPOKEN.has(String(at(node["name"], "name"))) ? literal(node["value"]) : [];
    case "AssignmentExpression":
      return WRITTEN.has(String(at(at(node["left"], "property"), "name"))) ? literal(node["right"]) : [];
    case "CallExpression": {
      const [name, value] = node["arguments"] as unknown[];
      const sets = at(at(node["callee"], "property"), "name") === "setAttribute";
      return sets && SPOKEN.has(String(at(name, "value"))) ? literal(value) : [];
    }
    case "Property":
      return SPOKEN.has(String(at(node["key"], "value"))) ? literal(node["value"]) : [];
    default:
      return [];
  }
}

/** What a person would see or hear that this source holds itself. */
function wordsIn(code: string, name: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (!isNode(node)) return;
    if (!Array.isArray(node)) found.push(...own(node));
    Object.values(node).forEach(visit);
  };
  const { program, errors } = parseSync(name, code);
  expect(errors).toEqual([]);
  visit(program);
  return found;
}

const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/^text(\.ts$|\/)/.test(name));

it("finds words in elements, attributes and assignments", () => {
  const code = `const a = <p title="Say so">Words {"more"} {t.x}</p>; b.textContent = "Done";
    b.setAttribute("aria-label", "Name"); element("p", {"aria-label": "Mine"});`;
  expect(wordsIn(code, "a.tsx").sort()).toEqual(["Done", "Mine", "Name", "Say so", "Words", "more"]);
  expect(wordsIn('const a = <p class="quiet" title={text.a}>{text.b} · {n}</p>; b.textContent = text.c;', "a.tsx")).toEqual([]);
});

it("no sentence lies outside the table", () => {
  expect(files.length).toBeGreaterThan(40);
  const outside = files.flatMap((name) => wordsIn(readFileSync(new URL(name, SOURCES), "utf8"), name).map((word) => `${name}: ${word}`));
  expect(outside).toEqual([]);
});
