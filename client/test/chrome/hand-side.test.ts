// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";
import { handSide, restoreHandSide, setHandSide } from "../../src/chrome/hand-side";

beforeEach(() => localStorage.clear());

it("has the tools at the right until somebody wants them at the left, and remembers that", () => {
  restoreHandSide();
  expect([handSide.value, document.documentElement.dataset["hand"]]).toEqual(["right", "right"]);
  setHandSide("left");
  handSide.value = "right";
  restoreHandSide();
  expect([handSide.value, document.documentElement.dataset["hand"]]).toEqual(["left", "left"]);
});

it("works where the browser keeps nothing", () => {
  const forbidden = vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => { throw new DOMException("no", "SecurityError"); });
  restoreHandSide();
  expect(handSide.value).toBe("right");
  forbidden.mockRestore();
});
