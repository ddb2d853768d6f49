import { expect, it } from "vitest";
import { plateFor, type Situation } from "../../src/viewer/plates";

const progress = {
  t: "progress", slices: 168, slices_total: 275, bytes: 88e6, bytes_total: 144e6, seconds: 3.4, runs: [], done: false,
} as const;
const now = (some: Partial<Situation> = {}): Situation => ({
  freshness: "fresh", since: "14:02:11", welcomed: true, waiting: "", progress: null, film: false, acted: false, empty: "", fault: "", stills: "", speaks: true,
  retry: () => undefined, read: () => undefined, takeStills: () => undefined, ...some,
});

it("says what has come while a volume loads, until the first input", () => {
  const loading = { progress: { ...progress, runs: [] } };
  expect(plateFor(now(loading))).toMatchObject({ kind: "loading", head: "168 of 275 slices", share: 168 / 275 });
  expect(plateFor(now({ ...loading, film: true }))?.head).toBe("168 of 275 frames");
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
  expect(plate?.silent, "one of the views says it aloud").toBe(true);
  expect(plateFor(now({ freshness: "gone" }))?.silent).toBe(false);
});

it("gives the server's reason for an empty view", () => {
  const empty = "One slice only: there is no coronal plane.";
  expect(plateFor(now({ empty, speaks: false }))).toMatchObject({ kind: "empty", head: empty });
});

it("offers stills to who waits for a place", () => {
  let taken = 0;
  const plate = plateFor(now({ welcomed: false, waiting: "All places are taken.", takeStills: () => (taken += 1) }));
  expect(plate?.act?.label).toBe("Open as stills");
  plate?.act?.run();
  expect(taken).toBe(1);
});

it("says why pictures come one by one, in one view, and what went wrong in the view that it concerns", () => {
  const stills = "This browser cannot decode H.264 video.";
  expect(plateFor(now({ stills }))).toMatchObject({ kind: "stills", body: stills, act: { label: "Go on with stills" } });
  expect(plateFor(now({ stills, speaks: false }))).toBeNull();
  const fault = "The renderer failed; it is being started again.";
  expect(plateFor(now({ fault, stills, speaks: false }))).toMatchObject({ kind: "fault", head: fault, act: { label: "Close" } });
});

it("shows nothing over a live picture, and Opening before the first", () => {
  expect(plateFor(now())).toBeNull();
  expect(plateFor(now({ welcomed: false }))?.head).toBe("Opening");
  expect(plateFor(now({ welcomed: false, waiting: "All places are taken." }))?.head).toBe("All places are taken.");
});
