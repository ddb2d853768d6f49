// What of a study can be opened, and opening the first of it.

import { getStudy, type Item, type Series, type Study, type VolumeRow } from "../api";
import { openViewer, preferredLayout } from "./route";

/** A volume; or what is none: a film, pages, a picture. `n` is its number within the series. */
export type Openable = { series: Series; n: number; label: string } & (
  | { volume: VolumeRow; item: null }
  | { volume: null; item: Item }
);

/** A series' volumes, then its films and pictures. */
export function openablesOf(series: Series): Openable[] {
  const flat = series.items.filter((item) => item.kind !== "volume");
  return [
    ...series.volumes.map((volume) => ({ series, n: volume.n, label: volume.label, volume, item: null })),
    ...flat.map((item) => ({ series, n: item.n, label: item.label, volume: null, item })),
  ];
}

/** All of a study in the order of its list. */
export function openable(study: Study): Openable[] {
  return study.series.flatMap(openablesOf);
}

/** A volume comes before any film, a film before pages and pictures, and then what has most pictures. */
function rank({ volume, item }: Openable): number {
  const kinds = { volume: 0, picture: 1, pages: 1, film: 2 } as const;
  return volume ? 3e6 + volume.slices : kinds[item.kind] * 1e6 + item.frames;
}

/** What a reader most likely wants. */
export function likeliest(study: Study): Openable | null {
  const all = openable(study);
  return all.reduce<Openable | null>((best, one) => (best && rank(best) >= rank(one) ? best : one), null);
}

export function open(one: Openable): void {
  openViewer(one.series.uid, one.n, one.volume ? preferredLayout() : "film");
}

/** `known` is the study in full where the page has it already. False where nothing of it can be opened. */
export async function openFirst(uid: string, known: Study | null): Promise<boolean> {
  const found = known?.uid === uid ? likeliest(known) : await getStudy(uid).then(likeliest, () => null);
  if (found) open(found);
  return found !== null;
}
