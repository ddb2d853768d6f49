import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Invitations } from "../../src/join/invitations";

const row = (id: string, uses = 0) => ({ id, role: "point", expires: 1_800_000_000, uses, link: `https://tomo.example/join/${id}` });
let answers: { status: number; body: unknown }[];
const asked = () => vi.mocked(fetch).mock.calls.map(([path, init]) => `${init?.method ?? "GET"} ${String(path)} ${String(init?.body ?? "")}`.trim());

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  vi.stubGlobal("fetch", vi.fn(() => {
    const { status, body } = answers.shift() ?? { status: 503, body: null };
    return Promise.resolve({ ok: status < 400, status, json: () => Promise.resolve(body) });
  }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the links into a room", () => {
  it("are told while the dialog is open, with how often they were used", async () => {
    answers = [{ status: 200, body: { invitations: [row("a")] } }, { status: 200, body: { invitations: [row("a", 1)] } }];
    const model = new Invitations("s 1");
    model.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(model.all.value).toEqual([{ ...row("a"), expires: new Date(1_800_000_000_000) }]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(model.all.value?.[0]?.uses).toBe(1);
    model.close();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked()).toEqual(["GET api/sessions/s%201/invitations", "GET api/sessions/s%201/invitations"]);
  });

  it("are made, are then ready to be sent, and are taken back", async () => {
    answers = [{ status: 201, body: row("b") }, { status: 204, body: null }];
    const model = new Invitations("s1");
    expect(await model.make("point", "week")).toBe(true);
    expect(model.ready.value?.link).toBe("https://tomo.example/join/b");
    expect(model.all.value?.map((one) => one.id)).toEqual(["b"]);
    expect(await model.revoke("b")).toBe(true);
    expect([model.ready.value, model.all.value]).toEqual([null, []]);
    expect(asked()).toEqual(['POST api/sessions/s1/invitations {"role":"point","until":"week"}', "DELETE api/sessions/s1/invitations/b"]);
  });

  it("stay where the server refuses, and say why", async () => {
    answers = [{ status: 201, body: row("b") }, { status: 409, body: { code: "many", text: "There are 50 links." } }, { status: 403, body: null }];
    const model = new Invitations("s1");
    await model.make("point", "hour");
    expect(await model.make("look", "hour")).toBe(false);
    expect(model.fault.value).toBe("There are 50 links.");
    expect(await model.revoke("b")).toBe(false);
    expect(model.fault.value).not.toBe("");
    expect(model.all.value).toHaveLength(1);
  });

  it("are good to be gone already when they are taken back", async () => {
    answers = [{ status: 404, body: { code: "unknown", text: "None." } }];
    expect(await new Invitations("s1").revoke("gone")).toBe(true);
  });
});
