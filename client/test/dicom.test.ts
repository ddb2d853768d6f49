import { expect, it } from "vitest";
import { fullName, isolated, patientName, shownDate } from "../src/dicom";

it("writes names as lists of patients have them, each writing by its own custom", () => {
  expect(patientName("Müller^Jörg^Karl^Dr.^jr.").alphabetic).toBe("Müller, Dr. Jörg Karl jr.");
  expect(patientName("Yamada^Tarou=山田^太郎=やまだ^たろう")).toEqual({
    alphabetic: "Yamada, Tarou", ideographic: "山田 太郎", phonetic: "やまだ たろう",
  });
  expect(fullName("Yamada^Tarou=山田^太郎=やまだ^たろう")).toBe("Yamada, Tarou  山田 太郎  やまだ たろう");
});

it("takes names that lack parts", () => {
  expect(fullName("=山田^太郎")).toBe("山田 太郎");
  expect(fullName("LIDC-IDRI-0314")).toBe("LIDC-IDRI-0314");
  expect(fullName("\u738b^\u5c0f\u4e1c")).toBe("\u738b \u5c0f\u4e1c");
  expect(fullName("\uae40^\ubbfc\uc900")).toBe("\uae40 \ubbfc\uc900");
  expect(fullName("\u738bLi^Bo")).toBe("\u738bLi, Bo");
  expect([isolated("Doe, Jo"), isolated("\u0634\u0631")]).toEqual(["Doe, Jo", "\u2068\u0634\u0631\u2069"]);
  expect(fullName("^^^")).toBe("");
  expect(fullName("")).toBe("");
});

it("writes dates in the one form that nobody misreads", () => {
  expect(shownDate("20260131")).toBe("Jan 31, 2026");
  expect(shownDate("2026-01-31")).toBe("Jan 31, 2026");
  expect(shownDate("2026.01.31")).toBe("Jan 31, 2026");
  expect(["about 1960", "20260231", "20261301", "20260100"].map(shownDate)).toEqual(["about 1960", "20260231", "20261301", "20260100"]);
  expect(shownDate("")).toBe("");
});
