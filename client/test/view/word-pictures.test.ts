import { beforeEach, expect, it, vi } from "vitest";
import { WordPictures } from "../../src/view/word-pictures";

/** Canvases whose letters are 7 pixels wide. */
let made: { width: number; height: number; written: string[] }[];

beforeEach(() => {
  made = [];
  vi.stubGlobal("document", {
    createElement: () => {
      const written: string[] = [];
      const pen = {
        measureText: (text: string) => ({ width: 7 * text.length }),
        scale: () => undefined,
        strokeText: () => undefined,
        fillText: (text: string) => written.push(text),
      };
      const canvas = { width: 0, height: 0, written, setAttribute: () => undefined, getContext: () => pen };
      made.push(canvas);
      return canvas;
    },
  });
});

function drawing(): { pen: CanvasRenderingContext2D; calls: number[][] } {
  const calls: number[][] = [];
  const pen = { drawImage: (_: unknown, ...place: number[]) => calls.push(place) };
  return { pen: pen as unknown as CanvasRenderingContext2D, calls };
}

const word = { text: "AX", colour: "red", font: "sans", ratio: 1.5 };

it("draws a word once, and copies it from then on", () => {
  const pictures = new WordPictures();
  const { pen, calls } = drawing();
  for (let n = 0; n < 5; n += 1) pictures.draw(pen, word, 100 + n, 50, "left");
  expect(made.map((one) => one.written)).toEqual([["AX"]]);
  expect(calls).toHaveLength(5);
  pictures.draw(pen, { ...word, colour: "blue" }, 100, 50, "left");
  expect(made).toHaveLength(2);
});

it("puts it on whole device pixels, in its size, and by the end that it is told", () => {
  const pictures = new WordPictures();
  const { pen, calls } = drawing();
  pictures.draw(pen, word, 100.3, 50.1, "left");
  pictures.draw(pen, word, 100.3, 50.1, "right");
  const [left, right] = calls;
  expect(made[0]).toMatchObject({ width: Math.ceil(19 * 1.5), height: Math.ceil(17 * 1.5) });
  for (const [x, y] of calls) for (const place of [x!, y!]) expect(place * 1.5).toBeCloseTo(Math.round(place * 1.5), 9);
  expect(left![0]).toBeCloseTo(97.8, 0);
  expect(right![0]! + right![2]!).toBeCloseTo(102.8, 0);
  expect(left![1]).toBeCloseTo(38, 0);
});

it("keeps no more than it needs", () => {
  const pictures = new WordPictures();
  const { pen } = drawing();
  for (let n = 0; n < 33; n += 1) pictures.draw(pen, { ...word, text: `word ${n}` }, 0, 0, "left");
  pictures.draw(pen, { ...word, text: "word 0" }, 0, 0, "left");
  expect(made).toHaveLength(34);
});
