// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { InviteDialog } from "../../src/chrome/invite";

let host: HTMLElement;
let links: unknown[];
const row = (id: string, uses: number, host = "tomo.example") => ({ id, role: "look", expires: 1_900_000_000, uses, link: `http://${host}/join/${id}` });
const asked = () => vi.mocked(fetch).mock.calls.map(([path, init]) => `${init?.method ?? "GET"} ${String(path).split("/").slice(3).join("/")} ${String(init?.body ?? "")}`.trim());
const at = <E extends HTMLElement>(id: string): E => host.querySelector<E>(`[data-testid="${id}"]`)!;

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
  links = [row("a", 2)];
  vi.stubGlobal("fetch", vi.fn((_: string, init?: RequestInit) => {
    const body = init?.method === "POST" ? row("b", 0, "localhost:8080") : { invitations: links };
    return Promise.resolve({ ok: true, status: 200, json: () => Promise.resolve(body) });
  }));
});
afterEach(() => {
  render(null, host);
  host.remove();
  vi.unstubAllGlobals();
});

async function press(id: string): Promise<void> {
  await act(() => at(id).click());
  await act(() => new Promise((done) => setTimeout(done, 5)));
}

async function open(told = vi.fn()): Promise<void> {
  await act(() => render(<InviteDialog session="s1" close={() => undefined} told={told} />, host));
  await act(() => new Promise((done) => setTimeout(done, 5)));
}

it("makes a link that holds as long and gives as much as was chosen, and says so in what is sent", async () => {
  const told = vi.fn();
  links = [];
  await open(told);
  expect(host.textContent).toContain("No link leads into this room.");
  expect(told).toHaveBeenLastCalledWith(false);
  await press("invite-role-look");
  await press("invite-until-week");
  await press("invite-make");
  expect(asked()).toContain('POST invitations {"role":"look","until":"week"}');
  expect(told).toHaveBeenLastCalledWith(true);
  const field = at<HTMLTextAreaElement>("invite-text");
  expect(field.value).toMatch(/^You may look in this room until .*:\nhttp:\/\/localhost:8080\/join\/b$/);
  expect(host.textContent).toContain("leads to this machine only");
});

it("copies, and selects where there is no clipboard", async () => {
  const written: string[] = [];
  vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: (words: string) => Promise.resolve(void written.push(words)) } });
  await open();
  await press("invite-show");
  expect(host.textContent).not.toContain("this machine only");
  await press("invite-copy");
  expect(written[0]).toContain("http://tomo.example/join/a");
  expect(host.textContent).toContain("Copied");
  vi.stubGlobal("navigator", { ...navigator, clipboard: undefined });
  await press("invite-copy");
  expect(document.activeElement).toBe(at("invite-text"));
  expect(host.textContent).toContain("It is selected");
});

it("asks once before it revokes, and keeps the link where the answer is no", async () => {
  await open();
  expect(at("invite-row").textContent).toContain("used 2 times");
  await press("invite-revoke");
  expect(document.activeElement).toBe(at("invite-revoke-no"));
  await press("invite-revoke-no");
  expect(asked()).toEqual(["GET invitations"]);
  expect(document.activeElement).toBe(at("invite-revoke"));
  await press("invite-revoke");
  await press("invite-revoke-yes");
  expect(asked()).toContain("DELETE invitations/a");
  expect(host.querySelector('[data-testid="invite-row"]')).toBeNull();
  expect(document.activeElement?.textContent).toBe("Open links");
});
