// Files going to the archive: how far they are, what came of them, and which were refused and why.

import { signal } from "@preact/signals";
import { text } from "../text";
import { batches, type Given, type Limits, type Refusal } from "./batches";
import type { Imported } from "./send";

export interface Going {
  /** Files and bytes of all that was given. */
  files: number;
  bytes: number;
  /** Bytes that have gone, and files whose answer has come. */
  sent: number;
  answered: number;
  imported: number;
  known: number;
  refused: Refusal[];
  /** Why the rest did not go; empty while all is well. */
  failed: string;
  over: boolean;
}

export interface UploadHooks {
  send(files: readonly Given[], sent: (bytes: number) => void, cancel: AbortSignal): Promise<Imported>;
  /** A failure of the way or of the server, in words. */
  inWords(error: unknown): string;
}

/** So many refused files are kept to be read; a disk full of photographs is not read to its end. */
const NAMED = 500;

export class Upload {
  readonly going = signal<Going | null>(null);
  private cancelled = new AbortController();

  constructor(private readonly hooks: UploadHooks) {}

  /** One at a time: what is given meanwhile is left. */
  async run(all: readonly Given[], limits: Limits): Promise<void> {
    if (all.length === 0 || this.busy) return;
    this.cancelled = new AbortController();
    const { batches: todo, tooLarge } = batches(all, limits);
    const bytes = all.reduce((sum, { file }) => sum + file.size, 0);
    const refused = tooLarge.map(({ path }) => ({ file: path, why: text.upload.tooLarge(limits.bytes) }));
    const answered = tooLarge.length;
    this.going.value = { files: all.length, bytes, sent: 0, answered, imported: 0, known: 0, refused, failed: "", over: false };
    try {
      for (const batch of todo) await this.batch(batch);
      this.change({ over: true });
    } catch (error) {
      const stopped = error instanceof DOMException && error.name === "AbortError";
      this.change({ over: true, failed: stopped ? text.upload.stopped : this.hooks.inWords(error) });
    }
  }

  get busy(): boolean {
    return this.going.value !== null && !this.going.value.over;
  }

  stop(): void {
    this.cancelled.abort();
  }

  /** The reader has read what came of it. */
  dismiss(): void {
    if (!this.busy) this.going.value = null;
  }

  private async batch(files: readonly Given[]): Promise<void> {
    const before = this.going.value?.sent ?? 0;
    const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
    const sent = (gone: number): void => this.change({ sent: before + Math.min(gone, bytes) });
    const { imported, known, refused } = await this.hooks.send(files, sent, this.cancelled.signal);
    const now = this.going.value;
    if (!now) return;
    this.change({
      sent: before + bytes,
      answered: now.answered + files.length,
      imported: now.imported + imported,
      known: now.known + known,
      refused: [...now.refused, ...refused].slice(0, NAMED),
    });
  }

  private change(some: Partial<Going>): void {
    if (this.going.value) this.going.value = { ...this.going.value, ...some };
  }
}
