import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { text } from "../text";

interface DialogProps {
  head: string;
  close: () => void;
  /** Buttons beside the one that closes. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** A modal dialog: the browser keeps the focus in it, and Esc closes it. */
export function Dialog({ head, close, actions, children }: DialogProps) {
  const root = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    if (root.current && !root.current.open) root.current.showModal();
  }, []);
  return (
    <dialog ref={root} aria-labelledby={title} onClose={close}>
      <header>
        <h1 id={title}>{head}</h1>
        {actions}
        <button type="button" class="button" autofocus onClick={() => root.current?.close()}>{text.help.close}</button>
      </header>
      {children}
    </dialog>
  );
}
