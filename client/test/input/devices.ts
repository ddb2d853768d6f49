// What browsers report of real devices, as recorded: the fields that tell them apart, in their order and rhythm.

import type { KeyInput, PointerInput, RawInput, WheelInput } from "../../src/input/raw";
import { finger, key, pointer, wheel } from "./hands";

/** A wheel's notches under Windows and Linux, and what Firefox makes of them. */
export const NOTCHES = {
  chromiumWindows: [wheel(100, 0), wheel(100, 190), wheel(100, 350)],
  chromiumLinux: [wheel(120, 0), wheel(120, 160), wheel(240, 300)],
  chromiumScaled: [wheel(66.66667175292969, 0), wheel(66.66667175292969, 90), wheel(66.66667175292969, 180)],
  firefoxLines: [wheel(3, 0, { deltaMode: 1 }), wheel(3, 120, { deltaMode: 1 }), wheel(3, 200, { deltaMode: 1 })],
  macSlow: [wheel(4.000244140625, 0), wheel(4.000244140625, 160), wheel(12.000732421875, 250)],
} satisfies Record<string, WheelInput[]>;

/** A wheel of high resolution: an eighth of a notch a report, in Firefox's lines. */
export const FINE_LINES: WheelInput[] = Array.from({ length: 16 }, (_, n) => wheel(0.375, n * 12, { deltaMode: 1 }));

/** A flick on a trackpad: it swells, is faster than a notch for some frames, and runs out. */
export const FLICK: WheelInput[] = [2, 9, 24, 41, 58, 66, 61, 52, 40, 31, 22, 14, 9, 5, 2, 1].map((delta, n) => wheel(delta, n * 16));

/** Two fingers that spread on a trackpad: Ctrl wheel, in fractions. */
export const SPREAD: WheelInput[] = [-0.8, -2.2578125, -3.41796875, -4.0390625, -3.0234375, -1.2].map((delta, n) => wheel(delta, n * 16, { ctrl: true }));

/** Shift turns a wheel sideways under macOS and in Chromium. */
export const SHIFTED: WheelInput[] = [wheel(0, 0, { deltaX: 100, shift: true }), wheel(-0, 140, { deltaX: -100, shift: true }), wheel(100, 290, { shift: true })];

/** A mouse of 1000 reports a second: 16 between two frames, 60 px in all. */
export const FAST_MOUSE: PointerInput[] = [
  pointer("down", 100, 100, 0),
  ...Array.from({ length: 16 }, (_, n) => pointer("move", 100 + (60 * (n + 1)) / 16, 100, 16 + n, { button: -1 })),
  pointer("up", 160, 100, 40),
];

/** The right button comes down and goes up within a left drag: told in moves, by `button` and `buttons`. */
export const SECOND_BUTTON: PointerInput[] = [
  pointer("down", 100, 100, 0),
  pointer("move", 120, 100, 16, { button: -1 }),
  pointer("down", 120, 100, 30, { button: 2 }),
  pointer("move", 140, 100, 46, { button: -1 }),
  pointer("up", 140, 100, 60, { button: 2, pressed: true }),
  pointer("move", 160, 100, 76, { button: -1 }),
  pointer("up", 160, 100, 90),
];

/** The left button goes up first: the right one, still down, must not go on with the left one's drag. */
export const LEFT_UP_FIRST: PointerInput[] = [
  ...SECOND_BUTTON.slice(0, 4),
  pointer("up", 140, 100, 60, { button: 0, pressed: true }),
  pointer("move", 200, 160, 76, { button: -1 }),
  pointer("up", 200, 160, 90, { button: 2 }),
];

const PEN = { device: "pen", id: 7 } as const;
export const pen = (kind: PointerInput["kind"], x: number, y: number, at: number, some: Partial<PointerInput> = {}): PointerInput =>
  pointer(kind, x, y, at, { ...PEN, ...some });
export const hover = (x: number, y: number, at: number): PointerInput => pen("move", x, y, at, { pressed: false, button: -1 });

/** The palm lands 40 ms before the nib and creeps while the pen draws; it lies on for a while. */
export const PALM_FIRST: RawInput[] = [
  hover(290, 90, 0), finger("down", 11, 420, 220, 20), pen("down", 300, 100, 60),
  ...[1, 2, 3, 4, 5, 6].flatMap((n): RawInput[] => [
    finger("move", 11, 420, 220 + 4 * n, 60 + 16 * n), pen("move", 300 + 5 * n, 100, 62 + 16 * n, { button: -1 }),
  ]),
  pen("up", 330, 100, 170), finger("move", 11, 420, 262, 200), finger("up", 11, 420, 262, 400),
];

/** A pen with its barrel button held: it comes down as button 2. */
export const BARREL: PointerInput[] = [
  hover(100, 100, 0), pen("down", 100, 100, 20, { button: 2 }),
  ...[1, 2, 3, 4].map((n) => pen("move", 100 + 10 * n, 100 - 5 * n, 20 + 16 * n, { button: -1 })),
  pen("up", 140, 80, 700, { button: 2 }),
];

/** Two fingers that come down 35 ms apart, the first of which already moves; they spread by half and leave one by one. */
export const PINCH: PointerInput[] = [
  finger("down", 1, 250, 150, 0), finger("move", 1, 249, 146, 16), finger("move", 1, 248, 139, 33), finger("down", 2, 350, 150, 35),
  ...[1, 2, 3, 4, 5].flatMap((n) => [finger("move", 1, 248 - 5 * n, 139, 35 + 16 * n), finger("move", 2, 350 + 5 * n, 150, 36 + 16 * n)]),
  finger("up", 2, 375, 150, 140), finger("move", 1, 223, 190, 156), finger("move", 1, 223, 240, 172), finger("up", 1, 223, 240, 190),
];

/** Three fingers, never quite together. */
export const THREE: PointerInput[] = [
  finger("down", 1, 100, 200, 0), finger("down", 2, 200, 190, 24), finger("down", 3, 300, 200, 61),
  ...[1, 2, 3, 4].flatMap((n) => [1, 2, 3].map((id) => finger("move", id, id * 100 + 10 * n, 200 - 5 * n - (id === 2 ? 10 : 0), 61 + 16 * n + id))),
  finger("up", 3, 340, 180, 140), finger("up", 1, 140, 180, 150), finger("up", 2, 240, 170, 151),
];

/** A finger that rests, trembling by its own pulse, and then leads. */
export const LONG_PRESS: RawInput[] = [
  finger("down", 1, 100, 50, 0), finger("move", 1, 100.8, 50.4, 90), finger("move", 1, 99.5, 51.2, 240), { kind: "tick", at: 460 },
  finger("move", 1, 120, 60, 480), finger("move", 1, 130, 70, 496), finger("up", 1, 130, 70, 520),
];

/** A key kept down: the first report after half a second, then 30 a second. */
export const KEPT: KeyInput[] = [
  key("keydown", "ArrowDown", 0), ...Array.from({ length: 12 }, (_, n) => key("keydown", "ArrowDown", 500 + n * 33, { repeat: true })),
  key("keyup", "ArrowDown", 900),
];
