import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Refused } from "../../src/api";
import { OwnEntry } from "../../src/link/entry";
import { emptyStorage } from "../storage";

let answers: { status: number; body: unknown }[];
const place = (session: string) => ({ status: 201, body: { session, ticket: "t", socket: "ws://localhost/s", lease: 1 } });
const asked = () => vi.mocked(fetch).mock.calls.map(([path, init]) => `${init?.method} ${String(path)}`);

beforeEach(() => {
  emptyStorage("sessionStorage");
  answers = [];
  vi.stubGlobal("fetch", vi.fn(() => {
    const { status, body } = answers.shift() ?? { status: 204, body: null };
    return Promise.resolve({ ok: status < 400, status, json: () => Promise.resolve(body) });
  }));
});
afterEach(() => vi.unstubAllGlobals());

describe("the entry to a volume's session", () => {
  it("opens one, then comes back to it, and ends it when it leaves", async () => {
    answers = [place("s1"), place("s1")];
    const entry = new OwnEntry("1.2.3", 2);
    await entry.enter("", true);
    await new OwnEntry("1.2.3", 2).enter("", true);
    expect(entry.kept.place).toEqual({ session: "s1", stills: true });
    entry.leave();
    entry.leave();
    expect(asked()).toEqual(["POST api/sessions", "POST api/sessions/s1/tickets", "DELETE api/sessions/s1"]);
  });

  it("opens another where that one has ended, and keeps the snapshot", async () => {
    answers = [place("s1"), { status: 404, body: { code: "unknown", text: "None." } }, place("s2")];
    const entry = new OwnEntry("1.2.3", 2);
    await entry.enter("", false);
    entry.kept.snapshot = Uint8Array.of(1, 2);
    expect((await entry.enter("", false)).session).toBe("s2");
    expect(entry.kept.place?.session).toBe("s2");
    expect(entry.kept.snapshot).toEqual(Uint8Array.of(1, 2));
  });

  it("says that it is refused, and stays at its place", async () => {
    answers = [place("s1"), { status: 503, body: { code: "full", text: "Too many are here." } }];
    const entry = new OwnEntry("1.2.3", 2);
    await entry.enter("", false);
    await expect(entry.enter("", false)).rejects.toThrow(Refused);
    expect(entry.kept.place?.session).toBe("s1");
  });
});
