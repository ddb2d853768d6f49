import { expect, it } from "vitest";
import { carriesFiles, chosen, dropped } from "../../src/upload/dropped";

const file = (name: string, webkitRelativePath = ""): File => ({ name, webkitRelativePath, size: 1 }) as File;

function fileEntry(fullPath: string): FileSystemEntry {
  const name = fullPath.split("/").at(-1)!;
  return { isFile: true, fullPath, file: (done: (one: File) => void) => done(file(name)) } as unknown as FileSystemEntry;
}

/** Gives its entries in two portions, as browsers do with many. */
function folder(fullPath: string, ...entries: FileSystemEntry[]): FileSystemEntry {
  const portions = [entries.slice(0, 1), entries.slice(1), []];
  const createReader = () => ({ readEntries: (done: (some: FileSystemEntry[]) => void) => done(portions.shift() ?? []) });
  return { isFile: false, fullPath, createReader } as unknown as FileSystemEntry;
}

const transfer = (...entries: (FileSystemEntry | null)[]): DataTransfer => ({
  items: entries.map((entry) => ({ kind: "file", webkitGetAsEntry: () => entry })),
  files: [file("plain.dcm")],
}) as unknown as DataTransfer;

it("finds the files of dropped folders, at any depth, under their paths", async () => {
  const inner = folder("/CT/series 2", fileEntry("/CT/series 2/3"), fileEntry("/CT/series 2/4"));
  const found = await dropped(transfer(folder("/CT", fileEntry("/CT/1"), fileEntry("/CT/2"), inner), fileEntry("/all.zip")));
  expect(found.map(({ path }) => path)).toEqual(["CT/1", "CT/2", "CT/series 2/3", "CT/series 2/4", "all.zip"]);
});

it("takes plain files where the browser knows no folders", async () => {
  expect((await dropped(transfer(null))).map(({ path }) => path)).toEqual(["plain.dcm"]);
});

it("names chosen files by their path in the chosen folder", () => {
  expect(chosen([file("1", "CT/1"), file("2")]).map(({ path }) => path)).toEqual(["CT/1", "2"]);
});

it("tells files from dragged words", () => {
  expect(carriesFiles({ types: ["Files"] } as unknown as DataTransfer)).toBe(true);
  expect(carriesFiles({ types: ["text/plain"] } as unknown as DataTransfer)).toBe(false);
  expect(carriesFiles(null)).toBe(false);
});
