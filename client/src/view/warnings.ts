// Doubts about the volume, on the picture in few words; the sentence behind each says what was done.

import { text } from "../text";
import type { MessageOf, Note, ViewState, Volume } from "../wire/messages";

export interface Warning {
  code: string;
  short: string;
  long: string;
}

export type Progress = MessageOf<"progress">;

/** Notes that change what a reader may conclude from a picture. Others stand in the panel. */
const ON_PICTURE: Readonly<Record<string, (long: string) => string>> = {
  tilt: (long) => text.warnings.tilt(found(long, /([\d.]+) degrees?/)),
  gap: (long) => text.warnings.gap(found(long, /(\d+) of/)),
  spacing: () => text.warnings.spacing,
  incomplete: () => text.warnings.missing,
  lossy: (long) => text.warnings.lossy(found(long, /([\d.]+)\s*:\s*1/)),
  uncalibrated: () => text.warnings.uncalibrated,
  region: () => text.warnings.region,
  "projection-spacing": () => text.warnings.detector,
  orientation: () => text.warnings.orientation,
};

function found(long: string, pattern: RegExp): string {
  return pattern.exec(long)?.[1] ?? "";
}

export function warningsOf(view: ViewState | null, volume: Volume, progress: Progress | null): Warning[] {
  const all = volume.notes.flatMap(onPicture);
  if (progress && !progress.done && progress.slices_total > 0) {
    const short = text.warnings.incomplete(progress.slices / progress.slices_total);
    const come = volume.film ? text.film.loading : text.viewer.loading;
    all.unshift({ code: "loading", short, long: come(progress.slices, progress.slices_total) });
  }
  if (view?.kind === "mip") all.push({ code: "projection", short: text.warnings.projection, long: text.warnings.projection });
  return all;
}

function onPicture(note: Note): Warning[] {
  const say = ON_PICTURE[note.code];
  return say ? [{ code: note.code, short: say(note.text), long: note.text }] : [];
}
