import { beforeAll, describe, expect, it } from "vitest";
import { type Tile, Tiles } from "../../src/picture/tiles";

beforeAll(() => {
  globalThis.ImageData ??= class {
    readonly data: Uint8ClampedArray;
    constructor(readonly width: number, readonly height: number) {
      this.data = new Uint8ClampedArray(width * height * 4);
    }
  } as unknown as typeof ImageData;
});

const WIDTH = 5;
const HEIGHT = 4;

function tile(picture: number, x: number, y: number, columns: number, rows: number): Tile {
  return {
    t: "tile", stream: 0, picture, epoch: 1, revision: 1, sequence: 0, lease: 1, width: WIDTH, height: HEIGHT,
    x, y, columns, rows, tiles: 3, channels: 1, format: "png", sha256: new Uint8Array(32), data: new Uint8Array(0),
  };
}

/** Each pixel says where it lies. */
function part({ x, y, columns, rows }: Tile): ImageData {
  const pixels = new ImageData(columns, rows);
  for (let at = 0; at < columns * rows; at += 1) {
    const value = 10 * (y + Math.floor(at / columns)) + x + (at % columns);
    pixels.data.set([value, value, value, 255], 4 * at);
  }
  return pixels;
}

const three = (picture: number): Tile[] => [tile(picture, 2, 0, 3, 4), tile(picture, 0, 0, 2, 1), tile(picture, 0, 1, 2, 3)];

describe("a still in tiles", () => {
  it("is whole with its last tile, in whatever order they come, and not before", () => {
    for (const order of [[0, 1, 2], [2, 0, 1]]) {
      const tiles = new Tiles();
      const [first, second, last] = order.map((at) => three(7)[at]!);
      expect(tiles.put(first!, part(first!))).toBeNull();
      expect(tiles.put(second!, part(second!))).toBeNull();
      const whole = tiles.put(last!, part(last!))!;
      expect([whole.width, whole.height]).toEqual([WIDTH, HEIGHT]);
      const greys = Array.from({ length: WIDTH * HEIGHT }, (_, at) => whole.data[4 * at]);
      expect(greys).toEqual(Array.from({ length: WIDTH * HEIGHT }, (_, at) => 10 * Math.floor(at / WIDTH) + (at % WIDTH)));
    }
  });

  it("is not whole because a tile came twice", () => {
    const tiles = new Tiles();
    const [first, second, last] = three(7);
    for (const one of [first!, first!, second!]) expect(tiles.put(one, part(one))).toBeNull();
    expect(tiles.put(last!, part(last!))).not.toBeNull();
  });

  it("makes room for a newer one, and takes nothing of an older one", () => {
    const tiles = new Tiles();
    const [first, second, last] = three(7);
    tiles.put(first!, part(first!));
    const newer = three(8);
    tiles.put(newer[0]!, part(newer[0]!));
    for (const one of [second!, last!]) expect(tiles.put(one, part(one))).toBeNull();
    tiles.put(newer[1]!, part(newer[1]!));
    expect(tiles.put(newer[2]!, part(newer[2]!))).not.toBeNull();
  });

  it("takes no tile that lies outside", () => {
    const tiles = new Tiles();
    const outside = tile(7, 4, 0, 2, 1);
    expect(tiles.put(outside, part(outside))).toBeNull();
    const all = three(7);
    expect(all.map((one) => tiles.put(one, part(one)) !== null)).toEqual([false, false, true]);
  });
});
