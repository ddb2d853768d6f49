import type { ViewState, Volume } from "../src/wire/messages";
import { golden } from "./golden";

const states = golden().find((one) => one.name === "state #2")!.value["views"] as ViewState[];
const welcome = golden().find((one) => one.name === "welcome")!.value as { volume: Volume };

/** The golden axial slice of a lung CT, image 187 of 275, with what the test changes. */
export function slice(some: Partial<ViewState> = {}): ViewState {
  return { ...states[0]!, ...some };
}

export function solid(some: Partial<ViewState> = {}): ViewState {
  return { ...states.find((one) => one.view === "volume")!, ...some };
}

export function volume(some: Partial<Volume> = {}): Volume {
  return { ...welcome.volume, ...some };
}

/** The golden ultrasound film in colour, 76 frames, not calibrated. */
export function film(some: Partial<Volume> = {}): Volume {
  const found = golden().find((one) => (one.value["volume"] as Volume | undefined)?.film)!.value as { volume: Volume };
  return { ...found.volume, ...some };
}

/** Its view at frame 12. */
export function filmView(some: Partial<ViewState> = {}): ViewState {
  const views = golden().flatMap((one) => (one.value["views"] as ViewState[] | undefined) ?? []);
  return { ...views.find((one) => one.kind === "film")!, ...some };
}
