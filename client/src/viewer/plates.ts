// What stands over a view that has no live picture, or not yet a whole one.

import type { Freshness } from "../link/silence";
import { text } from "../text";
import type { PlateContent } from "../view/plate";
import type { Progress } from "../view/warnings";

export interface Situation {
  freshness: Freshness;
  /** When the server was last heard, as words of the clock. */
  since: string;
  welcomed: boolean;
  /** All places are taken: the server's words. */
  waiting: string;
  progress: Progress | null;
  /** What comes are a film's frames, not slices. */
  film: boolean;
  /** The loading plate goes at the first input: the mark on the picture stays. */
  acted: boolean;
  /** Why the server shows nothing in this view. */
  empty: string;
  /** What went wrong in this view, in the server's words. */
  fault: string;
  /** Why pictures come one by one; empty where they do not, or the reader knows. */
  stills: string;
  /** One of the views carries the words; the others are dimmed with it. */
  speaks: boolean;
  retry: () => void;
  /** The reader has read the fault. */
  read: () => void;
  /** The reader goes on with stills: from the line of those who wait, or knowing why. */
  takeStills: () => void;
}

export function plateFor(now: Situation): PlateContent | null {
  const again = { label: text.viewer.tryNow, run: now.retry };
  if (now.freshness === "gone") {
    // Every view says it, one of them aloud.
    return { kind: "gone", head: text.viewer.noAnswer, body: text.viewer.since(now.since), act: again, silent: !now.speaks };
  }
  if (now.freshness === "dim") {
    const { reconnecting, kept } = text.viewer;
    return now.speaks ? { kind: "reconnecting", head: reconnecting, body: kept, act: again } : null;
  }
  const stills = (label: string) => ({ label, run: now.takeStills });
  if (now.waiting) {
    const { waiting, openAsStills } = text.viewer;
    return now.speaks ? { kind: "loading", head: now.waiting, body: waiting, act: stills(openAsStills) } : null;
  }
  if (now.empty) return { kind: "empty", head: now.empty, body: "" };
  if (now.fault) return { kind: "fault", head: now.fault, body: "", act: { label: text.start.close, run: now.read } };
  if (!now.speaks) return null;
  if (now.stills) return { kind: "stills", head: text.stills.head, body: now.stills, act: stills(text.stills.goOn) };
  return loading(now);
}

function loading({ welcomed, progress, film, acted }: Situation): PlateContent | null {
  if (!welcomed) return { kind: "loading", head: text.viewer.opening, body: "" };
  if (!progress || progress.done || acted) return null;
  const { slices, slices_total: all, bytes, bytes_total: size, seconds } = progress;
  return {
    kind: "loading",
    head: (film ? text.film : text.viewer).loading(slices, all),
    body: text.viewer.loadingMore(bytes, size, seconds),
    share: all > 0 ? slices / all : 0,
  };
}
