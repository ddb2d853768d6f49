// What of a study can be opened, and opening the first of it.

import { getStudy, type Series, type Study, type VolumeRow } from "../api";
import { openViewer, preferredLayout } from "./route";

export interface Openable {
  series: Series;
  volume: VolumeRow;
}

/** Every volume of a study in the order of its list. */
export function openable(study: Study): Openable[] {
  return study.series.flatMap((series) => series.volumes.map((volume) => ({ series, volume })));
}

/** The volume with most slices: what a reader most likely wants. */
export function likeliest(study: Study): Openable | null {
  const all = openable(study);
  return all.reduce<Openable | null>((best, one) => (best && best.volume.slices >= one.volume.slices ? best : one), null);
}

/** `known` is the study in full where the page has it already. False where nothing of it can be opened. */
export async function openFirst(uid: string, known: Study | null): Promise<boolean> {
  const found = known?.uid === uid ? likeliest(known) : await getStudy(uid).then(likeliest, () => null);
  if (found) openViewer(found.series.uid, found.volume.n, preferredLayout());
  return found !== null;
}
