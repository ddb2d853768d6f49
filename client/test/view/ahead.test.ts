import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Stands } from "../../src/picture/ring";
import { AheadPictures } from "../../src/view/ahead";
import type { ClientMessage } from "../../src/wire/messages";
import { slice } from "../slices";

vi.mock("../../src/picture/still", () => ({
  decodeStill: (one: { sha256: Uint8Array }) => Promise.resolve({ pixels: { from: "png" }, verified: one.sha256.length > 0 }),
}));
vi.mock("../../src/picture/image-pixels", () => ({ imagePixels: () => Promise.resolve({ from: "jpeg" }) }));

const sent: ClientMessage[] = [];
const seen: string[] = [];
let ahead: AheadPictures;

function stands(place: number, sequence: number, held = true): Stands {
  return { t: "stands", stream: 0, epoch: 100 + place, revision: sequence, sequence, look: 1, place, held };
}

async function scroll(sequence: number, steps: number): Promise<void> {
  ahead.acted(sequence, [{ t: "scroll", steps }], 0);
  await vi.advanceTimersByTimeAsync(1);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("createImageBitmap", () => Promise.resolve({ width: 64, height: 48, close: () => undefined }));
  sent.length = seen.length = 0;
  ahead = new AheadPictures(0, {
    send: (message) => sent.push(message) > 0,
    foreseen: (_, one, sequence) => void seen.push(`foreseen ${one.place} ${sequence}`),
    confirmed: (picture, one, told) => void seen.push(`confirmed ${one.place} ${told.epoch} ${picture === null ? "as it is" : "drawn"}`),
    given: () => void seen.push("given"),
  });
  ahead.slice(slice(1));
  ahead.slice(slice(2));
  ahead.slice(slice(3));
  ahead.stands(stands(0, 0, false));
  ahead.replaced(100);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("slices that were sent ahead", () => {
  it("are acknowledged, shown at once in order, and confirmed without another picture", async () => {
    expect(sent.slice(0, 3).map((one) => one.t)).toEqual(["held", "held", "held"]);
    seen.length = 0;
    await scroll(1, 1);
    await scroll(2, 1);
    ahead.stands(stands(1, 1));
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual(["foreseen 1 1", "foreseen 2 2"]);
    ahead.stands(stands(2, 2));
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.at(-1)).toBe("confirmed 2 102 as it is");
  });

  it("are shown one after the other where the hand goes several at once, and not beyond a gap", async () => {
    seen.length = 0;
    await scroll(1, 3);
    await vi.advanceTimersByTimeAsync(5);
    expect(seen).toEqual(["foreseen 1 0", "foreseen 2 0", "foreseen 3 1"]);
    ahead.slice(slice(5));
    await scroll(2, 2);
    expect(seen.length).toBe(3);
    // The server's picture of the fourth, then all is here from there on.
    ahead.stands(stands(4, 1, false));
    ahead.replaced(104);
    ahead.slice(slice(6));
    ahead.stands(stands(5, 2, false));
    await scroll(3, 1);
    await vi.advanceTimersByTimeAsync(5);
    expect(seen.slice(-2)).toEqual(["foreseen 5 2", "foreseen 6 3"]);
  });

  it("count as lossless only when it was the one without loss that was drawn", async () => {
    await scroll(1, 1);
    ahead.slice(slice(1, { format: "png", sha256: new Uint8Array(32) }));
    ahead.stands(stands(1, 1));
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.at(-1)).toBe("confirmed 1 101 drawn");
  });

  it("are drawn where the server names one that is not on the screen", async () => {
    seen.length = 0;
    ahead.stands(stands(3, 0));
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual(["confirmed 3 103 drawn"]);
    ahead.replaced(103);
    ahead.stands(stands(3, 0));
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.at(-1)).toBe("confirmed 3 103 drawn");
  });

  it("are asked for where the server names one that is not here or not what was hashed", async () => {
    ahead.stands(stands(9, 0));
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.at(-1)).toEqual({ t: "missing", stream: 0, look: 1, place: 9 });
    ahead.slice(slice(5, { format: "png" }));
    ahead.stands(stands(5, 0));
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.at(-1)).toEqual({ t: "missing", stream: 0, look: 1, place: 5 });
  });

  it("are not guessed after another operation, nor beyond what is held", async () => {
    seen.length = 0;
    await scroll(1, 7);
    ahead.acted(2, [{ t: "invert" }], 0);
    await scroll(3, 1);
    expect(seen).toEqual([]);
  });

  it("are taken back where the server does not answer", async () => {
    await scroll(1, 1);
    await vi.advanceTimersByTimeAsync(2500);
    expect(seen.at(-1)).toBe("given");
    expect(sent.at(-1)).toMatchObject({ t: "missing", place: 1 });
  });
});
