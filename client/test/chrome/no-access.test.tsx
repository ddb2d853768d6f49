// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { NoAccess } from "../../src/chrome/no-access";
import { NO_ACCESS, noAccess, noWayIn } from "../../src/text/access";

let host: HTMLElement;

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
});
afterEach(() => {
  render(null, host);
  host.remove();
  vi.restoreAllMocks();
});

const buttons = (): string[] => [...host.querySelectorAll("button")].map((one) => one.textContent ?? "");

it("knows its codes, and a key in the address that did not fit", () => {
  expect(noAccess("right")).toBe("right");
  expect(noAccess("sign-in")).toBe("sign-in");
  expect(noAccess("sign-in", "?token=cut")).toBe("wrong-key");
  expect(noAccess("places")).toBeNull();
  expect(noAccess("fault-1a2b")).toBeNull();
  expect(["expired", "revoked", "closed", "unknown", "http-500"].map(noWayIn)).toEqual(["link-expired", "link-revoked", "link-closed", "link-unknown", "link-unknown"]);
});

it("says in an alert what is wrong and who can help, for each", async () => {
  for (const code of NO_ACCESS) {
    await act(() => render(<NoAccess code={code} />, host));
    expect(host.querySelector('[role="alert"] strong')!.textContent).not.toBe("");
    expect(host.textContent).toContain("Whoever runs this server can help.");
  }
  await act(() => render(<NoAccess code="right" contact="Radiology IT, 4711" back={() => undefined} />, host));
  expect(host.textContent).toContain("Who can help: Radiology IT, 4711");
  expect(buttons()).toContain("Back to the studies");
  await act(() => render(<NoAccess code="right" contact="it@example.org" />, host));
  expect(host.querySelector("a")!.getAttribute("href")).toBe("mailto:it@example.org");
  expect(host.querySelector("[data-testid=access-key]")).toBeNull();
});

it("takes a key only where one helps, and goes to the address that trades it for a cookie", async () => {
  const went = vi.spyOn(window.location, "assign").mockImplementation(() => undefined);
  await act(() => render(<NoAccess code="wrong-key" />, host));
  const field = host.querySelector<HTMLInputElement>("[data-testid=access-key]")!;
  expect(field.type).toBe("password");
  await act(() => {
    field.value = " a key & more ";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await act(() => void host.querySelector("form")!.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
  expect(went).toHaveBeenCalledWith("?token=a%20key%20%26%20more");
});
