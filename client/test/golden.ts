// The golden messages that the Python suite writes and reads, too.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export interface Golden {
  name: string;
  from: "client" | "server";
  bytes: Uint8Array<ArrayBuffer>;
  value: Record<string, unknown>;
}

interface Stored {
  name: string;
  from: "client" | "server";
  hex: string;
  value: unknown;
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** `{"bytes": hex}` stands for a byte string. */
function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const only = entries.length === 1 ? entries[0] : undefined;
  if (only?.[0] === "bytes" && typeof only[1] === "string") return fromHex(only[1]);
  return Object.fromEntries(entries.map(([key, item]) => [key, revive(item)]));
}

export function golden(): Golden[] {
  const file = resolve(import.meta.dirname, "../../tests/golden/protocol.json");
  const stored = JSON.parse(readFileSync(file, "utf8")) as Stored[];
  return stored.map((one) => ({
    name: one.name,
    from: one.from,
    bytes: fromHex(one.hex),
    value: revive(one.value) as Record<string, unknown>,
  }));
}
