import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { GlyphName } from "../glyphs";
import { Icon } from "./icon";

interface MenuProps {
  name: string;
  value: string;
  /** Stands for the words where there is little room. */
  glyph?: GlyphName;
  testId: string;
  children: (close: () => void) => ComponentChildren;
}

/** A button that opens a small sheet below it; Esc or a press elsewhere closes it. */
export function Menu({ name, value, glyph, testId, children }: MenuProps) {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useId();
  const close = (): void => {
    open.value = false;
    button.current?.focus();
  };
  useEffect(() => {
    if (!open.value) return undefined;
    const away = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) open.value = false;
    };
    document.addEventListener("pointerdown", away, true);
    root.current?.querySelector<HTMLElement>(".sheet button, .sheet input")?.focus();
    return () => document.removeEventListener("pointerdown", away, true);
  }, [open.value]);
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !open.value) return;
    event.stopPropagation();
    close();
  };
  /** Who goes on with Tab or F6 is done here. */
  const left = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !root.current?.contains(relatedTarget)) open.value = false;
  };
  return (
    <div ref={root} class="menu" data-menu={testId} onKeyDown={key} onFocusOut={left}>
      <button
        ref={button} type="button" class="pick" data-testid={testId} aria-haspopup="dialog" aria-expanded={open.value}
        aria-controls={sheet} aria-label={`${name}: ${value}`} onClick={() => (open.value = !open.value)}
      >
        {glyph ? <Icon name={glyph} /> : <><small>{name}</small> {value}</>}
        <Icon name="down" small />
      </button>
      {open.value && <div id={sheet} class="sheet" role="dialog" aria-label={name}>{children(close)}</div>}
    </div>
  );
}
