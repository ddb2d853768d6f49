// Where parts of the viewer come that the first picture does not need: each is fetched when it is first asked for.

import { text } from "../text";
import type { Viewer } from "../viewer/viewer";
import { isSteered } from "./current";
import { later } from "./later";
import type { ViewerModel } from "./model";

// Its room is kept: views change their size once, and not again when it is there.
const PlayBar = later(() => import("./play-bar").then((part) => part.PlayBar), () => <div class="play-bar" />);
const ViewMenu = later(() => import("./view-menu").then((part) => part.ViewMenu));
const Explanation = later(() => import("./explanation").then((part) => part.Explanation));

interface Props {
  model: ViewerModel;
  viewer: Viewer;
}

function complain({ model, viewer }: Props): void {
  viewer.status.complain(model.active.value, text.errors.unreachable);
}

/** Films have it always, a volume from the first time that one of its views plays until it is closed. */
export function PlayBarPlace({ model, viewer }: Props) {
  return isSteered(model) ? <PlayBar model={model} viewer={viewer} failed={() => complain({ model, viewer })} /> : null;
}

export function ViewMenuPlace({ model, viewer }: Props) {
  if (!model.menu.value) return null;
  const failed = (): void => {
    model.menu.value = null;
    complain({ model, viewer });
  };
  return <ViewMenu model={model} viewer={viewer} failed={failed} />;
}

export function ExplanationPlace({ model, viewer }: Props) {
  if (!model.explained.value) return null;
  const failed = (): void => {
    model.explained.value = null;
    complain({ model, viewer });
  };
  return <Explanation model={model} failed={failed} />;
}
