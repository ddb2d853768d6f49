// MessagePack (github.com/msgpack/msgpack, spec.md), as much of it as the protocol speaks: no extensions, keys are texts.
// A library for all of it would be a tenth of what the page loads at first.

import { WireError } from "./check";

/** Deeper than any message. */
const DEEPEST = 16;
const utf8 = new TextDecoder("utf-8", { fatal: true });
const toUtf8 = new TextEncoder();

/** Throws `WireError`. Bytes are copied only where they are read: what is returned looks into `data`. */
export function unpack(data: ArrayBuffer | Uint8Array): unknown {
  const reader = new Reader(data instanceof Uint8Array ? data : new Uint8Array(data));
  const value = reader.value(0);
  if (!reader.atEnd) throw new WireError("message is followed by something else");
  return value;
}

class Reader {
  private readonly view: DataView;
  private at = 0;

  constructor(private readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  get atEnd(): boolean {
    return this.at === this.data.length;
  }

  value(depth: number): unknown {
    const kind = this.view.getUint8(this.take(1));
    if (kind < 0x80) return kind;
    if (kind >= 0xe0) return kind - 0x100;
    if (kind < 0x90) return this.map(kind & 0x0f, depth);
    if (kind < 0xa0) return this.list(kind & 0x0f, depth);
    if (kind < 0xc0) return this.text(kind & 0x1f);
    return this.long(kind, depth);
  }

  private long(kind: number, depth: number): unknown {
    switch (kind) {
      case 0xc0: return null;
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xc4: case 0xc5: case 0xc6: return this.bytes(this.size(1 << (kind - 0xc4)));
      case 0xca: return this.view.getFloat32(this.take(4));
      case 0xcb: return this.view.getFloat64(this.take(8));
      case 0xcc: case 0xcd: case 0xce: return this.size(1 << (kind - 0xcc));
      case 0xcf: return Number(this.view.getBigUint64(this.take(8)));
      case 0xd0: return this.view.getInt8(this.take(1));
      case 0xd1: return this.view.getInt16(this.take(2));
      case 0xd2: return this.view.getInt32(this.take(4));
      case 0xd3: return Number(this.view.getBigInt64(this.take(8)));
      case 0xd9: case 0xda: case 0xdb: return this.text(this.size(1 << (kind - 0xd9)));
      case 0xdc: case 0xdd: return this.list(this.size(2 << (kind - 0xdc)), depth);
      case 0xde: case 0xdf: return this.map(this.size(2 << (kind - 0xde)), depth);
      default: throw new WireError("message holds what no message has");
    }
  }

  /** The place of so many bytes, which are read then. */
  private take(count: number): number {
    const { at } = this;
    // Before any memory is taken for them.
    if (count > this.data.length - at) throw new WireError("message is cut");
    this.at += count;
    return at;
  }

  private size(width: number): number {
    const at = this.take(width);
    return width === 1 ? this.view.getUint8(at) : width === 2 ? this.view.getUint16(at) : this.view.getUint32(at);
  }

  private bytes(length: number): Uint8Array {
    const at = this.take(length);
    return this.data.subarray(at, at + length);
  }

  private text(length: number): string {
    try {
      return utf8.decode(this.bytes(length));
    } catch (error) {
      throw error instanceof WireError ? error : new WireError("message holds a text that is none");
    }
  }

  private list(count: number, depth: number): unknown[] {
    this.check(count, depth);
    return Array.from({ length: count }, () => this.value(depth + 1));
  }

  private map(count: number, depth: number): Record<string, unknown> {
    this.check(2 * count, depth);
    const found: Record<string, unknown> = {};
    for (let n = 0; n < count; n += 1) {
      const key = this.value(depth + 1);
      // It would not become a field, but what the object inherits from.
      if (typeof key !== "string" || key === "__proto__") throw new WireError("message has a field without a name");
      found[key] = this.value(depth + 1);
    }
    return found;
  }

  /** Each value takes a byte at least: what cannot be there takes no memory. */
  private check(values: number, depth: number): void {
    if (values > this.data.length - this.at) throw new WireError("message is cut");
    if (depth >= DEEPEST) throw new WireError("message is too deep");
  }
}

/** Texts, numbers, bytes, lists and plain objects; what is undefined becomes null. */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writer.value(value);
  return writer.done();
}

class Writer {
  private bytes = new Uint8Array(256);
  private at = 0;

  done(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.at);
  }

  value(value: unknown): void {
    if (value === null || value === undefined) this.put(0xc0);
    else if (typeof value === "boolean") this.put(value ? 0xc3 : 0xc2);
    else if (typeof value === "number") this.number(value);
    else if (typeof value === "string") this.text(value);
    else if (value instanceof Uint8Array) this.head(value.length, [], 0xc4, value);
    else if (Array.isArray(value)) this.list(value);
    else this.map(value as object);
  }

  private number(value: number): void {
    if (Number.isSafeInteger(value)) return value >= 0 ? this.whole(value) : this.negative(value);
    this.room(0xcb, 8).setFloat64(0, value);
  }

  private whole(value: number): void {
    if (value < 0x80) this.put(value);
    else if (value < 0x100) this.room(0xcc, 1).setUint8(0, value);
    else if (value < 0x10000) this.room(0xcd, 2).setUint16(0, value);
    else if (value < 0x100000000) this.room(0xce, 4).setUint32(0, value);
    else this.room(0xcf, 8).setBigUint64(0, BigInt(value));
  }

  private negative(value: number): void {
    if (value >= -0x20) this.put(0x100 + value);
    else if (value >= -0x80) this.room(0xd0, 1).setInt8(0, value);
    else if (value >= -0x8000) this.room(0xd1, 2).setInt16(0, value);
    else if (value >= -0x80000000) this.room(0xd2, 4).setInt32(0, value);
    else this.room(0xd3, 8).setBigInt64(0, BigInt(value));
  }

  private text(value: string): void {
    const bytes = toUtf8.encode(value);
    this.head(bytes.length, [0xa0, 0x20], 0xd9, bytes);
  }

  private list(values: readonly unknown[]): void {
    this.head(values.length, [0x90, 0x10], 0xdb);
    for (const one of values) this.value(one);
  }

  private map(value: object): void {
    const fields = Object.entries(value);
    this.head(fields.length, [0x80, 0x10], 0xdd);
    for (const [key, field] of fields) {
      this.text(key);
      this.value(field);
    }
  }

  /** How many follow: in the first byte below `short[1]`, else in 1 (never of lists and maps), 2 or 4 bytes after `long`. */
  private head(count: number, short: readonly number[], long: number, bytes?: Uint8Array): void {
    const [first = 0, below = 0] = short;
    const single = long === 0xc4 || long === 0xd9;
    if (count < below) this.put(first + count);
    else if (single && count < 0x100) this.room(long, 1).setUint8(0, count);
    else if (count < 0x10000) this.room(long + 1, 2).setUint16(0, count);
    else this.room(long + 2, 4).setUint32(0, count);
    if (!bytes) return;
    const at = this.grow(bytes.length);
    this.bytes.set(bytes, at);
  }

  private put(byte: number): void {
    const at = this.grow(1);
    this.bytes[at] = byte;
  }

  /** `count` bytes after a first one, to be written. */
  private room(first: number, count: number): DataView {
    this.put(first);
    const at = this.grow(count);
    return new DataView(this.bytes.buffer, at, count);
  }

  private grow(count: number): number {
    const { at } = this;
    this.at += count;
    if (this.at > this.bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.at));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    return at;
  }
}
