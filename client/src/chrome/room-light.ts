// The light of the room that the reader sits in: how bright words are.

import { keptChoice } from "./kept-choice";

export const ROOMS = ["office", "dark"] as const;
export type Room = (typeof ROOMS)[number];

const light = keptChoice<Room>("tomocast.room", ROOMS, "office", (next) => (document.documentElement.dataset["room"] = next));

export const room = light.chosen;
export const setRoom = light.set;
export const restoreRoom = light.restore;
