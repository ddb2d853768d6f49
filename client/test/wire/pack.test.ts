import { encode } from "@msgpack/msgpack";
import { describe, expect, it } from "vitest";
import { WireError } from "../../src/wire/check";
import { pack, unpack } from "../../src/wire/pack";

const edges = [0, 1, 0x1f, 0x20, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 2 ** 53 - 1];
const numbers = [...edges, ...edges.slice(1).map((one) => -one), 0.5, -1e300, NaN, Infinity];
const long = (n: number): string => "ä".repeat(n);
const values: readonly unknown[] = [
  null, true, false, ...numbers,
  "", "z", long(15), long(16), long(127), long(128), long(40_000), "\u65e5\u672c \ud83d\ude00",
  new Uint8Array(0), new Uint8Array(255).fill(7), new Uint8Array(256), new Uint8Array(70_000).fill(9),
  [], [1, [2, [3]]], Array.from({ length: 16 }, (_, n) => n), Array.from({ length: 70_000 }, () => null),
  {}, { t: "input", operations: [{ t: "pan", dx: -0.25, dy: 3 }], of: null },
  Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`field ${n}`, n])),
];

describe("MessagePack, against another reader and writer of it", () => {
  it.each(values.map((value, at) => [at, value] as const))("value %i is written as it is and read again", (_, value) => {
    const written = encode(value);
    expect(Buffer.compare(pack(value), written)).toBe(0);
    const read = unpack(written);
    if (value instanceof Uint8Array) expect(Buffer.compare(read as Uint8Array, value)).toBe(0);
    else expect(read).toEqual(value);
  });

  it("reads every width that a number may have, and single floats", () => {
    expect(unpack(encode(0.5, { forceFloat32: true }))).toBe(0.5);
    expect(unpack(new Uint8Array([0xd3, 255, 255, 255, 255, 255, 255, 255, 254]))).toBe(-2);
    expect(unpack(new Uint8Array([0xdd, 0, 0, 0, 1, 0xd0, 0x80]))).toEqual([-128]);
    expect(unpack(new Uint8Array([0xdf, 0, 0, 0, 1, 0xdb, 0, 0, 0, 1, 0x61, 0xc6, 0, 0, 0, 0]))).toEqual({ a: new Uint8Array(0) });
  });

  it("writes what is undefined as nothing", () => {
    expect(unpack(pack({ a: undefined }))).toEqual({ a: null });
  });

  it("looks into the bytes that came, wherever in memory they lie", () => {
    const all = new Uint8Array([9, 9, 0xc4, 2, 5, 6, 9]);
    const found = unpack(all.subarray(2, 6)) as Uint8Array;
    expect([...found]).toEqual([5, 6]);
    expect(found.buffer).toBe(all.buffer);
  });
});

describe("what nobody should send", () => {
  const hostile: Readonly<Record<string, readonly number[]>> = {
    "nothing": [],
    "a list of four thousand million": [0xdd, 255, 255, 255, 255],
    "a map of as many": [0xdf, 255, 255, 255, 255],
    "bytes that are not there": [0xc6, 255, 255, 255, 255, 1],
    "a text that is cut": [0xa5, 0x61],
    "a text that is no text": [0xa2, 0xc3, 0x28],
    "an extension": [0xd4, 1, 1],
    "a byte without a meaning": [0xc1],
    "a number as a key": [0x81, 1, 1],
    "a key that would become the prototype": [0x81, 0xa9, ...new TextEncoder().encode("__proto__"), 0x80],
    "more than one value": [1, 2],
    "lists in lists without end": Array.from({ length: 1000 }, () => 0x91),
  };

  it.each(Object.entries(hostile))("%s ends in words", (_, bytes) => {
    expect(() => unpack(new Uint8Array(bytes))).toThrow(WireError);
  });
});
