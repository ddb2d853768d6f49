// @vitest-environment happy-dom
import { render } from "preact";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { StartPage } from "../../src/chrome/start";
import { route } from "../../src/chrome/route";

const volume = (n: number, slices: number, notes: object[] = []) => ({
  n, label: `Volume ${n}`, columns: 512, rows: 512, slices, spacing_mm: [0.7, 0.7, 1.25], unit: "HU", notes,
});
const series = (uid: string, volumes: object[], refused: object[] = []) => ({
  uid, modality: "CT", number: 1, description: `Series ${uid}`, instances: 100, volumes, pictures: 0, films: 0, refused,
});
const study = (uid: string, name: string, all: object[]) => ({
  uid, patient: { name, id: `P${uid}`, birth_date: "", sex: "F" }, date: "20260131", description: `Study ${uid}`, accession: "",
  series: all, modalities: ["CT"], instances: 100, series_count: all.length, receiving: uid === "2",
});

let studies: ReturnType<typeof study>[];
let host: HTMLElement;
let changed: (() => void) | null;

class FakeEvents {
  set onmessage(run: () => void) {
    changed = run;
  }
  close(): void {
    changed = null;
  }
}

// Fetched when it is first shown: here from the disk, and translated.
beforeAll(() => import("../../src/chrome/chosen"));

beforeEach(() => {
  const tilt = { code: "tilt", text: "The slices are tilted by 18.5 degrees: corrected." };
  studies = [
    study("1", "Yamada^Tarou=山田^太郎", [series("a", [volume(1, 28, [tilt]), volume(2, 275)])]),
    study("2", "<img src onerror>^<b>Eve</b>", [series("b", [], [{ instances: 34, why: "34 frames without positions" }])]),
  ];
  vi.stubGlobal("EventSource", FakeEvents);
  vi.stubGlobal("fetch", (path: string) => {
    const found = path.startsWith("api/server")
      ? { name: "Tomocast", version: "1", aet: "TOMOCAST", dicom_port: 11112, device: "cpu", places: { used: 0, all: 8 }, not_a_medical_device: "" }
      : path.startsWith("api/studies/")
        ? studies.find((one) => path.endsWith(one.uid))
        : { studies: studies.filter((one) => one.patient.name.includes(new URLSearchParams(path.split("?")[1]).get("search") ?? "")) };
    return Promise.resolve({ ok: true, status: 200, json: () => Promise.resolve(found) });
  });
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  host = document.createElement("div");
  document.body.append(host);
  render(<StartPage />, host);
});

afterEach(() => {
  render(null, host);
  host.remove();
  vi.unstubAllGlobals();
});

const rows = (): HTMLElement[] => [...host.querySelectorAll<HTMLElement>("[data-testid=study-row]")];
const settled = (): Promise<void> => vi.waitFor(() => expect(host.querySelector("[data-testid=open-2x2]")).not.toBeNull());

it("lists studies with every writing of a name, and hostile names as text", async () => {
  await settled();
  expect(rows().map((row) => row.querySelector("b")?.textContent)).toEqual(["Yamada, Tarou", "<img src onerror>, <b>Eve</b>"]);
  expect(rows()[0]?.textContent).toContain("山田 太郎");
  expect(rows()[1]?.querySelector("img")).toBeNull();
  expect(rows()[1]?.textContent).toContain("Arriving100 images");
});

it("shows what can be opened of the chosen study, and doubts about it", async () => {
  await settled();
  const picked = host.querySelector<HTMLElement>("[data-testid=series-row][aria-pressed=true]");
  expect(picked?.textContent).toContain("275 images");
  host.querySelector<HTMLElement>("[data-testid=series-row]")?.click();
  await vi.waitFor(() => expect(host.querySelector("[data-testid=warning]")?.textContent).toContain("18.5 degrees"));
  host.querySelector<HTMLElement>("[data-testid='open-1+3']")?.click();
  expect(route.value).toEqual({ page: "viewer", series: "a", volume: 1, layout: "1+3" });
});

it("says why a series cannot be shown", async () => {
  await settled();
  rows()[1]?.click();
  await vi.waitFor(() => expect(host.querySelector(".side")?.textContent).toContain("34 frames without positions"));
  expect(host.querySelector("[data-testid=open-2x2]")).toBeNull();
});

it("filters by date, says when nothing is left, and clears the filters", async () => {
  await settled();
  host.querySelector<HTMLElement>("[data-testid=date-today]")?.click();
  await vi.waitFor(() => expect(host.textContent).toContain("No study passes these filters"));
  expect(rows()).toHaveLength(0);
  host.querySelector<HTMLElement>(".message .button")?.click();
  await vi.waitFor(() => expect(rows()).toHaveLength(2));
});

it("searches, says when nothing matches, and clears", async () => {
  await settled();
  const field = host.querySelector<HTMLInputElement>("[data-testid=search]")!;
  field.value = "Nobody";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.waitFor(() => expect(host.textContent).toContain("Nothing matches \u201cNobody\u201d"));
  host.querySelector<HTMLElement>(".message .button")?.click();
  await vi.waitFor(() => expect(rows()).toHaveLength(2));
});

it("refreshes when studies arrive, and keeps the choice", async () => {
  await settled();
  rows()[1]?.click();
  studies.unshift(study("3", "New^Patient", [series("c", [volume(1, 40)])]));
  changed?.();
  await vi.waitFor(() => expect(rows()).toHaveLength(3));
  expect(rows()[2]?.getAttribute("aria-selected")).toBe("true");
});

it("says how studies come when there are none, and what this is not", async () => {
  await settled();
  studies = [];
  changed?.();
  await vi.waitFor(() => expect(host.textContent).toContain("No studies yet"));
  expect(host.textContent).toContain("tomocast import FOLDER");
  await vi.waitFor(() => expect(host.textContent).toContain("AE title TOMOCAST, port 11112"));
  expect(host.textContent).toContain("not a medical device");
});
