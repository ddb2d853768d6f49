// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Join } from "../../src/chrome/join";
import { route } from "../../src/chrome/route";
import type { GuestEntry } from "../../src/join/guest-entry";

const shown = vi.hoisted(() => ({ entry: null as GuestEntry | null, guest: false, putOut: () => undefined as void }));
vi.mock("../../src/chrome/viewer-page", () => ({
  ViewerPage: (props: { entry: GuestEntry; guest: boolean; putOut: () => void }) => {
    Object.assign(shown, props);
    return <p>pictures</p>;
  },
}));

let host: HTMLElement;
let answers: { status: number; body: unknown }[];
const good = { status: 200, body: { role: "look", expires: 1_900_000_000 } };
const no = (code: string) => ({ status: 410, body: { code, text: "No.", contact: "desk 4711" } });

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  history.replaceState(null, "", "/?room#join=link");
  host = document.createElement("div");
  document.body.append(host);
  answers = [];
  vi.stubGlobal("fetch", vi.fn(() => {
    const { status, body } = answers.shift() ?? { status: 503, body: null };
    return Promise.resolve({ ok: status < 400, status, json: () => Promise.resolve(body) });
  }));
});
afterEach(() => {
  render(null, host);
  host.remove();
  vi.unstubAllGlobals();
});

/** As the app shows it: by the route. */
async function show(token: string): Promise<string> {
  await act(() => render(<Join token={token} />, host));
  await act(() => new Promise((done) => setTimeout(done, 5)));
  return host.textContent ?? "";
}

async function press(selector: string): Promise<void> {
  await act(() => host.querySelector<HTMLElement>(selector)!.click());
  await act(() => new Promise((done) => setTimeout(done, 5)));
}

const field = (): HTMLInputElement => host.querySelector('[data-testid="join-name"]')!;

it("says what the link gives, asks for a name and goes in, and the token leaves the address", async () => {
  answers = [good, { status: 201, body: { session: "s1", ticket: "t", socket: "ws://x/s", lease: 1, role: "look", pass: "secret" } }];
  expect(await show("link")).toContain("You may look.");
  await press('[data-testid="join-go"]');
  expect(host.querySelector('[role="alert"]')?.textContent).toContain("Give a name");
  expect([field().getAttribute("aria-invalid"), document.activeElement === field()]).toEqual(["true", true]);
  await act(() => {
    field().value = "  Ann Lee ";
    field().dispatchEvent(new Event("input", { bubbles: true }));
  });
  await press('[data-testid="join-go"]');
  expect(vi.mocked(fetch).mock.calls.map(([path, init]) => [path, init?.body])).toEqual([
    ["api/join/look", '{"token":"link"}'], ["api/join", '{"token":"link","name":"Ann Lee"}'],
  ]);
  expect([location.search + location.hash, route.value]).toEqual(["?room", { page: "room" }]);
  expect(await show("")).toContain("pictures");
  expect(shown.guest).toBe(true);
  // Loaded again: straight in, with the name for the next time.
  render(null, host);
  expect(await show("")).toContain("pictures");
  expect(localStorage.getItem("tomocast.name")).toBe("Ann Lee");
  // Put out: the link says why.
  shown.putOut();
  expect([location.hash, route.value]).toEqual(["#join=link", { page: "join", token: "link" }]);
  answers = [no("revoked")];
  expect(await show("link")).toMatch(/withdrawn.*desk 4711/);
});

it("can be tried again where the room is not open, and where nothing answers", async () => {
  answers = [no("closed"), good];
  expect(await show("link")).toContain("This room is closed");
  await press('[data-testid="join-again"]');
  expect(host.textContent).toContain("You may look.");
  render(null, host);
  answers = [{ status: 503, body: null }, no("expired")];
  expect(await show("link")).toContain("does not answer");
  await press("button");
  expect(host.textContent).toContain("This invitation has ended");
  expect(host.querySelector('[data-testid="join-again"]')).toBeNull();
});

it("knows no room where this tab came by no link", async () => {
  expect(await show("")).toContain("This invitation is not known");
  expect(vi.mocked(fetch)).not.toHaveBeenCalled();
});
