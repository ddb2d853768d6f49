// The words of a film, of pages and of a single picture.

import { number, text } from "../text";
import type { Film, MessageOf, ViewState, Volume } from "../wire/messages";

export function filmTitle(film: Film | null): string {
  if (film?.frames === 1) return text.film.picture;
  return film?.pages ? text.film.pages : text.views.film;
}

/** Which frame, and how many a second the file asks for, if it does; a single picture has no number, and pages have no time. */
export function frameAt(view: ViewState, film: Film | null): string {
  if (view.image === null || view.images === null || view.images < 2) return "";
  const rate = !film || film.pages ? "" : film.frame_ms > 0 ? text.film.perSecond(1000 / film.frame_ms) : text.film.untimed;
  return [text.film.frame(view.image, view.images), rate].filter(Boolean).join(" \u00b7 ");
}

/** What a label says beyond the number of frames, which stands elsewhere in the reader's own language: "96 frames, AP". */
export function detailOf(label: string): string {
  return label.split(", ").slice(1).join(", ");
}

export function spokenFrame(view: ViewState): string {
  return view.image === null || view.images === null || view.images < 2 ? "" : text.film.spokenFrame(view.image, view.images);
}

/** A value under the pointer: of a plane with its unit, of a film also with its place. Empty outside. */
export function valueWords(found: MessageOf<"value">, volume: Volume | null): string {
  if (!volume?.film) return found.value === null ? "" : text.picture.value(found.value, found.unit);
  const [x, y] = found.position_mm;
  const place = volume.calibrated ? text.film.millimetres(x, y) : text.film.pixel(number(x), number(y));
  const value = found.colour ? text.film.colourAt(...found.colour) : found.value === null ? "" : text.picture.value(found.value, found.unit);
  return value && `${value}\u2002${place}`;
}
