// The server's JSON interface, as the start page and the link need it.

import * as is from "./wire/check";

/** A refusal, in the server's words. */
export class Refused extends Error {
  override name = "Refused";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The place in the line of those who wait, to ask again with. */
    readonly waiting = "",
    /** Whom to ask, where the server was told. */
    readonly contact = "",
  ) {
    super(message);
  }
}

const optionalText = is.withDefault(is.text, "");
const seriesNumber: is.Check<string> = (value) => (value === null || value === undefined ? "" : String(value));
const count = is.withDefault(is.whole, 0);

const server = is.record({
  name: is.text,
  version: is.text,
  aet: is.text,
  dicom_port: is.orNull(is.whole),
  device: is.text,
  places: is.record({ used: is.whole, all: is.whole }),
  not_a_medical_device: is.text,
  upload: is.withDefault(is.record({ may: is.flag, bytes: is.whole, files: is.whole }), { may: false, bytes: 0, files: 0 }),
});
const note = is.record({ code: is.text, text: is.text });
const refused = is.record({ instances: is.whole, why: is.text });
const volume = is.record({
  n: is.whole,
  label: is.text,
  columns: is.whole,
  rows: is.whole,
  slices: is.whole,
  spacing_mm: is.tupleOf(is.real, 0, 1, 2),
  unit: is.text,
  notes: is.listOf(note),
});
/** Everything of a series that can be opened by its number `n`; volumes are described above in full. */
const item = is.record({
  n: is.whole,
  kind: is.oneOf("volume", "film", "pages", "picture"),
  label: optionalText,
  columns: is.whole,
  rows: is.whole,
  frames: is.whole,
  colour: is.withDefault(is.flag, false),
  frame_ms: is.withDefault(is.real, 0),
  loops: is.withDefault(is.flag, false),
  calibrated: is.withDefault(is.flag, true),
  /** Why it is no volume. */
  why: optionalText,
});
const series = is.record({
  uid: is.text,
  modality: optionalText,
  number: seriesNumber,
  description: optionalText,
  instances: is.whole,
  volumes: is.withDefault(is.listOf(volume), []),
  pictures: count,
  films: count,
  items: is.withDefault(is.listOf(item), []),
  refused: is.withDefault(is.listOf(refused), []),
});
const study = is.record({
  uid: is.text,
  patient: is.record({ name: optionalText, id: optionalText, birth_date: optionalText, sex: optionalText }),
  date: optionalText,
  description: optionalText,
  accession: optionalText,
  series: is.withDefault(is.listOf(series), []),
  modalities: is.withDefault(is.listOf(is.text), []),
  instances: count,
  series_count: count,
  receiving: is.withDefault(is.flag, false),
  /** What had to be made up or was doubtful as the files came, in words. */
  remarks: is.withDefault(is.listOf(is.text), []),
});
/** `kept`: the server knows the reader as one person, and keeps what they prefer. */
const preferences = is.record({ kept: is.flag, preferences: is.dictionaryOf<unknown>((value) => value) });
export const opened = is.record({ session: is.text, ticket: is.text, socket: is.text, lease: is.whole });
const refusal = is.record({ code: is.text, text: is.text, waiting: optionalText, contact: optionalText });

export type Server = is.Checked<typeof server>;
export type Study = is.Checked<typeof study>;
export type Series = is.Checked<typeof series>;
export type Item = is.Checked<typeof item>;
export type VolumeRow = is.Checked<typeof volume>;
export type Preferences = is.Checked<typeof preferences>;
export type Opened = is.Checked<typeof opened>;

/** One question to the server, and what it answered in a form that was looked at. */
export async function ask<T>(path: string, check: is.Check<T>, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...init });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusedBy(response.status, body);
  return check(body, path);
}

export function refusedBy(status: number, body: unknown): Refused {
  try {
    const { code, text, waiting, contact } = refusal(body, "refusal");
    return new Refused(status, code, text, waiting, contact);
  } catch {
    return new Refused(status, `http-${status}`, "");
  }
}

export function getServer(): Promise<Server> {
  return ask("api/server", server);
}

export async function getStudies(search: string, signal?: AbortSignal): Promise<Study[]> {
  const query = search === "" ? "" : `?search=${encodeURIComponent(search)}`;
  const answer = await ask(`api/studies${query}`, is.record({ studies: is.listOf(study) }), signal ? { signal } : {});
  return answer.studies;
}

export function getStudy(uid: string): Promise<Study> {
  return ask(`api/studies/${encodeURIComponent(uid)}`, study);
}

export function openSession(seriesUid: string, volumeNumber: number, waiting = "", stills = false): Promise<Opened> {
  return ask("api/sessions", opened, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ series: seriesUid, volume: volumeNumber, ...(waiting === "" ? {} : { waiting }), ...(stills ? { stills } : {}) }),
  });
}

/** Another ticket for a session that lives: the socket broke, or the page was loaded again. */
export function ticketFor(session: string): Promise<Opened> {
  return ask(`api/sessions/${encodeURIComponent(session)}/tickets`, opened, { method: "POST" });
}

export function getPreferences(): Promise<Preferences> {
  return ask("api/preferences", preferences);
}

/** Gives what is kept now; nothing where the server does not know the reader as one person. */
export function putPreference(name: string, value: unknown): Promise<Preferences> {
  return ask(`api/preferences/${encodeURIComponent(name)}`, preferences, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });
}

/** Ends a session; also while the page is being left. */
export function closeSession(session: string): void {
  void fetch(`api/sessions/${encodeURIComponent(session)}`, { method: "DELETE", keepalive: true }).catch(() => undefined);
}

/** `soon`: it will most likely be opened next, and the server goes on loading it. */
export function previewAddress(seriesUid: string, volumeNumber: number, soon = false): string {
  return `api/series/${encodeURIComponent(seriesUid)}/preview?volume=${volumeNumber}${soon ? "&soon=1" : ""}`;
}

/** Calls `changed` whenever studies came or changed; gives the way to stop. */
export function followChanges(changed: () => void): () => void {
  const events = new EventSource("api/events");
  events.onmessage = changed;
  return () => events.close();
}
