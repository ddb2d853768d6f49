// The menu of a view, where the right button was clicked: what keys do to a picture, by name.

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { text } from "../text";
import type { Viewer } from "../viewer/viewer";
import type { Operation } from "../wire/operations";
import { activeView } from "./current";
import type { ViewerModel } from "./model";
import { useRoving } from "./roving";

interface Props {
  model: ViewerModel;
  viewer: Pick<Viewer, "act" | "desk">;
}

export function ViewMenu({ model, viewer }: Props) {
  return model.menu.value ? <OpenMenu model={model} viewer={viewer} {...model.menu.value} /> : null;
}

function OpenMenu({ model, viewer, x, y }: Props & { x: number; y: number }) {
  const root = useRoving<HTMLDivElement>();
  const view = model.active.value;
  const close = (): void => {
    model.menu.value = null;
  };
  usePlace(root, x, y);
  usePressElsewhere(root, close);
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" && event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    close();
    viewer.desk.focus();
  };
  const run = (act: () => void) => (): void => {
    close();
    act();
    viewer.desk.focus();
  };
  return (
    <div
      ref={root} class="view-menu" role="menu" data-testid="view-menu" aria-label={text.viewMenu.label(text.views[view])}
      onKeyDown={key} onContextMenu={(event) => event.preventDefault()}
    >
      {itemsOf(activeView(model)?.kind ?? "slice").map(({ name, keys, operation }) => (
        <button
          key={name} type="button" class="chip" role="menuitem" data-testid={`menu-${name}`}
          onClick={run(() => viewer.act(view, [operation]))}
        >
          {text.viewMenu[name]} <kbd aria-hidden="true">{keys}</kbd>
        </button>
      ))}
      <button type="button" class="chip" role="menuitem" data-testid="menu-full" onClick={run(() => viewer.desk.full(view))}>
        {text.viewMenu.full} <kbd aria-hidden="true">F</kbd>
      </button>
    </div>
  );
}

/** Puts the menu where it was asked for, but within the window, and the focus on its first item. */
function usePlace(root: RefObject<HTMLElement | null>, x: number, y: number): void {
  useLayoutEffect(() => {
    const sheet = root.current;
    if (!sheet) return;
    sheet.style.left = `${Math.max(0, Math.min(x, window.innerWidth - sheet.offsetWidth - 4))}px`;
    sheet.style.top = `${Math.max(0, Math.min(y, window.innerHeight - sheet.offsetHeight - 4))}px`;
    sheet.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  }, [x, y]);
}

function usePressElsewhere(root: RefObject<HTMLElement | null>, close: () => void): void {
  useEffect(() => {
    const away = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) close();
    };
    document.addEventListener("pointerdown", away, true);
    return () => document.removeEventListener("pointerdown", away, true);
  }, []);
}

interface Item {
  name: "invert" | "flipAcross" | "flipUpsideDown" | "turnLeft" | "turnRight" | "reset";
  keys: string;
  operation: Operation;
}

function itemsOf(kind: "slice" | "mip" | "volume" | "film"): Item[] {
  const invert: Item = { name: "invert", keys: "I", operation: { t: "invert" } };
  const flips: Item[] = [
    { name: "flipAcross", keys: "H", operation: { t: "flip", axis: "horizontal" } },
    { name: "flipUpsideDown", keys: "V", operation: { t: "flip", axis: "vertical" } },
  ];
  return [
    ...(kind === "volume" ? [] : [invert]),
    ...(kind === "slice" ? flips : []),
    { name: "turnLeft", keys: ",", operation: { t: "quarter", turns: -1 } },
    { name: "turnRight", keys: ".", operation: { t: "quarter", turns: 1 } },
    { name: "reset", keys: "R", operation: { t: "reset", what: "view" } },
  ];
}
