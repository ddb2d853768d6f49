// How fast a view may play, and which rates are offered.

/** Slices or frames in a second, where no file asks for another rate. */
export const USUAL_RATE = 15;
const LEAST_RATE = 1;
const MOST_RATE = 60;
const ROUND_RATES = [1, 2, 5, 10, 15, 20, 25, 30, 50, 60];
/** Of the file's own rate. */
const FACTORS = [0.25, 0.5, 1, 2, 4];

/** Degrees in a second of a projection that spins. */
export const USUAL_TURN = 20;
export const TURN_RATES = [5, 10, 20, 40, 80] as const;

export interface Limits {
  least: number;
  most: number;
}

/** A film that is slower or faster than others may be played at a quarter and at four times its own rate. */
export function limitsFor(own: number | null): Limits {
  if (own === null) return { least: LEAST_RATE, most: MOST_RATE };
  return { least: Math.min(LEAST_RATE, own / 4), most: Math.max(MOST_RATE, own * 4) };
}

/** Frames in a second; null where the file tells no time. */
export function ownRate(frameMs: number): number | null {
  return frameMs > 0 ? 1000 / frameMs : null;
}

export interface Rate {
  perSecond: number;
  /** How many times the file's own rate this is; null for a round number. */
  factor: number | null;
}

/** What is offered, slowest first: parts and multiples of the file's own rate, and round numbers that lie apart from them. */
export function ratesFor(own: number | null): Rate[] {
  const related = own === null ? [] : FACTORS.map((factor) => ({ perSecond: own * factor, factor }));
  const apart = (rate: number): boolean => related.every(({ perSecond }) => Math.abs(perSecond - rate) > 0.1 * rate);
  const round = ROUND_RATES.filter(apart).map((perSecond) => ({ perSecond, factor: null }));
  return [...related, ...round].sort((a, b) => a.perSecond - b.perSecond);
}

/** The next rate up or down from `now`, in `offered` in ascending order; `now` where there is none. */
export function nextRate(now: number, offered: readonly number[], step: 1 | -1): number {
  const found = step > 0 ? offered.find((rate) => rate > now * 1.001) : offered.findLast((rate) => rate < now * 0.999);
  return found ?? now;
}
