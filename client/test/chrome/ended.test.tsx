// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { EndedPlace } from "../../src/chrome/ended";
import { type ViewerModel, viewerModel } from "../../src/chrome/model";
import type { Viewer } from "../../src/viewer/viewer";

let host: HTMLElement;
let model: ViewerModel;
const viewer = { close: vi.fn() };

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
  model = viewerModel({ series: "1.2", volume: 1, layout: "2x2" }, false);
});
afterEach(() => {
  render(null, host);
  host.remove();
});

async function ended(code: string, text: string, contact = ""): Promise<string> {
  model.ended.value = { code, text, contact };
  await act(() => render(<EndedPlace model={model} viewer={viewer as unknown as Viewer} />, host));
  return host.textContent ?? "";
}

it("shows nothing while the session lives", async () => {
  await act(() => render(<EndedPlace model={model} viewer={viewer as unknown as Viewer} />, host));
  expect(host.textContent).toBe("");
});

it("says one sentence, what is safe, and a code to quote, in an alert", async () => {
  const words = await ended("session", "The session failed; open the study again.");
  expect(words).toContain("The session failed; open the study again.");
  expect(words).toContain("The studies on the server are safe.");
  expect(words).toContain("Code: session");
  expect(host.querySelector('[role="alert"]')).not.toBeNull();
  expect(await ended("protocol", "unexpected byte 7")).not.toContain("byte 7");
  expect(await ended("", "")).toContain("The server cannot be reached.");
});

it("tells who is not let in why and whom to ask instead", async () => {
  const words = await ended("signed-out", "Your sign-in has ended. Sign in again.", "Radiology IT, 4711");
  expect(words).toContain("Your sign-in has ended");
  expect(words).toContain("Radiology IT, 4711");
  expect(words).not.toContain("Code:");
});
