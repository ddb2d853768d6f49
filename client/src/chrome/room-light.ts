// The light of the room that the reader sits in: how bright words are.

import { signal } from "@preact/signals";

export const ROOMS = ["office", "dark"] as const;
export type Room = (typeof ROOMS)[number];

const REMEMBERED = "tomocast.room";

function remembered(): Room {
  try {
    return localStorage.getItem(REMEMBERED) === "dark" ? "dark" : "office";
  } catch {
    return "office";
  }
}

export const room = signal<Room>("office");

export function setRoom(next: Room): void {
  room.value = next;
  document.documentElement.dataset["room"] = next;
  try {
    localStorage.setItem(REMEMBERED, next);
  } catch {
    // Storage may be forbidden: then the choice holds for this page.
  }
}

/** As it was left last time; before the page is painted. */
export function restoreRoom(): void {
  setRoom(remembered());
}
