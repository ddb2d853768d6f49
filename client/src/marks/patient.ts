// Between picture points and the patient, by what a view's state says of its plane. All views are looked at in parallel.

import type { ViewState, Volume } from "../wire/messages";
import type { Position } from "../wire/room";

/** Where (0, 0) lies, the step of a pixel to the right, the step of a pixel down; LPS mm, three numbers each. */
export type Plane = NonNullable<ViewState["patient"]>;

/** A patient point as a view sees it: the picture point in its line of sight, and the way to it from the view's plane. */
export interface Seen {
  x: number;
  y: number;
  /** Along the line of sight, away from the eye where rows and columns are turned as one reads; mm, in films frames. */
  depth: number;
}

/** Half a slice further is the next slice's: sums of doubles must not decide it. */
const ROUNDING_MM = 1e-6;
const PARALLEL_COSINE = 1 - 1e-6;

export function patientAt([x0, y0, z0, xr, yr, zr, xd, yd, zd]: Plane, x: number, y: number): Position {
  return [x0 + x * xr + y * xd, y0 + x * yr + y * yd, z0 + x * zr + y * zd];
}

/** How a view sees points: what the plane alone decides is computed once for all of them. */
export function eyeOf([x0, y0, z0, xr, yr, zr, xd, yd, zd]: Plane): (point: Position) => Seen {
  // The steps may differ in length and, by rounding, stand a little askew: solved for both together.
  const [rr, dd, rd] = [xr * xr + yr * yr + zr * zr, xd * xd + yd * yd + zd * zd, xr * xd + yr * yd + zr * zd];
  const size = rr * dd - rd * rd;
  const [ax, ay, az] = [(xr * dd - xd * rd) / size, (yr * dd - yd * rd) / size, (zr * dd - zd * rd) / size];
  const [bx, by, bz] = [(xd * rr - xr * rd) / size, (yd * rr - yr * rd) / size, (zd * rr - zr * rd) / size];
  const length = Math.sqrt(size);
  const [nx, ny, nz] = [(yr * zd - zr * yd) / length, (zr * xd - xr * zd) / length, (xr * yd - yr * xd) / length];
  return ([px, py, pz]) => {
    const [x, y, z] = [px - x0, py - y0, pz - z0];
    return { x: x * ax + y * ay + z * az, y: x * bx + y * by + z * bz, depth: x * nx + y * ny + z * nz };
  };
}

export function seenIn(plane: Plane, point: Position): Seen {
  return eyeOf(plane)(point);
}

const SIDES = [["R", "L"], ["A", "P"], ["F", "H"]] as const;

/** On which side of a view's plane a point lies, as the letter of the patient's direction that is nearest to its normal. */
export function sideOf(plane: Plane, depth: number): string {
  const normal = normalOf(plane).map((part) => part * depth);
  const axis = ([0, 1, 2] as const).reduce((a, b) => (Math.abs(normal[b]!) > Math.abs(normal[a]!) ? b : a));
  return SIDES[axis][normal[axis]! > 0 ? 1 : 0];
}

/** What is known of a volume's slices: distances of voxels, and the slices' normal once one of them has been shown. */
export interface Stack {
  readonly spacing: Volume["spacing_mm"];
  readonly normal: Position | null;
}

export function normalOf([, , , xr, yr, zr, xd, yd, zd]: Plane): Position {
  const [x, y, z] = [yr * zd - zr * yd, zr * xd - xr * zd, xr * yd - yr * xd];
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** A plane of slices, or between them; it may be seen from either side. */
function isAlong(plane: Plane, normal: Position): boolean {
  const [x, y, z] = normalOf(plane);
  return Math.abs(x * normal[0] + y * normal[1] + z * normal[2]) > PARALLEL_COSINE;
}

/**
 * How far from a view's plane a point still lies in what is shown: half the slab, at least half a slice; in a film
 * half a frame. A plane across the slices steps by about a voxel, which is taken as the shorter side of a pixel.
 */
export function reach(view: ViewState, { spacing, normal }: Stack): number {
  if (view.kind === "film") return 0.5;
  const along = view.image !== null || (normal && view.patient && isAlong(view.patient, normal));
  const step = along ? spacing[2] : Math.min(spacing[0], spacing[1]);
  return Math.max(view.kind === "slice" ? view.slab_mm : 0, step) / 2 + ROUNDING_MM;
}
