// @vitest-environment happy-dom
import { expect, it, vi } from "vitest";
import { setRoom } from "../../src/chrome/room-light";
import { PageColours } from "../../src/viewer/page-colours";

it("reads the colours once, and anew when the room light is another", () => {
  const colours = new PageColours();
  const changed = vi.fn();
  const stop = colours.watch(changed);
  document.documentElement.style.setProperty("--axial", "red");
  const first = colours.get();
  expect(first.axial).toBe("red");
  document.documentElement.style.setProperty("--axial", "blue");
  expect(colours.get()).toBe(first);
  setRoom("dark");
  expect(changed).toHaveBeenCalled();
  expect(colours.get().axial).toBe("blue");
  stop();
  changed.mockClear();
  setRoom("office");
  expect(changed).not.toHaveBeenCalled();
});
