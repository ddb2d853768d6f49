// Mouse and pen: a drag with the left button is the tool, the middle pans, the right zooms.

import { effective } from "./abilities";
import { ends, isMarking, led, points } from "./marking";
import { type Command, type Drag, distance, type Hand, type Intent, operate, type PointerInput, type Reduced, type ViewContext } from "./raw";
import { crosshairAt, dragged } from "./tools";

/** What browsers take for back and forward. */
const SIDE_BUTTONS: Readonly<Record<number, Command>> = { 3: "series-previous", 4: "series-next" };
const CLICK_PX = 4;
/** The right button zooms; released sooner than this, and where it went down, it asks for the menu. */
const MENU_MS = 400;
const DOUBLE_CLICK_MS = 400;
const DOUBLE_CLICK_PX = 8;

export function mouse(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  switch (input.kind) {
    case "down":
      return down(hand, input, view);
    case "move":
      return lead(hand, input, view);
    case "up":
    case "cancel":
      return up(hand, input);
  }
}

function toolFor(hand: Hand, input: PointerInput, view: ViewContext): Drag["tool"] | null {
  if (input.button === 1) return "pan";
  // A pen has its barrel button instead of a right one.
  if (input.button === 2) return input.device === "pen" ? effective("window", view, true) : "zoom";
  if (input.button !== 0) return null;
  if (input.ctrl) return "roll";
  const tool = hand.hold?.tool ?? hand.tool;
  if (view.handle && !hand.hold && !isMarking(tool)) return "handle";
  return effective(tool, view, hand.hold !== null);
}

function down(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  const side = SIDE_BUTTONS[input.button];
  if (side) return [hand, hand.drag ? [] : [{ do: "command", command: side }]];
  const tool = toolFor(hand, input, view);
  // A second button while one is down belongs to the same drag.
  if (tool === null || hand.drag) return [hand, []];
  // Two short strokes are no double click.
  const last = isMarking(tool) ? null : hand.lastDown;
  const again = input.button === 0 && last && input.at - last.at < DOUBLE_CLICK_MS
    && distance(last.x, last.y, input.x, input.y) < DOUBLE_CLICK_PX;
  if (again) return [{ ...hand, lastDown: null }, [{ do: "command", command: "full" }]];
  const gesture = hand.gesture + 1;
  const { id, x, y } = input;
  const next: Hand = {
    ...hand,
    gesture,
    keyGesture: "",
    hold: hand.hold && { ...hand.hold, used: true },
    drag: { id, button: input.button, tool, plane: tool === "handle" ? view.handle : null, at: input.at, startX: x, startY: y, x, y, rest: 0, gesture, moved: false },
    lastDown: input.button === 0 && !isMarking(tool) ? { at: input.at, x, y } : null,
  };
  if (tool === "point") return [next, points("begin", input)];
  return [next, tool === "crosshair" ? operate([crosshairAt(x, y, view)], gesture) : []];
}

function up(hand: Hand, input: PointerInput): Reduced {
  const drag = hand.drag;
  if (drag?.id !== input.id) return [hand, []];
  // Another button of the same mouse went up: the drag goes on.
  if (input.kind === "up" && input.pressed && input.button !== drag.button) return [hand, []];
  const right = input.kind === "up" && input.button === 2 && drag.button === 2;
  const menu = right && !drag.moved && input.at - drag.at < MENU_MS;
  return [{ ...hand, drag: null }, menu ? [{ do: "menu", x: input.x, y: input.y }] : ends(drag, "end")];
}

/** The pointer that is down goes on: what its drag means from its last place to this one. */
export function lead(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  const drag = hand.drag;
  if (!drag) return hover(hand, input, view);
  if (drag.id !== input.id) return [hand, []];
  if (isMarking(drag.tool)) return led(hand, drag, input);
  // A click that trembles is not a drag.
  const moved = drag.moved || distance(drag.startX, drag.startY, input.x, input.y) >= CLICK_PX;
  if (!moved) return [hand, []];
  const { operations, rest } = dragged(drag, input.x, input.y, view);
  const next = { ...hand, lastDown: null, drag: { ...drag, x: input.x, y: input.y, rest, moved } };
  return [next, operate(operations, drag.gesture)];
}

/** With Shift the crosshair follows the pointer; from Shift to its release, or to another act, is one step of undo. */
function hover(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  if (!input.shift || input.pressed || view.kind !== "slice") {
    return [hand.keyGesture === "hover" ? { ...hand, keyGesture: "" } : hand, []];
  }
  const gesture = hand.keyGesture === "hover" ? hand.gesture : hand.gesture + 1;
  return [{ ...hand, gesture, keyGesture: "hover" }, operate([crosshairAt(input.x, input.y, view)], gesture)];
}

/** Esc: what the hand is doing is taken back, and buttons and fingers do nothing more until they come down anew. */
export function abandon(hand: Hand): Reduced {
  const { drag } = hand;
  if (hand.fingers.length > 0) {
    const acted = hand.touch !== "waiting" && hand.touch !== "over";
    const back = hand.touch === "marking" ? ends(drag, "cancel") : acted ? takenBack(hand.gesture) : [];
    return [{ ...hand, touch: "over", drag: null }, back];
  }
  if (!drag) return [hand, []];
  if (isMarking(drag.tool)) return [{ ...hand, drag: null }, ends(drag, "cancel")];
  const acted = drag.moved || drag.tool === "crosshair";
  return [{ ...hand, drag: null }, acted ? takenBack(drag.gesture) : []];
}

function takenBack(gesture: number): Intent[] {
  return operate([{ t: "undo", redo: false, gesture }], gesture);
}
