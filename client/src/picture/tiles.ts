// A lossless still that comes in rectangles, since the way is slow: put together, each proved by itself.

import type { MessageOf } from "../wire/messages";
import { type DecodedStill, decodeStill } from "./still";

export type Tile = MessageOf<"tile">;

export function decodeTile({ data, columns, rows, channels, sha256 }: Tile): Promise<DecodedStill> {
  return decodeStill({ data, width: columns, height: rows, channels, sha256 });
}

/** The newest still of one view, as far as it has come. */
export class Tiles {
  private picture = -1;
  private pixels: ImageData | null = null;
  private readonly places = new Set<string>();

  /** A verified tile; the whole still with its last one, else null. Tiles of an earlier still change nothing. */
  put(tile: Tile, part: ImageData): ImageData | null {
    if (tile.picture < this.picture) return null;
    if (tile.picture > this.picture) this.begin(tile);
    const { pixels } = this;
    if (!pixels || !fits(tile, pixels)) return null;
    for (let row = 0; row < tile.rows; row += 1) {
      const from = 4 * row * tile.columns;
      pixels.data.set(part.data.subarray(from, from + 4 * tile.columns), 4 * ((tile.y + row) * pixels.width + tile.x));
    }
    this.places.add(`${tile.x} ${tile.y}`);
    if (this.places.size < tile.tiles) return null;
    this.pixels = null;
    return pixels;
  }

  private begin({ picture, width, height }: Tile): void {
    this.picture = picture;
    this.pixels = new ImageData(width, height);
    this.places.clear();
  }
}

function fits(tile: Tile, whole: ImageData): boolean {
  const same = tile.width === whole.width && tile.height === whole.height;
  return same && tile.x >= 0 && tile.y >= 0 && tile.x + tile.columns <= whole.width && tile.y + tile.rows <= whole.height;
}
