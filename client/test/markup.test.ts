// @vitest-environment happy-dom
// Names come from files of strangers: nothing that is read becomes markup, whatever it says.

import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { Corners } from "../src/view/corners";
import { Plate } from "../src/view/plate";

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(1)</script>^Eve`;
/** What makes markup or code of a text, and styles that the content security policy forbids. */
const PARSERS = new RegExp(
  "innerHTML|outerHTML|insertAdjacentHTML|setHTML|dangerouslySetInnerHTML|document\\.write|DOMParser|createContextualFragment" +
    "|srcdoc|\\beval\\(|new Function\\(|setAttribute\\(\"(style|on)|javascript:",
);

it("has no way from a text to markup in any module", () => {
  const root = resolve(import.meta.dirname, "../src");
  const modules = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  expect(modules.length).toBeGreaterThan(50);
  expect(modules.filter((name) => PARSERS.test(readFileSync(resolve(root, name), "utf8")))).toEqual([]);
});

it("shows hostile words on pictures as the text that they are", () => {
  const corners = new Corners("axial", () => undefined);
  const plate = new Plate();
  document.body.append(...corners.parts, plate.root);
  const before = document.querySelectorAll("*").length;
  corners.showPatient(HOSTILE);
  corners.showValue(HOSTILE);
  corners.describePosition(0.5, HOSTILE);
  plate.show({ kind: "empty", head: HOSTILE, body: HOSTILE });
  expect(document.querySelectorAll("*")).toHaveLength(before);
  expect(document.querySelector("img, script")).toBeNull();
  expect(document.body.textContent.split(HOSTILE)).toHaveLength(5);
});
