// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";
import { keptChoice } from "../../src/chrome/kept-choice";

beforeEach(() => localStorage.clear());

it("is the usual one until another is chosen, and is that one again next time", () => {
  const applied: string[] = [];
  const first = keptChoice("test.size", ["small", "large"] as const, "large", (next) => applied.push(next));
  first.restore();
  expect(first.chosen.value).toBe("large");
  first.set("small");
  const again = keptChoice("test.size", ["small", "large"] as const, "large");
  again.restore();
  expect([again.chosen.value, applied]).toEqual(["small", ["large", "small"]]);
});

it("takes nothing that it does not offer, and works where the browser keeps nothing", () => {
  localStorage.setItem("test.size", "huge");
  const choice = keptChoice("test.size", ["small", "large"] as const, "large");
  choice.restore();
  expect(choice.chosen.value).toBe("large");
  const forbidden = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => { throw new DOMException("no", "SecurityError"); });
  choice.set("small");
  expect(choice.chosen.value).toBe("small");
  forbidden.mockRestore();
});
