// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { restoreWheelDown, setWheelDown, wheelDown } from "../../src/chrome/wheel-down";

it("goes to the feet until somebody wants it the other way, and remembers that", () => {
  localStorage.clear();
  restoreWheelDown();
  expect(wheelDown.value).toBe("feet");
  setWheelDown("head");
  wheelDown.value = "feet";
  restoreWheelDown();
  expect(wheelDown.value).toBe("head");
});
