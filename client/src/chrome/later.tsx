// A part of the page that is fetched when it is first shown: the first load goes without it.

import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** `failed` is told when the part cannot be had, as when the server has just gone; `meanwhile` keeps its place until it is there. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>, meanwhile?: () => ComponentChildren,
): ComponentType<P & { failed: () => void }> {
  let ready: ComponentType<P> | null = null;
  return function Later({ failed, ...props }: P & { failed: () => void }) {
    const [, showAgain] = useState(0);
    useEffect(() => {
      if (ready) return;
      load().then((part) => { ready = part; showAgain(1); }, failed);
    }, []);
    const Part = ready;
    return Part ? <Part {...(props as unknown as P)} /> : <>{meanwhile?.()}</>;
  };
}
