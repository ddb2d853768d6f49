// A series dragged from a list into a view: it opens there, also from the list in another tab of this browser.

import * as is from "../wire/check";
import type { Openable } from "./opening";
import { openViewer, preferredLayout } from "./route";

const KIND = "application/x-tomocast-series";
const dragged = is.record({ series: is.text, n: is.whole, film: is.flag });

export function carry(event: DragEvent, { series, n, volume }: Openable): void {
  if (!event.dataTransfer) return;
  event.dataTransfer.effectAllowed = "copy";
  event.dataTransfer.setData(KIND, JSON.stringify({ series: series.uid, n, film: volume === null }));
}

/** What lies over the stage is shown and taken. Gives the way to stop. */
export function takeSeries(stage: HTMLElement): () => void {
  let under: Element | null = null;
  const mark = (view: Element | null): void => {
    if (view === under) return;
    under?.removeAttribute("data-drop");
    view?.setAttribute("data-drop", "");
    under = view;
  };
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes(KIND)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    mark(event.target instanceof Element ? event.target.closest(".view") : null);
  };
  const leave = (event: DragEvent): void => {
    if (!(event.relatedTarget instanceof Node && stage.contains(event.relatedTarget))) mark(null);
  };
  const drop = (event: DragEvent): void => {
    mark(null);
    const words = event.dataTransfer?.getData(KIND);
    if (!words) return;
    event.preventDefault();
    open(words);
  };
  const all = { dragenter: over, dragover: over, dragleave: leave, drop } as const;
  for (const [name, run] of Object.entries(all)) stage.addEventListener(name, run as EventListener);
  return () => {
    for (const [name, run] of Object.entries(all)) stage.removeEventListener(name, run as EventListener);
  };
}

/** Anybody's page may have put it there. */
function open(words: string): void {
  try {
    const { series, n, film } = dragged(JSON.parse(words), "dragged");
    openViewer(series, n, film ? "film" : preferredLayout());
  } catch {
    // What is no series of ours is left.
  }
}
