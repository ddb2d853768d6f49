import { expect, it } from "vitest";
import type { Given } from "../../src/upload/batches";
import type { Imported } from "../../src/upload/send";
import { Upload } from "../../src/upload/upload";

const MB = 1024 * 1024;
const LIMITS = { bytes: 100 * MB, files: 2 };
const given = (path: string, size = 1000): Given => ({ path, file: { size } as File });
const answer = (some: Partial<Imported> = {}): Imported => ({ imported: 2, known: 0, not_dicom: 0, refused: [], ...some });

interface Sent {
  paths: string[];
  tell(bytes: number): void;
  done(answer: Imported): void;
  fail(error: unknown): void;
}

function uploads() {
  const sent: Sent[] = [];
  const upload = new Upload({
    send: (files, tell, cancel) => new Promise((done, fail) => {
      cancel.addEventListener("abort", () => fail(new DOMException("", "AbortError")));
      sent.push({ paths: files.map(({ path }) => path), tell, done, fail });
    }),
    inWords: () => "The server cannot be reached.",
  });
  return { upload, sent };
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

it("tells how far it is, batch after batch, and what came of it with each refused file by name", async () => {
  const { upload, sent } = uploads();
  const over = upload.run([given("a"), given("b"), given("big", 200 * MB), given("c")], LIMITS);
  expect(sent.map(({ paths }) => paths)).toEqual([["a", "b"]]);
  sent[0]!.tell(1500);
  expect(upload.going.value).toMatchObject({ files: 4, sent: 1500, answered: 1, over: false });
  sent[0]!.done(answer({ imported: 1, refused: [{ file: "b", why: "it is cut off" }] }));
  await settled();
  expect(sent.map(({ paths }) => paths)).toEqual([["a", "b"], ["c"]]);
  expect(upload.going.value).toMatchObject({ sent: 2000, answered: 3, imported: 1 });
  sent[1]!.done(answer({ imported: 0, known: 1 }));
  await over;
  expect(upload.going.value).toMatchObject({ over: true, imported: 1, known: 1, answered: 4, failed: "" });
  expect(upload.going.value!.refused.map(({ file }) => file)).toEqual(["big", "b"]);
  expect(upload.going.value!.refused[0]!.why).toContain("104.9");
  upload.dismiss();
  expect(upload.going.value).toBeNull();
});

it("says why the rest did not go, and keeps what had come", async () => {
  const { upload, sent } = uploads();
  const over = upload.run([given("a"), given("b"), given("c")], LIMITS);
  sent[0]!.done(answer());
  await settled();
  sent[1]!.fail(new TypeError("unreachable"));
  await over;
  expect(upload.going.value).toMatchObject({ over: true, imported: 2, failed: "The server cannot be reached." });
});

it("stops when the reader says so, and takes one upload at a time", async () => {
  const { upload, sent } = uploads();
  const over = upload.run([given("a")], LIMITS);
  await upload.run([given("b")], LIMITS);
  upload.dismiss();
  expect(sent).toHaveLength(1);
  expect(upload.busy).toBe(true);
  upload.stop();
  await over;
  expect(upload.going.value?.failed).toBe("Stopped. What had come is kept.");
  void upload.run([given("b")], LIMITS);
  expect(sent).toHaveLength(2);
});
