import { hasWindow } from "../input/abilities";
import type { Film, ViewState } from "../wire/messages";
import type { ViewerModel } from "./model";

/** The state of the view that keys and panel act on. */
export function activeView(model: ViewerModel): ViewState | null {
  const active = model.active.value;
  return model.state.value?.views.find((one) => one.view === active) ?? null;
}

/** What is shown instead of a volume: a film, pages, a single picture. */
export function filmOf(model: ViewerModel): Film | null {
  return model.welcome.value?.volume.film ?? null;
}

/** Whether the active view has a window: what is rendered in colour and what was taken in colour have none. */
export function isWindowed(model: ViewerModel): boolean {
  const kind = activeView(model)?.kind ?? "slice";
  return hasWindow({ kind, colour: filmOf(model)?.colour ?? false, images: null });
}

/** Whether playing is steered here: films always are, a volume from the first time that one of its views plays. */
export function isSteered(model: ViewerModel): boolean {
  const film = filmOf(model);
  return film ? film.frames > 1 : model.playBar.value;
}

/** The state of the volume view, also while another is active. */
export function volumeView(model: ViewerModel): ViewState | null {
  return model.state.value?.views.find((one) => one.view === "volume") ?? null;
}
