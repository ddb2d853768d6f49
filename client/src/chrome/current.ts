import type { ViewState } from "../wire/messages";
import type { ViewerModel } from "./model";

/** The state of the view that keys and panel act on. */
export function activeView(model: ViewerModel): ViewState | null {
  const active = model.active.value;
  return model.state.value?.views.find((one) => one.view === active) ?? null;
}

/** The state of the volume view, also while another is active. */
export function volumeView(model: ViewerModel): ViewState | null {
  return model.state.value?.views.find((one) => one.view === "volume") ?? null;
}
