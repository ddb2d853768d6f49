// Contrast and distance of colours, as WCAG and CIE define them.

export type Rgb = readonly [number, number, number];
export type Matrix = readonly [Rgb, Rgb, Rgb];

export function parsed(hex: string): Rgb {
  const whole = Number.parseInt(hex.replace("#", ""), 16);
  return [(whole >> 16) & 255, (whole >> 8) & 255, whole & 255];
}

/** sRGB byte to linear light, 0..1 (IEC 61966-2-1). */
function linear(byte: number): number {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** WCAG 2.2 relative luminance. */
export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map(linear) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2 contrast ratio, 1..21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** A black plate of this opacity over white, as a screen shows it: in whole levels. */
export function plateOverWhite(opacity: number): Rgb {
  const grey = Math.round(255 * (1 - opacity));
  return [grey, grey, grey];
}

const times = (m: Matrix, v: Rgb): Rgb => m.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Rgb;

/** Full dichromacy in linear light: Machado, Oliveira, Fernandes 2009, severity 1.0. */
export const SIGHT: Readonly<Record<"normal" | "protan" | "deutan" | "tritan", Matrix>> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const TO_XYZ: Matrix = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]];
const WHITE: Rgb = [0.95047, 1, 1.08883];

/** CIELAB (D65) as eyes of that sight see it. */
function lab(colour: Rgb, sight: Matrix): Rgb {
  const light = times(sight, colour.map(linear) as unknown as Rgb).map((one) => Math.min(1, Math.max(0, one))) as unknown as Rgb;
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
  const [x, y, z] = times(TO_XYZ, light).map((one, at) => f(one / WHITE[at]!)) as unknown as Rgb;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE76 distance. */
export function distance(a: Rgb, b: Rgb, sight: Matrix): number {
  const [from, to] = [lab(a, sight), lab(b, sight)];
  return Math.hypot(from[0] - to[0], from[1] - to[1], from[2] - to[2]);
}
