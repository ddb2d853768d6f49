// Files on their way to the server, in requests that are neither too many nor too large to show progress.

/** A file and what its owner calls it: its path in what was dropped. */
export interface Given {
  path: string;
  file: File;
}

export interface Refusal {
  file: string;
  why: string;
}

export interface Limits {
  bytes: number;
  files: number;
}

/** A request of this size or number of files is full; a larger file goes alone. */
const FULL_BYTES = 64 * 1024 * 1024;
const FULL_FILES = 250;

/** What each part of a form needs beside its file. */
const PART_BYTES = 512;

export function batches(all: readonly Given[], limits: Limits): { batches: Given[][]; tooLarge: Given[] } {
  const made: Given[][] = [];
  const tooLarge: Given[] = [];
  let batch: Given[] = [];
  let bytes = 0;
  for (const one of all) {
    const size = one.file.size + one.path.length * 3 + PART_BYTES;
    if (size > limits.bytes) {
      tooLarge.push(one);
      continue;
    }
    if (batch.length > 0 && (bytes + size > FULL_BYTES || batch.length >= Math.min(FULL_FILES, limits.files))) {
      made.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(one);
    bytes += size;
  }
  if (batch.length > 0) made.push(batch);
  return { batches: made, tooLarge };
}
