// A reader's choice of a few, kept in this browser.

import { type Signal, signal } from "@preact/signals";

export interface KeptChoice<T extends string> {
  readonly chosen: Signal<T>;
  set(next: T): void;
  /** As it was left last time; before the page is painted. */
  restore(): void;
}

/** `usual` where nothing was chosen; `apply` makes a choice hold for the page. */
export function keptChoice<T extends string>(name: string, all: readonly T[], usual: T, apply: (value: T) => void = () => undefined): KeptChoice<T> {
  const chosen = signal<T>(usual);
  const set = (next: T): void => {
    chosen.value = next;
    apply(next);
    try {
      localStorage.setItem(name, next);
    } catch {
      // Storage may be forbidden: then the choice holds for this page.
    }
  };
  return { chosen, set, restore: () => set(all.find((one) => one === remembered(name)) ?? usual) };
}

function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
