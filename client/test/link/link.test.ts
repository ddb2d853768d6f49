import { encode } from "@msgpack/msgpack";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OwnEntry } from "../../src/link/entry";
import { Link, type LinkHooks } from "../../src/link/link";
import type { ServerMessage } from "../../src/wire/messages";
import { golden } from "../golden";
import { emptyStorage } from "../storage";
import { FakeSocket } from "./fake-socket";

const welcome = golden().find((one) => one.name === "welcome")!.bytes;
const state = golden().find((one) => one.name === "state")!;

interface Heard {
  messages: ServerMessage[];
  lost: number;
  waits: string[];
  ended: { code: string; text: string }[];
  pictures: "h264" | "jpeg";
}

function linkWith(): { link: Link; heard: Heard } {
  const heard: Heard = { messages: [], lost: 0, waits: [], ended: [], pictures: "h264" };
  const hooks: LinkHooks = {
    bindings: () => [{ view: "axial", stream: 0, width: 640, height: 480 }],
    message: (message) => heard.messages.push(message),
    lost: () => (heard.lost += 1),
    waits: (words) => heard.waits.push(words),
    ended: (why) => heard.ended.push(why),
    pictures: () => heard.pictures,
  };
  return { link: new Link(new OwnEntry("1.2.3", 1), hooks), heard };
}

let answers: { status: number; body: unknown }[];
let closed: string[];
const opened = (n: number) => ({
  status: 201,
  body: { session: `s${n}`, ticket: `t${n}`, socket: `ws://localhost/api/sessions/s${n}/socket`, lease: 1 },
});

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  emptyStorage("sessionStorage").setItem("tomocast.seat", "chair");
  answers = [opened(1), opened(2)];
  closed = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", vi.fn((path: string, init?: RequestInit) => {
    if (init?.method === "DELETE") {
      closed.push(path);
      return Promise.resolve({ ok: true, status: 204 });
    }
    const { status, body } = answers.shift() ?? { status: 503, body: null };
    return Promise.resolve({ ok: status < 400, status, json: () => Promise.resolve(body) });
  }));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What was asked of the server, but for what was ended. */
function asked(): Parameters<typeof fetch>[] {
  return vi.mocked(fetch).mock.calls.filter(([, init]) => init?.method !== "DELETE");
}

async function next(): Promise<FakeSocket> {
  const known = FakeSocket.all.length;
  for (let n = 0; n < 100 && FakeSocket.all.length === known; n += 1) await vi.advanceTimersByTimeAsync(100);
  return FakeSocket.all.at(-1)!;
}

