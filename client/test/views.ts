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
