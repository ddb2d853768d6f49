// DOM events to raw input: the only place that knows both.

import type { Device, Modifiers, RawInput } from "./raw";

export interface Sink {
  /** Something was done in the view; `view` names it. */
  input(raw: RawInput): void;
  /** The hand came to this view. */
  entered(): void;
  /** The pointer moved over the view without a button, or left it (null). */
  hovered(place: { x: number; y: number; device: Device } | null): void;
}

function modifiers(event: MouseEvent | KeyboardEvent): Modifiers {
  return { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey };
}

/** Where the root lies on the page; read while a pointer hovers, for the page may move it then, but not while it drags. */
class Corner {
  private x = 0;
  private y = 0;

  constructor(private readonly root: HTMLElement) {}

  read(): void {
    const { left, top } = this.root.getBoundingClientRect();
    this.x = left;
    this.y = top;
  }

  of(event: MouseEvent): { x: number; y: number } {
    return { x: event.clientX - this.x, y: event.clientY - this.y };
  }
}

/** Where the pointer was since the frame before, but for where it is: lines that are drawn would be edgy without. */
function trailOf(event: PointerEvent, corner: Corner): { x: number; y: number }[] {
  return event.getCoalescedEvents?.().slice(0, -1).map((one) => corner.of(one)) ?? [];
}

const POINTER_KINDS = {
  pointerdown: "down",
  pointermove: "move",
  pointerup: "up",
  pointercancel: "cancel",
  // After a release it says nothing new; without one (the element was taken away) it is the drag's end.
  lostpointercapture: "cancel",
} as const;

type PointerKind = (typeof POINTER_KINDS)[keyof typeof POINTER_KINDS];

/** While a button is down, browsers tell of the others in moves: `button` says which, `buttons` whether it is down. */
function kindOf(event: PointerEvent): PointerKind {
  const kind = POINTER_KINDS[event.type as keyof typeof POINTER_KINDS];
  if (kind !== "move" || event.button < 0) return kind;
  return (event.buttons & (BUTTON_BITS[event.button] ?? 0)) === 0 ? "up" : "down";
}

/** The bit of each button in `buttons`: left, middle, right, back, forward, eraser (Pointer Events, 4.1.1). */
const BUTTON_BITS = [1, 4, 2, 8, 16, 32];
/** Words over the picture let presses through to it; a finger needs a little more room than they take. */
const TEXT_REACH_PX = 6;

function onText(root: HTMLElement, event: PointerEvent): boolean {
  return [...root.querySelectorAll(".overlay > div:not(:empty), .overlay .mark")].some((words) => {
    const { left, right, top, bottom } = words.getBoundingClientRect();
    const [x, y] = [event.clientX, event.clientY];
    return right > left && x >= left - TEXT_REACH_PX && x <= right + TEXT_REACH_PX && y >= top - TEXT_REACH_PX && y <= bottom + TEXT_REACH_PX;
  });
}

