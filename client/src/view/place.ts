// Where a picture lies in its view, in CSS pixels.

import type { Shift } from "./local";

export interface Size {
  width: number;
  height: number;
}

/** Picture pixels, from the picture's corner, to CSS pixels of the view. */
export interface Placement {
  scale: number;
  dx: number;
  dy: number;
}

export type Point = readonly [number, number];

export function placed(x: number, y: number, at: Placement): Point {
  // Points of a state count from the centre of the first pixel.
  return [(x + 0.5) * at.scale + at.dx, (y + 0.5) * at.scale + at.dy];
}

/** The size that was asked for fills the view; an older one (the view was resized) is fitted into it, round circles kept. */
export function fitted(picture: Size, asked: Size, view: Size): Placement {
  if (picture.width === asked.width && picture.height === asked.height) {
    return { scale: view.width / picture.width, dx: 0, dy: 0 };
  }
  const scale = Math.min(view.width / picture.width, view.height / picture.height);
  return { scale, dx: (view.width - picture.width * scale) / 2, dy: (view.height - picture.height * scale) / 2 };
}

/** First the local shift, in picture pixels, then the place in the view. */
export function shifted(place: Placement, shift: Shift): Placement {
  return {
    scale: place.scale * shift.scale,
    dx: place.dx + shift.dx * place.scale,
    dy: place.dy + shift.dy * place.scale,
  };
}

/** Device pixels to ask for: the view's own, at most `cap` a side, at least what the protocol allows. */
export function pictureSize(deviceWidth: number, deviceHeight: number, cap = 1600): Size {
  const factor = Math.min(1, cap / Math.max(deviceWidth, deviceHeight, 1));
  const side = (pixels: number): number => Math.max(16, Math.round(pixels * factor));
  return { width: side(deviceWidth), height: side(deviceHeight) };
}
