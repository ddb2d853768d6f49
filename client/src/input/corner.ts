// Where the picture's corner lies in its view: the hand is told of places from there.

import type { Hand, Place, RawInput } from "./raw";

interface Way {
  dx: number;
  dy: number;
}

/** What happened at a place in the view, from the picture's corner. */
export function fromCorner(raw: RawInput, { dx, dy }: Way): RawInput {
  const place = <T extends Place>(one: T): T => ({ ...one, x: one.x - dx, y: one.y - dy });
  if (!("x" in raw)) return raw;
  return "trail" in raw && raw.trail ? { ...place(raw), trail: raw.trail.map(place) } : place(raw);
}

/** The corner went this way under a hand that rests or drags: what it remembers stays where it is on the screen. */
export function cornerMoved(hand: Hand, { dx, dy }: Way): Hand {
  if (dx === 0 && dy === 0) return hand;
  const place = <T extends { x: number; y: number }>(one: T): T => ({ ...one, x: one.x - dx, y: one.y - dy });
  const led = <T extends { x: number; y: number; startX: number; startY: number }>(one: T): T =>
    ({ ...place(one), startX: one.startX - dx, startY: one.startY - dy });
  return {
    ...hand,
    drag: hand.drag && led(hand.drag),
    fingers: hand.fingers.map(led),
    lastDown: hand.lastDown && place(hand.lastDown),
    lastTap: hand.lastTap && place(hand.lastTap),
  };
}
