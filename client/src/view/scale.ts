// The scale bar: the longest round length that fits.

const LENGTHS_MM = [1, 2, 5, 10, 20, 50, 100, 200];

export interface ScaleBar {
  mm: number;
  pixels: number;
}

/** `pixelsPerMm` and `width` in CSS pixels; null where not even the shortest fits. */
export function scaleBar(pixelsPerMm: number, width: number): ScaleBar | null {
  const room = Math.min(150, width * 0.3);
  const mm = LENGTHS_MM.findLast((length) => length * pixelsPerMm <= room);
  return mm === undefined || mm * pixelsPerMm < 8 ? null : { mm, pixels: mm * pixelsPerMm };
}
