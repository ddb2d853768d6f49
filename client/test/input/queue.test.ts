import { beforeEach, expect, it } from "vitest";
import { type Batch, InputQueue } from "../../src/input/queue";

let sent: Batch[];
let frames: (() => void)[];
let busy: boolean;
let queue: InputQueue;

const frame = (): void => frames.splice(0).forEach((run) => run());
const scroll = (steps: number) => [{ t: "scroll", steps } as const];

beforeEach(() => {
  [sent, frames, busy] = [[], [], false];
  queue = new InputQueue({ busy: () => busy, send: (batch) => sent.push(batch), nextFrame: (run) => frames.push(run) });
});

it("sends the first input of a frame at once and sums the rest into one message", () => {
  queue.push("axial", scroll(1), 1, 10);
  expect(sent).toEqual([{ view: "axial", operations: scroll(1), gesture: 1, at: 10 }]);
  queue.push("axial", scroll(1), 1, 12);
  queue.push("axial", scroll(2), 1, 14);
  expect(sent).toHaveLength(1);
  frame();
  expect(sent[1]).toEqual({ view: "axial", operations: scroll(3), gesture: 1, at: 12 });
  frame();
  expect(sent).toHaveLength(2);
});

it("keeps views and gestures apart", () => {
  queue.push("axial", scroll(1), 1, 0);
  queue.push("axial", scroll(1), 1, 1);
  queue.push("coronal", scroll(1), 2, 2);
  queue.push("coronal", scroll(1), 3, 3);
  frame();
  expect(sent.map((one) => [one.view, one.gesture])).toEqual([["axial", 1], ["axial", 1], ["coronal", 2], ["coronal", 3]]);
});

it("sums up while the path is behind, and loses nothing", () => {
  busy = true;
  for (let n = 0; n < 50; n += 1) {
    queue.push("axial", scroll(1), 1, n);
    frame();
  }
  expect(sent).toEqual([]);
  busy = false;
  frame();
  expect(sent.map((one) => one.operations)).toEqual([scroll(50)]);
});

it("never puts more than 64 operations into a message", () => {
  queue.push("axial", Array.from({ length: 150 }, () => ({ t: "invert" }) as const), 1, 0);
  expect(sent.map((one) => one.operations.length)).toEqual([64, 64, 22]);
});

it("forgets what waits when the link is gone", () => {
  queue.push("axial", scroll(1), 1, 0);
  queue.push("axial", scroll(1), 1, 1);
  queue.clear();
  frame();
  expect(sent).toHaveLength(1);
});
