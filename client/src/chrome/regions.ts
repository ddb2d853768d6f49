// F6 goes round the parts of a page, as in desktop programs: bar, tools, pictures, panel; Shift F6 the other way.

const STOPS = "[tabindex='0'], button:not([tabindex='-1']):not(:disabled), a[href], input, select";
/** Where a viewer's keys are not heard, but a reader still wants to get away from. */
const FIELDS = "input, select, textarea, [role=dialog], [role=menu]";

/** Puts the focus into the page's next region; into the one before with -1. */
export function focusNextRegion(step: 1 | -1 = 1): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter((one) => one.getClientRects().length > 0);
  const here = regions.findIndex((one) => one.contains(document.activeElement));
  const from = here < 0 && step < 0 ? 0 : here;
  for (let n = 1; n <= regions.length; n += 1) {
    const next = regions[(from + step * n + regions.length * 2) % regions.length];
    const stop = next && stopIn(next);
    if (!stop) continue;
    stop.focus();
    return;
  }
}

/** The view that is active, else what Tab would come to first. */
function stopIn(region: HTMLElement): HTMLElement | undefined {
  const stops = [...region.querySelectorAll<HTMLElement>("[data-active]"), ...region.querySelectorAll<HTMLElement>(STOPS)];
  return stops.find((one) => one.getClientRects().length > 0);
}

/** `everywhere` for pages whose other keys are not listened to. Gives the way to stop. */
export function listenToRegions(everywhere: boolean): () => void {
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "F6" || !(event.target instanceof Element) || event.target.closest("dialog")) return;
    if (!everywhere && !event.target.closest(FIELDS)) return;
    event.preventDefault();
    focusNextRegion(event.shiftKey ? -1 : 1);
  };
  document.addEventListener("keydown", key);
  return () => document.removeEventListener("keydown", key);
}
