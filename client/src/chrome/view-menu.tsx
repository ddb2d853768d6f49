// The menu of a view, where the right button was clicked: what keys do to a picture, by name.

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import type { Action } from "../input/actions";
import { text } from "../text";
import type { Viewer } from "../viewer/viewer";
import type { Operation } from "../wire/operations";
import type { ViewState } from "../wire/messages";
import { activeView, isWindowed } from "./current";
import type { ViewerModel } from "./model";
import { useRoving } from "./roving";
import { keyFor } from "./shown-key";

interface Props {
  model: ViewerModel;
  viewer: Pick<Viewer, "act" | "command" | "desk">;
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
  const pressed = (event: KeyboardEvent): void => {
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
      onKeyDown={pressed} onContextMenu={(event) => event.preventDefault()}
    >
      {itemsOf(activeView(model)?.kind ?? "slice", isWindowed(model)).map(({ name, key, operation }) => (
        <button
          key={name} type="button" class="chip" role="menuitem" data-testid={`menu-${name}`}
          onClick={run(() => viewer.act(view, [operation]))}
        >
          {text.viewMenu[name]} <kbd aria-hidden="true">{keyFor(key)}</kbd>
        </button>
      ))}
      {(["full", "text", "help"] as const).map((command) => (
        <button
          key={command} type="button" class="chip" role="menuitem" data-testid={`menu-${command}`}
          onClick={run(() => viewer.command(command, view))}
        >
          {text.viewMenu[command]} <kbd aria-hidden="true">{keyFor(command)}</kbd>
        </button>
      ))}
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
  key: Action;
  operation: Operation;
}

function itemsOf(kind: ViewState["kind"], windowed: boolean): Item[] {
  const invert: Item = { name: "invert", key: "invert", operation: { t: "invert" } };
  const flips: Item[] = [
    { name: "flipAcross", key: "flip-across", operation: { t: "flip", axis: "horizontal" } },
    { name: "flipUpsideDown", key: "flip-upside-down", operation: { t: "flip", axis: "vertical" } },
  ];
  return [
    ...(windowed ? [invert] : []),
    ...(kind === "slice" || kind === "film" ? flips : []),
    { name: "turnLeft", key: "turn-left", operation: { t: "quarter", turns: -1 } },
    { name: "turnRight", key: "turn-right", operation: { t: "quarter", turns: 1 } },
    { name: "reset", key: "reset-view", operation: { t: "reset", what: "view" } },
  ];
}
