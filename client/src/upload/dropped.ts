// What was dropped on the page or chosen in a dialog: files, and those in folders.

import type { Given } from "./batches";

/** To be called while the drop is handled: the browser forgets afterwards what was dropped. */
export function dropped(transfer: DataTransfer): Promise<Given[]> {
  const entries = [...transfer.items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry());
  const known = entries.filter((entry) => entry !== null);
  return known.length > 0 ? walked(known) : Promise.resolve(chosen(transfer.files));
}

export function chosen(files: ArrayLike<File>): Given[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes("Files") ?? false;
}

async function walked(entries: readonly FileSystemEntry[]): Promise<Given[]> {
  const found: Given[] = [];
  for (const entry of entries) {
    if (entry.isFile) found.push(await given(entry as FileSystemFileEntry));
    else found.push(...(await walked(await inside(entry as FileSystemDirectoryEntry))));
  }
  return found;
}

function given(entry: FileSystemFileEntry): Promise<Given> {
  const path = entry.fullPath.replace(/^\//, "");
  return new Promise((done) => entry.file((file) => done({ path, file }), () => done({ path, file: new File([], path) })));
}

/** A reader gives a hundred at a time, and none at the end. */
async function inside(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done) => reader.readEntries(done, () => done([])));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
