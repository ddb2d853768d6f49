// SHA-256 (FIPS 180-4) in script: pages over plain http have no crypto.subtle.

const PRIMES = firstPrimes(64);
const ROUND = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const START = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

/** The first 32 bits of the fractional part. */
function fraction(value: number): number {
  return Math.floor((value - Math.floor(value)) * 2 ** 32);
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

export function sha256InScript(data: Uint8Array): Uint8Array {
  const hash = START.slice();
  const words = new Uint32Array(64);
  const whole = data.length - (data.length % 64);
  block(hash, words, data, 0, whole);
  const rest = padded(data.subarray(whole), data.length);
  block(hash, words, rest, 0, rest.length);
  const out = new DataView(new ArrayBuffer(32));
  hash.forEach((word, at) => out.setUint32(at * 4, word));
  return new Uint8Array(out.buffer);
}

function padded(rest: Uint8Array, total: number): Uint8Array {
  const out = new Uint8Array(rest.length + 9 > 64 ? 128 : 64);
  out.set(rest);
  out[rest.length] = 0x80;
  const view = new DataView(out.buffer);
  view.setUint32(out.length - 8, Math.floor(total / 2 ** 29));
  view.setUint32(out.length - 4, (total * 8) >>> 0);
  return out;
}

function block(hash: Uint32Array, words: Uint32Array, data: Uint8Array, from: number, to: number): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = from; at < to; at += 64) {
    for (let n = 0; n < 16; n += 1) words[n] = view.getUint32(at + n * 4);
    extend(words);
    compress(hash, words);
  }
}

function extend(w: Uint32Array): void {
  for (let n = 16; n < 64; n += 1) {
    const a = w[n - 15]!;
    const b = w[n - 2]!;
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    w[n] = w[n - 16]! + s0 + w[n - 7]! + s1;
  }
}

function compress(hash: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number];
  for (let n = 0; n < 64; n += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[n]! + words[n]!) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (hash[at] = hash[at]! + word));
}