describe("the link", () => {
  it("says hello with ticket and views, and hands over what comes", async () => {
    const { link, heard } = linkWith();
    link.start();
    const socket = await next();
    socket.opens();
    expect(socket.url).toBe("ws://localhost/api/sessions/s1/socket");
    expect(socket.sent).toEqual([
      {
        t: "hello", version: 1, ticket: "t1", snapshot: null, bit_rate: 0, pictures: "h264", seat: "chair", name: "",
        views: [{ view: "axial", stream: 0, width: 640, height: 480 }],
      },
    ]);
    socket.says(welcome);
    expect(heard.messages.map((one) => one.t)).toEqual(["welcome"]);
  });

  it("says by which name the others read who comes", async () => {
    emptyStorage("localStorage").setItem("tomocast.name", "Ann Lee");
    const { link } = linkWith();
    link.start();
    const socket = await next();
    socket.opens();
    expect(socket.sent[0]?.["name"]).toBe("Ann Lee");
  });

  it("rests while its page is out of sight for good or for a while, and goes on where it comes back as it was", async () => {
    answers = [opened(1), opened(1)];
    const { link, heard } = linkWith();
    link.start();
    const first = await next();
    first.opens();
    first.says(welcome);
    link.resume();
    expect(FakeSocket.all).toHaveLength(1);
    link.rest();
    expect(first.readyState).toBe(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([FakeSocket.all.length, closed.length, heard.lost]).toEqual([1, 0, 0]);
    link.resume();
    expect(heard.lost).toBe(1);
    const second = await next();
    second.opens();
    expect(asked().map(([path]) => path)).toEqual(["api/sessions", "api/sessions/s1/tickets"]);
  });

  it("does not come back after it was left", async () => {
    const { link } = linkWith();
    link.start();
    await next();
    link.leave();
    link.rest();
    link.resume();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("comes back to the session it was in, with the last snapshot", async () => {
    answers = [opened(1), { ...opened(1), body: { ...opened(1).body, ticket: "t2" } }];
    const { link, heard } = linkWith();
    link.start();
    const first = await next();
    first.opens();
    first.says(welcome);
    first.says(state.bytes);
    first.drops(1006);
    expect(heard.lost).toBe(1);
    const second = await next();
    second.opens();
    expect(asked().map(([path]) => path)).toEqual(["api/sessions", "api/sessions/s1/tickets"]);
    expect(second.url).toContain("/s1/");
    expect(second.sent[0]).toMatchObject({ ticket: "t2", snapshot: state.value["snapshot"] });
    expect(closed).toEqual([]);
  });

  it("opens a new session where the one it was in has ended, and brings the view along", async () => {
    answers = [opened(1), { status: 404, body: { code: "unknown", text: "There is no such session any more." } }, opened(2)];
    const { link, heard } = linkWith();
    link.start();
    const first = await next();
    first.opens();
    first.says(welcome);
    first.says(state.bytes);
    first.drops(1006);
    const second = await next();
    second.opens();
    expect(second.url).toContain("/s2/");
    expect(second.sent[0]).toMatchObject({ ticket: "t2", snapshot: state.value["snapshot"] });
    expect(heard.ended).toEqual([]);
  });

  it("is in the same session after a reload, and in none after leaving", async () => {
    answers = [opened(1), opened(1), opened(2)];
    const before = linkWith();
    before.link.start();
    (await next()).opens();
    before.link.close();
    const after = linkWith();
    after.link.start();
    await next();
    expect(closed).toEqual([]);
    after.link.leave();
    expect(closed).toEqual(["api/sessions/s1"]);
    linkWith().link.start();
    await next();
    expect(asked().map(([path]) => path)).toEqual(["api/sessions", "api/sessions/s1/tickets", "api/sessions"]);
  });

  it("asks for another ticket when its ticket is not taken", async () => {
    const { link } = linkWith();
    link.start();
    const first = await next();
    first.opens();
    first.says(welcome);
    first.drops(4401);
    const second = await next();
    expect(second.url).toContain("/s2/");
  });

  it("never shows a ticket twice, though nobody answered it", async () => {
    answers = [opened(1), opened(2), opened(3)];
    const { link, heard } = linkWith();
    link.start();
    const tickets: unknown[] = [];
    for (let n = 0; n < 3; n += 1) {
      const socket = await next();
      socket.opens();
      tickets.push(socket.sent[0]?.["ticket"]);
      link.check(performance.now() + 6000 * (n + 1));
      if (n < 2) link.retryNow();
    }
    expect(new Set(tickets).size).toBe(3);
    expect(heard.ended).toEqual([]);
  });

  it("ends in words when a new ticket is refused", async () => {
    const { link, heard } = linkWith();
    link.start();
    const socket = await next();
    socket.opens();
    socket.says(encode({ t: "error", code: "hello", text: "You may not open this study.", view: "", fatal: true }));
    socket.drops(4401);
    await vi.advanceTimersByTimeAsync(20000);
    expect(heard.ended).toEqual([{ code: "hello", text: "You may not open this study." }]);
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("follows a session that moved", async () => {
    const { link, heard } = linkWith();
    link.start();
    const first = await next();
    first.opens();
    first.says(welcome);
    first.says(encode({ t: "moved", url: "wss://other.example.org/x", ticket: "t9" }));
    first.drops(4409);
    const second = await next();
    second.opens();
    expect(second.url).toBe("wss://other.example.org/x");
    expect(second.sent[0]?.["ticket"]).toBe("t9");
    expect(heard.lost).toBe(0);
  });

  it("gives up a socket that is open and silent", async () => {
    const { link, heard } = linkWith();
    link.start();
    const first = await next();
    first.opens();
    first.says(welcome);
    const now = performance.now();
    link.check(now + 4900);
    expect(heard.lost).toBe(0);
    link.check(now + 5100);
    expect(heard.lost).toBe(1);
    expect(await next()).not.toBe(first);
  });

  it("tries anew at once when asked, though the silent socket is still open", async () => {
    const { link, heard } = linkWith();
    link.start();
    const first = await next();
    first.opens();
    first.says(welcome);
    link.retryNow();
    expect(heard.lost).toBe(0);
    await vi.advanceTimersByTimeAsync(2500);
    expect(FakeSocket.all).toHaveLength(1);
    link.retryNow();
    expect(heard.lost).toBe(1);
    expect(first.readyState).toBe(3);
    const second = await next();
    second.opens();
    second.says(welcome);
    expect(heard.messages).toHaveLength(2);
  });

  it("ends in words when the socket's address is none", async () => {
    vi.stubGlobal("WebSocket", class {
      constructor() {
        throw new SyntaxError("not an address");
      }
    });
    const { link, heard } = linkWith();
    link.start();
    await vi.advanceTimersByTimeAsync(1000);
    expect(heard.ended.map((why) => why.code)).toEqual(["protocol"]);
  });

  it("ends in words when the server refuses, and does not try again", async () => {
    answers = [{ status: 409, body: { code: "full", text: "All places are taken (12 of 12)." } }];
    const { link, heard } = linkWith();
    link.start();
    await vi.advanceTimersByTimeAsync(20000);
    expect(heard.ended).toEqual([{ code: "full", text: "All places are taken (12 of 12).", contact: "" }]);
    expect(FakeSocket.all).toHaveLength(0);
  });

  it("waits for a place under the name that the server gave", async () => {
    const full = { code: "places", text: "All places are taken (12 of 12). You are next.", waiting: "w1" };
    answers = [{ status: 503, body: full }, opened(3)];
    const { link, heard } = linkWith();
    link.start();
    const socket = await next();
    expect(socket.url).toContain("/s3/");
    expect(heard.waits).toEqual([full.text]);
    const bodies = asked().map(([, init]) => JSON.parse(String(init?.body)) as Record<string, unknown>);
    expect(bodies.map((body) => body["waiting"])).toEqual([undefined, "w1"]);
    expect(heard.ended).toEqual([]);
  });

  it("takes a place for still pictures instead of waiting", async () => {
    const full = { code: "places", text: "All places are taken (1 of 1).", waiting: "w1" };
    answers = [{ status: 503, body: full }, opened(1)];
    const { link } = linkWith();
    link.start();
    await vi.advanceTimersByTimeAsync(10);
    expect(link.ofStills).toBe(false);
    link.takeStills();
    const socket = await next();
    const body: unknown = JSON.parse(String(asked().at(-1)?.[1]?.body));
    expect(body).toEqual({ series: "1.2.3", volume: 1, waiting: "w1", stills: true });
    expect(socket.url).toContain("/s1/");
    expect(link.ofStills).toBe(true);
  });

  it("begins anew with another way of the pictures, and brings the view along", async () => {
    const { link, heard } = linkWith();
    link.start();
    const first = await next();
    first.opens();
    first.says(welcome);
    first.says(state.bytes);
    heard.pictures = "jpeg";
    link.reopen();
    const second = await next();
    second.opens();
    expect(first.readyState).toBe(3);
    expect(second.sent[0]).toMatchObject({ pictures: "jpeg", snapshot: state.value["snapshot"] });
    expect(closed).toEqual([]);
  });

  it("waits for a server that is away", async () => {
    answers = [{ status: 503, body: null }, { status: 502, body: null }, opened(3)];
    const { link, heard } = linkWith();
    link.start();
    const socket = await next();
    expect(socket.url).toContain("/s3/");
    expect(heard.ended).toEqual([]);
  });

  it("lives on after a message of a type that it does not know", async () => {
    const { link, heard } = linkWith();
    link.start();
    const socket = await next();
    socket.opens();
    socket.says(encode({ t: "telepathy" }));
    socket.says(welcome);
    expect(heard.ended).toEqual([]);
    expect(heard.messages).toHaveLength(1);
  });

  it.each([
    ["a cut message", welcome.slice(0, 40)],
    ["another protocol version", encode({ t: "welcome", version: 2 })],
    ["a version that is no number", encode({ t: "welcome", version: { toString: 1 } })],
    ["a state that is cut", state.bytes.slice(0, -1)],
    ["nothing", new Uint8Array()],
    ["a fatal error", encode({ t: "error", code: "volume", text: "The volume cannot be loaded.", view: "", fatal: true })],
  ])("ends in words after %s", async (_, bytes) => {
    const { link, heard } = linkWith();
    link.start();
    const socket = await next();
    socket.opens();
    socket.says(bytes);
    expect(heard.ended).toHaveLength(1);
    expect(heard.ended[0]?.text).not.toBe("");
    expect(link.send({ t: "ping", id: 1 })).toBe(false);
  });

  it("says that the path is behind", async () => {
    const { link } = linkWith();
    link.start();
    const socket = await next();
    socket.opens();
    expect(link.busy).toBe(false);
    socket.bufferedAmount = 1 << 20;
    expect(link.busy).toBe(true);
  });
});
