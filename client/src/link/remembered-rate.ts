// What this browser's network carried last: the server begins the next session with it instead of a guess.

const KEY = "tomocast.bit-rate";
/** A laptop moves between networks: what was true yesterday is no better than a guess. */
const FRESH_MS = 12 * 3600 * 1000;

/** `bitRate` in bit/s, as the server says it; 0 says nothing. */
export function rememberBitRate(bitRate: number): void {
  if (bitRate <= 0) return;
  try {
    localStorage.setItem(KEY, JSON.stringify([bitRate, Date.now()]));
  } catch {
    // Storage may be full or forbidden: the next session begins with a guess.
  }
}

/** Bit/s, 0 where nothing is known or it is too old. */
export function rememberedBitRate(): number {
  try {
    const [bitRate, at] = JSON.parse(localStorage.getItem(KEY) ?? "[0,0]") as [unknown, unknown];
    const fresh = typeof at === "number" && Date.now() - at < FRESH_MS;
    return fresh && typeof bitRate === "number" && bitRate > 0 ? Math.round(Math.min(bitRate, 1e10)) : 0;
  } catch {
    return 0;
  }
}
