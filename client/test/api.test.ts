import { afterEach, expect, it, vi } from "vitest";
import { getServer, getStudies, getStudy, openSession, Refused } from "../src/api";
import { WireError } from "../src/wire/check";

let asked: { path: string; init: RequestInit }[] = [];

function answers(status: number, body: unknown): void {
  asked = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    asked.push({ path, init });
    const json = body === undefined ? Promise.reject(new Error("no JSON")) : Promise.resolve(body);
    return Promise.resolve({ ok: status < 400, status, json: () => json });
  });
}

afterEach(() => vi.unstubAllGlobals());

const study = {
  uid: "1.2", patient: { name: "A^B", id: "7", birth_date: "", sex: "F" }, date: "20260131", description: "CT", accession: "",
  series: [{ uid: "1.2.3", modality: "CT", number: 4, description: "thin", instances: 2, pictures: 0, films: 0, refused: [] }],
  modalities: ["CT"], instances: 2, series_count: 1, receiving: false,
};

it("reads the list and takes a series number in either form", async () => {
  answers(200, { studies: [study] });
  const [found] = await getStudies("a & b");
  expect(asked[0]?.path).toBe("api/studies?search=a%20%26%20b");
  expect(found?.series[0]).toMatchObject({ number: "4", volumes: [] });
});

it("fills in what a study leaves out", async () => {
  answers(200, { uid: "1.2", patient: {} });
  expect(await getStudy("1.2")).toMatchObject({ patient: { name: "" }, series: [], modalities: [], receiving: false });
});

it("throws the server's own words", async () => {
  answers(409, { code: "full", text: "All places are taken (12 of 12)." });
  await expect(openSession("1.2.3", 1)).rejects.toEqual(new Refused(409, "full", "All places are taken (12 of 12)."));
  expect(JSON.parse(asked[0]?.init.body as string)).toEqual({ series: "1.2.3", volume: 1 });
});

it("knows a refusal without words, too", async () => {
  answers(502, undefined);
  await expect(getServer()).rejects.toMatchObject({ status: 502, code: "http-502" });
});

it("says which field does not fit", async () => {
  answers(200, { name: "Tomocast", version: 3 });
  await expect(getServer()).rejects.toThrow(WireError);
});
