// From raw input to intent: one pure function.

import { keys } from "./keys";
import { ends } from "./marking";
import { mouse } from "./mouse";
import type { Hand, PointerInput, RawInput, Reduced, ViewContext } from "./raw";
import { press, touch } from "./touch";
import { wheel } from "./wheel";

/** A palm that rests beside the pen is not a finger, nor for this time after the pen has gone. */
const PALM_MS = 500;

export function reduce(hand: Hand, input: RawInput, view: ViewContext): Reduced {
  switch (input.kind) {
    case "wheel":
      return wheel(hand, input, view);
    case "keydown":
    case "keyup":
      return keys(hand, input, view);
    case "tick":
      return press(hand, input.at, view);
    case "blur":
      return [{ ...hand, hold: null, drag: null, fingers: [], touch: "none" }, ends(hand.drag, "end")];
    default:
      return input.device === "touch" ? finger(hand, input, view) : withoutPalm(hand, input, view);
  }
}

function finger(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  return input.kind === "down" && input.at < hand.penUntil ? [hand, []] : touch(hand, input, view);
}

/** What a palm has drawn goes. */
function withoutPalm(hand: Hand, input: PointerInput, view: ViewContext): Reduced {
  const before = afterPen(hand, input);
  const [next, intents] = mouse(before, input, view);
  const palm = hand.touch === "marking" && before.touch === "none";
  return palm ? [next, [...ends(hand.drag, "cancel"), ...intents]] : [next, intents];
}

/** What came down before the pen was its palm; a finger that has begun to do something stays until the pen is down. */
function afterPen(hand: Hand, input: PointerInput): Hand {
  if (input.device !== "pen") return hand;
  const next = { ...hand, penUntil: input.pressed ? Infinity : input.at + PALM_MS };
  const palm = hand.fingers.length > 0 && (input.kind === "down" || hand.touch === "waiting");
  return palm ? { ...next, fingers: [], touch: "none", drag: hand.touch === "handle" || hand.touch === "marking" ? null : hand.drag } : next;
}
