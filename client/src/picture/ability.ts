// What this browser lacks to show video from the WebSocket.

export type Lack = "insecure" | "webcodecs" | "h264";

/** What every stream begins as: constrained baseline. */
const PROBED = { codec: "avc1.42e01f", optimizeForLatency: true } as const;

let refused = false;

/** Known a few milliseconds after the page has come, before the first picture is asked for. */
export async function probeVideo(): Promise<void> {
  if (typeof VideoDecoder !== "function") return;
  const answer = await VideoDecoder.isConfigSupported(PROBED).catch(() => ({ supported: false }));
  refused ||= answer.supported === false;
}

/** A decoder that was promised did not come right. */
export function videoFailed(): void {
  refused = true;
}

/** Null where video can be tried. */
export function lacking(): Lack | null {
  if (typeof VideoDecoder !== "function") return window.isSecureContext ? "webcodecs" : "insecure";
  return refused ? "h264" : null;
}
