// One stop of Tab for a whole bar of buttons; arrows go through them (WAI-ARIA practices, "roving tabindex").

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const CHOSEN = '[aria-checked="true"], [aria-pressed="true"], [aria-selected="true"]';

/** For the element that holds the buttons. The stop follows the focus, and the choice when that changes. */
export function useRoving<E extends HTMLElement>(): RefObject<E | null> {
  const bar = useRef<E>(null);
  useLayoutEffect(() => (bar.current ? rove(bar.current) : undefined), []);
  return bar;
}

/** Gives the way to stop. */
export function rove(bar: HTMLElement): () => void {
  const again = (): void => settle(bar);
  const key = (event: KeyboardEvent): void => arrow(bar, event);
  const changes = new MutationObserver(again);
  changes.observe(bar, { subtree: true, childList: true, attributeFilter: ["disabled", "aria-checked", "aria-pressed", "aria-selected"] });
  bar.addEventListener("focusin", again);
  bar.addEventListener("keydown", key);
  again();
  return () => {
    changes.disconnect();
    bar.removeEventListener("focusin", again);
    bar.removeEventListener("keydown", key);
  };
}

function enabled(bar: HTMLElement): HTMLButtonElement[] {
  return [...bar.querySelectorAll("button")].filter((button) => !button.disabled);
}

function settle(bar: HTMLElement): void {
  const able = enabled(bar);
  const focused = able.find((button) => button === document.activeElement);
  const stop = focused ?? able.find((button) => button.matches(CHOSEN)) ?? able[0];
  for (const button of bar.querySelectorAll("button")) button.tabIndex = button === stop ? 0 : -1;
}

function arrow(bar: HTMLElement, event: KeyboardEvent): void {
  const able = enabled(bar);
  const here = able.indexOf(document.activeElement as HTMLButtonElement);
  const next = target(event.key, here, able.length);
  if (next === null) return;
  able[next]?.focus();
  event.preventDefault();
  event.stopPropagation();
}

function target(key: string, here: number, count: number): number | null {
  if (key === "ArrowDown" || key === "ArrowRight") return (here + 1) % count;
  if (key === "ArrowUp" || key === "ArrowLeft") return (Math.max(here, 0) + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}
