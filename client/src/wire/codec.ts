// MessagePack bytes to checked messages and back.

import { decode, encode } from "@msgpack/msgpack";
import { asRecord, type Check, WireError, whole } from "./check";
import { type ClientMessage, PROTOCOL_VERSION, SERVER_MESSAGES, type ServerMessage } from "./messages";

const LIMITS = {
  maxStrLength: 1 << 16,
  maxBinLength: 64 << 20,
  maxArrayLength: 1 << 16,
  maxMapLength: 64,
  maxExtLength: 0,
};

/** A message type that this page does not know: the server is newer. The session lives on. */
export class UnknownMessage extends WireError {
  override name = "UnknownMessage";
}

export function encodeMessage(message: ClientMessage): Uint8Array<ArrayBuffer> {
  return encode(message) as Uint8Array<ArrayBuffer>;
}

/** Throws `WireError` with a sentence that names the field, `UnknownMessage` for a type of a later version. */
export function decodeMessage(data: ArrayBuffer | Uint8Array): ServerMessage {
  const value = unpack(data);
  const kind = value["t"];
  if (typeof kind !== "string") throw new WireError("message has no type");
  if (!Object.hasOwn(SERVER_MESSAGES, kind)) throw new UnknownMessage(`message type "${kind.slice(0, 32)}" is unknown`);
  // Another version first: its other fields may well differ.
  if (kind === "welcome" && value["version"] !== PROTOCOL_VERSION) {
    const spoken = whole(value["version"], "welcome.version");
    throw new WireError(`the server speaks protocol version ${spoken}, this page ${PROTOCOL_VERSION}`);
  }
  const check = SERVER_MESSAGES[kind as ServerMessage["t"]] as Check<object>;
  return { t: kind, ...check(value, kind) } as ServerMessage;
}

function unpack(data: ArrayBuffer | Uint8Array): Record<string, unknown> {
  try {
    return asRecord(decode(data, LIMITS), "message");
  } catch (error) {
    if (error instanceof WireError) throw error;
    throw new WireError("message cannot be read");
  }
}
