// Where a picture lies in its view and where its pixels are counted. A shared stage has the presenter's size, not the
// view's, and on a slow line pictures have fewer pixels than their state says: the same extent, drawn as large.

import { fitted, type Placement, type Point, type Size } from "./place";

/** The box of a picture in CSS pixels of its view: its corner (dx, dy), its size, and CSS pixels of a counted pixel. */
export interface Fitting extends Placement, Size {}

/** The whole picture as large as it goes. `counted` is its size as states count, `asked` the one that fills the view. */
export function fitting(counted: Size, asked: Size, view: Size): Fitting {
  const at = fitted(counted, asked, view);
  return { ...at, width: counted.width * at.scale, height: counted.height * at.scale };
}

/** How many of the counted pixels lie across one of a picture that has fewer: a whole number, 1 where it has as many. */
function acrossOne(picture: Size, counted: Size): number {
  return Math.max(1, Math.round(counted.width / Math.max(picture.width, 1)));
}

/** What a picture covers, in counted pixels: of an odd number the last row and column have no place in a reduced one. */
export function extentOf(picture: Size, counted: Size): Size {
  const many = acrossOne(picture, counted);
  return { width: picture.width * many, height: picture.height * many };
}

/** A slow line gets pictures of fewer pixels. */
export function isReduced(picture: Size, counted: Size): boolean {
  return acrossOne(picture, counted) > 1;
}

/** The same box, counted in the pixels of a picture that has fewer of them. */
export function inPixelsOf(picture: Size, counted: Size, at: Placement): Placement {
  return { ...at, scale: at.scale * acrossOne(picture, counted) };
}

/** A place in the view (CSS pixels) as a picture point, which counts from the centre of the first pixel. */
export function picturePoint([x, y]: Point, at: Placement): { x: number; y: number } {
  return { x: (x - at.dx) / at.scale - 0.5, y: (y - at.dy) / at.scale - 0.5 };
}
