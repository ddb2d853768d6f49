// Which hand holds the tablet's tools: they are on the side of its thumb.

import { signal } from "@preact/signals";

export const SIDES = ["left", "right"] as const;
export type Side = (typeof SIDES)[number];

const REMEMBERED = "tomocast.hand";

function remembered(): Side {
  try {
    return localStorage.getItem(REMEMBERED) === "left" ? "left" : "right";
  } catch {
    return "right";
  }
}

export const handSide = signal<Side>("right");

export function setHandSide(next: Side): void {
  handSide.value = next;
  document.documentElement.dataset["hand"] = next;
  try {
    localStorage.setItem(REMEMBERED, next);
  } catch {
    // Storage may be forbidden: then the choice holds for this page.
  }
}

/** As it was left last time; before the page is painted. */
export function restoreHandSide(): void {
  setHandSide(remembered());
}
