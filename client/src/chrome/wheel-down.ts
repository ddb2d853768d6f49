// Where the wheel goes through slices when it is turned towards the hand.

import { keptChoice } from "./kept-choice";

export const WHEEL_WAYS = ["feet", "head"] as const;
export type WheelWay = (typeof WHEEL_WAYS)[number];

const way = keptChoice<WheelWay>("tomocast.wheel", WHEEL_WAYS, "feet");

export const wheelDown = way.chosen;
export const setWheelDown = way.set;
export const restoreWheelDown = way.restore;
