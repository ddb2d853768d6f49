// Which hand holds the tablet's tools: they are on the side of its thumb.

import { keptChoice } from "./kept-choice";

export const SIDES = ["left", "right"] as const;
export type Side = (typeof SIDES)[number];

const side = keptChoice<Side>("tomocast.hand", SIDES, "right", (next) => (document.documentElement.dataset["hand"] = next));

export const handSide = side.chosen;
export const setHandSide = side.set;
export const restoreHandSide = side.restore;
