import { expect, it } from "vitest";
import { plateFor, type Situation } from "../../src/viewer/plates";

const progress = {
  t: "progress", slices: 168, slices_total: 275, bytes: 88e6, bytes_total: 144e6, seconds: 3.4, runs: [], done: false,
} as const;
const now = (some: Partial<Situation> = {}): Situation => ({
  freshness: "fresh", since: "14:02:11", welcomed: true, waiting: "", progress: null, acted: false, empty: "", speaks: true,
  retry: () => undefined, ...some,
});

it("says what has come while a volume loads, until the first input", () => {
  const loading = { progress: { ...progress, runs: [] } };
  expect(plateFor(now(loading))).toMatchObject({ kind: "loading", head: "168 of 275 slices", share: 168 / 275 });
  expect(plateFor(now(loading))?.body).toContain("88.0 MB of 144.0 MB");
  expect(plateFor(now({ ...loading, acted: true }))).toBeNull();
  expect(plateFor(now({ progress: { ...progress, runs: [], done: true } }))).toBeNull();
});

it("says that the view is kept after two seconds of silence, in one view", () => {
  expect(plateFor(now({ freshness: "dim" }))).toMatchObject({ kind: "reconnecting", head: "Reconnecting", body: "Your view is kept." });
  expect(plateFor(now({ freshness: "dim", speaks: false }))).toBeNull();
});

it("takes every view's picture away after thirty, with the time", () => {
  const plate = plateFor(now({ freshness: "gone", speaks: false }));
  expect(plate).toMatchObject({ kind: "gone", head: "The server does not answer" });
  expect(plate?.body).toContain("14:02:11");
});

it("gives the server's reason for an empty view", () => {
  const empty = "One slice only: there is no coronal plane.";
  expect(plateFor(now({ empty, speaks: false }))).toMatchObject({ kind: "empty", head: empty });
});

it("shows nothing over a live picture, and Opening before the first", () => {
  expect(plateFor(now())).toBeNull();
  expect(plateFor(now({ welcomed: false }))?.head).toBe("Opening");
  expect(plateFor(now({ welcomed: false, waiting: "All places are taken." }))?.head).toBe("All places are taken.");
});
