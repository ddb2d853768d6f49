// What keys, buttons and menus may ask for beside operations on a picture.

import { showTab, type ViewerModel } from "../chrome/model";
import { focusNextRegion } from "../chrome/regions";
import type { Command } from "../input/raw";
import type { Together } from "../room/together";
import { isFilled } from "../view/screen";
import type { ViewState } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import type { Cine } from "./cine";
import type { Desk } from "./desk";
import type { Player } from "./player";
import type { Status } from "./status";

export interface CommandHooks {
  /** Esc with nothing left to step back from. */
  back(): void;
  /** The next or the previous volume of the study. */
  series(step: 1 | -1): void;
}

/** The parts that commands act upon. */
export interface Commanded {
  readonly model: ViewerModel;
  readonly desk: Desk;
  readonly cine: Cine;
  readonly player: Player;
  readonly status: Status;
  readonly together: Together;
  readonly hooks: CommandHooks;
  readonly stage: HTMLElement;
  /** What the view shows. */
  readonly kind: ViewState["kind"];
}

export function perform(command: Command, view: ViewName, on: Commanded): void {
  const { model, desk, cine, player, status, hooks } = on;
  const commands: Readonly<Record<Command, () => void>> = {
    full: () => desk.full(view),
    layout: () => desk.next(),
    panel: () => (model.panel.value = !model.panel.value),
    help: () => (model.help.value = true),
    cine: () => cine.toggle(view),
    "play-slower": () => player.hasten(on.kind, -1),
    "play-faster": () => player.hasten(on.kind, 1),
    "play-reverse": () => player.reverse(),
    back: () => (isFilled(model.layout.value) && view !== "film" ? desk.full(view) : hooks.back()),
    region: () => focusNextRegion(),
    speak: () => status.speakView(view),
    room: () => showTab(model, "room"),
    "raise-hand": () => on.together.raiseHand(),
    text: () => on.stage.toggleAttribute("data-essential"),
    "series-next": () => hooks.series(1),
    "series-previous": () => hooks.series(-1),
  };
  commands[command]();
}
