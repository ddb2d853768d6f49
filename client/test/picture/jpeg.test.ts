import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { JpegDecoder } from "../../src/picture/jpeg";
import type { MessageOf } from "../../src/wire/messages";

interface Bitmap { close(): void; closed: boolean }

const waiting: { done(bitmap: Bitmap): void; fail(): void; type: string }[] = [];
const bitmap = (): Bitmap => ({ closed: false, close() { this.closed = true; } });
const picture = (n: number) => ({ t: "picture", picture: n, format: "jpeg", data: new Uint8Array([255, 216]) }) as MessageOf<"picture">;
const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

beforeEach(() => {
  waiting.length = 0;
  vi.stubGlobal("createImageBitmap", (blob: Blob) => new Promise((done, fail) => waiting.push({ done, fail, type: blob.type })));
});
afterEach(() => vi.unstubAllGlobals());

function decoder() {
  const shown: number[] = [];
  let broken = 0;
  const made = new JpegDecoder({ picture: (_, tag) => shown.push(tag.picture), broken: () => (broken += 1) });
  return { made, shown, broken: () => broken };
}

it("gives each picture with its tag, and asks for another where one cannot be read", async () => {
  const { made, shown, broken } = decoder();
  void made.decode(picture(1));
  void made.decode(picture(2));
  expect(waiting[0]!.type).toBe("image/jpeg");
  waiting[1]!.done(bitmap());
  waiting[0]!.fail();
  await settled();
  expect(shown).toEqual([2]);
  expect(broken()).toBe(1);
});

it("shows nothing of an earlier session, and gives its memory back", async () => {
  const { made, shown, broken } = decoder();
  void made.decode(picture(1));
  void made.decode(picture(2));
  made.close();
  const late = bitmap();
  waiting[0]!.done(late);
  waiting[1]!.fail();
  await settled();
  expect(shown).toEqual([]);
  expect(broken()).toBe(0);
  expect(late.closed).toBe(true);
});
