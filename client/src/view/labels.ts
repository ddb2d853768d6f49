// The words at a picture's corners, from the state that the picture belongs to.

import { fullName, isolated, shownDate } from "../dicom";
import { number, text } from "../text";
import { direction, presetName } from "../text/served";
import type { ViewState, Volume } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import { filmTitle, frameAt, spokenFrame } from "./film-labels";

export interface Labels {
  title: string;
  at: string;
  /** The slab of a slice; where the eye of a projection is. */
  below: string;
  info: string;
  window: string;
  zoom: string;
}

/** `look` is the name of the volume's transfer function. */
export function labelsOf(view: ViewState, volume: Volume, look: string): Labels {
  if (view.kind === "film") return labelsOfFilm(view, volume);
  return {
    title: view.kind === "mip" ? text.mip : text.views[view.view],
    at: view.kind === "slice" ? sliceAt(view) : presetName(look),
    below: view.kind === "slice" ? slabText(view) : seenFrom(view.seen_from),
    info: view.kind === "slice" ? volume.technique : "",
    window: windowText(view, volume.unit),
    zoom: text.picture.zoom(view.zoom),
  };
}

/** What a small view has room for: what may never be hidden, the window in numbers alone. */
export function smallLabelsOf(view: ViewState, volume: Volume): Labels {
  const { title, below, window } = labelsOf(view, volume, "");
  const numbers = view.window && view.kind !== "volume" ? text.picture.window(view.window.width, view.window.center, "") : "";
  return {
    title,
    at: "",
    below: view.kind === "slice" ? below : "",
    info: "",
    window: view.kind === "film" && volume.film?.colour ? window : numbers,
    zoom: view.invert ? text.picture.inverted : "",
  };
}

function labelsOfFilm(view: ViewState, { film, unit, technique }: Volume): Labels {
  return {
    title: filmTitle(film),
    at: frameAt(view, film),
    below: "",
    info: technique,
    window: film?.colour ? text.film.colour : windowText(view, unit),
    zoom: text.picture.zoom(view.zoom),
  };
}

/** Image number where the plane is an acquired slice, and always the position along the plane's axis. */
function sliceAt(view: ViewState): string {
  const axis = view.oblique ? text.picture.oblique : axisAcross(view.letters);
  const image = view.image !== null && view.images !== null ? text.picture.image(view.image, view.images) : "";
  const position = view.position_mm === null ? "" : text.picture.at(axis, view.position_mm);
  return [image, position].filter(Boolean).join("\u2002");
}

/** "right anterior 22, cranial 8" as "Right anterior 22° · cranial 8°". */
export function seenFrom(words: string): string {
  const marked = direction(words).replace(/(\d+)/g, "$1\u00b0").replace(", ", " \u00b7 ");
  return marked.charAt(0).toUpperCase() + marked.slice(1);
}

/** The patient axis that a plane lies across: the one its letters do not name (LPS: x to the left, y back, z up). */
export function axisAcross(letters: readonly string[]): string {
  const named = letters.join("");
  if (!/[HF]/.test(named)) return "z";
  return /[AP]/.test(named) ? "x" : "y";
}

function slabText(view: ViewState): string {
  return view.slab_mm > 0 ? text.picture.slab(view.slab_mm, text.slabModes[view.slab_mode]) : "";
}

function windowText(view: ViewState, unit: string): string {
  const inverted = view.invert ? text.picture.inverted : "";
  const shown = view.kind === "volume" ? "" : windowNumbers(view, unit);
  return [inverted, shown].filter(Boolean).join("\u2002");
}

function windowNumbers(view: ViewState, unit: string): string {
  if (!view.window) return "";
  const { label, width, center } = view.window;
  return [presetName(label), text.picture.window(width, center, unit)].filter(Boolean).join("\u2002");
}

/** Whose picture it is, and of when. */
export function patientWords({ patient_name, patient_id, study_date }: Volume): string {
  return `${isolated(fullName(patient_name) || patient_id)}\n${text.picture.study(shownDate(study_date))}`;
}

/** What a screen reader says of a view. */
export function spokenLabel(view: ViewState, unit: string, mark: string): string {
  const parts = [view.kind === "mip" ? text.mip : text.views[view.view]];
  if (view.kind === "film") return [...parts, spokenFrame(view), windowNumbers(view, unit), mark.toLowerCase()].filter(Boolean).join(", ");
  if (view.kind !== "slice") parts.push(direction(view.seen_from));
  if (view.image !== null && view.images !== null) parts.push(text.spoken.imageLong(view.image, view.images));
  if (view.position_mm !== null) parts.push(text.spoken.positionLong(view.position_mm));
  if (view.kind !== "volume" && view.window) parts.push(windowNumbers(view, unit));
  return [...parts, mark.toLowerCase()].filter(Boolean).join(", ");
}

export interface SliceBar {
  /** 0 at the top. Wheel down moves the knob down. */
  place: number;
  /** Slices from end to end, as scrolling counts them. */
  steps: number;
}

/** Where the knob of the position bar stands; null where the view has no slices. */
export function sliceBar(view: ViewState, volume: Volume): SliceBar | null {
  if (view.kind === "film" && view.images !== null && view.images > 1) return { place: view.fraction, steps: view.images - 1 };
  if (view.kind !== "slice") return null;
  const across: Readonly<Record<ViewName, number>> = {
    axial: volume.slices, coronal: volume.rows, sagittal: volume.columns, volume: 1, film: volume.slices,
  };
  const steps = Math.max(1, (view.images ?? across[view.view]) - 1);
  return { place: view.fraction, steps };
}

export function sliceBarText(view: ViewState): string {
  if (view.kind === "film") return spokenFrame(view);
  const image = view.image !== null && view.images !== null ? text.spoken.imageLong(view.image, view.images) : "";
  const position = view.position_mm === null ? "" : text.spoken.positionLong(view.position_mm);
  return [image, position].filter(Boolean).join(", ") || number(view.fraction * 100);
}
