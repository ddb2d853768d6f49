import { afterEach, describe, expect, it } from "vitest";
import { englishJoin, invitationText } from "../../src/text/join";
import { germanJoin } from "../../src/text/join-german";
import { ending, setLocale } from "../../src/text/locale";

afterEach(() => setLocale("en-GB"));

describe("the words of an invitation", () => {
  it("say what the link gives and until when, before the link on a line of its own", () => {
    setLocale("en-GB");
    const link = "https://tomo.example/join/abc";
    const [words, last] = invitationText("point", new Date(2030, 5, 4, 15, 5), link).split("\n");
    expect(words).toMatch(/^You may look and point in this room until .*4 Jun.*15:05:$/);
    expect(last).toBe(link);
  });

  it("name the day only where it is another, and midnight as the end of the day before", () => {
    setLocale("en-GB");
    const now = new Date(2030, 5, 4, 9, 0);
    expect(ending(new Date(2030, 5, 4, 15, 5), now)).toBe("15:05");
    expect(ending(new Date(2030, 5, 5, 0, 0), now)).toBe("23:59");
    expect(ending(new Date(2030, 5, 11, 9, 0), now)).toMatch(/^Tue,? 11 Jun.* 9:00$|^Tue,? 11 Jun.* 09:00$/);
    setLocale("de");
    expect(ending(new Date(2030, 5, 11, 15, 0), now)).toMatch(/^Di\., 11\. Juni.* 15:00$/);
  });

  it("differ by language, and count", () => {
    expect([0, 1, 7].map(englishJoin.uses)).toEqual(["not used yet", "used once", "used 7 times"]);
    expect([0, 1, 7].map(germanJoin.uses)).toEqual(["noch nicht benutzt", "einmal benutzt", "7-mal benutzt"]);
    for (const key of Object.keys(englishJoin) as (keyof typeof englishJoin)[]) {
      if (typeof englishJoin[key] === "string") expect(germanJoin[key], key).not.toBe(englishJoin[key]);
    }
  });
});
