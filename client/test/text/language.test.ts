// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { english, speak, text } from "../../src/text";
import { choose, language, restoreLanguage, setLanguage } from "../../src/text/language";
import { decimal, setLocale } from "../../src/text/locale";
import { direction, presetName } from "../../src/text/served";

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.restoreAllMocks();
  speak(english);
  setLocale(undefined);
  language.value = "en";
});

it("takes what was chosen, else the browser's first language that there is a table for", () => {
  expect(choose(null, ["de-CH", "en"])).toEqual({ language: "de", locale: "de-CH" });
  expect(choose(null, ["fr-FR", "en-GB", "de"])).toEqual({ language: "en", locale: "en-GB" });
  expect(choose("de", ["en-US"])).toEqual({ language: "de", locale: "de" });
  expect(choose("de", ["en-US", "de-AT"])).toEqual({ language: "de", locale: "de-AT" });
  expect(choose("en", ["de-DE"])).toEqual({ language: "en", locale: "en" });
});

it("speaks English with the numbers of a reader that there is no table for", () => {
  expect(choose(null, ["fr-FR"])).toEqual({ language: "en", locale: "fr-FR" });
  expect(choose("tlh", [])).toEqual({ language: "en", locale: undefined });
  expect(choose("toString", ["__proto__"])).toEqual({ language: "en", locale: "__proto__" });
});

it("fetches the table, and says the language in the document", async () => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["de-DE"]);
  await restoreLanguage();
  expect(text.start.heading).toBe("Studien");
  expect(document.documentElement.lang).toBe("de");
  expect(decimal(1.5)).toBe("1,5");
  await setLanguage("en");
  expect([text.start.heading, document.documentElement.lang, language.value]).toEqual(["Studies", "en", "en"]);
  await restoreLanguage();
  expect(text.start.heading).toBe("Studies");
});

it("says what the server names by fixed words in the reader's language, and a file's own words as they are", async () => {
  expect([presetName("Lung"), direction("right anterior 22, cranial 8")]).toEqual(["Lung", "right anterior 22, cranial 8"]);
  await setLanguage("de");
  expect(["Lung", "lung", "HEAD_SHARP", "constructor"].map(presetName)).toEqual(["Lunge", "Lunge", "HEAD_SHARP", "constructor"]);
  expect(direction("right anterior 22, cranial 8")).toBe("rechts anterior 22, kranial 8");
});
