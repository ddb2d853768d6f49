// What the start page knows: the list, the search, the chosen study.

import { signal } from "@preact/signals";
import { followChanges, getServer, getStudies, getStudy, Refused, type Server, type Study } from "../api";
import { text } from "../text";
import { noAccess } from "../text/access";
import type { Given } from "../upload/batches";
import { WireError } from "../wire/check";

export type DateFilter = "any" | "week" | "today";
const DAYS: Readonly<Record<DateFilter, number>> = { any: Infinity, week: 7, today: 1 };
const DAY_MS = 86_400_000;

/** Whether a study (date as DICOM writes it) is of today or of the last days; one without a date only passes "any". */
export function isWithin(date: string, filter: DateFilter, now: Date): boolean {
  if (filter === "any") return true;
  const [, year, month, day] = /^(\d{4})[-.]?(\d{2})[-.]?(\d{2})$/.exec(date.trim()) ?? [];
  if (!year || !month || !day) return false;
  // Days of the calendar, whatever the clock does in spring and autumn.
  const then = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const age = (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - then) / DAY_MS;
  return age >= 0 && age < DAYS[filter];
}

/** Typing is over when nothing came for this long. */
const TYPED_MS = 150;

export function inWords(error: unknown): string {
  if (error instanceof Refused) return error.message || text.errors.refused(error.status);
  if (error instanceof WireError) return text.errors.protocol;
  return text.errors.unreachable;
}

type Uploading = typeof import("./upload");

export class StartModel {
  readonly server = signal<Server | null>(null);
  readonly studies = signal<Study[] | null>(null);
  readonly search = signal("");
  readonly failed = signal<string | null>(null);
  /** The server does not let this person in: its refusal. */
  readonly refused = signal<Refused | null>(null);
  readonly chosen = signal<string | null>(null);
  /** The chosen study in full. */
  readonly study = signal<Study | null>(null);
  readonly modality = signal<string | null>(null);
  readonly date = signal<DateFilter>("any");
  /** What adds studies, where this person may: fetched beside the list, since it must be there when the server is gone. */
  readonly uploading = signal<Uploading | null>(null);
  /** Files hang over the page. */
  readonly dropping = signal(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | null = null;
  private stop: () => void = () => undefined;

  start(): void {
    void this.learn();
    void this.read();
    this.stop = followChanges(() => void this.read());
  }

  private async learn(): Promise<void> {
    try {
      this.server.value = await getServer();
      if (this.server.value.upload.may) this.uploading.value = await import("./upload");
    } catch {
      // The list says that the server cannot be reached.
    }
  }

  close(): void {
    this.stop();
    clearTimeout(this.timer);
    this.running?.abort();
  }

  upload(files: readonly Given[]): void {
    const limits = this.server.value?.upload;
    if (limits) void this.uploading.value?.uploads.run(files, limits).then(() => this.read());
  }

  typed(search: string): void {
    this.search.value = search;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.read(), TYPED_MS);
  }

  async read(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    try {
      const studies = await getStudies(this.search.value.trim(), running.signal);
      if (running.signal.aborted) return;
      this.studies.value = studies;
      this.failed.value = null;
      this.refused.value = null;
      this.chooseAnew(studies);
    } catch (error) {
      if (!running.signal.aborted) this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.failed.value = inWords(error);
    this.refused.value = error instanceof Refused && noAccess(error.code) ? error : null;
  }

  /** What is chosen stays chosen while it is in the list; else the first is. */
  private chooseAnew(studies: readonly Study[]): void {
    const still = studies.some((one) => one.uid === this.chosen.value);
    // On a narrow screen the chosen study lies over the list: nothing is chosen there before a hand does.
    const first = window.matchMedia("(max-width: 1100px)").matches ? null : (studies[0]?.uid ?? null);
    const uid = still ? this.chosen.value : first;
    void this.choose(uid);
  }

  async choose(uid: string | null): Promise<void> {
    this.chosen.value = uid;
    if (uid === null) {
      this.study.value = null;
      return;
    }
    try {
      const study = await getStudy(uid);
      if (this.chosen.value === uid) this.study.value = study;
    } catch (error) {
      if (this.chosen.value === uid) this.fail(error);
    }
  }
}