export function listenToView(root: HTMLElement, sink: Sink): void {
  const corner = new Corner(root);
  const own = (event: Event): boolean => !(event.target instanceof Element && event.target.closest("button, .position"));
  for (const name of Object.keys(POINTER_KINDS)) {
    root.addEventListener(name, (event) => {
      const pointer = event as PointerEvent;
      const kind = kindOf(pointer);
      const finger = pointer.pointerType === "touch";
      if (event.type === "pointerdown") {
        if (!own(event)) return;
        // A tap's late mouse events would focus whatever lies there after a change of layout.
        if (finger) event.preventDefault();
        corner.read();
        root.setPointerCapture(pointer.pointerId);
        root.focus({ preventScroll: true });
        sink.entered();
      }
      if (kind === "move" && pointer.buttons === 0) corner.read();
      // A finger's own capture, which the browser takes from what lies below it, is lost to ours.
      if (event.type === "lostpointercapture" && event.target !== root) return;
      const { x, y } = corner.of(pointer);
      const device = (["mouse", "touch", "pen"].includes(pointer.pointerType) ? pointer.pointerType : "mouse") as Device;
      const pressed = pointer.buttons !== 0;
      sink.input({
        kind, id: pointer.pointerId, device, button: pointer.button, pressed, x, y, at: pointer.timeStamp, ...modifiers(pointer),
        onText: finger && kind === "down" && onText(root, pointer),
        ...(pressed && kind === "move" && { trail: trailOf(pointer, corner) }),
      });
      if (!finger && kind === "move") sink.hovered(pressed ? null : { x, y, device });
    });
  }
  root.addEventListener("pointerenter", () => corner.read());
  root.addEventListener("pointerleave", () => sink.hovered(null));
  root.addEventListener("contextmenu", (event) => event.preventDefault());
  // The middle button would start the browser's own scrolling.
  root.addEventListener("mousedown", (event) => event.button === 1 && event.preventDefault());
  root.addEventListener("auxclick", (event) => event.preventDefault());
  root.addEventListener("dragstart", (event) => event.preventDefault());
  root.addEventListener("wheel", (event) => {
    event.preventDefault();
    corner.read();
    sink.entered();
    const { deltaX, deltaY, deltaMode, timeStamp } = event;
    sink.input({ kind: "wheel", ...corner.of(event), deltaX, deltaY, deltaMode, at: timeStamp, ...modifiers(event) });
  }, { passive: false });
}

const TYPING = "input, select, textarea, [role=listbox], [role=menu], dialog, [role=dialog], [contenteditable]";
/** Keys that belong to a button or tab which has the focus. */
const CONTROL_KEYS = new Set(["Enter", " ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);
const TAKEN = new Set([" ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "F6", "ContextMenu"]);

/** Keys act in the viewer, but for fields and open lists. Gives the way to stop. */
export function listenToKeys(root: HTMLElement, input: (raw: RawInput) => void): () => void {
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Tab") root.dataset["keyboard"] = "";
    const target = event.target instanceof Element ? event.target : null;
    // Where nothing has the focus (what had it is gone) keys belong to the viewer, too.
    if (target?.closest(TYPING) || !(target === document.body || root.contains(target))) return;
    // Nor may what lost the focus in a dialog (a button that has gone) give the dialog's keys to the viewer.
    if (target === document.body && document.querySelector("dialog[open]")) return;
    const onControl = target?.closest("button, a, [role=tab]") !== null && target !== null;
    if (onControl && CONTROL_KEYS.has(event.key)) return;
    const kind = event.type === "keydown" ? "keydown" : "keyup";
    const undo = (event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key.toLowerCase());
    const menu = event.key === "F10" && event.shiftKey;
    // Alt opens the browser's menu on some systems, and would take the focus from the picture.
    if (undo || menu || TAKEN.has(event.key) || event.key === "Alt") event.preventDefault();
    input({ kind, key: event.key, code: event.code, repeat: event.repeat, at: event.timeStamp, ...modifiers(event) });
  };
  const blur = (event: Event): void => input({ kind: "blur", at: event.timeStamp });
  root.addEventListener("pointerdown", () => delete root.dataset["keyboard"]);
  document.addEventListener("keydown", key);
  document.addEventListener("keyup", key);
  window.addEventListener("blur", blur);
  return () => {
    document.removeEventListener("keydown", key);
    document.removeEventListener("keyup", key);
    window.removeEventListener("blur", blur);
  };
}

/** The mouse's side buttons would leave the page, wherever in the viewer they are pressed. */
export function keepSideButtons(root: HTMLElement): void {
  for (const name of ["mousedown", "mouseup", "auxclick"] as const) {
    root.addEventListener(name, (event) => (event.button === 3 || event.button === 4) && event.preventDefault());
  }
}

/** The position bar: pressed or dragged it says where to go, 0 at its top. */
export function listenToBar(bar: HTMLElement, go: (place: number) => void): void {
  const tell = (event: PointerEvent): void => {
    if (event.buttons === 0) return;
    const { top, height } = bar.getBoundingClientRect();
    go((event.clientY - top) / Math.max(height, 1));
  };
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    tell(event);
  });
  bar.addEventListener("pointermove", tell);
}
