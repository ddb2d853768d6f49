// What a hand does, as plain values: the reducer knows no DOM. Lengths are CSS pixels from the view's upper left corner.

import type { Operation, Plane, ViewName } from "../wire/operations";
import type { Keymap } from "./keymap";

/** What others see, and no picture moves by. */
export type MarkTool = "point" | "draw";
export type Tool = "window" | "scroll" | "pan" | "zoom" | "crosshair" | "rotate" | MarkTool;
export const TOOLS: readonly Tool[] = ["window", "scroll", "pan", "zoom", "crosshair", "rotate"];
/** In company there are these, too. */
export const MARK_TOOLS: readonly MarkTool[] = ["point", "draw"];

export type Device = "mouse" | "touch" | "pen";

export interface Modifiers {
  shift: boolean;
  ctrl: boolean;
  alt: boolean;
}

export interface PointerInput extends Modifiers {
  /** Each button that goes down or up while another is down is told as such, too. */
  kind: "down" | "move" | "up" | "cancel";
  id: number;
  device: Device;
  /** The button that went down or up: 0 left, 1 middle, 2 right. */
  button: number;
  /** Whether any button is down. */
  pressed: boolean;
  /** A finger came down on words over the picture. */
  onText?: boolean;
  x: number;
  y: number;
  /** Where the pointer was since the event before, where the browser tells it. */
  trail?: readonly Place[];
  /** Milliseconds on the page's clock. */
  at: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface WheelInput extends Modifiers {
  kind: "wheel";
  x: number;
  y: number;
  deltaX: number;
  deltaY: number;
  /** 0 pixels, 1 lines, 2 pages, as WheelEvent has it. */
  deltaMode: number;
  at: number;
}

export interface KeyInput extends Modifiers {
  kind: "keydown" | "keyup";
  key: string;
  code: string;
  repeat: boolean;
  at: number;
}

/** Time passes (a finger rests), or the page lost the keyboard. */
export interface PlainInput {
  kind: "tick" | "blur";
  at: number;
}

export type RawInput = PointerInput | WheelInput | KeyInput | PlainInput;

/** The view under the hand, at this moment. */
export interface ViewContext {
  view: ViewName;
  kind: "slice" | "mip" | "volume" | "film";
  width: number;
  height: number;
  /** Its pixels are red, green and blue: there is no window. */
  colour: boolean;
  /** Picture pixels in a CSS pixel. */
  scale: number;
  /** Where the planes cross, in CSS pixels. */
  crosshair: readonly [number, number] | null;
  /** The plane whose line has a handle under the pointer that comes down. */
  handle: Plane | null;
  /** CSS pixels in a voxel. */
  voxel: number;
  image: number | null;
  images: number | null;
  slabMode: "max" | "min" | "mean";
  /** What the keys for presets choose, by their digit. */
  presets: ReadonlyMap<string, string>;
  keymap: Keymap;
  /** Where the wheel goes that is turned towards the hand: as the reader wants it. */
  wheelDown: "feet" | "head";
  /** Somebody would see what is pointed at or drawn, and it is allowed. */
  mayMark: boolean;
}

export type Command =
  | "full"
  | "layout"
  | "panel"
  | "help"
  | "back"
  | "cine"
  | "play-slower"
  | "play-faster"
  | "play-reverse"
  | "region"
  | "speak"
  | "series-next"
  | "series-previous"
  | "room"
  | "raise-hand"
  | "text";

export type Intent =
  | { do: "operate"; operations: Operation[]; gesture: number }
  | { do: "command"; command: Command }
  | { do: "choose"; tool: Tool }
  | { do: "tap" }
  /** The hand points or draws at these places, in order; `cancel`: what was drawn since `begin` shall not be. */
  | { do: "mark"; tool: MarkTool; phase: "begin" | "go" | "end" | "cancel"; places: readonly Place[] }
  /** The last mark is taken back; where there is none, the last step. */
  | { do: "unmark"; gesture: number }
  /** A tool that marks was asked for where it may not be had. */
  | { do: "no-mark" }
  /** The menu of the view, at this place. */
  | { do: "menu"; x: number; y: number };

export interface Drag {
  id: number;
  button: number;
  tool: Tool | "roll" | "handle" | "turn";
  /** The plane that a handle turns. */
  plane?: Plane | null;
  /** When the button went down, in milliseconds on the page's clock. */
  at: number;
  startX: number;
  startY: number;
  x: number;
  y: number;
  /** Part of a slice or step that the hand went and the picture did not. */
  rest: number;
  gesture: number;
  moved: boolean;
}

export interface Finger {
  id: number;
  x: number;
  y: number;
  startX: number;
  startY: number;
  onText: boolean;
}

export interface Hold {
  /** The key by its place: what it types changes when Shift comes to it. */
  code: string;
  tool: Tool;
  since: number;
  used: boolean;
}

/** Everything the reducer remembers from one event to the next. */
export interface Hand {
  tool: Tool;
  gesture: number;
  hold: Hold | null;
  drag: Drag | null;
  lastDown: { at: number; x: number; y: number } | null;
  /** The burst of wheel events that goes on: what it owes, in notches, and whether it came in less than notches. */
  wheel: { rest: number; at: number; what: string; smooth: boolean };
  fingers: readonly Finger[];
  touch: "none" | "waiting" | "one" | "two" | "three" | "pressing" | "handle" | "marking" | "over";
  touchSince: number;
  touchRest: number;
  twist: number;
  lastTap: { at: number; x: number; y: number } | null;
  penUntil: number;
  keyGesture: string;
}

export function restingHand(tool: Tool): Hand {
  return {
    tool,
    gesture: 0,
    hold: null,
    drag: null,
    lastDown: null,
    wheel: { rest: 0, at: -1e9, what: "", smooth: false },
    fingers: [],
    touch: "none",
    touchSince: 0,
    touchRest: 0,
    twist: 0,
    lastTap: null,
    penUntil: -1,
    keyGesture: "",
  };
}

export type Reduced = readonly [Hand, readonly Intent[]];

export function operate(operations: Operation[], gesture: number): Intent[] {
  return operations.length > 0 ? [{ do: "operate", operations, gesture }] : [];
}

export function distance(ax: number, ay: number, bx: number, by: number): number {
  return Math.hypot(ax - bx, ay - by);
}
