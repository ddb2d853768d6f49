import type { ComponentChildren } from "preact";
import { useRoving } from "./roving";

interface Props {
  label: string;
  class?: string;
  children: ComponentChildren;
}

/** Choices of which one holds: one stop of Tab, arrows go through them, Enter or Space chooses. */
export function RadioGroup({ label, class: look = "chips", children }: Props) {
  const root = useRoving<HTMLDivElement>();
  return <div ref={root} class={look} role="radiogroup" aria-label={label}>{children}</div>;
}
