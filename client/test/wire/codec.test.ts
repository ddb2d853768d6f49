import { decode, encode } from "@msgpack/msgpack";
import { describe, expect, it } from "vitest";
import { WireError } from "../../src/wire/check";
import { decodeMessage, encodeMessage, UnknownMessage } from "../../src/wire/codec";
import type { ClientMessage } from "../../src/wire/messages";
import { golden } from "../golden";

const all = golden();

describe("golden messages", () => {
  it.each(all.filter((one) => one.from === "server"))("reads $name", ({ bytes, value }) => {
    expect(decodeMessage(bytes)).toEqual(value);
  });

  it.each(all.filter((one) => one.from === "client"))("writes $name", ({ bytes, value }) => {
    expect(decode(bytes)).toEqual(value);
    expect(decode(encodeMessage(value as unknown as ClientMessage))).toEqual(value);
  });

  it("covers every message the page knows", () => {
    const kinds = new Set(all.filter((one) => one.from === "server").map((one) => one.value["t"]));
    expect([...kinds].sort()).toEqual([
      "answer", "changed", "erased", "error", "heartbeat", "moved", "noted", "picture", "picture_sent", "pictures_sent", "pointed", "pong", "progress", "room", "slice", "snapshot",
      "standby", "stands", "state", "still", "stroked", "tile", "value", "welcome",
    ]);
  });
});

describe("a change of a state", () => {
  it("holds what differs, and nothing that it should not", () => {
    const read = (view: object) => decodeMessage(encode({ t: "changed", revision: 1, sequence: 1, views: [view] }));
    expect(read({ view: "axial", epoch: 3, later: 1 })).toEqual({
      t: "changed", revision: 1, sequence: 1, views: [{ view: "axial", epoch: 3 }], also: {},
    });
    expect(() => read({ view: "axial", epoch: "three" })).toThrow("epoch");
  });
});

describe("hostile messages", () => {
  const welcome = all.find((one) => one.name === "welcome")!;

  it.each(all.filter((one) => one.from === "server"))("$name ends in words when cut at any length", ({ bytes }) => {
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeMessage(bytes.slice(0, length))).toThrow(WireError);
    }
  });

  it("names an unknown type", () => {
    expect(() => decodeMessage(encode({ t: "telepathy" }))).toThrow(UnknownMessage);
    expect(() => decodeMessage(encode({ t: "constructor" }))).toThrow(UnknownMessage);
  });

  it("names the field that is wrong", () => {
    expect(() => decodeMessage(encode({ ...welcome.value, lease: "one" }))).toThrow("welcome.lease is not a whole number");
    const volume = { ...(welcome.value["volume"] as object), spacing_mm: [1, NaN, 1] };
    expect(() => decodeMessage(encode({ ...welcome.value, volume }))).toThrow("welcome.volume.spacing_mm[1]");
  });

  it("refuses another protocol version", () => {
    expect(() => decodeMessage(encode({ ...welcome.value, version: 2 }))).toThrow("protocol version 2");
    // The version is read first: a newer welcome may have quite other fields.
    expect(() => decodeMessage(encode({ t: "welcome", version: 9, greeting: "x" }))).toThrow("protocol version 9");
    for (const version of [undefined, null, "2", { toString: 1 }]) {
      expect(() => decodeMessage(encode({ ...welcome.value, version }))).toThrow(WireError);
    }
  });

  it("leaves aside what a newer server adds", () => {
    expect(decodeMessage(encode({ t: "pong", id: 4, mood: "good" }))).toEqual({ t: "pong", id: 4, bit_rate: 0 });
  });

  it("refuses what is no map", () => {
    for (const value of [null, 3, "x", [1], new Uint8Array(3)]) {
      expect(() => decodeMessage(encode(value))).toThrow(WireError);
    }
  });
});
