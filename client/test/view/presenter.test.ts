// Frames on their way to the canvas.

import { expect, it } from "vitest";
import { type Coming, Presenter } from "../../src/view/presenter";

/** A presenter whose copies end when the test says so, and frames that know whether they are closed. */
function table() {
  const drawn: string[] = [];
  const closed: string[] = [];
  const waiting: (() => void)[] = [];
  const presenter = new Presenter(
    (one, pixels) => {
      drawn.push(`${(one.frame as unknown as { name: string }).name}${pixels ? " by its pixels" : ""}`);
      one.drawn();
    },
    { of: () => new Promise((done) => waiting.push(() => done({} as ImageData))) },
  );
  const present = (name: string): void => {
    const frame = { name, close: () => closed.push(name) } as unknown as VideoFrame;
    presenter.present({ frame, tag: {} as Coming["tag"], drawn: () => undefined });
  };
  const copied = async (): Promise<void> => {
    waiting.shift()?.();
    await new Promise((done) => setTimeout(done));
  };
  return { presenter, present, copied, drawn, closed };
}

it("draws one frame after the other, and of those that wait the newest", async () => {
  const { present, copied, drawn, closed } = table();
  for (const name of ["a", "b", "c"]) present(name);
  expect(closed).toEqual(["b"]);
  await copied();
  expect(drawn).toEqual(["a by its pixels"]);
  await copied();
  expect(drawn).toEqual(["a by its pixels", "c by its pixels"]);
  expect(closed).toEqual(["b", "a", "c"]);
  present("d");
  await copied();
  expect(drawn.at(-1)).toBe("d by its pixels");
});

it("draws nothing that was on its way when it shall forget, and closes it", async () => {
  const { presenter, present, copied, drawn, closed } = table();
  present("a");
  present("b");
  presenter.forget();
  await copied();
  expect(drawn).toEqual([]);
  expect(closed.sort()).toEqual(["a", "b"]);
  present("c");
  await copied();
  expect(drawn).toEqual(["c by its pixels"]);
});
