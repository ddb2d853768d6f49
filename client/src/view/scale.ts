// The scale bar: the longest round length that fits.

const LENGTHS_MM = [1, 2, 5, 10, 20, 50, 100, 200];

export interface ScaleBar {
  mm: number;
  pixels: number;
}

const LONGEST_PX = 150;
/** The bar's own words, and the letter in the middle of the view's foot. */
const BESIDE_PX = 80;

/** `pixelsPerMm` and `width` of the view in CSS pixels; null where not even the shortest fits. */
export function scaleBar(pixelsPerMm: number, width: number): ScaleBar | null {
  const room = Math.min(LONGEST_PX, width / 2 - BESIDE_PX);
  const mm = LENGTHS_MM.findLast((length) => length * pixelsPerMm <= room);
  return mm === undefined || mm * pixelsPerMm < 8 ? null : { mm, pixels: mm * pixelsPerMm };
}
