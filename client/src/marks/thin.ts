// Fewer points for the same stroke (Douglas and Peucker, 1973): a line is seen, not a hand's every report.

/** A place on the screen in CSS pixels, with what belongs to it. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The points that a line through all of them cannot do without, if it may be off by `off` CSS pixels; the ends stay. */
export function thinned<T extends Place>(points: readonly T[], off: number): T[] {
  const last = points.length - 1;
  if (last < 2) return [...points];
  const kept = new Set([0, last]);
  const parts: [number, number][] = [[0, last]];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [from, to] = part;
    const { at, distance } = farthest(points, from, to);
    if (distance <= off) continue;
    kept.add(at);
    parts.push([from, at], [at, to]);
  }
  return points.filter((_, at) => kept.has(at));
}

function farthest(points: readonly Place[], from: number, to: number): { at: number; distance: number } {
  let found = { at: from, distance: -1 };
  for (let at = from + 1; at < to; at += 1) {
    const distance = fromSegment(points[at]!, points[from]!, points[to]!);
    if (distance > found.distance) found = { at, distance };
  }
  return found;
}

function fromSegment(point: Place, a: Place, b: Place): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length));
  return Math.hypot(point.x - a.x - along * dx, point.y - a.y - along * dy);
}
