import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Refused } from "../../src/api";
import { GuestEntry } from "../../src/join/guest-entry";
import { readPlace } from "../../src/join/place";
import { emptyStorage } from "../storage";

let answers: { status: number; body: unknown }[];
const opened = (session: string) => ({ session, ticket: `of ${session}`, socket: "ws://localhost/s", lease: 1 });
const again = (session: string) => ({ status: 201, body: opened(session) });
const joined = (session: string, pass: string) => ({ status: 201, body: { ...opened(session), role: "point", pass } });
const no = (status: number, code: string) => ({ status, body: { code, text: "No.", contact: "desk 4" } });
const asked = () =>
  vi.mocked(fetch).mock.calls.map(([path, init]) => [String(path), (init?.headers as Record<string, string>)["Authorization"] ?? init?.body]);
const PLACE = { token: "link", session: "s1", pass: "secret" };

beforeEach(() => {
  emptyStorage("sessionStorage");
  emptyStorage("localStorage").setItem("tomocast.name", "Ann");
  answers = [];
  vi.stubGlobal("fetch", vi.fn(() => {
    const { status, body } = answers.shift() ?? { status: 500, body: null };
    return Promise.resolve({ ok: status < 400, status, json: () => Promise.resolve(body) });
  }));
});
afterEach(() => vi.unstubAllGlobals());

describe("the way into a room by a link", () => {
  it("begins with the ticket that came with going in, and goes on with the pass, over a reload too", async () => {
    const entry = new GuestEntry(PLACE, { ...opened("s1"), ticket: "fresh" });
    expect([entry.guest, entry.token]).toEqual([true, "link"]);
    expect((await entry.enter("", false)).ticket).toBe("fresh");
    expect(asked()).toEqual([]);
    answers = [again("s1"), again("s1")];
    await entry.enter("", false);
    entry.kept.snapshot = Uint8Array.of(1);
    const after = new GuestEntry(readPlace()!);
    expect(after.kept.snapshot).toEqual(Uint8Array.of(1));
    expect((await after.enter("", true)).ticket).toBe("of s1");
    expect(after.kept.place).toEqual({ session: "s1", stills: true });
    expect(asked()).toEqual([["api/sessions/s1/tickets", "Bearer secret"], ["api/sessions/s1/tickets", "Bearer secret"]]);
  });

  it("goes in anew where the room ended and was opened again; what was sealed for the former guest is void", async () => {
    const entry = new GuestEntry(PLACE);
    entry.kept.snapshot = Uint8Array.of(1);
    answers = [no(401, "sign-in"), joined("s2", "other")];
    expect((await entry.enter("", false)).session).toBe("s2");
    expect(asked()[1]).toEqual(["api/join", JSON.stringify({ token: "link", name: "Ann" })]);
    expect(entry.kept.snapshot).toBeNull();
    expect(readPlace()).toEqual({ token: "link", session: "s2", pass: "other" });
  });

  it.each([["revoked", "link-revoked"], ["expired", "link-expired"], ["closed", "link-closed"], ["unknown", "link-unknown"]])(
    "ends in words where the link is %s", async (code, said) => {
      answers = [no(404, "unknown"), no(410, code)];
      const refused = await new GuestEntry(PLACE).enter("", false).catch((error: unknown) => error as Refused);
      expect(refused).toMatchObject({ code: said, contact: "desk 4", status: 410 });
    },
  );

  it("leaves busy and silent servers to be asked again", async () => {
    answers = [no(503, "full")];
    await expect(new GuestEntry(PLACE).enter("", false)).rejects.toMatchObject({ status: 503, code: "full" });
    expect(asked()).toHaveLength(1);
  });

  it("is no guest's where who is signed in opened the link, and the end of the sign-in is theirs to hear", async () => {
    const entry = new GuestEntry({ ...PLACE, pass: "" });
    expect(entry.guest).toBe(false);
    answers = [no(401, "signed-out")];
    await expect(entry.enter("", false)).rejects.toMatchObject({ code: "signed-out" });
    expect(asked()).toEqual([["api/sessions/s1/tickets", undefined]]);
  });

  it("forgets the room when it is left, and ends it for nobody", () => {
    new GuestEntry(PLACE).leave();
    expect(readPlace()).toBeNull();
    expect(asked()).toEqual([]);
  });

  it.each(["nonsense", "{}", '{"token": 7}'])("takes %s in the storage for no place", (kept) => {
    sessionStorage.setItem("tomocast.invited", kept);
    expect(readPlace()).toBeNull();
  });
});
